//! What is compared, and the same with another command in its service's place.

use super::calm::Calm;
use super::model::Service;
use crate::error::Error;
use crate::sandbox::orders::{Failure, Program};
use std::time::Duration;

/// A program that may be PID 1.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its name in `inits.toml`, or its command.
    pub name: String,
    /// The command as a person would type it.
    pub command: Vec<String>,
    /// The file and the arguments.
    pub program: Program,
    /// The kernel's name of the program that it starts itself, if that is known.
    pub child: Option<String>,
    /// Files that it needs inside.
    pub files: Vec<(String, String)>,
    /// Whether it was found never to rest: then nobody waits for that again.
    pub restless: bool,
}

/// How containers are made.
#[derive(Debug)]
pub struct Settings {
    /// In a user namespace of their own.
    pub rootless: bool,
    /// Paths that stay visible in them.
    pub keep: Vec<String>,
    /// Whether their programs may write to copies of the host's directories.
    pub writable: bool,
    /// The shell that makes an orphan.
    pub shell: Program,
    /// The error, with its remedy, of a container that could not be made (rootless or not).
    pub refused: fn(Failure, &Program, bool) -> Error,
    /// The error of a PID 1 (its command) that has ended early: its wait status, and what it had printed.
    pub ended: fn(&str, i32, &[u8]) -> Error,
    /// How long a program may take to come to rest. One that never does is measured as it is.
    pub patience: Duration,
    /// Who may start a container now.
    pub calm: Calm,
}

/// The service in `inits.toml`: whatever a person would run there.
const STAND_IN: [&str; 2] = ["sleep", "infinity"];

/// The script that takes its place. Two words without anything that a shell, or a configuration file, would
/// read in another way.
const SCRIPT: &str = "/run/pidlab/service";

/// Where the script notes each of its runs.
pub(super) const RUNS: &str = "/run/pidlab/runs";

impl Candidate {
    /// The same, but its service ends at once, in this way. None if it runs no command that could be replaced:
    /// one that follows `--`, or the `sleep infinity` that stands for one.
    pub(super) fn with_service(&self, service: Service) -> Option<Self> {
        let end = match service {
            Service::Well => "exit 0",
            Service::Seven => "exit 7",
            Service::Killed => "kill -9 $$",
        };
        let mut other = self.clone();
        let in_arguments = replace_in_arguments(&mut other.program.argv);
        let mut in_files = false;
        for (_, content) in &mut other.files {
            in_files |= replace_in_text(content);
        }
        if !in_arguments && !in_files {
            return None;
        }
        other.files.push((SCRIPT.to_owned(), format!("echo >>{RUNS}\n{end}\n")));
        Some(other)
    }
}

fn replace_in_arguments(argv: &mut Vec<String>) -> bool {
    if let Some(dashes) =
        argv.iter().position(|word| word == "--").filter(|at| *at > 0 && at + 1 < argv.len())
    {
        argv.truncate(dashes + 1);
        argv.extend(["sh", SCRIPT].map(str::to_owned));
        return true;
    }
    // The first word is PID 1 itself.
    let mut replaced = false;
    for word in argv.iter_mut().skip(1) {
        replaced |= replace_in_text(word);
    }
    replaced
}

fn replace_in_text(text: &mut String) -> bool {
    let service = STAND_IN.join(" ");
    let found = text.contains(&service);
    if found {
        *text = text.replace(&service, &format!("sh {SCRIPT}"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_service(command: &[&str], files: &[(&str, &str)]) -> Option<Candidate> {
        let argv: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let program = Program { path: format!("/bin/{}", command[0]), argv: argv.clone() };
        let candidate = Candidate {
            name: command[0].to_owned(),
            command: argv,
            program,
            child: None,
            files,
            restless: false,
        };
        candidate.with_service(Service::Seven)
    }

    #[test]
    fn a_command_after_two_dashes_is_replaced() {
        let other = with_service(&["tini", "-g", "--", "nginx", "-g", "daemon off;"], &[]).unwrap();
        assert_eq!(other.program.argv, ["tini", "-g", "--", "sh", SCRIPT]);
        assert_eq!(other.files[0].0, SCRIPT);
        assert!(other.files[0].1.ends_with("\nexit 7\n"), "{:?}", other.files);
    }

    #[test]
    fn so_is_the_stand_in_wherever_it_is() {
        let other = with_service(&["bash", "-c", "sleep infinity & wait"], &[]).unwrap();
        assert_eq!(other.program.argv[2], format!("sh {SCRIPT} & wait"));
        let other = with_service(&["busybox", "init"], &[("/etc/inittab", "null::respawn:sleep infinity\n")]);
        assert_eq!(other.unwrap().files[0].1, format!("null::respawn:sh {SCRIPT}\n"));
    }

    #[test]
    fn who_runs_no_command_has_none_to_replace() {
        for command in [&["sleep", "infinity"][..], &["tail", "-f", "/dev/null"], &["x", "--"], &["--", "x"]]
        {
            assert!(with_service(command, &[]).is_none(), "{command:?}");
        }
    }
}
