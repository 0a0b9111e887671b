//! Long runs of like siblings become one line: `sleep 60 × 9,998`.

use crate::snapshot::{Node, Process};

/// From how many on a run is folded: less saves no room.
const LONG: usize = 4;

/// The nodes of a tree cut into lines: a line is one process, or a run of siblings that follow each other and
/// differ only in PID. Processes with a name, with children, or that `keep` wants stand alone.
pub fn fold<'t, 'a>(nodes: &'t [Node<'a>], keep: impl Fn(&Process) -> bool) -> Vec<Line<'t, 'a>> {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < nodes.len() {
        let run = run(&nodes[at..], &keep);
        let taken = if run >= LONG { run } else { 1 };
        lines.push(Line { nodes: &nodes[at..at + taken] });
        at += taken;
    }
    lines
}

/// The same lines, one for each process.
pub fn unfolded<'t, 'a>(nodes: &'t [Node<'a>]) -> Vec<Line<'t, 'a>> {
    nodes.chunks(1).map(|nodes| Line { nodes }).collect()
}

/// How many of the first nodes are alike, leaves and siblings. In a tree's order two neighbours without
/// children at one depth have one parent.
fn run(nodes: &[Node<'_>], keep: &impl Fn(&Process) -> bool) -> usize {
    let first = nodes[0];
    let foldable = |node: &Node<'_>| node.process.name.is_none() && !keep(node.process);
    let ends_here = |at: usize| nodes.get(at + 1).is_none_or(|next| next.depth <= first.depth);
    let alike = |node: &Node<'_>| node.depth == first.depth && alike(node.process, first.process);
    (0..nodes.len()).take_while(|at| alike(&nodes[*at]) && foldable(&nodes[*at]) && ends_here(*at)).count()
}

fn alike(one: &Process, other: &Process) -> bool {
    one.host_ppid == other.host_ppid
        && one.state == other.state
        && one.ended == other.ended
        && one.comm == other.comm
        && one.command == other.command
        && one.container == other.container
        && one.pid_namespace == other.pid_namespace
        && one.ns_pids.len() == other.ns_pids.len()
}

/// One line of a folded tree: never empty.
#[derive(Debug, Clone, Copy)]
pub struct Line<'t, 'a> {
    nodes: &'t [Node<'a>],
}

impl<'a> Line<'_, 'a> {
    /// The only or the first process.
    pub fn process(&self) -> &'a Process {
        self.nodes[0].process
    }

    /// How deep below its root.
    pub fn depth(&self) -> usize {
        self.nodes[0].depth
    }

    /// Whether no sibling follows.
    pub fn last(&self) -> bool {
        self.nodes[self.nodes.len() - 1].last
    }

    /// How many processes it stands for.
    pub fn count(&self) -> usize {
        self.nodes.len()
    }

    /// A PID, or the first and the last one of a run: `17…10014`.
    pub fn range<P: std::fmt::Display + PartialEq>(&self, pid: impl Fn(&Process) -> P) -> String {
        let first = pid(self.nodes[0].process);
        let last = pid(self.nodes[self.nodes.len() - 1].process);
        if first == last { first.to_string() } else { format!("{first}…{last}") }
    }

    /// ` × 9,998`, or nothing for a single process.
    pub fn times(&self) -> String {
        if self.count() == 1 { String::new() } else { format!(" × {}", thousands(self.count())) }
    }
}

/// `9,998`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{HostPid, NsPid, ProcessId, Snapshot, State, Tree};

    fn process(pid: i32, parent: i32, comm: &str) -> Process {
        Process {
            id: ProcessId { pid: HostPid(pid), start_time: 1 },
            name: None,
            container: None,
            pid: NsPid(pid),
            ppid: NsPid(parent),
            host_ppid: HostPid(parent),
            ns_pids: Vec::new(),
            pid_namespace: None,
            state: State::Sleeping,
            comm: comm.as_bytes().to_vec(),
            command: Vec::new(),
            ended: None,
        }
    }

    /// PID 1 with nine sleeping children, 2 to 10.
    fn ten() -> Vec<Process> {
        std::iter::once(process(1, 0, "init")).chain((2..=10).map(|pid| process(pid, 1, "sleep"))).collect()
    }

    fn lines(processes: Vec<Process>, keep: impl Fn(&Process) -> bool) -> Vec<String> {
        let snapshot = Snapshot { processes, stable: true };
        let tree = Tree::of(&snapshot);
        fold(&tree.nodes, keep).iter().map(|line| line.range(|process| process.pid) + &line.times()).collect()
    }

    #[test]
    fn like_siblings_become_one_line() {
        assert_eq!(lines(ten(), |_| false), ["1", "2…10 × 9"]);
    }

    #[test]
    fn a_folded_run_is_the_last_child_if_its_last_process_is() {
        let snapshot = Snapshot { processes: ten(), stable: true };
        let tree = Tree::of(&snapshot);
        let folded = fold(&tree.nodes, |_| false);
        assert_eq!((folded[1].last(), folded[1].depth(), folded[1].count()), (true, 1, 9));
    }

    #[test]
    fn three_are_no_run() {
        let mut few = ten();
        few.truncate(4);
        assert_eq!(lines(few, |_| false), ["1", "2", "3", "4"]);
    }

    #[test]
    fn a_name_is_never_folded_away() {
        let mut processes = ten();
        processes[4].name = Some("mine".to_owned());
        assert_eq!(lines(processes, |_| false), ["1", "2", "3", "4", "5", "6…10 × 5"]);
    }

    #[test]
    fn nor_is_what_the_caller_keeps() {
        assert_eq!(lines(ten(), |process| process.pid.0 == 9), ["1", "2…8 × 7", "9", "10"]);
    }

    #[test]
    fn a_parent_or_another_state_or_end_ends_a_run() {
        let mut processes = ten();
        processes[5].state = State::Zombie;
        assert_eq!(lines(processes, |_| false), ["1", "2…5 × 4", "6", "7…10 × 4"]);
        let mut processes = ten();
        processes.push(process(11, 10, "sleep"));
        assert_eq!(lines(processes, |_| false), ["1", "2…9 × 8", "10", "11"]);
        let mut processes = ten();
        processes[5].pid_namespace = Some(7);
        assert_eq!(lines(processes, |_| false), ["1", "2…5 × 4", "6", "7…10 × 4"]);
    }

    #[test]
    fn children_of_two_parents_stay_apart() {
        let mut processes = vec![process(1, 0, "init"), process(2, 1, "a"), process(3, 1, "b")];
        processes.extend((10..14).map(|pid| process(pid, 2, "sleep")));
        processes.extend((20..24).map(|pid| process(pid, 3, "sleep")));
        assert_eq!(lines(processes, |_| false), ["1", "2", "10…13 × 4", "3", "20…23 × 4"]);
    }

    #[test]
    fn numbers_are_grouped() {
        let grouped: Vec<_> = [0, 12, 999, 1000, 9998, 123_456, 1_234_567].map(thousands).into();
        assert_eq!(grouped, ["0", "12", "999", "1,000", "9,998", "123,456", "1,234,567"]);
    }
}
