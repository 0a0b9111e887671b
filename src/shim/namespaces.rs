//! A container's namespaces, made by a shim for its children: `namespaces(7)`, `user_namespaces(7)`.

use super::{cgroup, mounts};
use crate::sandbox::orders::{Failure, PidLimit, Stage, Start};
use caps::{CapSet, Capability};
use nix::errno::Errno;
use nix::sched::{CloneFlags, unshare};
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::Signal;
use nix::unistd::{Gid, Uid, getegid, geteuid};

/// What root in a container may do, as container engines have it. Everything else leaves the bounding set.
const KEPT: [Capability; 13] = [
    Capability::CAP_AUDIT_WRITE,
    Capability::CAP_CHOWN,
    Capability::CAP_DAC_OVERRIDE,
    Capability::CAP_FOWNER,
    Capability::CAP_FSETID,
    Capability::CAP_KILL,
    Capability::CAP_NET_BIND_SERVICE,
    Capability::CAP_NET_RAW,
    Capability::CAP_SETFCAP,
    Capability::CAP_SETGID,
    Capability::CAP_SETPCAP,
    Capability::CAP_SETUID,
    Capability::CAP_SYS_CHROOT,
];

/// Leaves the caller with one foot outside: it stays in its PID namespace, its children will be inside the
/// new one (`pid_namespaces(7)`). All other namespaces it enters itself.
pub(super) fn enter(start: &Start) -> Result<(), Failure> {
    match start.pids {
        Some(PidLimit::Processes(limit)) => enter_counting_namespace(limit)?,
        _ if start.rootless => enter_user_namespace()?,
        _ => {}
    }
    let others = CloneFlags::CLONE_NEWPID
        | CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS
        | CloneFlags::CLONE_NEWNET;
    unshare(others).map_err(at(Stage::Unshare))?;
    let _ = nix::unistd::sethostname(&start.name);
    mounts::arrange(start)?;
    if let Some(PidLimit::Cgroup { nest, .. }) = &start.pids {
        cgroup::bind(nest)?;
    }
    drop_capabilities()
}

/// A user namespace in which no more than so many processes may be made, the caller among them.
fn enter_counting_namespace(limit: u32) -> Result<(), Failure> {
    if geteuid().is_root() {
        become_nobody();
    }
    enter_user_namespace()?;
    let limit = limit.into();
    setrlimit(Resource::RLIMIT_NPROC, limit, limit).map_err(at(Stage::Limit))
}

/// The host's root may make as many as it likes, in any user namespace (`copy_process()`). Where there is no other user
/// to become this is not the host's root. A change of users takes the parent-death signal away, and the right to
/// write to one's own `/proc`.
fn become_nobody() {
    const NOBODY: u32 = 65534;
    let (user, group) = (Uid::from_raw(NOBODY), Gid::from_raw(NOBODY));
    let _ = nix::unistd::setgroups(&[]);
    let _ = nix::unistd::setresgid(group, group, group);
    let _ = nix::unistd::setresuid(user, user, user);
    let _ = nix::sys::prctl::set_dumpable(true);
    let _ = nix::sys::prctl::set_pdeathsig(Some(Signal::SIGKILL));
}

/// Root inside is the caller outside; nobody else exists. `setgroups` must be denied before an
/// unprivileged process may write `gid_map` (Linux 3.19).
fn enter_user_namespace() -> Result<(), Failure> {
    let (user, group) = (geteuid(), getegid());
    unshare(CloneFlags::CLONE_NEWUSER).map_err(at(Stage::UnshareUser))?;
    write("/proc/self/setgroups", "deny")?;
    write("/proc/self/uid_map", &format!("0 {user} 1"))?;
    write("/proc/self/gid_map", &format!("0 {group} 1"))
}

fn write(path: &str, content: &str) -> Result<(), Failure> {
    std::fs::write(path, content).map_err(|error| failure(Stage::MapIds, &error))
}

/// From the bounding set only: dropped from the permitted set, exec would regain them for root, and the
/// kernel would silently clear the parent-death signal.
fn drop_capabilities() -> Result<(), Failure> {
    for capability in caps::runtime::thread_all_supported() {
        if !KEPT.contains(&capability) {
            caps::drop(None, CapSet::Bounding, capability)
                .map_err(|_| Failure { stage: Stage::Capabilities, errno: Errno::last_raw() })?;
        }
    }
    Ok(())
}

/// For `map_err`: the stage at which a call failed.
pub(super) fn at(stage: Stage) -> impl Fn(Errno) -> Failure {
    move |errno| Failure { stage, errno: errno as i32 }
}

/// The same for an error of the standard library or rustix.
pub(super) fn failure(stage: Stage, error: &std::io::Error) -> Failure {
    Failure { stage, errno: error.raw_os_error().unwrap_or(Errno::EIO as i32) }
}
