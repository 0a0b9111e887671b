//! The helper's side: `/proc/self/exe __probe TASK`.

use crate::sys::{self, Fork};
use crate::wait::{self, Deadline};
use nix::sched::{CloneFlags, unshare};
use nix::unistd::{getpid, getppid};
use std::os::fd::AsFd as _;
use std::process::ExitCode;
use std::time::Duration;

/// The helper's `main`: does what the argument after `__probe` asks for.
pub fn probe_main() -> ExitCode {
    sys::default_signals();
    sys::set_comm(c"pidlab-probe");
    match std::env::args().nth(2).as_deref() {
        // PID 1 of the container that is made for trial.
        Some("nothing") => {}
        Some("nest") => return nest(),
        Some("orphan") => orphan(),
        _ => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}

/// Makes a user namespace where it is; its exit status is the errno of the refusal.
fn nest() -> ExitCode {
    match unshare(CloneFlags::CLONE_NEWUSER) {
        Ok(()) => ExitCode::SUCCESS,
        Err(errno) => ExitCode::from(u8::try_from(errno as i32).unwrap_or(u8::MAX)),
    }
}

/// Leaves an orphan behind, which tells its own PID and that of whoever has adopted it, and ends.
fn orphan() {
    let own = rustix::process::getpid();
    let parent = rustix::process::pidfd_open(own, rustix::process::PidfdFlags::empty());
    let (Ok(parent), Ok(Fork::Child)) = (parent, sys::fork()) else { return };
    // A pidfd becomes readable after the children of its process have got their new parent.
    if wait::ended(parent.as_fd(), Deadline::after(Duration::from_secs(2))) {
        let line = format!("{} {}\n", getpid(), getppid());
        let _ = nix::unistd::write(std::io::stdout(), line.as_bytes());
    }
    sys::exit_now(0);
}
