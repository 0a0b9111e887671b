//! The real trial: a container is started here, as a lab would start it.

use super::helper::PROBE;
use super::{Mode, Refused};
use crate::error::Result;
use crate::sandbox::container::{Container, Fault};
use crate::sandbox::orders::{Program, Start};

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
    let start = Start {
        name: "pidlab".to_owned(),
        rootless: mode == Mode::Rootless,
        program: nothing(),
        keep: Vec::new(),
        files: Vec::new(),
    };
    match Container::start(start) {
        Ok(_) | Err(Fault::Ended { .. }) => Ok(Outcome::Works),
        Err(Fault::Refused(failure)) => Ok(Outcome::Refused(Refused::new(mode, failure))),
        Err(Fault::Other(error)) => Err(error),
    }
}

/// A program that does nothing and is there even if no other is.
fn nothing() -> Program {
    let argv = ["pidlab-probe", PROBE, "nothing"].map(str::to_owned).to_vec();
    Program { path: "/proc/self/exe".to_owned(), argv }
}
