//! Every wait of the main process: for descriptors, until a deadline, and never deaf.
//!
//! SIGINT, SIGTERM, SIGHUP and SIGQUIT end any wait with [`Error::Interrupted`], and so does the end of
//! whoever reads our output; the callers unwind, which ends all that they have started.

use crate::error::{Error, Result};
use crate::sys;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::signal::Signal;
use nix::sys::time::TimeSpec;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

/// A point in time up to which something is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// `time` from now.
    pub fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    /// What is left of it.
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Whether it has passed.
    pub fn passed(self) -> bool {
        self.left().is_zero()
    }

    /// The earlier one of this and `time` from now.
    #[must_use]
    pub fn at_most(self, time: Duration) -> Self {
        Self(self.0.min(Instant::now() + time))
    }
}

/// Fails if a signal has asked us to end.
pub fn check() -> Result<()> {
    match sys::pending_end() {
        Some(signal) => Err(Error::Interrupted(signal)),
        None => Ok(()),
    }
}

/// Waits until one of `fds` can be read (or has ended) or the deadline passes. Returns which are ready.
pub fn readable(fds: &[BorrowedFd<'_>], deadline: Deadline) -> Result<Vec<bool>> {
    poll_for(fds, PollFlags::POLLIN, deadline)
}

/// Waits for time to pass.
pub fn pass(time: Duration) -> Result<()> {
    let deadline = Deadline::after(time);
    while !deadline.passed() {
        readable(&[], deadline)?;
    }
    Ok(())
}

/// Waits until `fd` can be written to without blocking.
pub fn writable(fd: BorrowedFd<'_>, deadline: Deadline) -> Result<bool> {
    Ok(poll_for(&[fd], PollFlags::POLLOUT, deadline)?[0])
}

/// Waits for the end of the process behind a pidfd, deaf to signals: for cleaning up after one.
/// Returns whether it has ended.
pub fn ended(pidfd: BorrowedFd<'_>, deadline: Deadline) -> bool {
    let mut polled = [PollFd::new(pidfd, PollFlags::POLLIN)];
    loop {
        match ppoll(&mut polled, Some(TimeSpec::from(deadline.left())), None) {
            Ok(ready) => return ready > 0,
            Err(nix::errno::Errno::EINTR) => {}
            Err(_) => return false,
        }
    }
}

fn poll_for(fds: &[BorrowedFd<'_>], wanted: PollFlags, deadline: Deadline) -> Result<Vec<bool>> {
    let stdout = std::io::stdout();
    let mut polled: Vec<PollFd<'_>> = fds.iter().map(|fd| PollFd::new(*fd, wanted)).collect();
    let own = polled.len();
    // Not for reading or writing: the kernel reports POLLERR once nobody reads a pipe any more, and
    // POLLHUP once a terminal is gone, even if nothing is asked for.
    polled.push(PollFd::new(stdout.as_fd(), PollFlags::empty()));
    if let Some(wake) = sys::wake_fd() {
        polled.push(PollFd::new(wake, PollFlags::POLLIN));
    }
    loop {
        check()?;
        match ppoll(&mut polled, Some(TimeSpec::from(deadline.left())), None) {
            Ok(_) => break,
            Err(nix::errno::Errno::EINTR) => {}
            Err(errno) => return Err(Error::call("poll()", errno)),
        }
    }
    check()?;
    if polled[own].revents().is_some_and(|events| events.intersects(PollFlags::POLLERR | PollFlags::POLLHUP))
    {
        return Err(Error::Interrupted(end_of(&stdout)));
    }
    Ok(polled[..own].iter().map(|fd| fd.revents().is_some_and(|events| !events.is_empty())).collect())
}

/// What the end of standard output means: of a terminal SIGHUP, which may still be on its way to us, of a pipe SIGPIPE.
/// A terminal that is gone no longer says that it is one, but it is still a device.
fn end_of(stdout: &impl AsFd) -> Signal {
    let device = rustix::fs::fstat(stdout)
        .is_ok_and(|stat| rustix::fs::FileType::from_raw_mode(stat.st_mode).is_char_device());
    if device { Signal::SIGHUP } else { Signal::SIGPIPE }
}
