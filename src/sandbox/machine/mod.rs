//! What this machine allows: facts, a real trial, and the remedy for what it refuses.
//!
//! [`Facts`] are a few small files and cheap calls: what a refusal is explained with. [`Survey`] is the
//! rest of what `pidlab doctor` shows. [`trial`](trial::trial) makes real namespaces. Nothing here prints.

mod adopter;
mod cause;
mod cgroup;
mod confinement;
mod container;
mod facts;
mod helper;
mod inits;
mod kernel;
mod limits;
mod mounts;
mod place;
mod privilege;
mod probe;
mod programs;
mod remedy;
mod survey;
mod switches;
mod trial;
mod way_out;

pub use adopter::Adopter;
pub use cause::{Cause, Refused, cause};
pub use cgroup::nest;
pub use confinement::Confinement;
pub use facts::Facts;
pub use inits::FoundInit;
pub use kernel::{Kernel, NEEDED};
pub use limits::{Group, Limits};
pub use mounts::ProcMount;
pub use place::{Engine, Place, Wsl};
pub use privilege::{Mode, Privilege, choose};
pub use probe::probe_main;
pub use programs::Docker;
pub use remedy::{no_process, remedy, unable};
pub use survey::Survey;
pub use switches::{Kind, Switches};
pub use trial::{Outcome, nesting, trial};
pub use way_out::{Remedy, way_out};

/// A small file of `/proc` or `/sys` without its trailing line end; none if it cannot be read.
fn read(path: &str) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    Some(text.trim_end_matches(['\n', '\0']).to_owned())
}

/// The number in a small file; none if there is no such file or no number in it (`max`).
fn read_number(path: &str) -> Option<u64> {
    read(path)?.trim().parse().ok()
}
