//! Who is above and below whom, on the host.

use super::{HostPid, Snapshot};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

/// All that are above one of `of` and not among them.
pub fn ancestors<S: BuildHasher>(snapshot: &Snapshot, of: &HashSet<HostPid, S>) -> HashSet<HostPid> {
    let parents: HashMap<HostPid, HostPid> =
        snapshot.processes.iter().map(|process| (process.id.pid, process.host_ppid)).collect();
    let mut found = HashSet::new();
    for pid in of {
        let mut above = parents.get(pid);
        while let Some(pid) = above {
            // Whoever was found before had its own ancestors found then.
            if !parents.contains_key(pid) || of.contains(pid) || !found.insert(*pid) {
                break;
            }
            above = parents.get(pid);
        }
    }
    found
}

/// `root` and all below it; empty if it is not there.
pub fn subtree(snapshot: &Snapshot, root: HostPid) -> HashSet<HostPid> {
    let mut children: HashMap<HostPid, Vec<HostPid>> = HashMap::new();
    for process in &snapshot.processes {
        children.entry(process.host_ppid).or_default().push(process.id.pid);
    }
    let mut found = HashSet::new();
    let there = snapshot.processes.iter().any(|process| process.id.pid == root);
    let mut open = if there { vec![root] } else { Vec::new() };
    while let Some(pid) = open.pop() {
        if found.insert(pid) {
            open.extend(children.remove(&pid).unwrap_or_default());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{NsPid, Process, ProcessId, State};

    /// 1 ─ 2 ─ 3 ─ 4, 1 ─ 5
    fn snapshot() -> Snapshot {
        let process = |(pid, parent)| Process {
            id: ProcessId { pid: HostPid(pid), start_time: 1 },
            name: None,
            container: None,
            pid: NsPid(pid),
            ppid: NsPid(parent),
            host_ppid: HostPid(parent),
            ns_pids: Vec::new(),
            pid_namespace: None,
            state: State::Sleeping,
            comm: Vec::new(),
            command: Vec::new(),
            ended: None,
        };
        Snapshot { processes: [(1, 0), (2, 1), (3, 2), (4, 3), (5, 1)].map(process).into(), stable: true }
    }

    fn set(pids: &[i32]) -> HashSet<HostPid> {
        pids.iter().copied().map(HostPid).collect()
    }

    #[test]
    fn up_to_the_root_and_no_sideways() {
        assert_eq!(ancestors(&snapshot(), &set(&[4])), set(&[3, 2, 1]));
        assert_eq!(ancestors(&snapshot(), &set(&[5, 3])), set(&[2, 1]));
        assert_eq!(ancestors(&snapshot(), &set(&[3, 4])), set(&[2, 1]));
        assert_eq!(ancestors(&snapshot(), &set(&[1])), set(&[]));
    }

    #[test]
    fn all_that_is_below() {
        assert_eq!(subtree(&snapshot(), HostPid(2)), set(&[2, 3, 4]));
        assert_eq!(subtree(&snapshot(), HostPid(9)), set(&[]));
    }
}
