//! For a terminal: sheet below sheet, each cut into as many tables as its width asks for.

use super::super::colour::{Meaning, paint};
use super::super::table::{self, Line, lay_out};
use super::Comparison;
use super::notes::{Notes, raised};
use super::sheets::{Numbered, Sheet, leaves_zombies, sheets};
use crate::i18n::{Message, Words};
use crate::output::Style;
use crate::wrap::wrap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// Columns between two columns of a table.
const GAP: usize = 2;

/// A program's name may take so many columns before it is cut.
const NAME: usize = 16;

/// The whole page.
pub fn text(comparison: &Comparison, words: &Words, style: Style) -> String {
    let mut page = head(comparison, words, style);
    let (sheets, notes) = sheets(&comparison.rows, words);
    let meanings: Vec<Meaning> = comparison
        .rows
        .iter()
        .map(|row| if leaves_zombies(row) { Meaning::Zombie } else { Meaning::Plain })
        .collect();
    for (at, sheet) in sheets.iter().enumerate() {
        let plain = vec![Meaning::Plain; meanings.len()];
        draw(sheet, if at == 0 { &meanings } else { &plain }, &mut page, words, style);
    }
    footnotes(&notes, &mut page, style);
    absent(comparison, &mut page, words, style);
    page
}

fn head(comparison: &Comparison, words: &Words, style: Style) -> String {
    let mode = words.get(if comparison.rootless { "run-rootless" } else { "run-privileged" });
    let message = Message::new("compare-head").with("kernel", comparison.kernel.as_str()).with("mode", mode);
    let head = wrapped(&words.say(&message), style.width, "", "");
    format!(
        "{}\n{}\n",
        paint(&head, Meaning::Heading, style),
        wrapped(&words.get("compare-real"), style.width, "", "")
    )
}

fn draw(sheet: &Sheet, meanings: &[Meaning], page: &mut String, words: &Words, style: Style) {
    let _ = write!(page, "\n{}\n", wrapped(&sheet.title, style.width, "", ""));
    let mut from = 0;
    while from < sheet.columns.len() {
        let until = from + fitting(sheet, from, style.width);
        // Between the parts of a sheet, and below its title.
        page.push('\n');
        for line in part(sheet, from..until, meanings, words, style) {
            let _ = writeln!(page, "{line}");
        }
        from = until;
    }
}

/// How many columns from this one on fit beside the names; at least one.
fn fitting(sheet: &Sheet, from: usize, width: usize) -> usize {
    let names = sheet.rows.iter().map(|(name, _)| name.width()).max().unwrap_or_default().min(NAME);
    let mut used = names;
    let columns = (from..sheet.columns.len()).take_while(|at| {
        let cells = sheet.rows.iter().filter_map(|(_, cells)| cells.get(*at)).map(|cell| shown(cell).width());
        used += GAP + cells.chain([sheet.columns[*at].heading.width()]).max().unwrap_or_default();
        used <= width
    });
    columns.count().max(1)
}

fn part(
    sheet: &Sheet,
    range: std::ops::Range<usize>,
    meanings: &[Meaning],
    words: &Words,
    style: Style,
) -> Vec<String> {
    let mut columns = vec![table::Column::left(words.get("compare-column-name"))];
    columns.extend(sheet.columns[range.clone()].iter().map(|column| {
        let heading = column.heading.as_str();
        if column.right { table::Column::right(heading) } else { table::Column::left(heading) }
    }));
    let lines: Vec<Line> = sheet
        .rows
        .iter()
        .zip(meanings)
        .map(|((name, cells), meaning)| {
            let cells = cells[range.clone()].iter().map(shown);
            Line { mark: "", cells: std::iter::once(name.clone()).chain(cells).collect(), meaning: *meaning }
        })
        .collect();
    lay_out(&columns, &lines, style)
}

/// `nothing¹`
fn shown(cell: &Numbered) -> String {
    let notes: Vec<String> = cell.notes.iter().map(|number| raised(*number)).collect();
    format!("{}{}", cell.text, notes.join(","))
}

fn footnotes(notes: &Notes, page: &mut String, style: Style) {
    page.push('\n');
    for (number, text) in notes.all() {
        let first = format!("{:<3}", raised(number));
        let _ = writeln!(page, "{}", wrapped(text, style.width, &first, "   "));
    }
}

fn absent(comparison: &Comparison, page: &mut String, words: &Words, style: Style) {
    if comparison.absent.is_empty() {
        return;
    }
    let list: Vec<String> =
        comparison
            .absent
            .iter()
            .map(|it| {
                if it.name == it.package { it.name.clone() } else { format!("{} ({})", it.name, it.package) }
            })
            .collect();
    let message = Message::new("compare-absent").with("list", list.join(", "));
    let _ = write!(page, "\n{}\n", wrapped(&words.say(&message), style.width, "", ""));
}

/// No line ends within `PID 1`: [`wrap`] makes a space again of what does not break.
fn wrapped(text: &str, width: usize, first: &str, further: &str) -> String {
    wrap(&text.replace("PID 1", "PID\u{a0}1"), width, first, further)
}
