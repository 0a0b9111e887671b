//! The tree of a run as lines: what is inside and what the host sees side by side, changes marked.

use super::branches::Branches;
use super::colour::Meaning;
use super::fold::fold;
use super::label;
use super::table::{Column, Line, lay_out};
use crate::engine::event::Observed;
use crate::i18n::Words;
use crate::lab::is_init;
use crate::output::Style;
use crate::snapshot::{Change, HostPid, Node, NsPid, Process, ProcessId, State, Tree};
use std::collections::{HashMap, HashSet};

/// Which PIDs are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Those that the container itself sees.
    Inside,
    /// Those that the host sees.
    Host,
    /// Both.
    Both,
}

/// Room for branches before the tree's depth is only told.
const DEEPEST: usize = 24;

/// Draws it; the first line is the heading. Empty if there is nothing to show.
pub(super) fn draw(observed: &Observed, view: View, words: &Words, style: Style) -> Vec<String> {
    let stage = Stage::new(observed);
    if stage.processes.is_empty() {
        return Vec::new();
    }
    let containers = stage.containers();
    let nodes = stage.nodes(&containers);
    let mut branches = Branches::new(DEEPEST);
    let lines: Vec<Line> = fold(&nodes, |process| stage.touched.contains(&process.id))
        .iter()
        .map(|folded| {
            let first = folded.process();
            let branch = branches.next(folded.depth(), folded.last());
            let place = if folded.depth() == 0 { place(first, &containers) } else { String::new() };
            let mut cells = vec![format!("{branch}{place}{}{}", title(first), folded.times())];
            if view != View::Host {
                cells.push(folded.range(|process| process.pid) + &stage.deeper(first));
                cells.push(stage.ppid(first));
            }
            cells.push(label::state(first, words));
            if view != View::Inside {
                cells.push(folded.range(|process| process.id.pid));
                cells.push(stage.host_ppid(first));
            }
            let (mark, meaning) = stage.mark(first);
            Line { mark, cells, meaning }
        })
        .collect();
    lay_out(&columns(view, words), &lines, style)
}

/// What a lab calls a process, if that says more than its command line does; then the command line.
fn title(process: &Process) -> String {
    let shown = label::label(process);
    match process.name.as_deref() {
        Some(name) if !is_init(name) && name.as_bytes() != process.comm => {
            format!("{name}: {shown}")
        }
        _ => shown,
    }
}

/// Where a root of the tree is, if that is a question.
fn place(process: &Process, containers: &[&str]) -> String {
    match process.container.as_deref() {
        Some(container) if containers.len() > 1 => format!("{container} · "),
        _ => String::new(),
    }
}

fn columns(view: View, words: &Words) -> Vec<Column> {
    let mut columns = vec![Column::left(words.get("column-process"))];
    if view != View::Host {
        columns.push(Column::right(words.get("column-pid")));
        columns.push(Column::right(words.get("column-ppid")));
    }
    columns.push(Column::left(words.get("column-state")));
    if view != View::Inside {
        columns.push(Column::right(words.get("column-host-pid")));
        columns.push(Column::right(words.get("column-host-ppid")).spare());
    }
    columns
}

/// The processes of one moment together with those that have just gone.
struct Stage {
    processes: Vec<Process>,
    touched: HashSet<ProcessId>,
    born: HashSet<ProcessId>,
    gone: HashSet<ProcessId>,
    moved: HashMap<ProcessId, (NsPid, NsPid)>,
    moved_on_host: HashMap<ProcessId, HostPid>,
}

impl Stage {
    fn new(observed: &Observed) -> Self {
        let mut stage = Self {
            processes: observed.snapshot.processes.clone(),
            touched: observed.changes.iter().map(Change::process).collect(),
            born: HashSet::new(),
            gone: observed.gone.iter().map(|process| process.id).collect(),
            moved: HashMap::new(),
            moved_on_host: HashMap::new(),
        };
        stage.processes.extend(observed.gone.iter().cloned().map(|mut process| {
            process.state = State::Gone;
            process
        }));
        for change in &observed.changes {
            match change {
                Change::Born(id) => drop(stage.born.insert(*id)),
                Change::Reparented { process, from, to, host_from } => {
                    stage.moved.insert(*process, (*from, *to));
                    stage.moved_on_host.insert(*process, *host_from);
                }
                _ => {}
            }
        }
        // Many that are born at once are one piece of news: they may be folded.
        stage.touched.retain(|id| !stage.born.contains(id));
        stage
    }

    /// The containers that are on the stage, in their order.
    fn containers(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for container in self.processes.iter().filter_map(|process| process.container.as_deref()) {
            if !found.contains(&container) {
                found.push(container);
            }
        }
        found
    }

    /// The processes in the order of a tree, one container after the other. On the host, the only place then,
    /// parents that are no part of the lab belong to the same tree.
    fn nodes(&self, containers: &[&str]) -> Vec<Node<'_>> {
        if containers.len() < 2 {
            return Tree::of_processes(self.processes.iter()).nodes;
        }
        let is_in = |process: &&Process, name: &str| process.container.as_deref() == Some(name);
        let tree = |name: &&str| Tree::of_processes(self.processes.iter().filter(|it| is_in(it, name))).nodes;
        containers.iter().flat_map(tree).collect()
    }

    /// Its PIDs in a container in the container: `/1`.
    fn deeper(&self, process: &Process) -> String {
        let same_place = self.processes.iter().filter(|other| other.container == process.container);
        let levels = same_place.map(|other| other.ns_pids.len()).min().unwrap_or_default();
        let deeper: Vec<String> = process.ns_pids.iter().skip(levels).map(ToString::to_string).collect();
        if deeper.is_empty() { String::new() } else { format!("/{}", deeper.join("/")) }
    }

    fn ppid(&self, process: &Process) -> String {
        match self.moved.get(&process.id) {
            Some((from, to)) if from != to => format!("{from}→{to}"),
            _ => process.ppid.to_string(),
        }
    }

    fn host_ppid(&self, process: &Process) -> String {
        match self.moved_on_host.get(&process.id) {
            Some(from) => format!("{from}→{}", process.host_ppid),
            None => process.host_ppid.to_string(),
        }
    }

    fn mark(&self, process: &Process) -> (&'static str, Meaning) {
        if self.gone.contains(&process.id) {
            ("✗", Meaning::Gone)
        } else if process.state == State::Zombie {
            (if self.moved.contains_key(&process.id) { "↳" } else { "Z" }, Meaning::Zombie)
        } else if self.moved.contains_key(&process.id) {
            ("↳", Meaning::Orphan)
        } else if self.born.contains(&process.id) {
            ("+", Meaning::New)
        } else {
            ("", Meaning::Plain)
        }
    }
}
