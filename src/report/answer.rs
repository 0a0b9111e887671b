//! The kernel's answer to a question: for people, and the parts of it for programs.

use super::colour::Meaning;
use super::json::End;
use super::label;
use super::screen::{INDENT, Screen};
use crate::engine::event::{Answered, Confidence};
use crate::escape;
use crate::i18n::{Message, Text};
use crate::snapshot::Evidence;
use serde::Serialize;

impl Screen<'_> {
    /// Whether it was predicted, what decides it, and why it is so. Of a question that nobody has answered
    /// only what was `held` back because of it.
    pub(super) fn answered(&self, answered: &Answered, held: Option<&Text>) -> String {
        let lang = self.words.lang();
        let mut text = String::new();
        let reason = answered.reason.as_ref().filter(|_| answered.chosen.is_some());
        if let Some(chosen) = answered.chosen {
            text.push_str(&self.outcome(answered, chosen));
        }
        for text_of in [reason, held.filter(|held| Some(*held) != reason)].into_iter().flatten() {
            text.push('\n');
            text.push_str(&self.paragraph(text_of.get(lang), INDENT, Meaning::Plain));
        }
        text
    }

    fn outcome(&self, answered: &Answered, chosen: usize) -> String {
        let right = chosen == answered.kernel;
        let kernel = answered.question.choices[answered.kernel].text.get(self.words.lang());
        let id = if right { "ask-right" } else { "ask-wrong" };
        let (mark, meaning) = if right { ("✓", Meaning::Good) } else { ("✗", Meaning::Bad) };
        let said = self.words.say(&Message::new(id).with("choice", kernel));
        let mut text = format!("\n{}", self.paragraph(&said, &format!("{INDENT}{mark} "), meaning));
        // Where it is about several processes, whose line it is matters.
        let first = answered.evidence.first().map(name);
        let several = answered.evidence.iter().any(|evidence| Some(name(evidence)) != first);
        for evidence in &answered.evidence {
            let lead = if several { format!("    {}: ", name(evidence)) } else { "    ".to_owned() };
            text.push_str(&self.paragraph(&self.words.say(&sentence(evidence)), &lead, Meaning::Dim));
        }
        let kind = match (right, answered.confidence) {
            (false, Some(Confidence::Certain)) => Some("ask-surprise"),
            (true, Some(Confidence::Guess)) => Some("ask-lucky"),
            _ => None,
        };
        if let Some(id) = kind {
            text.push_str(&self.paragraph(&self.words.get(id), INDENT, Meaning::Plain));
        }
        text
    }
}

/// What the lab calls the process; a container's PID 1 by its container, since each has one.
fn name(evidence: &Evidence) -> &str {
    let (Evidence::Line { name, .. } | Evidence::Missing { name, .. } | Evidence::Status { name, .. }) =
        evidence;
    name.strip_suffix(".init").unwrap_or(name)
}

fn sentence(evidence: &Evidence) -> Message {
    let place = |inside: bool, path: &str, line: String| {
        let view = if inside { "inside" } else { "host" };
        Message::new("evidence-line").with("path", path).with("view", view).with("line", line)
    };
    match evidence {
        Evidence::Line { inside, path, line, .. } => {
            let spaced: Vec<u8> = line.iter().map(|byte| if *byte == b'\t' { b' ' } else { *byte }).collect();
            place(*inside, path, escape::bytes(&spaced))
        }
        Evidence::Missing { inside, path, errno, .. } => place(*inside, path, errno.clone()),
        Evidence::Status { name, pid, ended } => Message::new("evidence-status")
            .with("name", called(name))
            .with("pid", i64::from(pid.0))
            .with("end", label::end(*ended)),
    }
}

/// 1, 2 or 3, as it is typed.
pub(super) fn confidence(confidence: Confidence) -> u8 {
    match confidence {
        Confidence::Guess => 1,
        Confidence::Fairly => 2,
        Confidence::Certain => 3,
    }
}

/// Evidence in JSON.
#[derive(Serialize)]
pub(super) struct Shown<'a> {
    name: &'a str,
    view: &'static str,
    path: Option<&'a str>,
    line: Option<String>,
    errno: Option<&'a str>,
    ended: Option<End>,
}

pub(super) fn evidence(evidence: &Evidence) -> Shown<'_> {
    let view = |inside: bool| if inside { "inside" } else { "host" };
    let none = |name, view| Shown { name, view, path: None, line: None, errno: None, ended: None };
    match evidence {
        Evidence::Line { name, inside, path, line } => {
            let parts: Vec<String> = line.split(|byte| *byte == b'\t').map(escape::bytes).collect();
            Shown { path: Some(path), line: Some(parts.join("\t")), ..none(name, view(*inside)) }
        }
        Evidence::Missing { name, inside, path, errno } => {
            Shown { path: Some(path), errno: Some(errno), ..none(name, view(*inside)) }
        }
        Evidence::Status { name, ended, .. } => {
            Shown { ended: Some(End::from(*ended)), ..none(name, view(false)) }
        }
    }
}

/// A container's init is what everybody calls it.
fn called(name: &str) -> &str {
    if crate::lab::is_init(name) { "PID 1" } else { name }
}
