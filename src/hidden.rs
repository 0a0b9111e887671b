//! Entries that are not for people: the program starts itself under other roles through `/proc/self/exe`.

use crate::applet::peers;
use crate::sandbox::machine;
use crate::{orphans, shim};
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

/// A role other than the command line's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The owner of one container.
    Shim,
    /// A short-lived child that tries what this machine allows.
    Probe,
    /// A maker of orphans, in a container.
    Orphans,
}

impl Role {
    /// By the first argument.
    pub fn of(arguments: &[OsString]) -> Option<Self> {
        match arguments.get(1)?.to_str()? {
            "__shim" => Some(Self::Shim),
            "__probe" => Some(Self::Probe),
            orphans::ARGUMENT => Some(Self::Orphans),
            _ => None,
        }
    }
}

/// Plays another role to its end, if one is asked for.
pub fn divert(arguments: &[OsString]) -> Option<ExitCode> {
    let status = match Role::of(arguments) {
        Some(Role::Shim) => shim::main(),
        Some(Role::Orphans) => orphans::main(arguments.get(2).and_then(|number| number.to_str())),
        Some(Role::Probe) => return Some(machine::probe_main()),
        None => return answer(arguments).or_else(|| give_way(arguments)),
    };
    Some(ExitCode::from(u8::try_from(status).unwrap_or(u8::MAX)))
}

/// Under the name of another init, with arguments that were not to start a command.
fn answer(arguments: &[OsString]) -> Option<ExitCode> {
    let answer = peers::answer(arguments)?;
    let _ = std::io::stdout().write_all(answer.out.as_bytes());
    let _ = std::io::stderr().write_all(answer.err.as_bytes());
    Some(ExitCode::from(answer.code))
}

/// As PID 1.
fn give_way(arguments: &[OsString]) -> Option<ExitCode> {
    if std::process::id() != 1 {
        return None;
    }
    let error = under_init(arguments);
    let _ = writeln!(std::io::stderr(), "execve(/proc/self/exe): {error}");
    Some(ExitCode::from(125))
}

/// As PID 1 of a container (its ENTRYPOINT) we would adopt every orphan in it, those of the labs too: an
/// init takes our place and we become its child. Returns only if exec fails.
pub fn under_init(arguments: &[OsString]) -> std::io::Error {
    use std::os::unix::process::CommandExt as _;
    std::process::Command::new("/proc/self/exe")
        .arg0("pidlab")
        .args(["init", "--", "/proc/self/exe"])
        .args(arguments.iter().skip(1))
        .exec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(arguments: &[&str]) -> Option<Role> {
        Role::of(&arguments.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_first_argument_names_the_role() {
        assert_eq!(role(&["pidlab", "__shim"]), Some(Role::Shim));
        assert_eq!(role(&["pidlab", "__probe"]), Some(Role::Probe));
        assert_eq!(role(&["pidlab", "run", "__shim"]), None);
        assert_eq!(role(&[]), None);
    }
}
