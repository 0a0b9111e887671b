//! Listens to a run and keeps what its steps have checked.

use crate::engine::event::{Audience, Checked, Event, Interval, Onward, Prediction, Wish};
use crate::error::Result;
use crate::i18n::{Message, Text};
use crate::lab::Question;
use std::time::Duration;

/// What a run has checked.
#[derive(Debug, Default)]
pub struct Record {
    /// `uname -r`.
    pub kernel: String,
    /// Whether its containers had no user namespace of their own.
    pub privileged: bool,
    /// The steps that were begun.
    pub steps: Vec<Checks>,
}

/// What a step has checked.
#[derive(Debug)]
pub struct Checks {
    /// The step's number.
    pub step: usize,
    /// Its heading.
    pub title: Text,
    /// What was typed into a shell.
    pub typed: Option<String>,
    /// The docker line that would do the same.
    pub docker: Option<String>,
    /// Its checks; of a step with rows those of all rows.
    pub checked: Vec<Checked>,
    /// Whether it was played to its end.
    pub complete: bool,
}

impl Record {
    /// The step of that number.
    pub fn step(&self, step: usize) -> Option<&Checks> {
        self.steps.iter().find(|checks| checks.step == step)
    }

    /// What comes after a step has been told shows that it is over.
    fn close(&mut self) {
        if let Some(last) = self.steps.last_mut() {
            last.complete = true;
        }
    }

    fn add(&mut self, checked: impl IntoIterator<Item = Checked>) {
        if let Some(last) = self.steps.last_mut() {
            last.checked.extend(checked);
        }
    }
}

impl Audience for Record {
    fn tell(&mut self, event: &Event) -> Result<()> {
        match event {
            Event::LabStarted(it) => {
                self.kernel.clone_from(&it.kernel);
                self.privileged = it.privileged;
            }
            Event::StepStarted(it) => {
                self.close();
                self.steps.push(Checks {
                    title: it.title.clone(),
                    typed: it.line.as_ref().map(|line| line.text.clone()),
                    docker: it.docker.clone(),
                    ..Checks::empty(it.step)
                });
            }
            Event::Checked(it) => self.add([it.clone()]),
            Event::Row(it) => self.add(it.checks.iter().map(|checked| of_row(&it.done, checked))),
            Event::LabFinished(_) => self.close(),
            _ => {}
        }
        Ok(())
    }

    fn pause(&mut self, _interval: &mut dyn Interval) -> Result<Onward> {
        Ok(Onward::AtOnce)
    }

    fn ask(&mut self, _question: &Question) -> Result<Option<Prediction>> {
        Ok(None)
    }

    fn tick(&mut self, _left: Option<Duration>) -> Result<Wish> {
        Ok(Wish::GoOn)
    }
}

/// A check of a row says which row it was.
fn of_row(done: &str, checked: &Checked) -> Checked {
    let what = Message::new("claims-row").with("done", done).with("what", checked.what.clone());
    Checked { what, ..checked.clone() }
}

impl Checks {
    /// Of a step that has just begun.
    pub(super) fn empty(step: usize) -> Self {
        let (title, checked) = (Text::default(), Vec::new());
        Self { step, title, typed: None, docker: None, checked, complete: false }
    }
}
