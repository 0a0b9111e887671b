//! The helper's side of the trials: `/proc/self/exe __probe TASK`. Answers with one line.

use super::{Mode, Stage};
use crate::sys::{self, Fork};
use crate::wait::{self, Deadline};
use nix::errno::Errno;
use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{Pid, getegid, geteuid, getpid, getppid};
use std::os::fd::AsFd as _;
use std::process::ExitCode;
use std::time::Duration;

/// A step that was refused.
type Step<T = ()> = std::result::Result<T, (Stage, Errno)>;

/// The helper's `main`: makes what the arguments after `__probe` ask for.
pub fn probe_main() -> ExitCode {
    sys::default_signals();
    sys::set_comm(c"pidlab-probe");
    let task: Vec<String> = std::env::args().skip(2).collect();
    let task: Vec<&str> = task.iter().map(String::as_str).collect();
    match task[..] {
        ["namespaces", mode] => {
            namespaces(if mode == "rootless" { Mode::Rootless } else { Mode::Privileged })
        }
        ["orphan"] => orphan(),
        _ => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}

fn namespaces(mode: Mode) {
    match container(mode) {
        Ok(()) => answer("ok"),
        Err((stage, errno)) => answer(&format!("{} {}", stage.name(), errno as i32)),
    }
}

fn answer(line: &str) {
    let _ = nix::unistd::write(std::io::stdout(), format!("{line}\n").as_bytes());
}

/// The steps of a container's start, in their order.
fn container(mode: Mode) -> Step {
    let (uid, gid) = (geteuid().as_raw(), getegid().as_raw());
    separate(mode)?;
    if mode == Mode::Rootless {
        write(Stage::Setgroups, "/proc/self/setgroups", "deny")?;
        write(Stage::GidMap, "/proc/self/gid_map", &format!("0 {gid} 1"))?;
        write(Stage::UidMap, "/proc/self/uid_map", &format!("0 {uid} 1"))?;
    }
    mounts_private()?;
    mounts_read_only()?;
    first_process()
}

fn separate(mode: Mode) -> Step {
    let mut kinds = CloneFlags::CLONE_NEWPID
        | CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS
        | CloneFlags::CLONE_NEWNET;
    kinds.set(CloneFlags::CLONE_NEWUSER, mode == Mode::Rootless);
    unshare(kinds).map_err(|errno| (Stage::Unshare, errno))
}

fn write(stage: Stage, path: &str, text: &str) -> Step {
    let raw = |error: std::io::Error| Errno::from_raw(error.raw_os_error().unwrap_or(libc::EIO));
    std::fs::write(path, text).map_err(|error| (stage, raw(error)))
}

fn mounts_private() -> Step {
    let flags = MsFlags::MS_PRIVATE | MsFlags::MS_REC;
    mount(None::<&str>, "/", None::<&str>, flags, None::<&str>).map_err(|errno| (Stage::MountPrivate, errno))
}

fn mounts_read_only() -> Step {
    sys::mount_read_only_recursively(c"/").map_err(|errno| (Stage::MountReadOnly, errno))
}

/// The first child is PID 1 of the new namespace; only it can mount a `/proc` that shows it.
/// Its exit status is the errno of that.
fn first_process() -> Step {
    match sys::fork().map_err(|errno| (Stage::Fork, errno))? {
        Fork::Child => sys::exit_now(mount_proc().map_or_else(|errno| errno as i32, |()| 0)),
        Fork::Parent(pid) => match waitpid(Pid::from_raw(pid), None) {
            Ok(WaitStatus::Exited(_, 0)) => Ok(()),
            Ok(WaitStatus::Exited(_, errno)) => Err((Stage::MountProc, Errno::from_raw(errno))),
            Ok(_) => Err((Stage::MountProc, Errno::EINTR)),
            Err(errno) => Err((Stage::Fork, errno)),
        },
    }
}

fn mount_proc() -> nix::Result<()> {
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    mount(Some("proc"), "/proc", Some("proc"), flags, None::<&str>)
}

/// Leaves an orphan behind, which tells its own PID and that of whoever has adopted it, and ends.
fn orphan() {
    let parent = rustix::process::pidfd_open(rustix::process::getpid(), rustix::process::PidfdFlags::empty());
    let (Ok(parent), Ok(Fork::Child)) = (parent, sys::fork()) else { return };
    // A pidfd becomes readable after the children of its process have got their new parent.
    let ended = wait::readable(&[parent.as_fd()], Deadline::after(Duration::from_secs(2)));
    if ended.is_ok_and(|ready| ready[0]) {
        answer(&format!("{} {}", getpid(), getppid()));
    }
    sys::exit_now(0);
}
