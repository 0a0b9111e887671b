//! The real trial: can a container be made here?

use super::Mode;
use super::helper::Helper;
use crate::error::Result;
use nix::errno::Errno;

/// What the trial, or the start of a real container, came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every step worked.
    Works,
    /// A step was refused.
    Refused(Refused),
}

/// A step of a container's start that the kernel refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// How the container was to be made.
    pub mode: Mode,
    /// The step.
    pub stage: Stage,
    /// Why.
    pub errno: Errno,
}

/// The steps of a container's start that a machine may refuse, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "`call` says what each of them does")]
pub enum Stage {
    Unshare,
    Setgroups,
    GidMap,
    UidMap,
    MountPrivate,
    MountReadOnly,
    MountTmpfs,
    Fork,
    MountProc,
}

/// Every stage with its name between processes and the call that it stands for.
const STAGES: [(Stage, &str, &str); 9] = [
    (Stage::Unshare, "unshare", "unshare(CLONE_NEWPID|CLONE_NEWNS|…)"),
    (Stage::Setgroups, "setgroups", "write(\"/proc/self/setgroups\")"),
    (Stage::GidMap, "gid_map", "write(\"/proc/self/gid_map\")"),
    (Stage::UidMap, "uid_map", "write(\"/proc/self/uid_map\")"),
    (Stage::MountPrivate, "mount_private", "mount(\"/\", MS_PRIVATE|MS_REC)"),
    (Stage::MountReadOnly, "mount_read_only", "mount_setattr(\"/\", MOUNT_ATTR_RDONLY)"),
    (Stage::MountTmpfs, "mount_tmpfs", "mount(\"tmpfs\")"),
    (Stage::Fork, "fork", "fork()"),
    (Stage::MountProc, "mount_proc", "mount(\"proc\", \"/proc\")"),
];

impl Stage {
    /// The name that processes tell each other: `mount_proc`.
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// The stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        STAGES.iter().find(|(_, known, _)| *known == name).map(|(stage, ..)| *stage)
    }

    fn entry(self) -> &'static (Self, &'static str, &'static str) {
        &STAGES[self as usize]
    }
}

impl Refused {
    /// The call, as one would write it.
    pub fn call(&self) -> &'static str {
        match (self.stage, self.mode) {
            (Stage::Unshare, Mode::Rootless) => "unshare(CLONE_NEWUSER|CLONE_NEWPID|…)",
            _ => self.stage.entry().2,
        }
    }
}

/// What the trial showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// Whether a container can be made.
    pub outcome: Outcome,
    /// Whether a pidfd tells the exit status of a process that was collected (`PIDFD_INFO_EXIT`, Linux 6.15).
    pub exit_info: bool,
}

/// Makes the namespaces of a container and mounts its `/proc`, in a helper that then ends.
/// Fails if the helper cannot be started for another reason than a refused fork, or does not answer.
pub fn trial(mode: Mode) -> Result<Trial> {
    let refused = |stage, errno| Outcome::Refused(Refused { mode, stage, errno });
    let mut helper = match Helper::start(&["namespaces", mode.name()]) {
        Ok(helper) => helper,
        Err(errno) => return Ok(Trial { outcome: refused(Stage::Fork, errno), exit_info: false }),
    };
    let answer = helper.answer()?;
    let outcome = match parse(&answer) {
        Some((stage, errno)) => refused(stage, errno),
        None if answer == "ok" => Outcome::Works,
        None => return Err(Helper::silent()),
    };
    Ok(Trial { outcome, exit_info: helper.end() })
}

/// `STAGE ERRNO`
fn parse(answer: &str) -> Option<(Stage, Errno)> {
    let (stage, errno) = answer.split_once(' ')?;
    Some((Stage::from_name(stage)?, Errno::from_raw(errno.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_stand_in_their_table_at_their_own_place() {
        for (index, (stage, name, _)) in STAGES.iter().enumerate() {
            assert_eq!(*stage as usize, index);
            assert_eq!(Stage::from_name(name), Some(*stage));
            assert_eq!(stage.name(), *name);
        }
    }

    #[test]
    fn answers_are_a_stage_and_a_number() {
        assert_eq!(parse("uid_map 1"), Some((Stage::UidMap, Errno::EPERM)));
        assert_eq!(parse("ok"), None);
        assert_eq!(parse("nonsense 1"), None);
    }
}
