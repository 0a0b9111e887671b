//! A container, or the host in its place, as the engine handles it.

use super::orders::{Exec, Failure, LINE_STATUS, Order, Program, Start};
use super::shim::{Shim, Started};
use crate::error::{Error, Result};
use crate::wait::{self, Deadline};
use nix::fcntl::OFlag;
use rustix::fs::{Mode, OFlags};
use std::collections::HashMap;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

/// How long a container may take to be gone after the SIGKILL to its PID 1.
const REMOVAL: Duration = Duration::from_secs(10);

/// How long a PID 1 may take from giving up its files until it has ended.
const ENDING: Duration = Duration::from_secs(1);

/// A shim and what it has started.
#[derive(Debug)]
pub struct Container {
    shim: Shim,
    inside: Option<Inside>,
    /// What programs print to the pipes that they share.
    output: OwnedFd,
    output_end: OwnedFd,
    ended: HashMap<i32, i32>,
    /// Children that the shim is not to collect before it is told to.
    forgotten: Vec<i32>,
}

/// What a container has and the host has not.
#[derive(Debug)]
struct Inside {
    init: Started,
    proc: OwnedFd,
}

/// Why a container could not be started or entered.
#[derive(Debug)]
pub enum Fault {
    /// The container's own fault: a call between the order and the running program failed.
    Refused(Failure),
    /// PID 1 ended before anything else could be done.
    Ended {
        /// Its wait status.
        status: i32,
        /// What it had printed, as much as a person wants to see.
        printed: Vec<u8>,
    },
    /// Anything else.
    Other(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// The ends of the pipes of a shell.
#[derive(Debug)]
pub struct Pipes {
    /// Write here what is typed.
    pub input: OwnedFd,
    /// Read here the end of each line.
    pub status: OwnedFd,
    /// Read here what it prints, without blocking.
    pub output: OwnedFd,
}

impl Container {
    /// The host in a container's place: a shim that makes no namespaces.
    pub fn host() -> Result<Self> {
        let (output, output_end) = output_pipe()?;
        Ok(Self {
            shim: Shim::spawn()?,
            inside: None,
            output,
            output_end,
            ended: HashMap::new(),
            forgotten: Vec::new(),
        })
    }

    /// Namespaces and a PID 1 in them.
    pub fn start(start: Start) -> std::result::Result<Self, Fault> {
        let mut container = Self::host()?;
        let null = open_null()?;
        let fds = [null.as_fd(), container.output_end.as_fd(), container.output_end.as_fd()];
        let init = container.shim.order(&Order::Start(start), &fds)?.map_err(Fault::Refused)?;
        match open_proc(init.pid) {
            Ok(proc) => {
                container.inside = Some(Inside { init, proc });
                Ok(container)
            }
            Err(errno) => Err(container.no_proc(&init, errno)),
        }
    }

    /// The `/proc` of a PID 1 that ends cannot be opened, and no more from the moment it gives up its root
    /// folder, a little before its pidfd tells of its end: that is no fault of ours.
    fn no_proc(&mut self, init: &Started, errno: rustix::io::Errno) -> Fault {
        if wait::ended(init.pidfd.as_fd(), Deadline::after(ENDING)) {
            match self.wait_status(init.pid, Deadline::after(REMOVAL)) {
                Ok(Some(status)) => return Fault::Ended { status, printed: self.printed() },
                Ok(None) => {}
                Err(error) => return Fault::Other(error),
            }
        }
        let path = format!("open(/proc/{}/root/proc)", init.pid);
        Fault::Other(Error::call(path, nix::errno::Errno::from_raw(errno.raw_os_error())))
    }

    /// The last words of PID 1.
    fn printed(&self) -> Vec<u8> {
        let mut bytes = vec![0; 1000];
        let length = nix::unistd::read(&self.output, &mut bytes).unwrap_or(0);
        bytes.truncate(length);
        bytes
    }

    /// Starts a shell that reads what is typed from a pipe. One that is `forgotten` stays uncollected when it
    /// has ended, as under an engine that loses track of a child.
    pub fn exec_shell(
        &mut self,
        program: Program,
        forgotten: bool,
    ) -> std::result::Result<(Started, Pipes), Fault> {
        let (read, input) = pipe()?;
        let (status, tell) = pipe()?;
        let order = Order::Exec(Exec { program, terminal: false, forgotten });
        let (output, print) = output_pipe()?;
        let fds = [read.as_fd(), print.as_fd(), print.as_fd(), tell.as_fd()];
        let started = self.shim.order(&order, &fds)?.map_err(Fault::Refused)?;
        self.forgotten.extend(forgotten.then_some(started.pid));
        Ok((started, Pipes { input, status, output }))
    }

    /// Starts a program on the user's own terminal, as its foreground job.
    pub fn exec_on_terminal(&mut self, program: Program) -> std::result::Result<Started, Fault> {
        let order = Order::Exec(Exec { program, terminal: true, forgotten: false });
        let (stdin, stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
        let fds = [stdin.as_fd(), stdout.as_fd(), stderr.as_fd()];
        self.shim.order(&order, &fds)?.map_err(Fault::Refused)
    }

    /// The shim's PID on the host: the parent outside of PID 1 and of every exec'd program.
    pub fn shim_pid(&self) -> i32 {
        self.shim.pid()
    }

    /// PID 1, unless this is the host.
    pub fn init(&self) -> Option<&Started> {
        self.inside.as_ref().map(|inside| &inside.init)
    }

    /// The container's own `/proc`, unless this is the host.
    pub fn proc(&self) -> Option<BorrowedFd<'_>> {
        self.inside.as_ref().map(|inside| inside.proc.as_fd())
    }

    /// Readable when its programs have printed something.
    pub fn output(&self) -> BorrowedFd<'_> {
        self.output.as_fd()
    }

    /// Readable when a child of the shim has ended.
    pub fn reports(&self) -> Option<BorrowedFd<'_>> {
        self.shim.fd()
    }

