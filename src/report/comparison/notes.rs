//! Footnotes: each reason once, numbered as it first comes up.

use crate::i18n::{Message, Words};

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes {
    texts: Vec<String>,
}

impl Notes {
    /// The number of this reason.
    pub(super) fn number(&mut self, message: &Message, words: &Words) -> usize {
        let text = words.say(message);
        let known = self.texts.iter().position(|other| *other == text);
        known.unwrap_or_else(|| {
            self.texts.push(text);
            self.texts.len() - 1
        }) + 1
    }

    /// All of them with their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (usize, &str)> {
        self.texts.iter().enumerate().map(|(at, text)| (at + 1, text.as_str()))
    }
}

/// `¹²`
pub(super) fn raised(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().filter_map(|digit| DIGITS.get(usize::from(digit - b'0'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn a_reason_has_one_number_wherever_it_comes_up() {
        let words = Words::new(Lang::En);
        let mut notes = Notes::default();
        let numbers = ["compare-note-dropped", "compare-note-ignored", "compare-note-dropped"]
            .map(|id| notes.number(&Message::new(id), &words));
        assert_eq!(numbers, [1, 2, 1]);
        assert_eq!(notes.all().count(), 2);
    }

    #[test]
    fn numbers_are_raised() {
        assert_eq!([raised(1), raised(9), raised(10)], ["¹", "⁹", "¹⁰"]);
    }
}
