//! What happened between two snapshots.

use super::{HostPid, NsPid, Process, ProcessId, Snapshot, State, bytes};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One difference between two snapshots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
        #[serde(with = "bytes")]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Ended;

    fn process(pid: i32, parent: i32, state: State) -> Process {
        Process {
            id: ProcessId { pid: HostPid(pid + 1000), start_time: 1 },
            name: None,
            container: Some("box".into()),
            pid: NsPid(pid),
            ppid: NsPid(parent),
            host_ppid: HostPid(parent + 1000),
            ns_pids: vec![pid + 1000, pid],
            pid_namespace: None,
            state,
            comm: b"sleep".to_vec(),
            command: Vec::new(),
            ended: (state == State::Zombie).then_some(Ended::Status(0)),
        }
    }

    fn snapshot(processes: impl IntoIterator<Item = Process>) -> Snapshot {
        Snapshot { processes: processes.into_iter().collect(), stable: true }
    }

    fn id(pid: i32) -> ProcessId {
        ProcessId { pid: HostPid(pid + 1000), start_time: 1 }
    }

    #[test]
    fn an_orphan_gets_another_parent_and_its_parent_is_gone() {
        let before = snapshot([process(3, 2, State::Sleeping), process(4, 3, State::Sleeping)]);
        let after = snapshot([process(4, 1, State::Sleeping)]);
        let moved =
            Change::Reparented { process: id(4), from: NsPid(3), to: NsPid(1), host_from: HostPid(1003) };
        assert_eq!(changes(&before, &after), [Change::Gone(id(3)), moved]);
    }

    #[test]
    fn a_zombie_comes_and_is_reaped() {
        let alive = snapshot([process(4, 1, State::Sleeping)]);
        let dead = snapshot([process(4, 1, State::Zombie)]);
        assert_eq!(changes(&alive, &dead), [Change::BecameZombie(id(4))]);
        assert_eq!(changes(&dead, &dead), []);
        assert_eq!(changes(&dead, &snapshot([])), [Change::Reaped(id(4))]);
    }

    #[test]
    fn a_pid_that_is_used_again_is_another_process() {
        let mut other = process(4, 1, State::Sleeping);
        other.id.start_time = 2;
        let found = changes(&snapshot([process(4, 1, State::Sleeping)]), &snapshot([other.clone()]));
        assert_eq!(found, [Change::Gone(id(4)), Change::Born(other.id)]);
    }

    #[test]
    fn another_program_in_the_same_process_is_an_exec() {
        let mut shell = process(3, 2, State::Sleeping);
        shell.comm = b"bash".to_vec();
        let found = changes(&snapshot([shell]), &snapshot([process(3, 2, State::Running)]));
        assert_eq!(found, [Change::Execed { process: id(3), from: b"bash".to_vec() }]);
    }

    #[test]
    fn a_bystander_is_neither_born_nor_gone() {
        let mut adopter = process(1, 0, State::Sleeping);
        adopter.container = None;
        let with = snapshot([adopter]);
        assert_eq!(changes(&snapshot([]), &with), []);
        assert_eq!(changes(&with, &snapshot([])), []);
    }
}