    /// The wait status of a child of the shim, if it has ended and been collected.
    pub fn ended(&mut self, pid: i32) -> Result<Option<i32>> {
        let news = self.shim.ended()?;
        self.ended.extend(news);
        Ok(self.ended.get(&pid).copied())
    }

    /// The wait status of its PID 1, if it has ended; waits for the shim to tell it. None on the host, where asking
    /// tells only whether the shim is lost.
    pub fn init_ended(&mut self) -> Result<Option<i32>> {
        const TELLING: Duration = Duration::from_secs(5);
        let Some(init) = self.init() else { return self.ended(0) };
        let pid = init.pid;
        if wait::readable(&[init.pidfd.as_fd()], Deadline::after(Duration::ZERO))?[0] {
            return self.wait_status(pid, Deadline::after(TELLING));
        }
        self.ended(pid)
    }

    /// The same, waiting for it.
    pub fn wait_status(&mut self, pid: i32, deadline: Deadline) -> Result<Option<i32>> {
        loop {
            if let Some(status) = self.ended(pid)? {
                return Ok(Some(status));
            }
            if deadline.passed() {
                return Ok(None);
            }
            if let Some(fd) = self.shim.fd() {
                wait::readable(&[fd], deadline)?;
            }
        }
    }

    /// The PIDs of all children of the shim that have ended and been collected.
    pub fn all_ended(&mut self) -> Result<Vec<i32>> {
        let news = self.shim.ended()?;
        self.ended.extend(news);
        Ok(self.ended.keys().copied().collect())
    }

    /// Has a forgotten child of the shim collected.
    pub fn collect(&mut self, pid: i32) -> Result<()> {
        self.forgotten.retain(|forgotten| *forgotten != pid);
        self.shim.collect(pid)
    }

    /// Whether a child of the shim stays uncollected: then PID 1 cannot end.
    pub fn forgets(&self) -> bool {
        !self.forgotten.is_empty()
    }

    /// SIGKILL to PID 1, and then the wait for its end, as `docker rm -f` does: the kernel kills the rest,
    /// and PID 1 can be collected once its namespace is empty. Returns PID 1's wait status; none if it has not
    /// ended after `patience`, where that is shorter than what a healthy container may need.
    pub fn remove(&mut self, patience: Duration) -> Result<Option<i32>> {
        let Some(inside) = &self.inside else { return Ok(None) };
        let pid = inside.init.pid;
        // ESRCH: it has ended by itself, which is what is wanted.
        let _ = rustix::process::pidfd_send_signal(&inside.init.pidfd, rustix::process::Signal::KILL);
        let patience = if self.forgets() { patience.min(REMOVAL) } else { REMOVAL };
        self.wait_status(pid, Deadline::after(patience))
    }
}

fn open_proc(init: i32) -> rustix::io::Result<OwnedFd> {
    let path = format!("/proc/{init}/root/proc");
    rustix::fs::open(path, OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
}

fn open_null() -> Result<OwnedFd> {
    rustix::fs::open("/dev/null", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
        .map_err(|errno| Error::call("open(/dev/null)", nix::errno::Errno::from_raw(errno.raw_os_error())))
}

fn pipe() -> Result<(OwnedFd, OwnedFd)> {
    nix::unistd::pipe2(OFlag::O_CLOEXEC).map_err(|errno| Error::call("pipe2()", errno))
}

/// Read without blocking, so that a program that prints without end cannot hold us.
fn output_pipe() -> Result<(OwnedFd, OwnedFd)> {
    let (read, write) = pipe()?;
    rustix::fs::fcntl_setfl(&read, OFlags::NONBLOCK)
        .map_err(|errno| Error::call("fcntl(F_SETFL)", nix::errno::Errno::from_raw(errno.raw_os_error())))?;
    Ok((read, write))
}

const _: () = assert!(LINE_STATUS == 9, "the shell's function in engine/shell.rs writes to descriptor 9");
