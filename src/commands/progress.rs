//! How far a command is, in a line that is written over. Only on a terminal.

use super::Context;
use crate::error::Result;
use crate::i18n::Message;

/// The line.
pub(super) struct Counter<'a> {
    id: &'static str,
    context: &'a Context<'a>,
    shown: bool,
}

impl<'a> Counter<'a> {
    /// `id` is a sentence with `done` and `all`; nothing is shown if the output is not for people.
    pub(super) fn new(id: &'static str, context: &'a Context<'a>, for_people: bool) -> Self {
        Self { id, context, shown: for_people && context.output.terminal }
    }

    /// So many of all are done.
    pub(super) fn tell(&self, done: usize, all: usize) -> Result<()> {
        if !self.shown {
            return Ok(());
        }
        let message = Message::new(self.id).with("done", done as i64).with("all", all as i64);
        self.context.output.write(&format!("\r{}\x1b[K", self.context.words.say(&message)))
    }

    /// All are.
    pub(super) fn erase(&self) -> Result<()> {
        if self.shown { self.context.output.write("\r\x1b[K") } else { Ok(()) }
    }
}
