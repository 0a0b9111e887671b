//! The named inits: what stands in `labs/inits.toml`, measured on a real kernel.

use super::model::Stopping;
use super::similar::{did_you_mean, similar};
use crate::error::{Error, Result};
use crate::i18n::{Message, Text};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A program that may be a container's PID 1.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Init {
    /// Its name for `--init`.
    pub name: String,
    /// What is run. A first word `pidlab` stands for this very program.
    pub command: Vec<String>,
    /// Whether it collects what it adopts.
    pub reaps: bool,
    /// What it does with a signal from outside.
    pub on: On,
    /// Debian's package that brings it; none for `pidlab` itself.
    pub package: Option<String>,
    /// Its package elsewhere, where the name differs: distribution → package.
    #[serde(default)]
    pub packages: BTreeMap<String, String>,
    /// The kernel's name of the program that it starts as soon as it runs, if it does start one.
    pub child: Option<String>,
    /// The kernel's name of it once it listens to signals, if it gives itself one.
    pub comm: Option<String>,
    /// How long it takes after SIGTERM to end, in seconds, if that is long.
    pub grace: Option<f64>,
    /// One line about it.
    #[serde(deserialize_with = "text")]
    pub about: Text,
    /// Files that it needs: path inside the container → content.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// What stands for `{init}` in a `docker run` line, if not `ubuntu COMMAND`.
    docker: Option<String>,
}

/// What an init does with signals that `docker stop` and Ctrl-C would send to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
pub struct On {
    /// SIGTERM
    pub term: Reaction,
    /// SIGINT
    pub int: Reaction,
}

/// What a signal from outside leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reaction {
    /// It ends by itself.
    Ends,
    /// It passes the signal on to its child, and ends with it if the child does.
    Forwards,
    /// Nothing happens.
    Nothing,
}

impl On {
    /// What this signal leads to.
    pub fn reaction(self, signal: Stopping) -> Reaction {
        match signal {
            Stopping::Term => self.term,
            Stopping::Int => self.int,
        }
    }
}

impl Init {
    /// What stands for `{init}` in a `docker run` line.
    pub fn docker(&self) -> String {
        self.docker.clone().unwrap_or_else(|| docker_of(&self.command))
    }

    /// The program that must be installed; none if it is pidlab itself.
    pub fn program(&self) -> Option<&str> {
        self.command.first().map(String::as_str).filter(|program| *program != "pidlab")
    }
}

/// What stands for `{init}` in a `docker run` line for any command.
pub fn docker_of(command: &[String]) -> String {
    format!("ubuntu {}", shell_words::join(command))
}

/// What a lab or `--init` asks for as PID 1.
#[derive(Debug, Clone, PartialEq)]
pub enum ChosenInit {
    /// No container: the machine itself.
    Host,
    /// One of `inits.toml`.
    Named(&'static Init),
    /// A command of the user's own, of which nothing is known.
    Command(Vec<String>),
}

/// Reads what was typed: `host`, a name of `inits.toml`, or a command as a shell would split it. A single
/// word without a `/` is a command only if `is_program` knows it: else it is a slip.
pub fn choose_init(typed: &str, is_program: impl Fn(&str) -> bool) -> Result<ChosenInit> {
    if typed == "host" {
        return Ok(ChosenInit::Host);
    }
    if let Some(init) = find_init(typed) {
        return Ok(ChosenInit::Named(init));
    }
    let faulty = || Error::usage(Message::new("lab-init-bad-command").with("command", typed));
    let command = shell_words::split(typed).map_err(|_| faulty())?;
    match command.as_slice() {
        [] => Err(faulty()),
        [word] if !word.contains('/') && !is_program(word) => Err(unknown(word)),
        _ => Ok(ChosenInit::Command(command)),
    }
}

fn unknown(typed: &str) -> Error {
    let names: Vec<_> = inits().iter().map(|init| init.name.as_str()).collect();
    let hint = Message::new("lab-init-unknown-hint").with("known", names.join(", ")).with("name", typed);
    let hint = match did_you_mean(typed, names.iter().copied()) {
        Some(meant) => Message::new("lab-unknown-meant").with("meant", meant).with("hint", hint),
        None => hint,
    };
    Error::usage(Message::new("lab-init-unknown").with("name", typed)).hint(hint)
}

/// All named inits, in the order of the file.
pub fn inits() -> &'static [Init] {
    static INITS: OnceLock<Vec<Init>> = OnceLock::new();
    // A fault in the embedded file is found by a test.
    INITS.get_or_init(|| read().unwrap_or_default())
}

/// The init of that name.
pub fn find_init(name: &str) -> Option<&'static Init> {
    inits().iter().find(|init| init.name == name)
}

/// The name of an init that `typed` probably means.
pub fn similar_init(typed: &str) -> Option<&'static str> {
    similar(typed, inits().iter().map(|init| init.name.as_str()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    init: Vec<Init>,
}

fn read() -> std::result::Result<Vec<Init>, toml::de::Error> {
    toml::from_str::<File>(include_str!("../../labs/inits.toml")).map(|file| file.init)
}

/// A pair of texts.
pub(super) fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Text, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Pair {
        en: String,
        ko: String,
    }
    Pair::deserialize(deserializer).map(|Pair { en, ko }| Text { en, ko })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_sound() {
        let inits = read().unwrap();
        assert_eq!(inits.len(), 14);
        for init in &inits {
            assert!(!init.command.is_empty() && !init.about.en.is_empty() && !init.about.ko.is_empty());
            assert_eq!(init.package.is_none(), init.program().is_none(), "{}", init.name);
            assert!(inits.iter().filter(|other| other.name == init.name).count() == 1);
        }
    }

    #[test]
    fn docker_twins() {
        assert_eq!(find_init("sleep").unwrap().docker(), "ubuntu sleep infinity");
        assert_eq!(find_init("docker-init").unwrap().docker(), "--init ubuntu sleep infinity");
        assert_eq!(find_init("loop").unwrap().docker(), "ubuntu bash -c 'while true; do sleep 1000; done'");
    }

    #[test]
    fn a_word_is_a_name_then_a_program_then_a_slip() {
        let choose = |typed| choose_init(typed, |word| word == "true");
        assert_eq!(choose("host").unwrap(), ChosenInit::Host);
        assert_eq!(choose("tini").unwrap(), ChosenInit::Named(find_init("tini").unwrap()));
        assert_eq!(choose("true").unwrap(), ChosenInit::Command(vec!["true".into()]));
        assert_eq!(choose("./x").unwrap(), ChosenInit::Command(vec!["./x".into()]));
        assert_eq!(choose("no 'a b'").unwrap(), ChosenInit::Command(vec!["no".into(), "a b".into()]));
        for faulty in ["slep", "", " ", "a 'b"] {
            assert!(choose(faulty).is_err(), "{faulty}");
        }
    }

    #[test]
    fn a_slip_is_understood() {
        assert_eq!(similar_init("slep"), Some("sleep"));
        assert_eq!(similar_init("dumbinit"), Some("dumb-init"));
    }
}
