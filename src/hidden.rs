//! Entries that are not for people: the program starts itself under other roles through `/proc/self/exe`.

use crate::sandbox::machine;
use crate::{init, orphans, shim};
use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::Path;
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
    /// The reaping PID 1; the number says where its own arguments begin.
    Init(usize),
}

impl Role {
    /// By the first argument, or by the name the program was started under (`/sbin/init` as a link).
    /// `init --help` and a lone `init` stay with the command line, which explains them.
    pub fn of(arguments: &[OsString]) -> Option<Self> {
        let first = arguments.get(1).map(OsString::as_os_str);
        if is_init(arguments.first()) {
            return Some(Self::Init(1));
        }
        match first?.to_str()? {
            "__shim" => Some(Self::Shim),
            "__probe" => Some(Self::Probe),
            orphans::ARGUMENT => Some(Self::Orphans),
            "init" if !asks_for_help(arguments.get(2)) => Some(Self::Init(2)),
            _ => None,
        }
    }
}

fn is_init(program: Option<&OsString>) -> bool {
    let name = program.and_then(|path| Path::new(path).file_name());
    name.is_some_and(|name| name == "init" || name == "pidlab-init")
}

fn asks_for_help(argument: Option<&OsString>) -> bool {
    argument.is_none_or(|argument| ["-h", "--help"].iter().any(|help| OsStr::new(help) == argument))
}

/// Plays another role to its end, if one is asked for.
///
/// An `init` whose arguments make no sense goes on to the command line, which explains them.
pub fn divert(arguments: &[OsString]) -> Option<ExitCode> {
    let status = match Role::of(arguments) {
        Some(Role::Shim) => shim::main(),
        Some(Role::Orphans) => orphans::main(arguments.get(2).and_then(|number| number.to_str())),
        Some(Role::Probe) => return Some(machine::probe_main()),
        Some(Role::Init(from)) => init::run(&init::task(&arguments[from..])?),
        None if std::process::id() == 1 => {
            let error = under_init(arguments);
            let _ = writeln!(std::io::stderr(), "execve(/proc/self/exe): {error}");
            125
        }
        None => return None,
    };
    Some(ExitCode::from(u8::try_from(status).unwrap_or(u8::MAX)))
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
        assert_eq!(role(&["/proc/self/exe", "init", "--", "sleep", "1"]), Some(Role::Init(2)));
        assert_eq!(role(&["pidlab", "run", "__shim"]), None);
        assert_eq!(role(&[]), None);
    }

    #[test]
    fn so_does_the_name_of_the_program() {
        assert_eq!(role(&["/sbin/init"]), Some(Role::Init(1)));
        assert_eq!(role(&["pidlab-init", "sleep"]), Some(Role::Init(1)));
    }

    #[test]
    fn the_help_of_init_belongs_to_the_command_line() {
        assert_eq!(role(&["pidlab", "init", "--help"]), None);
        assert_eq!(role(&["pidlab", "init"]), None);
    }
}
