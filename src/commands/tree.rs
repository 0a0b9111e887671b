//! `pidlab tree`: the machine's process tree, with a PID for each PID namespace.

use super::Context;
use crate::cli::{self, Format};
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::observe::host::{self, Machine};
use crate::report::json;
use crate::report::machine::{Closing, Picture};
use crate::snapshot::{HostPid, Process, State, ancestors, subtree};
use std::collections::HashSet;

/// Reads all processes, keeps those that are asked for, and shows them.
pub(super) fn run(args: &cli::Tree, context: &Context<'_>) -> Result<Exit> {
    let machine = host::machine()?;
    let wanted = wanted(&machine, args)?;
    match args.format {
        Format::Json => context.output.line(&as_json(&machine, &wanted)?)?,
        Format::Text => {
            let picture = picture(&machine, &wanted, args);
            context.output.write(&picture.draw(context.words, context.output.style))?;
        }
    }
    Ok(Exit::Success)
}

/// Each option takes away what it does not ask for.
fn wanted(machine: &Machine, args: &cli::Tree) -> Result<HashSet<HostPid>> {
    let below = args.pid.map(|pid| below(machine, pid)).transpose()?;
    let asked = |process: &&Process| {
        let pid = process.id.pid;
        let in_tree = below
            .as_ref()
            .map_or(args.all || !machine.kernel_threads.contains(&pid), |below| below.contains(&pid));
        in_tree && (!args.zombies || process.state == State::Zombie) && (!args.ns || process.is_foreign())
    };
    Ok(machine.snapshot.processes.iter().filter(asked).map(|process| process.id.pid).collect())
}

fn below(machine: &Machine, pid: i32) -> Result<HashSet<HostPid>> {
    let found = subtree(&machine.snapshot, HostPid(pid));
    if found.is_empty() {
        let error = Error::usage(Message::new("tree-no-such-pid").with("pid", pid.to_string()));
        return Err(error.hint(Message::new("tree-no-such-pid-hint")));
    }
    Ok(found)
}

fn picture<'a>(machine: &'a Machine, wanted: &'a HashSet<HostPid>, args: &cli::Tree) -> Picture<'a> {
    Picture {
        snapshot: &machine.snapshot,
        wanted,
        context: ancestors(&machine.snapshot, wanted),
        alone: args.pid.map(HostPid),
        fold: !args.all,
        closing: match (args.zombies, args.ns) {
            (true, _) => Closing::Zombies,
            (false, true) => Closing::Namespaces,
            (false, false) => Closing::Counts,
        },
        kernel_threads: if args.all || args.pid.is_some() { 0 } else { machine.kernel_threads.len() },
        unseen: unseen(machine),
    }
}

/// What a person without privilege is told once, in one line.
fn unseen(machine: &Machine) -> Vec<Message> {
    let host::Unseen { hidepid, namespaces, ends } = machine.unseen;
    let counted = |id, count: usize| (count > 0).then(|| Message::new(id).with("count", count as i64));
    [
        hidepid.then(|| Message::new("tree-unseen-hidepid")),
        counted("tree-unseen-namespaces", namespaces),
        counted("tree-unseen-ends", ends),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn as_json(machine: &Machine, wanted: &HashSet<HostPid>) -> Result<String> {
    #[derive(serde::Serialize)]
    struct Tree<'a> {
        processes: Vec<json::Process<'a>>,
    }
    let wanted = machine.snapshot.processes.iter().filter(|process| wanted.contains(&process.id.pid));
    let tree = Tree { processes: wanted.map(json::process).collect() };
    serde_json::to_string(&tree).map_err(|error| Error::io("write(JSON)", &error.into()))
}
