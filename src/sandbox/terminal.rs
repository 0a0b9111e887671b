//! A program inside, on the user's own terminal, as its foreground job.

use super::container::{Container, Fault};
use super::orders::Program;
use crate::wait::{self, Deadline};
use nix::sys::signal::{SigSet, SigmaskHow, Signal};
use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};
use nix::unistd::{getpgrp, tcsetpgrp};
use rustix::process::pidfd_send_signal;
use std::os::fd::AsFd as _;
use std::time::Duration;

/// A shell without the user's own settings, which may start anything. Its prompt names the container.
pub const SHELL: [&str; 4] = ["env", "PS1=\\u@\\h:\\w\\$ ", "bash", "--norc"];

/// How long it may take until nobody inside can touch the terminal any more.
const END: Duration = Duration::from_secs(1);

/// Runs until the program has ended, by itself or with its PID 1. Returns its PID on the host.
pub fn run(container: &mut Container, program: Program) -> Result<i32, Fault> {
    let _terminal = Terminal::keep();
    let started = container.exec_on_terminal(program)?;
    let outcome = wait_for(container, started.pid);
    if outcome.is_err() {
        // We are to end: whoever lives inside could set the terminal's modes once more, behind ours.
        let all = container.init().into_iter().chain([&started]);
        for pidfd in all.map(|process| process.pidfd.as_fd()) {
            let _ = pidfd_send_signal(pidfd, rustix::process::Signal::KILL);
            wait::ended(pidfd, Deadline::after(END));
        }
    }
    outcome?;
    Ok(started.pid)
}

fn wait_for(container: &mut Container, pid: i32) -> crate::error::Result<()> {
    while container.wait_status(pid, Deadline::after(Duration::from_hours(1)))?.is_none() {}
    Ok(())
}

/// The terminal as it was: its settings and its foreground group. Given back when dropped, however the
/// program has ended.
struct Terminal {
    settings: Option<Termios>,
}

impl Terminal {
    fn keep() -> Self {
        Self { settings: tcgetattr(std::io::stdin()).ok() }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A process in the background that takes the terminal back would be stopped by SIGTTOU.
        let mut mask = SigSet::empty();
        mask.add(Signal::SIGTTOU);
        let old = mask.thread_swap_mask(SigmaskHow::SIG_BLOCK);
        let stdin = std::io::stdin();
        let _ = tcsetpgrp(stdin.as_fd(), getpgrp());
        if let Some(settings) = &self.settings {
            let _ = tcsetattr(stdin.as_fd(), SetArg::TCSADRAIN, settings);
        }
        if let Ok(old) = old {
            let _ = old.thread_set_mask();
        }
    }
}
