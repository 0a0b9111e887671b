//! Processes by PID namespace, also where the namespaces themselves may not be read.

use super::colour::Meaning;
use super::fold::thousands;
use super::label;
use super::table::Line;
use crate::i18n::Words;
use crate::snapshot::{HostPid, Process, Snapshot, State};
use std::collections::{BTreeMap, HashMap};

/// Which namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Namespace {
    /// The inode of `ns/pid`.
    Inode(u64),
    /// It may not be read, but its PID 1 is known.
    Of(HostPid),
    /// Nothing is known but that it is another one.
    Unknown,
}

/// The processes of each other namespace.
pub type Namespaces<'a> = BTreeMap<Namespace, Vec<&'a Process>>;

/// The processes in other namespaces than the reader's, those that are `wanted`.
pub fn by_namespace(snapshot: &Snapshot, wanted: impl Fn(&Process) -> bool) -> Namespaces<'_> {
    let foreign = || snapshot.processes.iter().filter(|process| process.is_foreign());
    let by_pid: HashMap<HostPid, &Process> = foreign().map(|process| (process.id.pid, process)).collect();
    let mut found = Namespaces::new();
    for process in foreign().filter(|process| wanted(process)) {
        found.entry(namespace_of(process, &by_pid)).or_default().push(process);
    }
    found
}

/// A parent that is known to be in the same namespace (only then is there a PPID inside) leads to its PID 1.
fn namespace_of(process: &Process, by_pid: &HashMap<HostPid, &Process>) -> Namespace {
    if let Some(inode) = process.pid_namespace {
        return Namespace::Inode(inode);
    }
    let mut at = process;
    // No chain is longer than there are processes.
    for _ in 0..by_pid.len() {
        match by_pid.get(&at.host_ppid) {
            _ if at.pid.0 == 1 => return Namespace::Of(at.id.pid),
            Some(parent) if at.ppid.0 != 0 => at = parent,
            _ => break,
        }
    }
    Namespace::Unknown
}

/// How many there are. What is in an unknown one may well be in one that was counted already.
pub fn count(namespaces: &Namespaces<'_>) -> usize {
    let known = namespaces.keys().filter(|namespace| **namespace != Namespace::Unknown).count();
    known.max(usize::from(!namespaces.is_empty()))
}

/// Its PID 1, that one's PID here, how many processes and zombies, its inode.
pub fn line(namespace: Namespace, processes: &[&Process], words: &Words) -> Line {
    let known = namespace != Namespace::Unknown;
    let init = processes.iter().find(|process| known && process.pid.0 == 1);
    let zombies = processes.iter().filter(|process| process.state == State::Zombie).count();
    Line {
        mark: "",
        cells: vec![
            init.map_or_else(|| words.get("tree-init-unknown"), |init| label::label(init)),
            init.map_or_else(String::new, |init| init.id.pid.to_string()),
            thousands(processes.len()),
            thousands(zombies),
            match namespace {
                Namespace::Inode(inode) => inode.to_string(),
                Namespace::Of(_) | Namespace::Unknown => words.get("tree-namespace-unknown"),
            },
        ],
        meaning: if zombies > 0 { Meaning::Zombie } else { Meaning::Plain },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{NsPid, ProcessId};

    /// (PID here, PID inside, parent's PID here, parent's PID inside)
    fn hidden((pid, inside, parent, inside_parent): (i32, i32, i32, i32)) -> Process {
        Process {
            id: ProcessId { pid: HostPid(pid), start_time: 1 },
            name: None,
            container: None,
            pid: NsPid(inside),
            ppid: NsPid(inside_parent),
            host_ppid: HostPid(parent),
            ns_pids: vec![pid, inside],
            pid_namespace: None,
            state: State::Sleeping,
            comm: Vec::new(),
            command: Vec::new(),
            ended: None,
        }
    }

    #[test]
    fn namespaces_that_may_not_be_read_are_told_apart_by_their_first_process() {
        let processes =
            [(10, 1, 2, 0), (11, 2, 10, 1), (12, 3, 11, 2), (20, 1, 2, 0), (21, 2, 20, 1), (30, 9, 2, 0)];
        let snapshot = Snapshot { processes: processes.map(hidden).into(), stable: true };
        let found = by_namespace(&snapshot, |_| true);
        let sizes: Vec<_> = found.iter().map(|(namespace, all)| (*namespace, all.len())).collect();
        let (first, second) = (Namespace::Of(HostPid(10)), Namespace::Of(HostPid(20)));
        assert_eq!(sizes, [(first, 3), (second, 2), (Namespace::Unknown, 1)]);
        assert_eq!(count(&found), 2);
    }

    #[test]
    fn one_is_there_even_if_nothing_is_known_of_it() {
        let snapshot = Snapshot { processes: vec![hidden((30, 9, 2, 0))], stable: true };
        assert_eq!(count(&by_namespace(&snapshot, |_| true)), 1);
        assert_eq!(count(&by_namespace(&snapshot, |_| false)), 0);
    }
}
