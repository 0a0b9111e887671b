//! The command's process, from its birth to its exec.
//!
//! `vfork(2)` halts us until the child has executed its command: there is no moment at which a signal could find
//! neither it nor the group or session that it makes, no page is copied, and it can tell us in our own memory
//! what went wrong.

use crate::sys::raw::{self, CStr, Errno};
use crate::sys::signals::Signals;
use crate::sys::stack::Arguments;
use core::mem::MaybeUninit;

/// Where the command's process stands among groups, sessions and the terminal, `credentials(7)`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Beside us.
    Ours,
    /// In a process group of its own; with this terminal's foreground, if we have it to give.
    Group(Option<i32>),
    /// In a session of its own, with our terminal as its controlling one.
    Session,
}

/// What the child is told, and what it tells.
pub(super) struct Start {
    /// Without one the child ends at once.
    pub(super) command: Option<Arguments>,
    pub(super) place: Place,
    /// Its working directory, if we have left that.
    pub(super) folder: Option<i32>,
    /// The signals that our caller had blocked.
    pub(super) blocked: Signals,
    /// Why the command could not be executed; 0 if it could.
    pub(super) errno: Errno,
    pub(super) listen_pid: [u8; 24],
}

impl Start {
    pub(super) fn new(command: Option<Arguments>, place: Place, blocked: Signals) -> Self {
        Self { command, place, folder: None, blocked, errno: 0, listen_pid: [0; 24] }
    }
}

/// The child. All signals are blocked until the last moment.
pub(super) extern "C" fn child(start: &mut Start) -> ! {
    let Some(command) = start.command else { raw::exit(0) };
    match start.place {
        Place::Ours => {}
        Place::Group(terminal) => {
            raw::setpgid();
            if let Some(terminal) = terminal {
                raw::set_foreground(terminal, raw::getpid());
            }
        }
        Place::Session => {
            raw::setsid();
            raw::terminal(libc::TIOCSCTTY);
        }
    }
    let _ = start.folder.map(raw::go_to);
    command.tell_listen_pid(&mut start.listen_pid);
    start.blocked.block();
    start.errno = execvp(command);
    raw::exit(status_of(start.errno))
}

/// As the shell has it: 127 if it is not there, 126 if it cannot be executed.
pub(super) fn status_of(errno: Errno) -> i32 {
    if errno == libc::ENOENT || errno == libc::ENOTDIR { 127 } else { 126 }
}

/// Looks the command up in PATH, as `execvp(3)` does. Returns only on failure.
#[allow(clippy::manual_contains, reason = "what stands behind contains() may panic, which must not be here")]
fn execvp(command: Arguments) -> Errno {
    let program = command.first();
    if program.is_empty() || program.iter().any(|byte| *byte == b'/') {
        return exec(program.as_ptr(), command);
    }
    let path = command.variable(b"PATH").unwrap_or(b"/bin:/usr/bin");
    let mut errno = libc::ENOENT;
    for folder in path.split(|byte| *byte == b':') {
        let mut room = MaybeUninit::uninit();
        let Some(file) = raw::path(folder, program, &mut room) else { continue };
        match exec(file, command) {
            libc::EACCES => errno = libc::EACCES,
            libc::ENOENT | libc::ENOTDIR | libc::ESTALE | libc::ENODEV | libc::ETIMEDOUT => {}
            other => return other,
        }
    }
    errno
}

/// What is no program and has no `#!` is a script of the shell's.
fn exec(file: CStr, command: Arguments) -> Errno {
    match raw::execve(file, command) {
        libc::ENOEXEC => raw::execve(c"/bin/sh".as_ptr().cast(), command.of_shell(file)),
        errno => errno,
    }
}
