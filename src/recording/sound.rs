//! Whether an entry can be drawn: what a run never tells, and what would harm who draws it.

use super::Entry;
use crate::engine::event::{Checked, Event, Observed};
use crate::escape;
use crate::i18n::{Arg, Message, Text, Words};
use crate::lab::Question;
use crate::snapshot::Process;

/// How deep sentences may stand in each other: each may be said twice in the one around it.
const DEEPEST: usize = 8;

/// The first thing that is wrong.
pub(super) fn fault(entry: &Entry, words: &Words) -> Option<Message> {
    let sound = Sound { words };
    match entry {
        Entry::Event(event) => sound.event(event),
        Entry::Asked { question, said } => asked(question, said.iter().map(|said| &said.choice)),
        Entry::Failed { message } => sound.message(message),
        Entry::Interrupted { .. } => None,
    }
}

struct Sound<'a> {
    words: &'a Words,
}

impl Sound<'_> {
    fn event(&self, event: &Event) -> Option<Message> {
        match event {
            Event::LabStarted(it) => name(&it.lab).or_else(|| text(&it.title)),
            Event::StepStarted(it) => texts([Some(&it.title), it.say.as_ref(), it.explain.as_ref()]),
            Event::Observed(it) => processes(it),
            Event::Visited(it) => name(&it.container).or_else(|| processes(&it.observed)),
            Event::Row(it) => it.checks.iter().find_map(|checked| self.checked(checked)),
            Event::Checked(it) => self.checked(it),
            Event::Answered(it) => asked(&it.question, it.chosen.iter().chain([&it.kernel]))
                .or_else(|| text(it.reason.as_ref()?))
                .or_else(|| it.evidence.iter().find_map(|evidence| name(evidence.name()))),
            Event::CutShort(it) => process(it),
            Event::Told(it) | Event::Lesson(it) => text(it),
            Event::Noted(it) => self.message(it),
            Event::Output { .. } | Event::Stopped(_) | Event::Left(_) | Event::LabFinished(_) => None,
        }
    }

    fn checked(&self, checked: &Checked) -> Option<Message> {
        self.message(&checked.what).or_else(|| self.message(checked.seen.as_ref()?))
    }

    fn message(&self, message: &Message) -> Option<Message> {
        self.nested(message, DEEPEST)
    }

    fn nested(&self, message: &Message, deeper: usize) -> Option<Message> {
        if deeper == 0 {
            return Some(Message::new("recording-nested"));
        }
        if !self.words.knows(message.id()) {
            return Some(Message::new("recording-sentence").with("id", message.id()));
        }
        message.args().find_map(|arg| match arg {
            Arg::Message(inner) => self.nested(inner, deeper - 1),
            Arg::Text(_) | Arg::Number(_) => None,
        })
    }
}

fn asked<'q>(question: &Question, mut chosen: impl Iterator<Item = &'q usize>) -> Option<Message> {
    let known = question.choices.len();
    if chosen.any(|index| *index >= known) {
        return Some(Message::new("recording-choice"));
    }
    let choices = question.choices.iter().map(|choice| Some(&choice.text));
    texts([Some(&question.ask), question.because.as_ref()].into_iter().chain(choices))
}

fn processes(observed: &Observed) -> Option<Message> {
    observed.snapshot.processes.iter().chain(&observed.gone).find_map(process)
}

fn process(process: &Process) -> Option<Message> {
    [&process.name, &process.container].into_iter().flatten().find_map(|it| name(it))
}

/// Names are drawn as they are: labs allow nothing in them that would have to be escaped.
fn name(name: &str) -> Option<Message> {
    (escape::text(name) != name).then(|| Message::new("recording-name").with("name", name))
}

/// So are a lab's texts, which may have several lines.
fn text(text: &Text) -> Option<Message> {
    let control = |text: &str| text.chars().any(|c| c.is_control() && c != '\n');
    (control(&text.en) || control(&text.ko)).then(|| Message::new("recording-control"))
}

fn texts<'t>(texts: impl IntoIterator<Item = Option<&'t Text>>) -> Option<Message> {
    texts.into_iter().flatten().find_map(text)
}
