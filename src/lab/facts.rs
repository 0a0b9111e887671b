//! Facts about processes: reading them, and whether they can hold at all.

use super::fault::Span;
use super::model::{End, Facts, Parent};
use super::reader::{At, Table, Value};
use super::scope::Scope;
use crate::i18n::Message;
use crate::snapshot::{Ended, State};
use std::ops::RangeInclusive;
use std::str::FromStr as _;

/// Facts about one process, with the place of its name.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) facts: Facts,
}

/// What facts are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// They must hold after the step.
    Expect,
    /// They choose between texts.
    When,
}

/// The states that a lab may name.
pub(super) const STATES: [State; 5] =
    [State::Running, State::Sleeping, State::Stopped, State::Zombie, State::Gone];

/// PIDs inside; the kernel's `PID_MAX_LIMIT` is the largest.
pub(super) const PIDS: RangeInclusive<i64> = 1..=4_194_304;

/// How many PID namespaces see a process, `pid_namespaces(7)`: 32 nested ones and the first.
pub(super) const LEVELS: RangeInclusive<i64> = 1..=33;

/// Exit statuses.
pub(super) const STATUS: RangeInclusive<i64> = 0..=255;

/// How many processes of a state one may count.
pub(super) const COUNT: RangeInclusive<i64> = 0..=100_000;

/// How many bytes of a program's name the kernel keeps, `PR_SET_NAME(2const)`.
pub(super) const COMM: usize = 15;

/// `when = { NAME = { … }, … }`; nothing if it is not there.
pub(super) fn when(value: Option<Value<'_>>, scope: &Scope<'_>) -> Vec<(String, Facts)> {
    let Some(mut table) = value.and_then(|value| value.table()) else { return Vec::new() };
    let all = table.rest();
    if all.is_empty() {
        scope.faults.add(&table.span, Message::new("fault-no-facts"));
    }
    all.iter()
        .filter_map(|value| about(value, scope, Purpose::When))
        .map(|about| (about.name, about.facts))
        .collect()
}

/// `NAME = { … }`
pub(super) fn about(value: &Value<'_>, scope: &Scope<'_>, purpose: Purpose) -> Option<About> {
    let name = At { value: value.key, span: value.key_span.clone() };
    if scope.is_container(name.value) {
        let init = format!("{}.init", name.value);
        scope.faults.add_with(
            &name.span,
            Message::new("fault-container-as-process").with("name", name.value),
            [Message::new("fault-write-init").with("name", init)],
        );
        return None;
    }
    let known = scope.process(&name);
    let facts = read(value.table()?, scope, purpose)?;
    if known {
        check_alone(&name, &facts, scope, purpose);
    }
    Some(About { name: name.value.to_owned(), span: name.span, facts })
}

fn read(mut table: Table<'_>, scope: &Scope<'_>, purpose: Purpose) -> Option<Facts> {
    let before = scope.faults.count();
    let facts = Facts {
        state: table.take("state").map(|value| states(&value)).unwrap_or_default(),
        parent: table.take("parent").and_then(|value| parent(&value, scope)),
        comm: table.take("comm").and_then(|value| comm(&value)),
        pid: table.take("pid").and_then(|value| value.integer_in(PIDS)).map(|n| n as i32),
        ppid: table.take("ppid").and_then(|value| value.integer_in(0..=*PIDS.end())).map(|n| n as i32),
        levels: table.take("levels").and_then(|value| value.integer_in(LEVELS)).map(|n| n as usize),
        same_as: table.take("same_as").and_then(|value| process(&value, scope)),
        ended: table.take("ended").and_then(|value| ended(&value)),
        memory: table.take("memory").and_then(|value| value.boolean()),
        wchan: table.take("wchan").and_then(|value| Some(value.string()?.value.to_owned())),
        was: table.take("was").and_then(|value| was(&value, purpose)),
    };
    let span = table.span.clone();
    table.finish();
    if facts == Facts::default() && scope.faults.count() == before {
        scope.faults.add(&span, Message::new("fault-no-facts"));
    }
    (scope.faults.count() == before).then_some(facts)
}

/// A name that the kernel keeps as a whole.
pub(super) fn comm(value: &Value<'_>) -> Option<String> {
    let comm = value.string()?.value;
    if comm.len() > COMM {
        value.fault(Message::new("fault-long-comm").with("name", comm).with("kept", cut(comm)));
        return None;
    }
    Some(comm.to_owned())
}

