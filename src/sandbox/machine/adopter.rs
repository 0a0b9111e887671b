//! Who adopts our orphans: seen by making one.

use super::helper::Helper;
use crate::error::{Error, Result};
use crate::wait::{self, Deadline};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;
use std::path::Path;
use std::time::Duration;

/// Who became the parent of an orphan, `PR_SET_CHILD_SUBREAPER(2const)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopter {
    /// Its PID.
    pub pid: i32,
    /// Its name, `/proc/PID/comm`.
    pub comm: String,
    /// Whether this very process was it: pidlab is then PID 1 itself.
    pub ourselves: bool,
    /// Whether it had collected the orphan's exit status a moment later.
    pub reaps: bool,
}

/// How long the collecting may take. An init that waits in `wait(2)` needs far less than a millisecond.
const MOMENT: Duration = Duration::from_millis(15);

/// What the making of an orphan showed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// None if it could not be seen in time.
    pub(super) adopter: Option<Adopter>,
    /// Whether a pidfd told the exit status of a process that had been collected (`PIDFD_INFO_EXIT`).
    pub(super) exit_info: bool,
}

/// Makes an orphan, which tells its new parent and ends.
pub(super) fn look() -> Result<Seen> {
    let Ok(mut helper) = Helper::start("orphan") else { return Ok(Seen::default()) };
    let answer = match helper.answer() {
        Err(Error::Told(_)) => return Ok(Seen::default()),
        answer => answer?,
    };
    let exit_info = helper.end();
    Ok(Seen { adopter: adopter(&answer)?, exit_info })
}

fn adopter(answer: &str) -> Result<Option<Adopter>> {
    let Some((orphan, pid)) = parse(answer) else { return Ok(None) };
    let ourselves = pid == nix::unistd::getpid().as_raw();
    Ok(Some(Adopter {
        pid,
        comm: super::read(&format!("/proc/{pid}/comm")).unwrap_or_default(),
        ourselves,
        reaps: if ourselves { collect(orphan) } else { reaped(orphan)? },
    }))
}

fn parse(answer: &str) -> Option<(i32, i32)> {
    let (orphan, parent) = answer.split_once(' ')?;
    Some((orphan.parse().ok()?, parent.parse().ok()?))
}

/// It is our own child now: nobody else would collect it.
fn collect(orphan: i32) -> bool {
    waitpid(Pid::from_raw(orphan), Some(WaitPidFlag::empty())).is_ok()
}

fn reaped(orphan: i32) -> Result<bool> {
    let entry = format!("/proc/{orphan}");
    let deadline = Deadline::after(MOMENT);
    while Path::new(&entry).exists() {
        if deadline.passed() {
            return Ok(false);
        }
        wait::pass(Duration::from_millis(1))?;
    }
    Ok(true)
}
