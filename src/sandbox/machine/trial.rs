//! The real trial: a container is started here, as a lab would start it.

use super::helper::PROBE;
use super::{Mode, Refused};
use crate::error::Result;
use crate::sandbox::container::{Container, Fault};
use crate::sandbox::orders::{Failure, Program, Stage, Start};
use crate::snapshot::Ended;
use crate::wait::Deadline;
use std::time::Duration;

/// How long a try may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the trial came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A container can be made.
    Works,
    /// A call was refused.
    Refused(Refused),
}

/// Starts a container whose PID 1 is this program and ends at once. Fails with what is not the kernel's
/// refusal: no process can be made for the shim, or it does not answer.
pub fn trial(mode: Mode) -> Result<Outcome> {
    match Container::start(start(mode, "nothing")) {
        Ok(_) | Err(Fault::Ended { .. }) => Ok(Outcome::Works),
        Err(Fault::Refused(failure)) => Ok(Outcome::Refused(Refused::new(mode, failure))),
        Err(Fault::Other(error)) => Err(error),
    }
}

/// Starts a container whose PID 1 tries to make a user namespace inside, and tells the refusal by its exit status.
pub fn nesting(mode: Mode) -> Result<Outcome> {
    let ended = match Container::start(start(mode, "nest")) {
        Ok(mut container) => match container.init().map(|init| init.pid) {
            Some(pid) => container.wait_status(pid, Deadline::after(PATIENCE))?,
            None => None,
        },
        Err(Fault::Ended { status, .. }) => Some(status),
        Err(Fault::Refused(failure)) => return Ok(Outcome::Refused(Refused::new(mode, failure))),
        Err(Fault::Other(error)) => return Err(error),
    };
    Ok(match ended.map(Ended::from_wait_status) {
        Some(Ended::Status(errno)) if errno != 0 => {
            let failure = Failure { stage: Stage::UnshareUser, errno };
            Outcome::Refused(Refused::new(Mode::Rootless, failure))
        }
        _ => Outcome::Works,
    })
}

/// A container for a try, with this program as its PID 1: it is there even if no other is.
fn start(mode: Mode, task: &str) -> Start {
    Start {
        name: "pidlab".to_owned(),
        rootless: mode == Mode::Rootless,
        program: probe(task),
        keep: Vec::new(),
        files: Vec::new(),
        writable: false,
        pids: None,
    }
}

fn probe(task: &str) -> Program {
    let argv = ["pidlab-probe", PROBE, task].map(str::to_owned).to_vec();
    Program { path: "/proc/self/exe".to_owned(), argv }
}
