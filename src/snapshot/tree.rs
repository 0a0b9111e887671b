//! Parents and children, from the PPIDs of one snapshot.

use super::{HostPid, Process, Snapshot};
use std::collections::{HashMap, HashSet};

/// A process with its place in a tree.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// The process.
    pub process: &'a Process,
    /// How deep below its root; roots have 0.
    pub depth: usize,
    /// Whether it is the last child of its parent.
    pub last: bool,
}

/// The processes of a snapshot in the order of a tree: every parent before its children.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// Depth first, siblings by their PID.
    pub nodes: Vec<Node<'a>>,
}

impl<'a> Tree<'a> {
    /// Roots are the processes whose parent is not in the snapshot.
    pub fn of(snapshot: &'a Snapshot) -> Self {
        Self::of_processes(snapshot.processes.iter())
    }

    /// The same for some of the processes.
    pub fn of_processes(processes: impl Iterator<Item = &'a Process>) -> Self {
        let all: Vec<&Process> = processes.collect();
        let present: HashSet<HostPid> = all.iter().map(|process| process.id.pid).collect();
        let mut children: HashMap<HostPid, Vec<&Process>> = HashMap::new();
        let mut roots = Vec::new();
        for process in all {
            let parent = process.host_ppid;
            if present.contains(&parent) && parent != process.id.pid {
                children.entry(parent).or_default().push(process);
            } else {
                roots.push(process);
            }
        }
        let mut tree = Self::default();
        // An explicit stack: a chain of processes may be deeper than our own stack.
        let mut open: Vec<Node<'a>> = nodes(roots, 0);
        while let Some(node) = open.pop() {
            tree.nodes.push(node);
            if let Some(below) = children.remove(&node.process.id.pid) {
                open.extend(nodes(below, node.depth + 1));
            }
        }
        tree
    }
}

/// Siblings as nodes, the first of them last, ready to be popped.
fn nodes(mut siblings: Vec<&Process>, depth: usize) -> Vec<Node<'_>> {
    siblings.sort_by_key(|process| std::cmp::Reverse((process.pid, process.id)));
    siblings
        .into_iter()
        .enumerate()
        .map(|(from_the_end, process)| Node { process, depth, last: from_the_end == 0 })
        .collect()
}
