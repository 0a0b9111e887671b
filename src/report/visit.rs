//! What has changed while somebody was inside, in words.

use super::label;
use crate::engine::event::Observed;
use crate::i18n::{Message, Words};
use crate::snapshot::{Change, Process, ProcessId, State};

/// More changes than this are counted only.
const MOST: usize = 12;

/// A sentence for each.
pub(super) fn changes(observed: &Observed, words: &Words) -> Vec<String> {
    let all = &observed.changes;
    let mut told: Vec<String> =
        all.iter().take(MOST).map(|change| words.say(&sentence(change, observed))).collect();
    if all.len() > MOST {
        let number = (all.len() - MOST) as i64;
        told.push(words.say(&Message::new("visit-more").with("number", number)));
    }
    told
}

fn sentence(change: &Change, observed: &Observed) -> Message {
    let process = find(change.process(), observed);
    let dead = process.is_some_and(|process| process.state == State::Zombie);
    let message = match change {
        Change::Born(_) if dead => Message::new("visit-born-zombie"),
        Change::Born(_) => Message::new("visit-born"),
        Change::BecameZombie(_) => Message::new("visit-zombie"),
        Change::Reaped(_) => Message::new("visit-reaped"),
        Change::Gone(_) => Message::new("visit-gone"),
        Change::Reparented { from, to, .. } => {
            Message::new("visit-reparented").with("from", i64::from(from.0)).with("to", i64::from(to.0))
        }
        Change::Execed { from, .. } => Message::new("visit-execed").with("from", crate::escape::bytes(from)),
    };
    let name = process.map_or_else(String::new, called);
    message.with("process", name).with("pid", process.map_or(0, |process| i64::from(process.pid.0)))
}

fn find(id: ProcessId, observed: &Observed) -> Option<&Process> {
    observed.snapshot.by_id(id).or_else(|| observed.gone.iter().find(|process| process.id == id))
}

/// The lab's name for it, if it has one.
fn called(process: &Process) -> String {
    process.name.clone().unwrap_or_else(|| label::label(process))
}
