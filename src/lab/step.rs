//! A step: its action first, then what is met, asked, expected and told.

use super::model::{Action, Choice, Expect, Meet, Outcome, Question, Rows, Step};
use super::reader::{At, Table, Value};
use super::scope::{Scope, is_name};
use super::{action, expect, facts, text};
use crate::i18n::Message;
use crate::snapshot::State;

/// One `[[step]]`.
pub(super) fn read(value: &Value<'_>, scope: &mut Scope<'_>, source: &str) -> Option<Step> {
    let mut table = value.table()?;
    let title = table.need_text("title");
    let rows = table.take("each").and_then(|value| rows(&value));
    let docker = docker(&mut table, scope, source);
    scope.rows.clone_from(&rows);
    let action = table.need("do").and_then(|value| action::read(&value, scope, source));
    scope.rows = None;
    check_rows(rows.as_ref(), action.as_ref(), &table);
    let say = table.text("say");
    let meet = table.take("meet").map(|value| meets(&value, scope)).unwrap_or_default();
    let question = question(&mut table, scope);
    let expect = expect::read(&mut table, action.as_ref(), scope);
    note_ends(&expect, scope);
    let then = outcomes(&mut table, "then", scope);
    let explain = table.text("explain");
    table.finish();
    Some(Step { title: title?, action: action?, rows, docker, say, question, meet, expect, then, explain })
}

/// `each = { NAME = ["…", "…"] }`
fn rows(value: &Value<'_>) -> Option<Rows> {
    let all = value.table()?.rest();
    let [one] = all.as_slice() else {
        value.fault(Message::new("fault-rows"));
        return None;
    };
    let values: Vec<String> = one.strings()?.iter().map(|value| value.value.to_owned()).collect();
    if values.is_empty() {
        one.fault(Message::new("fault-empty").with("key", one.key));
        return None;
    }
    if !is_name(one.key) {
        let place = At { value: one.key, span: one.key_span.clone() };
        one.fault_at(&place, Message::new("fault-bad-name").with("name", one.key));
        return None;
    }
    Some(Rows { name: one.key.to_owned(), values })
}

/// Only what can be done again and again has rows.
fn check_rows(rows: Option<&Rows>, action: Option<&Action>, table: &Table<'_>) {
    let again = matches!(action, None | Some(Action::Type { .. } | Action::Signal { .. }));
    if rows.is_some() && !again {
        table.faults().add(&table.span, Message::new("fault-rows-action"));
    }
}

/// A PID 1 that is expected to be gone whatever it is: nothing can be done in its container afterwards.
fn note_ends(expect: &[Expect], scope: &mut Scope<'_>) {
    let always = expect.iter().filter(|expect| expect.only_if.is_none());
    for (name, facts) in always.flat_map(|expect| &expect.facts) {
        if facts.state == [State::Gone] {
            scope.end(name);
        }
    }
}

/// Read before the action: it knows what the step found, not what it makes.
fn docker(table: &mut Table<'_>, scope: &Scope<'_>, source: &str) -> Option<String> {
    let line = table.take("docker")?.string()?;
    action::check_line(&line, scope, source);
    Some(line.value.to_owned())
}

struct Stranger<'a> {
    name: At<&'a str>,
    comm: Option<String>,
    child_of: At<&'a str>,
}

/// `meet = { NAME = { comm = "…", child_of = "…" }, … }`, parents before their children.
fn meets(value: &Value<'_>, scope: &mut Scope<'_>) -> Vec<Meet> {
    let Some(mut table) = value.table() else { return Vec::new() };
    let mut waiting: Vec<_> = table.rest().iter().filter_map(stranger).collect();
    let mut met = Vec::new();
    while let Some(next) = waiting.iter().position(|one| scope.container_of(one.child_of.value).is_some()) {
        met.extend(introduce(&waiting.remove(next), scope));
    }
    report_lost(&waiting, scope);
    met
}

