//! Why a container cannot be made here: pure, from the facts and the refused call.

use super::switches::Kind;
use super::{Facts, Mode, Wsl};
use crate::sandbox::orders::{Failure, Stage};
use nix::errno::Errno;

/// A call of a container's start that the kernel refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// How the container was to be made.
    pub mode: Mode,
    /// The call.
    pub stage: Stage,
    /// Why.
    pub errno: Errno,
}

impl Refused {
    /// What a shim reported.
    pub fn new(mode: Mode, failure: Failure) -> Self {
        Self { mode, stage: failure.stage, errno: Errno::from_raw(failure.errno) }
    }
}

/// Why this machine refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// WSL 1 has no namespaces.
    Wsl1,
    /// The kernel is older than [`super::NEEDED`].
    KernelTooOld,
    /// The kernel was built without a kind of namespace.
    NotBuiltIn,
    /// The limit of a kind of namespace is 0.
    LimitIsZero(Kind),
    /// The limit, most likely that of this kind, here or further out, or the depth of 32 levels is reached.
    LimitReached(Kind),
    /// A seccomp filter.
    Seccomp,
    /// `kernel.unprivileged_userns_clone=0`
    UsernsClone,
    /// `kernel.apparmor_restrict_unprivileged_userns=1`
    AppArmorSwitch,
    /// Parts of `/proc` are hidden by mounts.
    MaskedProc,
    /// The `AppArmor` profile that confines us, e.g. Docker's.
    AppArmorProfile,
    /// No user namespace can be made in a chroot.
    Chroot,
    /// Root without `CAP_SETFCAP` may not map root.
    NoSetfcap,
    /// `SELinux` enforces, and nothing else explains it.
    Selinux,
    /// No process can be made: not the machine's kind, but its load or our limit.
    Processes,
    /// Not a matter of what this machine allows: a descriptor, a file, a program.
    Elsewhere,
    /// Nothing known.
    Unknown,
}

/// The calls that a machine may refuse by its kind and its settings.
const ALLOWED_OR_NOT: [Stage; 9] = [
    Stage::UnshareUser,
    Stage::MapIds,
    Stage::Unshare,
    Stage::Private,
    Stage::ReadOnly,
    Stage::Tmpfs,
    Stage::Overlay,
    Stage::Capabilities,
    Stage::MountProc,
];

/// The cause of a refusal: the first one in this order that fits both the facts and the errno.
pub fn cause(facts: &Facts, refused: Refused) -> Cause {
    match refused.stage {
        Stage::Fork => return Cause::Processes,
        stage if !ALLOWED_OR_NOT.contains(&stage) => return Cause::Elsewhere,
        _ => {}
    }
    hopeless(facts, refused)
        .or_else(|| limit(facts, refused))
        .or_else(|| forbidden(facts, refused))
        .unwrap_or(Cause::Unknown)
}

/// What no switch can change.
fn hopeless(facts: &Facts, refused: Refused) -> Option<Cause> {
    let unknown_to_kernel = matches!(refused.errno, Errno::EINVAL | Errno::ENOSYS);
    if facts.place.wsl == Some(Wsl::One) {
        Some(Cause::Wsl1)
    } else if facts.kernel.too_old() {
        Some(Cause::KernelTooOld)
    } else if unknown_to_kernel && !facts.kernel.missing.is_empty() {
        Some(Cause::NotBuiltIn)
    } else {
        None
    }
}

fn unshares(stage: Stage) -> bool {
    matches!(stage, Stage::UnshareUser | Stage::Unshare)
}

/// ENOSPC (and EUSERS before Linux 4.9) is about numbers, `namespaces(7)`, `user_namespaces(7)`. Which kind of
/// namespace it was the kernel does not say: one whose limit is 0, else the one with the smallest limit.
fn limit(facts: &Facts, refused: Refused) -> Option<Cause> {
    let about_numbers = matches!(refused.errno, Errno::ENOSPC | Errno::EUSERS);
    if !about_numbers || !unshares(refused.stage) {
        return None;
    }
    let user = refused.stage == Stage::UnshareUser;
    let asked_for = facts.switches.max.iter().filter(|(kind, _)| (*kind == Kind::User) == user);
    Some(match asked_for.min_by_key(|(_, limit)| *limit) {
        Some((kind, 0)) => Cause::LimitIsZero(*kind),
        Some((kind, _)) => Cause::LimitReached(*kind),
        None => Cause::LimitReached(if user { Kind::User } else { Kind::Pid }),
    })
}

/// A permission is missing: EPERM, EACCES, or ENOSYS from a filter that plays an older kernel.
fn forbidden(facts: &Facts, refused: Refused) -> Option<Cause> {
    if !matches!(refused.errno, Errno::EPERM | Errno::EACCES | Errno::ENOSYS) {
        return None;
    }
    let rootless = refused.mode == Mode::Rootless;
    rootless.then(|| user_namespace(facts, refused)).flatten().or_else(|| confined(facts, refused))
}

fn user_namespace(facts: &Facts, refused: Refused) -> Option<Cause> {
    let (switches, confinement) = (&facts.switches, &facts.confinement);
    let unshare = unshares(refused.stage);
    // In a container both may be true; its filter is asked first by the kernel, so it is the one that acts.
    let filter_first = unshare && confinement.filtered() && facts.place.engine.is_some();
    if filter_first {
        None
    } else if unshare && switches.userns_clone == Some(0) {
        Some(Cause::UsernsClone)
    } else if refused.stage == Stage::MountProc && !facts.proc.masked.is_empty() {
        Some(Cause::MaskedProc)
    } else if switches.apparmor_userns == Some(1) && !confinement.by_apparmor() {
        Some(Cause::AppArmorSwitch)
    } else if unshare && facts.proc.chrooted {
        Some(Cause::Chroot)
    } else if unmappable(facts, refused) {
        Some(Cause::NoSetfcap)
    } else {
        None
    }
}

/// Since Linux 5.12 a map of user 0 needs `CAP_SETFCAP` of who makes it, `user_namespaces(7)`.
fn unmappable(facts: &Facts, refused: Refused) -> bool {
    refused.stage == Stage::MapIds && facts.privilege.euid == 0 && !facts.privilege.has("CAP_SETFCAP")
}

/// seccomp filters of containers answer EPERM or ENOSYS; a refused mount under `AppArmor` is EACCES.
fn confined(facts: &Facts, refused: Refused) -> Option<Cause> {
    let confinement = &facts.confinement;
    if refused.errno == Errno::EACCES && confinement.by_apparmor() {
        Some(Cause::AppArmorProfile)
    } else if confinement.filtered() {
        Some(Cause::Seccomp)
    } else if confinement.by_apparmor() {
        Some(Cause::AppArmorProfile)
    } else if confinement.selinux_enforcing == Some(true) {
        Some(Cause::Selinux)
    } else {
        None
    }
}

#[cfg(test)]
#[path = "cause_tests.rs"]
mod tests;
