//! The picture of a machine's processes: the tree, what its marks mean, and what there is to count.

use super::branches::Branches;
use super::colour::{Meaning, paint};
use super::fold::{self, thousands};
use super::label;
use super::namespaces::{self, Namespaces, by_namespace};
use super::table::{Column, Line, lay_out};
use crate::i18n::{Message, Words};
use crate::output::Style;
use crate::snapshot::{HostPid, Process, Snapshot, State, Tree};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// What is drawn.
#[derive(Debug)]
pub struct Picture<'a> {
    /// All processes.
    pub snapshot: &'a Snapshot,
    /// Those that were asked for.
    pub wanted: &'a HashSet<HostPid>,
    /// Those above them: drawn too, but dimmed.
    pub context: HashSet<HostPid>,
    /// A process that must not be folded away.
    pub alone: Option<HostPid>,
    /// Whether runs of like siblings become one line.
    pub fold: bool,
    /// What is said below the tree.
    pub closing: Closing,
    /// How many threads of the kernel are not drawn.
    pub kernel_threads: usize,
    /// What the reader may not see: parts of one sentence.
    pub unseen: Vec<Message>,
}

/// What is said below the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// How many processes, zombies and namespaces there are.
    Counts,
    /// How many zombies, and whose.
    Zombies,
    /// Each namespace with its PID 1.
    Namespaces,
}

/// Parents of zombies that are named, those with the most zombies first.
const PARENTS: usize = 5;

impl Picture<'_> {
    /// The whole text.
    pub fn draw(&self, words: &Words, style: Style) -> String {
        let mut lines = Vec::new();
        if !self.wanted.is_empty() {
            lines.extend(self.tree(words, style));
            lines.push(String::new());
        }
        lines.extend(self.closing(words, style));
        let legend = self.legend(words);
        let legend = legend.iter().flat_map(|line| wrapped(line, "   ", style));
        lines.extend(legend.map(|line| paint(&line, Meaning::Dim, style)));
        lines.extend(self.unseen(words).iter().flat_map(|line| wrapped(line, "", style)));
        lines.push(String::new());
        lines.join("\n")
    }

    fn tree(&self, words: &Words, style: Style) -> Vec<String> {
        let tree = Tree::of_processes(self.drawn());
        let folded = if self.fold {
            fold::fold(&tree.nodes, |process| Some(process.id.pid) == self.alone)
        } else {
            fold::unfolded(&tree.nodes)
        };
        // The first column has about half of the width: some of it must be left for names.
        let mut branches = Branches::new(style.width / 3);
        let mut lines: Vec<Line> = folded.iter().map(|line| self.line(line, &mut branches, words)).collect();
        let columns = columns(words, &mut lines);
        lay_out(&columns, &lines, style)
    }

    fn drawn(&self) -> impl Iterator<Item = &Process> {
        let drawn = |pid| self.wanted.contains(pid) || self.context.contains(pid);
        self.snapshot.processes.iter().filter(move |process| drawn(&process.id.pid))
    }

    fn wanted(&self) -> impl Iterator<Item = &Process> {
        self.snapshot.processes.iter().filter(|process| self.wanted.contains(&process.id.pid))
    }

    fn by_namespace(&self) -> Namespaces<'_> {
        by_namespace(self.snapshot, |process| self.wanted.contains(&process.id.pid))
    }

    fn line(&self, line: &fold::Line<'_, '_>, branches: &mut Branches, words: &Words) -> Line {
        let process = line.process();
        let branch = branches.next(line.depth(), line.last());
        Line {
            mark: mark(process),
            cells: vec![
                branch + &label::label(process) + &line.times(),
                line.range(|process| process.id.pid),
                line.range(levels),
                process.host_ppid.to_string(),
                label::state(process, words),
            ],
            meaning: if self.wanted.contains(&process.id.pid) { meaning(process) } else { Meaning::Dim },
        }
    }

    fn closing(&self, words: &Words, style: Style) -> Vec<String> {
        match self.closing {
            Closing::Counts => wrapped(&self.counts(words), "", style),
            Closing::Zombies => {
                self.zombies(words).iter().flat_map(|line| wrapped(line, "  ", style)).collect()
            }
            Closing::Namespaces => self.namespaces(words, style),
        }
    }

    fn counts(&self, words: &Words) -> String {
        let zombies = self.wanted().filter(|process| process.state == State::Zombie).count();
        let mut parts = vec![
            counted("tree-count-processes", self.wanted.len()),
            counted("tree-count-zombies", zombies),
            counted("tree-count-namespaces", namespaces::count(&self.by_namespace())),
        ];
        if self.kernel_threads > 0 {
            parts.push(counted("tree-count-kernel-threads", self.kernel_threads));
        }
        parts.iter().map(|part| words.say(part)).collect::<Vec<_>>().join(" · ")
    }

    fn zombies(&self, words: &Words) -> Vec<String> {
        let mut of: HashMap<HostPid, usize> = HashMap::new();
        for zombie in self.wanted() {
            *of.entry(zombie.host_ppid).or_default() += 1;
        }
        let mut parents: Vec<_> = of.into_iter().collect();
        parents.sort_unstable_by_key(|(pid, count)| (std::cmp::Reverse(*count), *pid));
        let mut lines = vec![words.say(&counted("tree-zombies", self.wanted.len()))];
        lines.extend(parents.iter().take(PARENTS).map(|(pid, count)| words.say(&self.parent(*pid, *count))));
        if parents.len() > PARENTS {
            lines.push(words.say(&counted("tree-zombies-more-parents", parents.len() - PARENTS)));
        }
        lines
    }

    fn parent(&self, pid: HostPid, count: usize) -> Message {
        let parent = self.snapshot.processes.iter().find(|process| process.id.pid == pid);
        let name =
            parent.map_or_else(|| "?".to_owned(), |parent| super::table::cut(&label::label(parent), 40));
        counted("tree-zombies-of", count).with("parent", name).with("pid", pid.to_string())
    }

    fn namespaces(&self, words: &Words, style: Style) -> Vec<String> {
        let namespaces = self.by_namespace();
        let mut lines = vec![words.say(&counted("tree-namespaces", namespaces::count(&namespaces)))];
        if !namespaces.is_empty() {
            let columns = [
                Column::left(words.get("tree-column-init")),
                Column::right(words.get("tree-column-pid")),
                Column::right(words.get("tree-column-processes")),
                Column::right(words.get("tree-column-zombies")),
                Column::right(words.get("tree-column-namespace")).spare(),
            ];
            let rows: Vec<Line> =
                namespaces.iter().map(|(of, all)| namespaces::line(*of, all, words)).collect();
            lines.extend(lay_out(&columns, &rows, style));
        }
        lines
    }

    /// Only the marks that are there are explained.
    fn legend(&self, words: &Words) -> Vec<String> {
        let marked = |mark: &str| self.drawn().any(|process| self::mark(process).contains(mark));
        let mut lines = Vec::new();
        if marked("Z") {
            lines.push(words.get("tree-legend-zombie"));
        }
        if marked("N") {
            lines.push(words.get("tree-legend-namespace"));
        }
        lines
    }

    fn unseen(&self, words: &Words) -> Option<String> {
        let parts: Vec<String> = self.unseen.iter().map(|part| words.say(part)).collect();
        (!parts.is_empty()).then(|| words.say(&Message::new("tree-unseen").with("what", parts.join(", "))))
    }
}