/// Those whose parent is never met: an unknown one, or only each other.
fn report_lost(lost: &[Stranger<'_>], scope: &mut Scope<'_>) {
    let is_lost = |name: &str| lost.iter().any(|other| other.name.value == name);
    let (circle, unknown): (Vec<_>, Vec<_>) = lost.iter().partition(|one| is_lost(one.child_of.value));
    for one in &unknown {
        scope.process(&one.child_of);
    }
    if let (Some(one), true) = (circle.first(), unknown.is_empty()) {
        scope.faults.add(&one.child_of.span, Message::new("fault-met-in-circle"));
    }
    for one in lost {
        scope.add_process(&one.name, "", false);
    }
}

fn stranger<'a>(value: &Value<'a>) -> Option<Stranger<'a>> {
    let mut table = value.table()?;
    let comm = table.need("comm").and_then(|value| facts::comm(&value));
    let child_of = table.need_string("child_of");
    table.finish();
    let name = At { value: value.key, span: value.key_span.clone() };
    Some(Stranger { name, comm, child_of: child_of? })
}

fn introduce(stranger: &Stranger<'_>, scope: &mut Scope<'_>) -> Option<Meet> {
    scope.living(&stranger.child_of);
    let container = scope.container_of(stranger.child_of.value).unwrap_or_default().to_owned();
    scope.add_process(&stranger.name, &container, false);
    Some(Meet {
        name: stranger.name.value.to_owned(),
        comm: stranger.comm.clone()?,
        child_of: stranger.child_of.value.to_owned(),
    })
}

fn question(table: &mut Table<'_>, scope: &Scope<'_>) -> Option<Question> {
    let alone = table.has("ask") != table.has("choices");
    if alone {
        scope.faults.add(&table.span, Message::new("fault-ask-and-choices"));
    }
    let asks = table.has("ask");
    if asks && !table.has("because") && !table.has("explain") {
        scope.faults.add(&table.span, Message::new("fault-ask-without-reason"));
    }
    if !asks && table.has("because") {
        scope.faults.add(&table.span, Message::new("fault-because-alone"));
    }
    let ask = table.text("ask");
    let choices = table.take("choices").map(|value| choices(&value, scope));
    let because = table.text("because");
    Some(Question { ask: ask?, choices: choices?, because })
}

fn choices(value: &Value<'_>, scope: &Scope<'_>) -> Vec<Choice> {
    let list = value.list().unwrap_or_default();
    if value.is_list() && list.len() < 2 {
        value.fault(Message::new("fault-one-choice"));
    }
    let choices: Vec<_> = list.iter().map(|value| choice(value, scope)).collect();
    check_distinct(&list, &choices);
    choices.into_iter().flatten().collect()
}

fn choice(value: &Value<'_>, scope: &Scope<'_>) -> Option<Choice> {
    let mut table = value.table()?;
    let text = text::take(&mut table);
    let when = facts::when(table.need("when"), scope);
    table.finish();
    Some(Choice { text: text?, when })
}

/// Exactly one choice may hold, so no two may ask for the same.
fn check_distinct(values: &[Value<'_>], choices: &[Option<Choice>]) {
    for (index, choice) in choices.iter().enumerate() {
        let Some(choice) = choice.as_ref().filter(|choice| !choice.when.is_empty()) else { continue };
        if choices[..index].iter().flatten().any(|earlier| earlier.when == choice.when) {
            values[index].fault(Message::new("fault-same-choice"));
        }
    }
}

/// `[ { when = { … }, en = "…", ko = "…" }, … ]`; without `when` it always holds.
pub(super) fn outcomes(table: &mut Table<'_>, key: &'static str, scope: &Scope<'_>) -> Vec<Outcome> {
    table.list(key).iter().filter_map(|value| outcome(value, scope)).collect()
}

fn outcome(value: &Value<'_>, scope: &Scope<'_>) -> Option<Outcome> {
    let mut table = value.table()?;
    let when = facts::when(table.take("when"), scope);
    let text = text::take(&mut table);
    table.finish();
    Some(Outcome { when, text: text? })
}
