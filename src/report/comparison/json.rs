//! One JSON object; its keys are those of `docs/events.md`.

use super::super::json::End;
use super::super::label::signal_name;
use super::Comparison;
use crate::compare::{After, Cell, Crash, Exit, Figures, Missing, Orphans, Row, Service, Silence, Verdict};
use crate::escape;
use crate::i18n::Words;
use crate::snapshot::Ended;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// The whole comparison.
pub fn json(comparison: &Comparison, words: &Words) -> String {
    let absent = comparison.absent.iter().map(|it| json!({ "name": it.name, "package": it.package }));
    json!({
        "kernel": comparison.kernel,
        "privileged": !comparison.rootless,
        "inits": comparison.rows.iter().map(|row| program(row, words)).collect::<Vec<_>>(),
        "absent": absent.collect::<Vec<_>>(),
    })
    .to_string()
}

fn program(row: &Row, words: &Words) -> Value {
    let figures = row.found.as_ref().ok();
    let value = |get: &dyn Fn(&Figures) -> Value| figures.map_or(Value::Null, get);
    json!({
        "name": escape::text(&row.name),
        "command": row.command.iter().map(|word| escape::text(word)).collect::<Vec<_>>(),
        "failed": row.found.as_ref().err().map(|message| words.say(message)),
        "comm": value(&|it| json!(escape::bytes(&it.comm))),
        "threads": value(&|it| json!(it.threads)),
        "memory_kib": value(&|it| number(&it.memory)),
        "orphans": value(&|it| cell(&it.orphans, orphans)),
        "signals": value(&signals),
        "exits": value(&exits),
        "crash": value(&|it| cell(&it.crash, crash)),
        "waits": value(&|it| it.waits.as_ref().map_or(Value::Null, |waits| json!(waits))),
        "missing": value(&missing),
    })
}

fn cell<T>(cell: &Cell<T>, show: impl Fn(&T) -> Value) -> Value {
    cell.as_ref().map_or(Value::Null, show)
}

fn number(found: &Cell<u64>) -> Value {
    cell(found, |number| json!(number))
}

fn orphans(found: &Orphans) -> Value {
    json!({
        "made": found.made,
        "zombies": found.zombies,
        "unfinished": found.unfinished,
        "late_ms": milliseconds(found.late),
        "wakeups": found.wakeups,
        "cpu_us": found.cpu.map(|time| time.as_micros()),
    })
}

fn signals(figures: &Figures) -> Value {
    let entries = figures.verdicts().filter_map(|(signal, found, verdict)| {
        let (Ok(found), Some(verdict)) = (found, verdict) else { return None };
        let (word, time) = match verdict {
            Verdict::Ends(time) => ("ends", Some(time)),
            Verdict::Forwards(time) => ("forwards", Some(time)),
            Verdict::Turns(_, time) => ("turns", Some(time)),
            Verdict::Nothing => ("nothing", None),
        };
        Some(json!({
            "signal": signal_name(signal).trim_start_matches("SIG"),
            "leads_to": word,
            "ms": time.map(milliseconds),
            "child_got": found.child.map(|(got, _)| signal_name(got).trim_start_matches("SIG").to_owned()),
            "ended": found.ended.map(|(ended, _)| end(ended)),
            "why": found.silence.map(silence),
        }))
    });
    entries.collect()
}

/// The word for it, in a comparison and of a trial.
pub(in crate::report) fn silence(silence: Silence) -> &'static str {
    match silence {
        Silence::Dropped => "dropped",
        Silence::Ignored => "ignored",
        Silence::Kept => "kept",
        Silence::Taken => "taken",
        Silence::Deaf => "deaf",
        Silence::Unclear => "unclear",
    }
}

fn exits(figures: &Figures) -> Value {
    let entries = Service::ALL.iter().zip(&figures.exits).filter_map(|(service, found)| {
        let found = found.as_ref().ok()?;
        let of_service = match service {
            Service::Well => Ended::Status(0),
            Service::Seven => Ended::Status(7),
            Service::Killed => Ended::Signal(libc::SIGKILL),
        };
        let (word, status) = match found {
            Exit::Ended(ended) => ("ends", end(*ended)),
            Exit::LivesOn => ("lives_on", Value::Null),
        };
        Some(json!({ "service": end(of_service), "leads_to": word, "ended": status }))
    });
    entries.collect()
}

fn crash(crash: &Crash) -> Value {
    let (word, time) = match crash.after {
        After::Ended(time) => ("ends", Some(milliseconds(time))),
        After::Again => ("restarts", None),
        After::LivesOn { .. } => ("lives_on", None),
    };
    let woken = match crash.after {
        After::LivesOn { woken } => json!(woken),
        _ => Value::Null,
    };
    json!({ "own_child": crash.own, "leads_to": word, "ms": time, "woken": woken })
}

/// Why what is null, or absent from a list, could not be measured: key → reason.
fn missing(figures: &Figures) -> Value {
    let mut reasons = Map::new();
    let mut add = |key: &str, why: Option<&Missing>| {
        if let Some(why) = why {
            reasons.insert(key.to_owned(), json!(reason(why)));
        }
    };
    add("memory_kib", figures.memory.as_ref().err());
    add("orphans", figures.orphans.as_ref().err());
    add("signals", figures.signals.iter().find_map(|it| it.as_ref().err()));
    add("exits", figures.exits.iter().find_map(|it| it.as_ref().err()));
    add("crash", figures.crash.as_ref().err());
    add("waits", figures.waits.as_ref().err());
    Value::Object(reasons)
}

fn reason(missing: &Missing) -> &'static str {
    match missing {
        Missing::Failed(_) => "failed",
        Missing::NoCommand => "no_command",
        Missing::NotRun => "not_run",
        Missing::NeverEnds => "never_ends",
        Missing::NotKept => "not_kept",
    }
}

fn end(ended: Ended) -> Value {
    serde_json::to_value(End::from(ended)).unwrap_or(Value::Null)
}

/// With three decimals, as a number.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
