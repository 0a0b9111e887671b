//! Markdown as GitHub and GitLab read it, footnotes included.

use super::Comparison;
use super::sheets::{Numbered, Sheet, sheets};
use crate::escape;
use crate::i18n::{Message, Words};
use std::fmt::Write as _;

/// The whole page.
pub fn markdown(comparison: &Comparison, words: &Words) -> String {
    let mode = words.get(if comparison.rootless { "run-rootless" } else { "run-privileged" });
    let head = Message::new("compare-head").with("kernel", comparison.kernel.as_str()).with("mode", mode);
    let mut page = format!("{}\n{}\n", words.say(&head), words.get("compare-real"));
    let (sheets, notes) = sheets(&comparison.rows, words);
    for sheet in &sheets {
        table(sheet, &mut page, words);
    }
    page.push('\n');
    for (number, text) in notes.all() {
        let _ = writeln!(page, "[^{number}]: {text}");
    }
    for absent in &comparison.absent {
        let message =
            Message::new("compare-absent").with("list", format!("{} ({})", absent.name, absent.package));
        let _ = write!(page, "\n{}\n", words.say(&message));
    }
    page
}

fn table(sheet: &Sheet, page: &mut String, words: &Words) {
    let _ = write!(page, "\n{}\n\n| {} |", sheet.title, words.get("compare-column-name"));
    let mut rule = "|---|".to_owned();
    for column in &sheet.columns {
        let _ = write!(page, " {} |", column.heading);
        rule.push_str(if column.right { "---:|" } else { "---|" });
    }
    let _ = writeln!(page, "\n{rule}");
    for (name, cells) in &sheet.rows {
        let cells: Vec<String> = cells.iter().map(shown).collect();
        let _ = writeln!(page, "| `{}` | {} |", in_table(name), cells.join(" | "));
    }
}

fn shown(cell: &Numbered) -> String {
    let mut text = in_table(&cell.text);
    for number in &cell.notes {
        let _ = write!(text, "[^{number}]");
    }
    text
}

/// A bar would end the cell, a backquote the name.
fn in_table(text: &str) -> String {
    escape::text(text).replace('|', "\\|").replace('`', "'")
}
