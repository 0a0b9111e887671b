//! The helper that owns one container: what containerd-shim is to Docker.
//!
//! A freshly exec'd process with one thread, because `unshare(2)` of a PID namespace can be done once in a
//! process and leaves it unable to start threads. It makes the namespaces, starts PID 1 as its first child
//! and exec'd programs as later ones (PPID 0 inside, the shim outside), collects them and reports each end.
//! When pidlab's end of the socket closes, it kills its children, waits for them, and ends.

mod cgroup;
mod environment;
mod mounts;
mod namespaces;
mod spawn;

use crate::sandbox::orders::{Exec, Failure, Order, PidLimit, Report, Stage, Start};
use crate::sandbox::socket;
use crate::sys;
use cgroup::Cgroup;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{Id, WaitPidFlag};
use rustix::process::{Signal as Kill, pidfd_send_signal};
use spawn::{Child, Inside, Session};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// The name that the kernel shows for it; through `/proc/self/exe` it would be `exe`.
const COMM: &std::ffi::CStr = c"pidlab-shim";

/// Runs the shim: its stdin is its end of the socket. The status is that of a helper nobody looks at.
pub fn main() -> i32 {
    match run() {
        Ok(()) => 0,
        Err(_) => 125,
    }
}

fn run() -> nix::Result<()> {
    sys::default_signals();
    // What pidlab's caller has left open is no business of a container's.
    sys::close_inherited();
    sys::set_comm(COMM);
    // Out of the terminal's foreground group: Ctrl-C is for pidlab, which then ends us in order.
    let _ = nix::unistd::setpgid(nix::unistd::Pid::from_raw(0), nix::unistd::Pid::from_raw(0));
    let mut shim = Shim::new()?;
    let served = shim.serve();
    shim.end();
    served
}

struct Shim {
    socket: OwnedFd,
    deaths: SignalFd,
    children: Vec<Child>,
    started: bool,
    /// Left when all children have ended.
    cgroup: Option<Cgroup>,
}

impl Shim {
    fn new() -> nix::Result<Self> {
        let socket = std::io::stdin().as_fd().try_clone_to_owned().map_err(|_| Errno::EBADF)?;
        let mut mask = SigSet::empty();
        mask.add(Signal::SIGCHLD);
        mask.thread_block()?;
        let deaths = SignalFd::with_flags(&mask, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
        Ok(Self { socket, deaths, children: Vec::new(), started: false, cgroup: None })
    }

    /// Obeys until pidlab is gone. If it was gone before the parent-death signal was set, the socket tells.
    fn serve(&mut self) -> nix::Result<()> {
        loop {
            let (order, death) = self.wait()?;
            if death {
                self.collect()?;
            }
            if order && !self.obey()? {
                return Ok(());
            }
        }
    }

    fn wait(&self) -> nix::Result<(bool, bool)> {
        let mut fds = [
            PollFd::new(self.socket.as_fd(), PollFlags::POLLIN),
            PollFd::new(self.deaths.as_fd(), PollFlags::POLLIN),
        ];
        loop {
            match poll(&mut fds, PollTimeout::NONE) {
                Ok(_) => break,
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno),
            }
        }
        let ready = |fd: &PollFd<'_>| fd.revents().is_some_and(|events| !events.is_empty());
        Ok((ready(&fds[0]), ready(&fds[1])))
    }

    /// Carries out one order; false once there will be no more.
    fn obey(&mut self) -> nix::Result<bool> {
        let Some((order, fds)) = receive(self.socket.as_fd())? else { return Ok(false) };
        let result = match order {
            Order::Start(start) => self.start(&start, fds),
            Order::Exec(exec) => start_in(&exec, fds),
            Order::Collect { pid } => {
                for child in self.children.iter_mut().filter(|child| child.pid == pid) {
                    child.forgotten = false;
                }
                self.collect()?;
                return Ok(true);
            }
        };
        match result {
            Ok(child) => {
                let report = Report::Started { pid: child.pid };
                let sent = socket::send(self.socket.as_fd(), &report, &[child.pidfd.as_fd()]);
                self.children.push(child);
                sent?;
            }
            Err(failure) => socket::send(self.socket.as_fd(), &Report::Failed(failure), &[])?,
        }
        Ok(true)
    }

    fn start(&mut self, start: &Start, fds: Vec<OwnedFd>) -> Result<Child, Failure> {
        if std::mem::replace(&mut self.started, true) {
            return Err(Failure { stage: Stage::Unshare, errno: Errno::EINVAL as i32 });
        }
        // If the end of a container left processes to anyone outside, it would be to us: that it does not is
        // what a lab shows. Inside, PID 1 adopts whatever we are: ours is another PID namespace, prctl(2).
        let _ = nix::sys::prctl::set_child_subreaper(true);
        if let Some(PidLimit::Cgroup { limit, nest }) = &start.pids {
            self.cgroup = Some(Cgroup::enter(nest, *limit)?);
        }
        namespaces::enter(start)?;
        let pid_max = match start.pids {
            Some(PidLimit::PidMax(limit)) => Some(limit),
            _ => None,
        };
        spawn::spawn(&start.program, fds, Session::New, Some(&Inside { pid_max }))
    }

    /// Collects every child that has ended and reports it: signals merge, so one may stand for many.
    fn collect(&mut self) -> nix::Result<()> {
        while self.deaths.read_signal()?.is_some() {}
        while let Some((pid, status)) = self.next_end()? {
            self.children.retain(|child| child.pid != pid);
            socket::send(self.socket.as_fd(), &Report::Ended { pid, status }, &[])?;
        }
        Ok(())
    }

    /// Collects one child. While one is to be forgotten, `waitpid(-1)` is not for us: it might take that one.
    fn next_end(&self) -> nix::Result<Option<(i32, i32)>> {
        if !self.children.iter().any(|child| child.forgotten) {
            return sys::collect(-1);
        }
        for child in self.children.iter().filter(|child| !child.forgotten) {
            if let Some(end) = sys::collect(child.pid)? {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// Kills the children and waits for them. PID 1 can only be collected once its namespace is empty, so
    /// when we are gone, all are.
    fn end(&mut self) {
        for child in &self.children {
            let _ = pidfd_send_signal(&child.pidfd, Kill::KILL);
        }
        while !self.children.is_empty() {
            match nix::sys::wait::waitid(Id::All, WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT) {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(_) => break,
            }
            while let Ok(Some((pid, _))) = sys::collect(-1) {
                self.children.retain(|child| child.pid != pid);
            }
        }
    }
}

fn receive(socket: BorrowedFd<'_>) -> nix::Result<Option<(Order, Vec<OwnedFd>)>> {
    match socket::receive(socket) {
        // pidlab was killed while an answer of ours was still unread.
        Err(Errno::ECONNRESET) => Ok(None),
        other => other,
    }
}

/// A further program, in whatever the shim's children are in.
fn start_in(exec: &Exec, fds: Vec<OwnedFd>) -> Result<Child, Failure> {
    let session = if exec.terminal { Session::Foreground } else { Session::New };
    let child = spawn::spawn(&exec.program, fds, session, None)?;
    Ok(Child { forgotten: exec.forgotten, ..child })
}
