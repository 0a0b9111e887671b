//! What was true at one moment, as plain data. Nothing here reads `/proc` or prints.

mod ancestry;
mod changes;
mod evidence;
mod ids;
mod process;
mod tree;

pub use ancestry::{ancestors, subtree};
pub use changes::{Change, changes};
pub use evidence::Evidence;
pub use ids::{HostPid, NsPid, ProcessId};
pub use process::{Ended, Process, State};
pub use tree::{Node, Tree};

/// All processes of a run, or of a machine, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// In order of appearance: containers one after the other, each by its inside PID.
    pub processes: Vec<Process>,
    /// False if the tree kept changing while it was read: then two readings never agreed.
    pub stable: bool,
}

impl Snapshot {
    /// The process that a lab calls `name`, if it is there.
    pub fn named(&self, name: &str) -> Option<&Process> {
        self.processes.iter().find(|process| process.name.as_deref() == Some(name))
    }

    /// Whether two moments show the same processes in the same places.
    pub fn stands_like(&self, other: &Self) -> bool {
        self.processes.len() == other.processes.len()
            && self.processes.iter().zip(&other.processes).all(|(a, b)| a.stands_like(b))
    }

    /// The process with this identity, if it is there.
    pub fn by_id(&self, id: ProcessId) -> Option<&Process> {
        self.processes.iter().find(|process| process.id == id)
    }
}
