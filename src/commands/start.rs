//! `pidlab` alone: where to start.

use super::Context;
use crate::error::{Exit, Result};
use crate::i18n::Words;
use crate::wrap::wrap;
use colored::Colorize as _;
use unicode_width::UnicodeWidthStr as _;

/// What to type first, and what it does.
const FIRST: [(&str, &str); 3] = [
    ("pidlab doctor", "start-doctor"),
    ("pidlab run zombie --init sleep", "start-sleep"),
    ("pidlab run zombie --init reaper", "start-reaper"),
];

/// Columns below which a command and its text no longer share a line.
const NARROW: usize = 72;

/// Writes what pidlab is and what to type first.
pub(super) fn run(context: &Context<'_>) -> Result<Exit> {
    context.output.write(&screen(context.words, context.output.style.width))?;
    Ok(Exit::Success)
}

fn screen(words: &Words, width: usize) -> String {
    let wrapped = |id: &str| wrap(&words.get(id), width, "", "");
    let commands: Vec<String> = FIRST.iter().map(|(line, id)| entry(line, &words.get(id), width)).collect();
    format!(
        "{}\n{}\n\n{}\n{}\n\n{}\n",
        words.get("start-title").bold(),
        wrapped("start-what"),
        words.get("start-first").bold(),
        commands.join("\n"),
        wrapped("start-next"),
    )
}

/// `  pidlab doctor      what it does`, or the text below the command where the terminal is narrow.
fn entry(line: &str, text: &str, width: usize) -> String {
    let column = FIRST.iter().map(|(line, _)| line.width()).max().unwrap_or_default() + 4;
    if width < NARROW {
        return format!("  {}\n{}", line.cyan(), wrap(text, width, "      ", "      "));
    }
    let indent = " ".repeat(column);
    let text = wrap(text, width, &indent, &indent);
    let gap = " ".repeat(column - 2 - line.width());
    format!("  {}{gap}{}", line.cyan(), text.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn it_fits_every_terminal_in_both_languages() {
        colored::control::set_override(false);
        for lang in [Lang::En, Lang::Ko] {
            for width in [40, 80, 120] {
                let text = screen(&Words::new(lang), width);
                assert!(text.lines().all(|line| line.width() <= width), "{width}:\n{text}");
                assert!(FIRST.iter().all(|(line, _)| text.contains(line)), "{text}");
            }
        }
    }
}
