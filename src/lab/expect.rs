//! Expectations of a step, and whether they can hold together.

use super::deeds;
use super::facts::{self, About, Purpose};
use super::inits::Reaction;
use super::model::{Action, Condition, Deed, Expect, Facts, Parent, Stopping};
use super::reader::{Table, Value};
use super::scope::Scope;
use crate::i18n::Message;

/// As inits.toml writes them.
pub(super) const REACTIONS: [(&str, Reaction); 3] =
    [("ends", Reaction::Ends), ("forwards", Reaction::Forwards), ("nothing", Reaction::Nothing)];

/// An expectation with the places that faults point at.
struct Read {
    only_if: Option<Condition>,
    about: Vec<About>,
    deeds: Vec<Deed>,
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
        Expect { only_if: self.only_if, facts, deeds: self.deeds }
    }
}

fn read_one(value: &Value<'_>, action: Option<&Action>, scope: &Scope<'_>) -> Option<Read> {
    let mut table = value.table()?;
    let only_if = table.take("if").map(|value| condition(&value));
    let (deeds, any) = deeds::read(&mut table, action, scope);
    let rest = table.rest();
    if rest.is_empty() && !any {
        value.fault(Message::new("fault-no-facts"));
    }
    let about = rest.iter().filter_map(|value| facts::about(value, scope, Purpose::Expect)).collect();
    // Without a readable condition nothing can be said about contradictions.
    let only_if = only_if.map_or(Some(None), |condition| condition.map(Some))?;
    Some(Read { only_if, about, deeds })
}

fn condition(value: &Value<'_>) -> Option<Condition> {
    let mut table = value.table()?;
    let reaps = table.take("reaps");
    let host = table.take("host");
    let on = table.take("on");
    table.finish();
    match (reaps, host, on) {
        (Some(reaps), None, None) => reaps.boolean().map(Condition::Reaps),
        (None, Some(host), None) => host.boolean().map(Condition::Host),
        (None, None, Some(on)) => reaction(&on),
        _ => {
            value.fault(Message::new("fault-condition"));
            None
        }
    }
}

/// `on = { TERM = "ends" }`
fn reaction(value: &Value<'_>) -> Option<Condition> {
    let mut table = value.table()?;
    let (term, int) = (table.take("TERM"), table.take("INT"));
    table.finish();
    let (signal, said) = match (term, int) {
        (Some(term), None) => (Stopping::Term, term),
        (None, Some(int)) => (Stopping::Int, int),
        _ => {
            value.fault(Message::new("fault-condition-on"));
            return None;
        }
    };
    let word = said.string()?.value;
    let found = REACTIONS.into_iter().find(|(known, _)| *known == word);
    if found.is_none() {
        said.not_among(word, &REACTIONS.map(|(known, _)| known));
    }
    found.map(|(_, reaction)| Condition::On(signal, reaction))
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
        (Some(Condition::On(signal, a)), Some(Condition::On(other, b))) => signal != other || a == b,
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
        || differ(a.memory.as_ref(), b.memory.as_ref())
        || differ(a.wchan.as_ref(), b.wchan.as_ref())
}

fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    a.is_some() && b.is_some() && a != b
}
