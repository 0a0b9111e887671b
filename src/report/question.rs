//! A question that was put, and what was answered, as it stood on the terminal.

use crate::i18n::{Message, Words};
use crate::lab::Question;
use std::fmt::Write as _;

/// The text; `chosen` is none if nobody answered.
pub fn asked(question: &Question, chosen: Option<usize>, words: &Words) -> String {
    let lang = words.lang();
    let mut text = format!("\n  ? {}\n", question.ask.get(lang));
    for (index, choice) in question.choices.iter().enumerate() {
        let _ = writeln!(text, "    {}) {}", index + 1, choice.text.get(lang));
    }
    let prompt = words.say(&Message::new("ask-prompt").with("number", question.choices.len() as i64));
    let typed = chosen.map_or_else(String::new, |index| (index + 1).to_string());
    let _ = writeln!(text, "  {prompt} {typed}");
    text
}
