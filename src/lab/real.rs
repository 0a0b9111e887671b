//! `real = { programs = ["httpd", "apache2"], init = "/run/start {program}" }`: what a container's `init` stands in for.

use super::parse::files;
use super::reader::Value;
use crate::i18n::Message;

/// What stands for the file that was found.
pub(super) const PROGRAM: &str = "{program}";

/// A program that is not installed everywhere, and that starts a worker of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Real {
    /// Its names, as distributions differ; the first is tried first.
    pub programs: Vec<String>,
    /// The command that starts it, with `{program}` where its file is named.
    pub init: String,
    /// Its files in the container, in the place of the stand-in's.
    pub files: Vec<(String, String)>,
}

impl Real {
    /// The command's words, with `file` in the place of `{program}`.
    pub fn command(&self, file: &str) -> Vec<String> {
        // A faulty command was a fault of the lab.
        let words = shell_words::split(&self.init).unwrap_or_default();
        words.into_iter().map(|word| word.replace(PROGRAM, file)).collect()
    }
}

/// With the files that all containers have.
pub(super) fn read(value: &Value<'_>, shared: &[(String, String)]) -> Option<Real> {
    let mut table = value.table()?;
    let programs = table.need("programs");
    let init = table.need("init").and_then(|value| init(&value));
    let own = table.take("files").map(|value| files(&value)).unwrap_or_default();
    let files = own.into_iter().chain(shared.iter().cloned()).collect();
    table.finish();
    let programs = programs.and_then(|value| {
        let names: Vec<_> = value.strings()?.iter().map(|name| name.value.to_owned()).collect();
        if names.is_empty() {
            value.fault(Message::new("fault-empty").with("key", value.key));
        }
        Some(names)
    });
    Some(Real { programs: programs?, init: init?, files })
}

fn init(value: &Value<'_>) -> Option<String> {
    let init = value.string()?.value;
    if shell_words::split(init).is_err() || !init.contains(PROGRAM) {
        value.fault(Message::new("fault-real-init").with("program", PROGRAM));
        return None;
    }
    Some(init.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Real;

    #[test]
    fn a_file_is_one_word() {
        let init = "start 'a b' {program} --file={program}".into();
        let real = Real { programs: vec!["x".into()], init, files: Vec::new() };
        assert_eq!(real.command("/my x"), ["start", "a b", "/my x", "--file=/my x"]);
    }
}
