//! A run as JSON Lines: one object a line, `docs/events.md` has every key.

use super::answer::{Shown, confidence, evidence};
use super::json::{End, Process, process};
use crate::engine::event::{Checked, Event, Moment, Observed, Verdict};
use crate::escape;
use crate::i18n::Words;
use crate::lab::{Action, Sender, Until};
use crate::snapshot::{Change, Snapshot};
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// One line, without its newline.
pub fn line(event: &Event, words: &Words) -> String {
    let lang = words.lang();
    let record = match event {
        Event::LabStarted(it) => Record::LabStarted {
            lab: &it.lab,
            title: it.title.get(lang),
            init: &it.init,
            kernel: &it.kernel,
            privileged: it.privileged,
            seconds: it.seconds,
            grace: it.grace,
        },
        Event::StepStarted(it) => Record::StepStarted {
            step: it.step,
            of: it.of,
            title: it.title.get(lang),
            action: action(&it.action),
            typed: it.line.as_ref().map(|line| Typed { shell: &line.shell, line: &line.text }),
            docker: it.docker.as_deref(),
            files: it.files.iter().map(|(path, content)| File { path, content }).collect(),
        },
        Event::Observed(it) => Record::Observed {
            step: it.step,
            moment: if it.moment == Moment::Before { "before" } else { "after" },
            stable: it.snapshot.stable,
            processes: it.snapshot.processes.iter().map(process).collect(),
            changes: changed_all(it),
        },
        Event::Output { from, line } => Record::Output { from, line: escape::bytes(line) },
        Event::Stopped(it) => {
            Record::Stopped { container: &it.container, killed: it.killed, ms: it.after.as_millis() }
        }
        Event::Row(it) => Record::Row {
            step: it.step,
            value: &it.value,
            done: &it.done,
            checks: it.checks.iter().map(|checked| check(checked, words)).collect(),
        },
        Event::Checked(it) => Record::Checked { step: it.step, check: check(it, words) },
        Event::Answered(it) => Record::Answered {
            step: it.step,
            ask: it.question.ask.get(lang),
            chosen: it.chosen.map(|index| it.question.choices[index].text.get(lang)),
            confidence: it.confidence.map(confidence),
            kernel: it.question.choices[it.kernel].text.get(lang),
            evidence: it.evidence.iter().map(evidence).collect(),
            reason: it.reason.as_ref().map(|reason| reason.get(lang)),
        },
        Event::Visited(it) => Record::Visited {
            step: it.observed.step,
            container: &it.container,
            stable: it.observed.snapshot.stable,
            processes: it.observed.snapshot.processes.iter().map(process).collect(),
            changes: changed_all(&it.observed),
        },
        Event::Left(it) => Record::Left { step: it.step },
        Event::CutShort(it) => Record::CutShort { process: process(it) },
        Event::Told(text) => Record::Told { text: text.get(lang).to_owned() },
        Event::Noted(message) => Record::Told { text: words.say(message) },
        Event::Lesson(text) => Record::Lesson { text: text.get(lang) },
        Event::LabFinished(it) => Record::LabFinished {
            verdict: match it.verdict {
                Verdict::AsExpected => "as_expected",
                Verdict::Differs => "differs",
                Verdict::Observed => "observed",
            },
            zombies_left: it.zombies_left,
        },
    };
    harmless(serde_json::to_string(&record).unwrap_or_default())
}

