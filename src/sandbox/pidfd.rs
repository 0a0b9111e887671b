//! Processes held by a descriptor, `pidfd_open(2)`: a PID may come to mean another process, a pidfd cannot.

use crate::error::{Error, Result};
use crate::sys;
use nix::errno::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};

/// A process of a run. Its descriptor is readable once the process has ended, collected or not.
#[derive(Debug)]
pub struct Pidfd(OwnedFd);

impl From<OwnedFd> for Pidfd {
    /// A pidfd that somebody else has opened.
    fn from(fd: OwnedFd) -> Self {
        Self(fd)
    }
}

impl Pidfd {
    /// Of the process that has this PID on the host now; none if there is none.
    pub fn open(pid: i32) -> Result<Option<Self>> {
        let Some(number) = Pid::from_raw(pid) else { return Ok(None) };
        match pidfd_open(number, PidfdFlags::empty()) {
            Ok(fd) => Ok(Some(Self(fd))),
            Err(rustix::io::Errno::SRCH) => Ok(None),
            Err(error) => Err(failed(format!("pidfd_open({pid})"), error)),
        }
    }

    /// Sends a signal by number, `pidfd_send_signal(2)`. One that has ended and been collected is no error:
    /// it is where a signal could not have brought it sooner.
    pub fn signal(&self, number: i32) -> Result<()> {
        let signal = Signal::from_named_raw(number).ok_or_else(|| Error::call("kill()", Errno::EINVAL))?;
        match pidfd_send_signal(&self.0, signal) {
            Ok(()) | Err(rustix::io::Errno::SRCH) => Ok(()),
            Err(error) => Err(failed(format!("pidfd_send_signal({number})"), error)),
        }
    }

    /// The wait status of a process that has ended and been collected by whomever, where the kernel keeps
    /// it (Linux 6.15, `PIDFD_INFO_EXIT`).
    pub fn collected_status(&self) -> Option<i32> {
        sys::collected_status(self.0.as_fd())
    }

    /// For `poll(2)`.
    pub fn fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

fn failed(call: String, error: rustix::io::Errno) -> Error {
    Error::call(call, Errno::from_raw(error.raw_os_error()))
}
