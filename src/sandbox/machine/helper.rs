//! A short-lived helper: this program again, since the main process must never unshare or fork itself.

use crate::error::{Error, Result};
use crate::i18n::Message;
use crate::sys;
use crate::wait::{self, Deadline};
use nix::errno::Errno;
use std::io::Read as _;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The hidden first argument.
pub(super) const PROBE: &str = "__probe";

/// How long an answer may take on a machine that is very busy. It takes about a millisecond.
const PATIENCE: Duration = Duration::from_secs(5);

/// A helper that runs; killed and collected when dropped.
pub(super) struct Helper {
    child: Child,
    answers: ChildStdout,
}

impl Helper {
    /// Starts it for a task. Fails with the errno of `fork(2)` or `execve(2)`.
    pub(super) fn start(task: &str) -> nix::Result<Self> {
        let mut child = Command::new("/proc/self/exe")
            .arg0("pidlab-probe")
            .arg(PROBE)
            .arg(task)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Errno::from_raw(error.raw_os_error().unwrap_or(libc::EIO)))?;
        let answers = child.stdout.take().ok_or(Errno::EBADF)?;
        Ok(Self { child, answers })
    }

    /// All that it writes until it, and every process that it has started, has ended.
    pub(super) fn answer(&mut self) -> Result<String> {
        let deadline = Deadline::after(PATIENCE);
        let mut answer = Vec::new();
        let mut piece = [0; 256];
        while wait::readable(&[self.answers.as_fd()], deadline)?[0] {
            match self.answers.read(&mut piece) {
                Ok(0) => return Ok(String::from_utf8_lossy(&answer).trim_end().to_owned()),
                Ok(count) => answer.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Error::io("read(helper)", &error)),
            }
        }
        Err(Self::silent())
    }

    /// Collects it. True if its pidfd still tells its exit status afterwards.
    pub(super) fn end(mut self) -> bool {
        let pidfd = rustix::process::pidfd_open(
            rustix::process::Pid::from_child(&self.child),
            rustix::process::PidfdFlags::empty(),
        );
        let _ = self.child.wait();
        pidfd.is_ok_and(|pidfd: OwnedFd| sys::collected_status(pidfd.as_fd()).is_some())
    }

    /// It ended without a word, or did not answer.
    pub(super) fn silent() -> Error {
        Error::failed(Message::new("doctor-helper-silent"))
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        // Both do nothing if it has been collected.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