/// The columns; that of the other namespaces only where there are any.
fn columns(words: &Words, lines: &mut [Line]) -> Vec<Column> {
    const LEVELS: usize = 2;
    let mut columns = vec![
        Column::left(words.get("tree-column-process")),
        Column::right(words.get("tree-column-pid")),
        Column::right(words.get("tree-column-in-namespace")),
        Column::right(words.get("tree-column-ppid")).spare(),
        Column::left(words.get("tree-column-state")),
    ];
    if lines.iter().all(|line| line.cells[LEVELS].is_empty()) {
        columns.remove(LEVELS);
        for line in lines {
            line.cells.remove(LEVELS);
        }
    }
    columns
}

/// For who sees no colour.
fn mark(process: &Process) -> &'static str {
    match (process.state, process.is_foreign()) {
        (State::Zombie, true) => "ZN",
        (State::Zombie, false) => "Z",
        (_, true) => "N",
        (_, false) => "",
    }
}

fn meaning(process: &Process) -> Meaning {
    match mark(process) {
        "" => Meaning::Plain,
        "N" => Meaning::Foreign,
        _ => Meaning::Zombie,
    }
}

/// Its PIDs in the namespaces below this one, `16`, or `20/1` in a namespace in a namespace.
fn levels(process: &Process) -> String {
    let below = process.ns_pids.iter().skip(1);
    below.map(ToString::to_string).collect::<Vec<_>>().join("/")
}

/// A sentence in as many lines as it needs, all but the first indented.
fn wrapped(text: &str, indent: &str, style: Style) -> Vec<String> {
    let options = textwrap::Options::new(style.width).subsequent_indent(indent);
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

/// A sentence with a count: `count` to choose by, `number` to show.
fn counted(id: &'static str, count: usize) -> Message {
    Message::new(id).with("count", count as i64).with("number", thousands(count))
}
