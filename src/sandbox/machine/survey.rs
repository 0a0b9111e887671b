//! What `pidlab doctor` shows besides the facts: what labs use, and who adopts orphans here.

use super::{Adopter, Docker, FoundInit, adopter, inits};
use crate::error::Result;
use crate::sandbox::program::find_program;

/// What labs meet on this machine.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The name of PID 1.
    pub pid1: String,
    /// Who adopts an orphan of ours; none if it could not be seen in time.
    pub adopter: Option<Adopter>,
    /// Whether a pidfd tells the exit status of a process that was collected (`PIDFD_INFO_EXIT`, Linux 6.15).
    pub exit_info: bool,
    /// The named inits.
    pub inits: Vec<FoundInit>,
    /// bash, which most labs are played in.
    pub bash: Option<String>,
    /// Docker.
    pub docker: Docker,
    /// The character set that the locale names is UTF-8.
    pub utf8: bool,
}

impl Survey {
    /// Looks now. Makes one orphan, which ends by itself.
    pub fn make() -> Result<Self> {
        let seen = adopter::look()?;
        Ok(Self {
            pid1: super::read("/proc/1/comm").unwrap_or_default(),
            adopter: seen.adopter,
            exit_info: seen.exit_info,
            inits: inits::look(),
            bash: find_program("bash").map(|path| path.to_string_lossy().into_owned()),
            docker: Docker::look(),
            utf8: utf8(|name| std::env::var(name).ok()),
        })
    }
}

/// The first of these that is set and not empty decides, `locale(7)`.
fn utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let locale = names.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    let locale = locale.unwrap_or_default().to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::utf8;

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        let set = |name: &'static str, value: &'static str| {
            move |asked: &str| (asked == name).then(|| value.to_owned())
        };
        assert!(utf8(set("LANG", "ko_KR.UTF-8")));
        assert!(utf8(set("LC_ALL", "C.utf8")));
        assert!(!utf8(set("LANG", "C")));
        assert!(!utf8(|_| None));
        assert!(!utf8(|name| Some(if name == "LC_ALL" { "POSIX" } else { "C.UTF-8" }.to_owned())));
    }
}
