//! What happened between two snapshots.

use super::{HostPid, NsPid, Process, ProcessId, Snapshot, State};
use std::collections::HashMap;

/// One difference between two snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was not there before.
    Born(ProcessId),
    /// It ended and waits for its parent to collect its status.
    BecameZombie(ProcessId),
    /// It was a zombie; its status has been collected.
    Reaped(ProcessId),
    /// It ended and was collected between the two moments.
    Gone(ProcessId),
    /// It has another parent.
    Reparented {
        /// Which process.
        process: ProcessId,
        /// The old parent's PID, as seen from inside.
        from: NsPid,
        /// The new one's.
        to: NsPid,
        /// The old parent's PID on the host.
        host_from: HostPid,
    },
    /// It runs another program under the same PID.
    Execed {
        /// Which process.
        process: ProcessId,
        /// Its name before.
        from: Vec<u8>,
    },
}

impl Change {
    /// The process it happened to.
    pub fn process(&self) -> ProcessId {
        match self {
            Self::Born(id) | Self::BecameZombie(id) | Self::Reaped(id) | Self::Gone(id) => *id,
            Self::Reparented { process, .. } | Self::Execed { process, .. } => *process,
        }
    }
}

/// The differences, in the order of the processes: first of `before`, then what was born. A bystander that
/// comes into view was not born, and one that leaves it is not gone.
pub fn changes(before: &Snapshot, after: &Snapshot) -> Vec<Change> {
    let now: HashMap<_, _> = after.processes.iter().map(|process| (process.id, process)).collect();
    let then: HashMap<_, _> = before.processes.iter().map(|process| (process.id, process)).collect();
    let mut found = Vec::new();
    for old in before.processes.iter().filter(|old| old.container.is_some() || now.contains_key(&old.id)) {
        match now.get(&old.id) {
            None if old.state == State::Zombie => found.push(Change::Reaped(old.id)),
            None => found.push(Change::Gone(old.id)),
            Some(new) => compare(old, new, &mut found),
        }
    }
    found.extend(
        after
            .processes
            .iter()
            .filter(|new| new.container.is_some() && !then.contains_key(&new.id))
            .map(|new| Change::Born(new.id)),
    );
    found
}

fn compare(old: &Process, new: &Process, found: &mut Vec<Change>) {
    if old.host_ppid != new.host_ppid {
        found.push(Change::Reparented {
            process: new.id,
            from: old.ppid,
            to: new.ppid,
            host_from: old.host_ppid,
        });
    }
    if new.state == State::Zombie && old.state != State::Zombie {
        found.push(Change::BecameZombie(new.id));
    } else if old.comm != new.comm {
        found.push(Change::Execed { process: new.id, from: old.comm.clone() });
    }
}
