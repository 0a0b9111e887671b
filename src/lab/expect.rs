//! Expectations of a step, and whether they can hold together.

use super::facts::{self, About, Purpose};
use super::model::{Action, Condition, Expect, Facts, Parent, Sender};
use super::reader::{Table, Value};
use super::scope::Scope;
use crate::i18n::Message;

/// An expectation with the places that faults point at.
struct Read {
    only_if: Option<Condition>,
    about: Vec<About>,
    rc: Option<i32>,
}

/// `expect = [ { NAME = { … }, if = { … }, rc = 0 }, … ]`
pub(super) fn read(table: &mut Table<'_>, action: Option<&Action>, scope: &Scope<'_>) -> Vec<Expect> {
    let list = table.list("expect");
    let all: Vec<Read> = list.iter().filter_map(|value| read_one(value, action, scope)).collect();
    check_together(&all, scope);
    all.into_iter().map(Read::into_model).collect()
}

impl Read {
    fn into_model(self) -> Expect {
        let facts = self.about.into_iter().map(|about| (about.name, about.facts)).collect();
        Expect { only_if: self.only_if, facts, rc: self.rc }
    }
}

fn read_one(value: &Value<'_>, action: Option<&Action>, scope: &Scope<'_>) -> Option<Read> {
    let mut table = value.table()?;
    let only_if = table.take("if").map(|value| condition(&value));
    let rc = table.take("rc").and_then(|value| status(&value, action));
    let rest = table.rest();
    if rest.is_empty() && !value_has_rc(value) {
        value.fault(Message::new("fault-no-facts"));
    }
    let about = rest.iter().filter_map(|value| facts::about(value, scope, Purpose::Expect)).collect();
    // Without a readable condition nothing can be said about contradictions.
    let only_if = only_if.map_or(Some(None), |condition| condition.map(Some))?;
    Some(Read { only_if, about, rc })
}

fn value_has_rc(value: &Value<'_>) -> bool {
    value.table().is_some_and(|table| table.has("rc"))
}

fn condition(value: &Value<'_>) -> Option<Condition> {
    let mut table = value.table()?;
    let reaps = table.take("reaps");
    let host = table.take("host");
    table.finish();
    match (reaps, host) {
        (Some(reaps), None) => reaps.boolean().map(Condition::Reaps),
        (None, Some(host)) => host.boolean().map(Condition::Host),
        _ => {
            value.fault(Message::new("fault-condition"));
            None
        }
    }
}

/// Only a line that was typed has an exit status.
fn status(value: &Value<'_>, action: Option<&Action>) -> Option<i32> {
    let typed =
        matches!(action, None | Some(Action::Type { .. } | Action::Signal { from: Sender::Shell(_), .. }));
    if !typed {
        value.fault(Message::new("fault-rc-without-line"));
        return None;
    }
    value.integer_in(0..=255).map(|number| number as i32)
}

fn check_together(all: &[Read], scope: &Scope<'_>) {
    for (index, later) in all.iter().enumerate() {
        let rivals = all[..index].iter().filter(|earlier| meet(earlier.only_if, later.only_if));
        for earlier in rivals.flat_map(|earlier| &earlier.about) {
            let same = later.about.iter().filter(|about| about.name == earlier.name);
            for about in same.filter(|about| contradict(&earlier.facts, &about.facts)) {
                let message = Message::new("fault-contradiction").with("name", about.name.as_str());
                scope.faults.add(&about.span, message);
            }
        }
    }
}

/// Whether two conditions may hold in the same run.
fn meet(a: Option<Condition>, b: Option<Condition>) -> bool {
    match (a, b) {
        (Some(Condition::Reaps(a)), Some(Condition::Reaps(b)))
        | (Some(Condition::Host(a)), Some(Condition::Host(b))) => a == b,
        _ => true,
    }
}

/// Whether two sets of facts about one process exclude each other.
fn contradict(a: &Facts, b: &Facts) -> bool {
    let states = !a.state.is_empty() && !b.state.is_empty();
    let parents = match (&a.parent, &b.parent) {
        (Some(Parent::Named(a)), Some(Parent::Named(b))) => a != b,
        _ => false,
    };
    states && !a.state.iter().any(|state| b.state.contains(state))
        || parents
        || differ(a.comm.as_ref(), b.comm.as_ref())
        || differ(a.pid.as_ref(), b.pid.as_ref())
        || differ(a.ppid.as_ref(), b.ppid.as_ref())
        || differ(a.levels.as_ref(), b.levels.as_ref())
        || differ(a.ended.as_ref(), b.ended.as_ref())
}

fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    a.is_some() && b.is_some() && a != b
}
