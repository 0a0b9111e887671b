//! A question with its choices, and what is answered.

use super::answer;
use crate::engine::event::Prediction;
use crate::i18n::{Message, Words};
use crate::lab::Question;
use crate::wrap::wrap;

/// The question with its choices in this order.
pub fn shown(question: &Question, order: &[usize], words: &Words, width: usize) -> String {
    let lang = words.lang();
    let mut text = format!("\n{}\n", wrap(question.ask.get(lang), width, "  ? ", "    "));
    for (number, index) in order.iter().enumerate() {
        let lead = format!("    {}) ", number + 1);
        text.push_str(&wrap(question.choices[*index].text.get(lang), width, &lead, "       "));
        text.push('\n');
    }
    text
}

/// What stands before an answer; it needs a column or two.
pub fn prompt(prompt: &str, width: usize) -> String {
    format!("{} ", wrap(prompt, width.saturating_sub(3), "  ", "  "))
}

/// A question that was put and answered, as it stood on a terminal; none if nobody answered.
pub fn asked(question: &Question, said: Option<Prediction>, words: &Words, width: usize) -> String {
    let order: Vec<usize> = (0..question.choices.len()).collect();
    let mut text = shown(question, &order, words, width);
    let message = Message::new("ask-prompt").with("number", order.len() as i64);
    text.push_str(&prompt(&words.say(&message), width));
    if let Some(said) = said {
        text.push_str(&(said.choice + 1).to_string());
        text.push('\n');
        text.push_str(&prompt(&words.get("ask-sure"), width));
        if let Some(confidence) = said.confidence {
            text.push_str(&answer::confidence(confidence).to_string());
        }
    }
    text + "\n"
}
