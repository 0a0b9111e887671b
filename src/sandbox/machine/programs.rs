//! Programs that labs use, looked up as `execvp(3)` would.

use crate::sandbox::program::find_program;
use nix::sys::socket::{AddressFamily, SockFlag, SockType, UnixAddr, connect, socket};
use std::ffi::OsStr;
use std::os::fd::AsRawFd as _;

/// Whether `docker` can be used: labs run without it, and show its commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Docker {
    /// There is no `docker` in `PATH`.
    NotInstalled,
    /// Its daemon's socket does not answer: the errno of `connect(2)`.
    NotReachable(nix::errno::Errno),
    /// The daemon listens.
    Reachable,
    /// `DOCKER_HOST` names another machine; it is not asked.
    Elsewhere,
}

impl Docker {
    /// Looks without starting anything.
    pub(super) fn look() -> Self {
        if find_program("docker").is_none() {
            return Self::NotInstalled;
        }
        let host = std::env::var_os("DOCKER_HOST").unwrap_or_else(|| "unix:///var/run/docker.sock".into());
        match host.to_str().and_then(|host| host.strip_prefix("unix://")) {
            None => Self::Elsewhere,
            Some(path) => listens(path.as_ref()).map_or_else(Self::NotReachable, |()| Self::Reachable),
        }
    }
}

/// Not blocking: a daemon that hangs must not hang us.
fn listens(path: &OsStr) -> nix::Result<()> {
    let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
    let socket = socket(AddressFamily::Unix, SockType::Stream, flags, None)?;
    connect(socket.as_raw_fd(), &UnixAddr::new(path)?)
}
