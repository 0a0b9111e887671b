//! What has been told so far, step by step: for looking back.

use super::Entry;
use crate::engine::event::Event;

/// Entries in their order, and where each step begins.
#[derive(Debug, Default)]
pub struct History {
    entries: Vec<Entry>,
    begins: Vec<usize>,
}

impl History {
    /// Adds what has just been told.
    pub fn push(&mut self, entry: Entry) {
        if matches!(entry.event(), Some(Event::StepStarted(_))) {
            self.begins.push(self.entries.len());
        }
        self.entries.push(entry);
    }

    /// How many steps have begun.
    pub fn steps(&self) -> usize {
        self.begins.len()
    }

    /// What came before a step, and what was told in it. Steps count from 0, in the order in which they began.
    pub fn step(&self, step: usize) -> (&[Entry], &[Entry]) {
        let begin = self.begins.get(step).copied().unwrap_or(self.entries.len());
        let end = self.begins.get(step + 1).copied().unwrap_or(self.entries.len());
        (&self.entries[..begin], &self.entries[begin..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::event::StepStarted;
    use crate::i18n::Text;
    use crate::lab::Action;

    fn step(number: usize) -> Entry {
        Entry::Event(Box::new(Event::StepStarted(StepStarted {
            step: number,
            of: 9,
            title: Text::default(),
            action: Action::Start { container: "ubuntu".into() },
            line: None,
            docker: None,
            files: Vec::new(),
            say: None,
            explain: None,
            asks: false,
        })))
    }

    fn other() -> Entry {
        Entry::Event(Box::new(Event::Told(Text::default())))
    }

    #[test]
    fn a_step_has_what_was_told_until_the_next_begins() {
        let mut history = History::default();
        for entry in [other(), step(1), other(), other(), step(2), step(3), other()] {
            history.push(entry);
        }
        let lengths = |at| (history.step(at).0.len(), history.step(at).1.len());
        assert_eq!(history.steps(), 3);
        assert_eq!([0, 1, 2].map(lengths), [(1, 3), (4, 1), (5, 2)]);
        assert_eq!(lengths(3), (7, 0));
    }
}