/// JSON may hold as they are some characters that a terminal acts upon.
fn harmless(json: String) -> String {
    if !json.chars().any(escape::is_harmful) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if escape::is_harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The keys, in one place.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Record<'a> {
    LabStarted {
        lab: &'a str,
        title: &'a str,
        init: &'a [String],
        kernel: &'a str,
        privileged: bool,
        seconds: f64,
        grace: Option<f64>,
    },
    StepStarted {
        step: usize,
        of: usize,
        title: &'a str,
        #[serde(rename = "do")]
        action: Value,
        typed: Option<Typed<'a>>,
        docker: Option<&'a str>,
        files: Vec<File<'a>>,
    },
    Observed {
        step: usize,
        moment: &'a str,
        stable: bool,
        processes: Vec<Process<'a>>,
        changes: Vec<Changed<'a>>,
    },
    Output {
        from: &'a str,
        line: String,
    },
    Stopped {
        container: &'a str,
        killed: bool,
        ms: u128,
    },
    Row {
        step: usize,
        value: &'a str,
        done: &'a str,
        checks: Vec<Check>,
    },
    Checked {
        step: usize,
        #[serde(flatten)]
        check: Check,
    },
    Answered {
        step: usize,
        ask: &'a str,
        chosen: Option<&'a str>,
        confidence: Option<u8>,
        kernel: &'a str,
        evidence: Vec<Shown<'a>>,
        reason: Option<&'a str>,
    },
    CutShort {
        process: Process<'a>,
    },
    Visited {
        step: usize,
        container: &'a str,
        stable: bool,
        processes: Vec<Process<'a>>,
        changes: Vec<Changed<'a>>,
    },
    Left {
        step: usize,
    },
    Told {
        text: String,
    },
    Lesson {
        text: &'a str,
    },
    LabFinished {
        verdict: &'a str,
        zombies_left: usize,
    },
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    content: &'a str,
}

#[derive(Serialize)]
struct Check {
    holds: bool,
    what: String,
    seen: Option<String>,
}

fn check(checked: &Checked, words: &Words) -> Check {
    Check {
        holds: checked.holds,
        what: words.say(&checked.what),
        seen: checked.seen.as_ref().map(|seen| words.say(seen)),
    }
}

#[derive(Serialize)]
struct Typed<'a> {
    shell: &'a str,
    line: &'a str,
}

#[derive(Serialize)]
struct Changed<'a> {
    change: &'static str,
    name: Option<&'a str>,
    pid: i32,
    host_pid: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<End>,
}

fn changed_all(observed: &Observed) -> Vec<Changed<'_>> {
    observed.changes.iter().map(|change| changed(change, &observed.snapshot, &observed.gone)).collect()
}

fn changed<'a>(change: &Change, now: &'a Snapshot, gone: &'a [crate::snapshot::Process]) -> Changed<'a> {
    let id = change.process();
    let found = now.by_id(id).or_else(|| gone.iter().find(|process| process.id == id));
    let (word, from, to) = match change {
        Change::Born(_) => ("born", None, None),
        Change::BecameZombie(_) => ("became_zombie", None, None),
        Change::Reaped(_) => ("reaped", None, None),
        Change::Gone(_) => ("exited", None, None),
        Change::Reparented { from, to, .. } => ("reparented", Some(json!(from.0)), Some(json!(to.0))),
        Change::Execed { from, .. } => {
            let to = found.map(|process| json!(escape::bytes(&process.comm)));
            ("execed", Some(json!(escape::bytes(from))), to)
        }
    };
    Changed {
        change: word,
        name: found.and_then(|process| process.name.as_deref()),
        pid: found.map_or(0, |process| process.pid.0),
        host_pid: id.pid.0,
        from,
        to,
        ended: found.and_then(|process| process.ended).map(End::from),
    }
}

/// An action as a lab file writes it.
fn action(action: &Action) -> Value {
    match action {
        Action::Start { container } => json!({ "start": container }),
        Action::Remove { container } => json!({ "remove": container }),
        Action::Stop { container } => json!({ "stop": container }),
        Action::Exec { command, container, name, forgotten } => {
            let mut exec = json!({ "exec": command, "in": container, "as": name });
            if *forgotten {
                exec["forget"] = json!(true);
            }
            exec
        }
        Action::Collect { process } => json!({ "collect": process }),
        Action::Type { line, shell } => json!({ "type": line, "into": shell }),
        Action::Signal { signal, to, from } => {
            let from = match from {
                Sender::Host => "host",
                Sender::Shell(shell) => shell,
            };
            json!({ "signal": signal, "to": to, "from": from })
        }
        Action::Await { process, until } => {
            let until = match until {
                Until::Exit => "exit",
                Until::Zombie => "zombie",
                Until::Gone => "gone",
            };
            json!({ "await": process, "until": until })
        }
    }
}
