//! The main process's end of a shim.

use super::orders::{Failure, Order, Report};
use super::{machine, socket};
use crate::error::{Error, Result};
use crate::sys;
use crate::wait::{self, Deadline};
use nix::errno::Errno;
use nix::sys::wait::{Id, WaitPidFlag};
use std::collections::VecDeque;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long a shim may take to make a container. Measured: 2 ms; a loaded machine gets a thousand times that.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long it may take to end all that it has started. Measured: under 30 ms.
const FAREWELL: Duration = Duration::from_secs(5);

/// A running shim. Dropping it ends it and everything that it has started.
#[derive(Debug)]
pub struct Shim {
    process: Child,
    /// Closed first when dropped: that is what tells the shim to end.
    socket: Option<OwnedFd>,
    ended: VecDeque<(i32, i32)>,
}

/// A program that a shim has started.
#[derive(Debug)]
pub struct Started {
    /// Its PID on the host.
    pub pid: i32,
    /// Its pidfd.
    pub pidfd: OwnedFd,
}

impl Shim {
    /// Starts a shim: this very program, exec'd again.
    pub fn spawn() -> Result<Self> {
        let (ours, theirs) = socket::pair().map_err(|errno| Error::call("socketpair()", errno))?;
        let mut command = Command::new("/proc/self/exe");
        // Even a shim that somebody has stopped must not outlive us: it would never look at its socket again.
        sys::die_with_parent(&mut command);
        let process = command
            .arg0("pidlab-shim")
            .arg(super::SHIM_ARGUMENT)
            .stdin(theirs)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| machine::no_process("fork() and execve(/proc/self/exe) for the shim", &error))?;
        Ok(Self { process, socket: Some(ours), ended: VecDeque::new() })
    }

    /// Its PID on the host.
    pub fn pid(&self) -> i32 {
        self.process.id() as i32
    }

    /// Readable when a report has come, or the shim is gone.
    pub fn fd(&self) -> Option<BorrowedFd<'_>> {
        self.socket.as_ref().map(AsFd::as_fd)
    }

    /// Gives an order and waits for its outcome.
    pub fn order(
        &mut self,
        order: &Order,
        fds: &[BorrowedFd<'_>],
    ) -> Result<std::result::Result<Started, Failure>> {
        let socket = self.fd().ok_or_else(|| lost(Errno::EPIPE))?;
        socket::send(socket, order, fds).map_err(lost)?;
        let deadline = Deadline::after(PATIENCE);
        loop {
            match self.next(deadline)? {
                Some((Report::Ended { pid, status }, _)) => self.ended.push_back((pid, status)),
                Some((Report::Failed(failure), _)) => return Ok(Err(failure)),
                Some((Report::Started { pid }, fds)) => {
                    let pidfd = fds.into_iter().next().ok_or_else(|| lost(Errno::EBADMSG))?;
                    return Ok(Ok(Started { pid, pidfd }));
                }
                None => return Err(lost(Errno::ETIMEDOUT)),
            }
        }
    }

    /// Has a forgotten child collected; the report of its end is all the answer.
    pub fn collect(&self, pid: i32) -> Result<()> {
        let socket = self.fd().ok_or_else(|| lost(Errno::EPIPE))?;
        socket::send(socket, &Order::Collect { pid }, &[]).map_err(lost)
    }

    /// The wait statuses of children that have ended since the last call, as `waitpid(2)` gave them.
    pub fn ended(&mut self) -> Result<Vec<(i32, i32)>> {
        while let Some((report, _)) = self.next(Deadline::after(Duration::ZERO))? {
            if let Report::Ended { pid, status } = report {
                self.ended.push_back((pid, status));
            }
        }
        Ok(self.ended.drain(..).collect())
    }

    fn next(&self, deadline: Deadline) -> Result<Option<(Report, Vec<OwnedFd>)>> {
        let socket = self.fd().ok_or_else(|| lost(Errno::EPIPE))?;
        if !wait::readable(&[socket], deadline)?[0] {
            return Ok(None);
        }
        match socket::receive(socket) {
            Ok(Some(received)) => Ok(Some(received)),
            Ok(None) => Err(lost(Errno::ECONNRESET)),
            Err(errno) => Err(lost(errno)),
        }
    }

    /// Closes the socket and waits for the shim's end; kills it if that takes too long. Deaf to signals:
    /// this is what they have led to.
    fn end(&mut self) {
        self.socket = None;
        let pid = nix::unistd::Pid::from_raw(self.pid());
        if let Ok(pidfd) = rustix::process::pidfd_open(
            rustix::process::Pid::from_child(&self.process),
            rustix::process::PidfdFlags::empty(),
        ) && !wait::ended(pidfd.as_fd(), Deadline::after(FAREWELL))
        {
            let _ = rustix::process::pidfd_send_signal(&pidfd, rustix::process::Signal::KILL);
        }
        while nix::sys::wait::waitid(Id::Pid(pid), WaitPidFlag::WEXITED) == Err(Errno::EINTR) {}
    }
}

impl Drop for Shim {
    fn drop(&mut self) {
        self.end();
    }
}

/// The shim does not answer: killed from outside, or the machine is out of something.
fn lost(errno: Errno) -> Error {
    Error::call("the shim (pidlab-shim)", errno).hint(crate::i18n::Message::new("shim-lost-hint"))
}
