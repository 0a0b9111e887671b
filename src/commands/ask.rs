//! Asking for a prediction: which choice, and how sure one is.

use super::Context;
use super::prompt::read_line;
use crate::engine::event::{Confidence, Prediction};
use crate::error::Result;
use crate::i18n::{Message, Words};
use crate::lab::Question;
use crate::wrap::wrap;

/// What somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// A prediction.
    Predicted(Prediction),
    /// The end of the input.
    Nobody,
    /// `q`, where that is offered.
    Left,
}

/// Shows a question and reads the number of a choice, then how sure one is. None at the end of the input.
pub(super) fn ask(question: &Question, context: &Context<'_>) -> Result<Option<Prediction>> {
    let order: Vec<usize> = (0..question.choices.len()).collect();
    match ask_in_order(question, &order, false, context)? {
        Answer::Predicted(prediction) => Ok(Some(prediction)),
        Answer::Nobody | Answer::Left => Ok(None),
    }
}

/// The same with the choices in this order; `may_leave` offers `q`.
pub(super) fn ask_in_order(
    question: &Question,
    order: &[usize],
    may_leave: bool,
    context: &Context<'_>,
) -> Result<Answer> {
    context.output.write(&shown(question, order, context.words, context.output.style.width))?;
    let id = if may_leave { "ask-prompt-leave" } else { "ask-prompt" };
    let prompt = context.words.say(&Message::new(id).with("number", order.len() as i64));
    loop {
        let Some(line) = answer_to(&prompt, context)? else { return Ok(Answer::Nobody) };
        match line.trim() {
            "q" | "Q" if may_leave => return Ok(Answer::Left),
            typed => {
                let number = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                if let Some(choice) = number.and_then(|index| order.get(index)) {
                    return sure_of(*choice, may_leave, context);
                }
            }
        }
    }
}

/// Asked once, and again only after a slip: Enter alone says nothing, and so does the end of the input.
fn sure_of(choice: usize, may_leave: bool, context: &Context<'_>) -> Result<Answer> {
    let prompt = context.words.get("ask-sure");
    let predicted = |confidence| Ok(Answer::Predicted(Prediction { choice, confidence }));
    loop {
        let Some(line) = answer_to(&prompt, context)? else { return predicted(None) };
        match line.trim() {
            "" => return predicted(None),
            "1" => return predicted(Some(Confidence::Guess)),
            "2" => return predicted(Some(Confidence::Fairly)),
            "3" => return predicted(Some(Confidence::Certain)),
            "q" | "Q" if may_leave => return Ok(Answer::Left),
            _ => {}
        }
    }
}

fn answer_to(prompt: &str, context: &Context<'_>) -> Result<Option<String>> {
    // What is typed needs a column or two.
    let width = context.output.style.width.saturating_sub(3);
    context.output.write(&format!("{} ", wrap(prompt, width, "  ", "  ")))?;
    let line = read_line()?;
    // What is typed on a terminal that shows the prompt ends the line itself.
    if line.is_none() || !context.output.terminal || !super::prompt::somebody_there() {
        context.output.write("\n")?;
    }
    Ok(line)
}

fn shown(question: &Question, order: &[usize], words: &Words, width: usize) -> String {
    let lang = words.lang();
    let mut text = format!("\n{}\n", wrap(question.ask.get(lang), width, "  ? ", "    "));
    for (number, index) in order.iter().enumerate() {
        let lead = format!("    {}) ", number + 1);
        text.push_str(&wrap(question.choices[*index].text.get(lang), width, &lead, "       "));
        text.push('\n');
    }
    text
}
