//! The one fork of the shim, and what happens between fork and exec.

use super::environment;
use super::namespaces::at;
use crate::sandbox::orders::{Failure, LINE_STATUS, Program, Stage};
use crate::sys::{self, CStrings, Fork};
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::mount::{MsFlags, mount};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::unistd::Pid;
use rustix::process::PidfdFlags;
use std::ffi::CString;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// A child of the shim. Until the shim collects it, its PID cannot be used again.
pub(super) struct Child {
    /// As the shim's namespace counts: the host's PID.
    pub(super) pid: i32,
    pub(super) pidfd: OwnedFd,
    /// Whether it is left uncollected when it has ended, until we are told otherwise.
    pub(super) forgotten: bool,
}

/// What a PID 1 arranges in its namespace before it becomes its program.
pub(super) struct Inside {
    /// The limit of its PIDs. From outside this would be the host's.
    pub(super) pid_max: Option<u32>,
}

/// Which session a program gets.
#[derive(Clone, Copy)]
pub(super) enum Session {
    /// Its own, without a terminal.
    New,
    /// The shim's, as the foreground job of the terminal on its stdin.
    Foreground,
}

/// Everything that the child needs, made before the fork: nothing is allocated after it.
struct Plan {
    path: CString,
    argv: CStrings,
    env: CStrings,
    fds: Vec<OwnedFd>,
    session: Session,
    mount_proc: bool,
    /// What is written into `pid_max`.
    pid_max: Option<String>,
}

/// Starts a program; returns once it has been exec'd.
pub(super) fn spawn(
    program: &Program,
    fds: Vec<OwnedFd>,
    session: Session,
    inside: Option<&Inside>,
) -> Result<Child, Failure> {
    let env = environment::inherited();
    let plan = Plan {
        path: sys::c_string(program.path.as_bytes()),
        argv: CStrings::new(program.argv.iter().map(String::as_bytes)),
        env: CStrings::new(env.iter().map(Vec::as_slice)),
        fds: above_targets(fds)?,
        session,
        mount_proc: inside.is_some(),
        pid_max: inside.and_then(|inside| inside.pid_max).map(|limit| limit.to_string()),
    };
    let (told, tell) = nix::unistd::pipe2(OFlag::O_CLOEXEC).map_err(at(Stage::Pipe))?;
    match sys::fork().map_err(at(Stage::Fork))? {
        Fork::Child => {
            drop(told);
            let failure = become_program(&plan, tell.as_fd());
            let _ = nix::unistd::write(&tell, &failure.to_bytes());
            sys::exit_now(127)
        }
        Fork::Parent(pid) => {
            drop(tell);
            parent(pid, &told)
        }
    }
}

fn parent(pid: i32, told: &OwnedFd) -> Result<Child, Failure> {
    let opened = rustix::process::Pid::from_raw(pid)
        .ok_or(rustix::io::Errno::SRCH)
        .and_then(|pid| rustix::process::pidfd_open(pid, PidfdFlags::empty()));
    let pidfd = match opened {
        Ok(pidfd) => pidfd,
        Err(error) => {
            // Not collected by anyone but us, so the PID is still that child.
            let _ = nix::sys::signal::kill(Pid::from_raw(pid), Signal::SIGKILL);
            return Err(Failure { stage: Stage::Pidfd, errno: error.raw_os_error() });
        }
    };
    match read_failure(told) {
        None => Ok(Child { pid, pidfd, forgotten: false }),
        Some(failure) => Err(failure),
    }
}

/// The pipe closes at exec; whatever comes through it before is a failure.
fn read_failure(told: &OwnedFd) -> Option<Failure> {
    let mut bytes = [0; 5];
    loop {
        match nix::unistd::read(told, &mut bytes) {
            Err(Errno::EINTR) => {}
            Ok(5) => return Failure::from_bytes(bytes),
            _ => return None,
        }
    }
}

/// In the child. The parent-death signal comes after all that could clear it, and then the shim must
/// still be there: `getppid(2)` cannot tell (it is 0 in a new PID namespace), the pipe can.
fn become_program(plan: &Plan, tell: BorrowedFd<'_>) -> Failure {
    let steps = || -> Result<(), Failure> {
        if plan.mount_proc {
            mount_proc().map_err(at(Stage::MountProc))?;
        }
        if let Some(limit) = &plan.pid_max {
            limit_pids(limit).map_err(at(Stage::PidMax))?;
        }
        enter_session(plan)?;
        nix::sys::prctl::set_pdeathsig(Some(Signal::SIGKILL)).map_err(at(Stage::DeathSignal))?;
        if nobody_reads(tell) {
            sys::exit_now(127);
        }
        for (fd, number) in plan.fds.iter().zip([0, 1, 2, LINE_STATUS]) {
            sys::dup_to(fd.as_fd(), number).map_err(at(Stage::Descriptors))?;
        }
        let _ = SigSet::empty().thread_set_mask();
        Ok(())
    };
    match steps() {
        Err(failure) => failure,
        Ok(()) => at(Stage::Exec)(sys::exec(&plan.path, &plan.argv, &plan.env)),
    }
}

/// The view of the caller's PID namespace: that is why PID 1 does it and not the shim, which is outside.
fn mount_proc() -> nix::Result<()> {
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    mount(Some(c"proc"), c"/proc", Some(c"proc"), flags, None::<&std::ffi::CStr>)
}

/// The caller's PID namespace decides whose limit this is (Linux 6.14).
fn limit_pids(limit: &str) -> nix::Result<()> {
    let flags = OFlag::O_WRONLY | OFlag::O_CLOEXEC;
    let file = nix::fcntl::open(c"/proc/sys/kernel/pid_max", flags, nix::sys::stat::Mode::empty())?;
    nix::unistd::write(&file, limit.as_bytes()).map(drop)
}

fn enter_session(plan: &Plan) -> Result<(), Failure> {
    match plan.session {
        Session::New => nix::unistd::setsid().map(drop).map_err(at(Stage::Session)),
        Session::Foreground => {
            let own = Pid::from_raw(0);
            nix::unistd::setpgid(own, own).map_err(at(Stage::Session))?;
            let Some(terminal) = plan.fds.first() else { return Ok(()) };
            take_foreground(terminal.as_fd()).map_err(at(Stage::Foreground))
        }
    }
}

/// With SIGTTOU blocked: a background process that calls `tcsetpgrp(3)` would be stopped.
fn take_foreground(terminal: BorrowedFd<'_>) -> nix::Result<()> {
    let mut mask = SigSet::empty();
    mask.add(Signal::SIGTTOU);
    mask.thread_block()?;
    nix::unistd::tcsetpgrp(terminal, nix::unistd::getpgrp())
}

fn nobody_reads(pipe: BorrowedFd<'_>) -> bool {
    let mut fds = [PollFd::new(pipe, PollFlags::empty())];
    poll(&mut fds, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
}

/// Moves descriptors out of the way of the numbers that they will get.
fn above_targets(fds: Vec<OwnedFd>) -> Result<Vec<OwnedFd>, Failure> {
    fds.into_iter()
        .map(|fd| {
            rustix::io::fcntl_dupfd_cloexec(&fd, LINE_STATUS + 1)
                .map_err(|error| Failure { stage: Stage::Descriptors, errno: error.raw_os_error() })
        })
        .collect()
}
