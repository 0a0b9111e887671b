//! Whoever sits before the terminal, or reads the pipe, while a lab is played or played again.

use super::Context;
use super::keys::{At, Pause};
use crate::cli::{Before, Format, Shown, View};
use crate::engine::event::{Audience, Event, Interval, Onward, Prediction, Wish};
use crate::error::Result;
use crate::lab::Question;
use crate::recording::{Entry, History};
use crate::report::lines;
use crate::report::question::asked;
use crate::report::screen::{self, Look, Screen};
use std::time::Duration;

/// The audience of a run, and of a replay.
pub(super) struct Stage<'a> {
    context: &'a Context<'a>,
    look: Look,
    screen: Option<Screen<'a>>,
    step: bool,
    counting: bool,
    /// What has been shown, if one can look back.
    history: History,
}

impl<'a> Stage<'a> {
    pub(super) fn new(shown: Shown, context: &'a Context<'a>) -> Self {
        let look = Look {
            style: context.output.style,
            view: match shown.view {
                View::Inside => screen::View::Inside,
                View::Host => screen::View::Host,
                View::Both => screen::View::Both,
            },
            always_before: shown.before == Before::Always,
            explain: shown.explain,
        };
        let screen = (shown.format == Format::Text).then(|| Screen::new(context.words, look));
        Self { context, look, screen, step: shown.step, counting: false, history: History::default() }
    }

    /// Shows what was recorded.
    pub(super) fn show(&mut self, entry: Entry) -> Result<()> {
        let text = match (&mut self.screen, &entry) {
            (Some(screen), entry) => drawn(screen, entry, self.context),
            (None, Entry::Event(event)) => lines::line(event, self.context.words) + "\n",
            (None, _) => String::new(),
        };
        self.keep(|| entry);
        self.context.output.write(&text)
    }

    /// Waits for a key, if there is to be a pause.
    pub(super) fn pause_at(&self, at: At, interval: &mut dyn Interval) -> Result<Onward> {
        if !self.step {
            return Ok(Onward::AtOnce);
        }
        let mut look = self.look;
        if let Some(screen) = &self.screen {
            look.view = screen.view();
        }
        Pause { context: self.context, look, history: &self.history, at }.hold(interval)
    }

    fn keep(&mut self, entry: impl FnOnce() -> Entry) {
        if self.step {
            self.history.push(entry());
        }
    }
}

/// The text for an entry; may be empty.
pub(super) fn drawn(screen: &mut Screen<'_>, entry: &Entry, context: &Context<'_>) -> String {
    match entry {
        Entry::Event(event) => screen.draw(event),
        Entry::Asked { question, said } => asked(question, *said, context.words, context.output.style.width),
        Entry::Failed { .. } | Entry::Interrupted { .. } => String::new(),
    }
}

impl Audience for Stage<'_> {
    fn tell(&mut self, event: &Event) -> Result<()> {
        self.tick(None)?;
        let text = match &mut self.screen {
            Some(screen) => screen.draw(event),
            None => lines::line(event, self.context.words) + "\n",
        };
        self.keep(|| Entry::Event(Box::new(event.clone())));
        self.context.output.write(&text)
    }

    fn pause(&mut self, interval: &mut dyn Interval) -> Result<Onward> {
        self.pause_at(At::Run, interval)
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Prediction>> {
        let said = super::ask::ask(question, self.context)?;
        self.keep(|| Entry::Asked { question: question.clone(), said });
        Ok(said)
    }

    /// Only on a terminal: in a file the countdown would be noise.
    fn tick(&mut self, left: Option<Duration>) -> Result<Wish> {
        let Some(screen) = self.screen.as_ref().filter(|_| self.context.output.terminal) else {
            return Ok(Wish::GoOn);
        };
        if left.is_none() && !self.counting {
            return Ok(Wish::GoOn);
        }
        let may_skip = super::prompt::somebody_there();
        if left.is_some() && may_skip && super::prompt::entered()? {
            if self.counting {
                // Enter has moved the cursor below the countdown.
                self.context.output.write("\x1b[1A")?;
            }
            return Ok(Wish::CutShort);
        }
        self.counting = left.is_some();
        self.context.output.write(&screen.countdown(left, may_skip))?;
        Ok(Wish::GoOn)
    }
}
