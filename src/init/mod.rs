//! `pidlab init`: a PID 1 that does what PID 1 owes its namespace. It stands alone.
//!
//! It starts one command, collects every process that ends (its command's orphans become its children,
//! `pid_namespaces(7)`), passes every signal on to the command, and ends with the command's status.
//! For a PID 1 the kernel drops each signal that has no handler: blocked ones are kept, so all are blocked
//! first and fetched with `sigwaitinfo(2)`.

use crate::sys::{self, CStrings, Fork, Signals};
use nix::errno::Errno;
use nix::sys::signal::Signal;
use nix::unistd::{Pid, setpgid, tcsetpgrp};
use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;

/// What it is told to do.
pub enum Task {
    /// Run this command.
    Run(Vec<OsString>),
    /// No command: only collect, until SIGINT or SIGTERM comes. What Kubernetes' `pause` does.
    Pause,
}

/// Reads the arguments after `init`; none if they make no sense or ask for help.
pub fn task(arguments: &[OsString]) -> Option<Task> {
    match arguments.first()?.to_str() {
        Some("--pause") if arguments.len() == 1 => Some(Task::Pause),
        Some("--") if arguments.len() > 1 => Some(Task::Run(arguments[1..].to_vec())),
        Some(option) if option.starts_with('-') => None,
        _ => Some(Task::Run(arguments.to_vec())),
    }
}

/// Does it. Returns the exit status: the command's, 128+n if a signal ended it, 126 or 127 if it could not
/// be executed, 125 if it could not even be started.
pub fn run(task: &Task) -> i32 {
    let all = Signals::all_but_faults();
    let before = all.block();
    sys::default_signal(Signal::SIGCHLD);
    match task {
        Task::Pause => {
            sys::set_comm(c"pidlab-pause");
            pause(&all)
        }
        Task::Run(command) => {
            sys::set_comm(c"pidlab-init");
            let argv = CStrings::new(command.iter().map(|word| word.as_bytes()));
            match sys::fork() {
                Ok(Fork::Child) => become_command(command, &argv, &before),
                Ok(Fork::Parent(child)) => serve(child, &all),
                Err(errno) => {
                    complain(&format!("fork(): {}", errno.desc()));
                    125
                }
            }
        }
    }
}

/// In the child. With a group of its own, which gets the terminal if there is one: so that Ctrl-C reaches
/// it once, and not a second time from us.
fn become_command(command: &[OsString], argv: &CStrings, before: &Signals) -> ! {
    let own = Pid::from_raw(0);
    let _ = setpgid(own, own);
    if std::io::stdin().is_terminal() {
        let _ = tcsetpgrp(std::io::stdin(), nix::unistd::getpgrp());
    }
    let _ = before.block();
    // The standard library has it ignored in us.
    sys::default_signal(Signal::SIGPIPE);
    let errno = sys::exec_from_path(argv);
    complain(&format!("{}: {}", command[0].display(), errno.desc()));
    sys::exit_now(if errno == Errno::ENOENT { 127 } else { 126 })
}

/// Collects and passes on, until the command has ended.
fn serve(child: i32, all: &Signals) -> i32 {
    loop {
        match all.wait() {
            libc::SIGCHLD => {
                if let Some(status) = collect(child) {
                    return status;
                }
            }
            // The terminal's word to a background group, which is what we are.
            libc::SIGTTIN | libc::SIGTTOU => {}
            signal => sys::kill(child, signal),
        }
    }
}

/// Collects all that have ended, since one SIGCHLD may stand for many. The status of `child` if it has.
fn collect(child: i32) -> Option<i32> {
    let mut ended = None;
    while let Ok(Some((pid, status))) = sys::collect_any() {
        if pid == child {
            ended = Some(exit_status(status));
        }
    }
    ended
}

fn pause(all: &Signals) -> i32 {
    loop {
        match all.wait() {
            libc::SIGINT | libc::SIGTERM => return 0,
            _ => {
                let _ = collect(0);
            }
        }
    }
}

/// As a shell has it: the status, or 128+n.
fn exit_status(status: i32) -> i32 {
    match status & 0x7f {
        0 => (status >> 8) & 0xff,
        signal => 128 + signal,
    }
}

/// To stderr; a closed one is no reason to fail.
fn complain(what: &str) {
    let _ = writeln!(std::io::stderr(), "pidlab init: {what}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Option<Task> {
        task(&arguments.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn a_double_dash_ends_the_options() {
        assert!(matches!(read(&["--", "sleep", "1"]), Some(Task::Run(command)) if command == ["sleep", "1"]));
        assert!(matches!(read(&["sleep", "--", "1"]), Some(Task::Run(command)) if command.len() == 3));
        assert!(matches!(read(&["--pause"]), Some(Task::Pause)));
        assert!(read(&["--help"]).is_none() && read(&[]).is_none() && read(&["--"]).is_none());
    }

    #[test]
    fn a_status_is_passed_on_as_a_shell_would() {
        assert_eq!((exit_status(7 << 8), exit_status(9), exit_status(15 | 0x80)), (7, 137, 143));
    }
}