fn cut(comm: &str) -> &str {
    let end = (0..=COMM).rev().find(|end| comm.is_char_boundary(*end)).unwrap_or(0);
    &comm[..end]
}

/// The state of that word, if a lab may name it.
pub(super) fn state_of(word: &str) -> Option<State> {
    STATES.into_iter().find(|state| state.word() == word)
}

fn states(value: &Value<'_>) -> Vec<State> {
    if !value.is_list() {
        return state(value).into_iter().collect();
    }
    let list = value.list().unwrap_or_default();
    if list.is_empty() {
        value.fault(Message::new("fault-empty").with("key", value.key));
    }
    list.iter().filter_map(state).collect()
}

fn state(value: &Value<'_>) -> Option<State> {
    let typed = value.string()?.value;
    let found = state_of(typed);
    if found.is_none() {
        value.not_among(typed, &STATES.map(State::word));
    }
    found
}

fn was(value: &Value<'_>, purpose: Purpose) -> Option<State> {
    if purpose == Purpose::Expect {
        value.fault(Message::new("fault-was-in-expect"));
        return None;
    }
    state(value)
}

fn parent(value: &Value<'_>, scope: &Scope<'_>) -> Option<Parent> {
    let name = value.string()?;
    if name.value == "adopter" {
        return Some(Parent::Adopter);
    }
    scope.process(&name).then(|| Parent::Named(name.value.to_owned()))
}

fn process(value: &Value<'_>, scope: &Scope<'_>) -> Option<String> {
    let name = value.string()?;
    scope.process(&name).then(|| name.value.to_owned())
}

/// `{ status = 7 }`, `{ status = "any" }`, `{ signal = "KILL" }`
fn ended(value: &Value<'_>) -> Option<End> {
    let mut table = value.table()?;
    let status = table.take("status");
    let signal = table.take("signal");
    table.finish();
    match (status, signal) {
        (Some(status), None) if status.is("any") => Some(End::ByItself),
        (Some(status), None) => Some(End::As(Ended::Status(status.integer_in(STATUS)? as i32))),
        (None, Some(signal)) => Some(End::As(Ended::Signal(signal_number(&signal)?))),
        _ => {
            value.fault(Message::new("fault-ended"));
            None
        }
    }
}

/// A signal's name without `SIG`.
pub(super) fn signal_name(value: &Value<'_>) -> Option<String> {
    let typed = value.string()?.value;
    if is_signal(typed) {
        return Some(typed.to_owned());
    }
    let bare = typed.to_uppercase();
    value.not_among(bare.strip_prefix("SIG").unwrap_or(typed), &signals());
    None
}

/// The names of all signals, without `SIG`.
pub(super) fn signals() -> Vec<&'static str> {
    nix::sys::signal::Signal::iterator().map(|signal| &signal.as_str()[3..]).collect()
}

/// Whether there is a signal of that name, without `SIG`.
pub(super) fn is_signal(name: &str) -> bool {
    nix::sys::signal::Signal::from_str(&format!("SIG{name}")).is_ok()
}

fn signal_number(value: &Value<'_>) -> Option<i32> {
    let name = signal_name(value)?;
    nix::sys::signal::Signal::from_str(&format!("SIG{name}")).ok().map(|signal| signal as i32)
}

/// Facts that exclude each other, whatever else is expected.
fn check_alone(name: &At<&str>, facts: &Facts, scope: &Scope<'_>, purpose: Purpose) {
    let add = |problem| scope.faults.add(&name.span, Message::new(problem).with("name", name.value));
    let only = |state| !facts.state.is_empty() && facts.state.iter().all(|one| *one == state);
    // Of those that came from outside the shim tells how they have ended.
    let told = scope.is_from_outside(name.value);
    let past = |ended| Facts { state: facts.state.clone(), was: facts.was, ended, ..Facts::default() };
    if only(State::Gone) && *facts != past(facts.ended.filter(|_| told)) {
        add("fault-gone-with-facts");
    }
    let dead = facts.state.iter().any(|state| *state == State::Zombie || told && *state == State::Gone);
    if facts.ended.is_some() && !facts.state.is_empty() && !dead {
        add("fault-ended-not-zombie");
    }
    if purpose == Purpose::Expect && scope.is_removed(name.value) && !facts.state.contains(&State::Gone) {
        add("fault-removed-must-be-gone");
    }
    if facts.same_as.as_deref() == Some(name.value) && facts.state.is_empty() {
        add("fault-same-as-itself");
    }
}
