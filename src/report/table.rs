//! Rows as a table without borders that fits the terminal. The first column is the tree: it takes what the
//! others leave, and is cut with `…`.

use super::colour::{Meaning, paint};
use crate::output::Style;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// To which side a column's cells go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// What stands above it.
    pub heading: String,
    /// To which side its cells go.
    pub align: Align,
    /// Whether it may be left out where the terminal is too narrow; the rightmost of these goes first.
    pub spare: bool,
}

impl Column {
    /// Of text.
    pub fn left(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), align: Align::Left, spare: false }
    }

    /// Of numbers.
    pub fn right(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), align: Align::Right, spare: false }
    }

    /// The same, but it may be left out where the terminal is too narrow.
    #[must_use]
    pub fn spare(mut self) -> Self {
        self.spare = true;
        self
    }
}

/// A row. Its cells are escaped already and have no colours.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What stands before the first column, for who sees no colour: `↳`, `✗`. Where no line has one, there is
    /// no room for it either.
    pub mark: &'static str,
    /// One for each column.
    pub cells: Vec<String>,
    /// What the whole line means.
    pub meaning: Meaning,
}

/// Columns between two columns.
const GAP: u16 = 2;

/// The first column is never narrower than this, nor than its heading: rather lines are cut at their end.
const NARROWEST: usize = 12;

/// What the first column should have before others that are spare are shown.
const COMFORTABLE: usize = 28;

/// The heading and a line for each row, none wider than `style.width`.
pub fn lay_out(columns: &[Column], lines: &[Line], style: Style) -> Vec<String> {
    let marks = lines.iter().map(|line| line.mark.width()).max().unwrap_or_default();
    let gutter = if marks == 0 { 0 } else { marks + 1 };
    let fitted = fit(columns, lines, style.width.saturating_sub(gutter));
    let table = table(columns, lines, &fitted);
    let drawn = table.lines();
    let heading = std::iter::once(("", Meaning::Heading));
    let rows = lines.iter().map(|line| (line.mark, line.meaning));
    heading
        .chain(rows)
        .zip(drawn)
        .map(|((mark, meaning), text)| finish(mark, &text, gutter, meaning, style))
        .collect()
}

/// Which columns are shown, and how wide the first is.
struct Fitted {
    shown: Vec<usize>,
    first: usize,
}

fn fit(columns: &[Column], lines: &[Line], width: usize) -> Fitted {
    let widths: Vec<usize> = (0..columns.len()).map(|at| widest(columns, lines, at)).collect();
    let narrowest = NARROWEST.max(columns.first().map_or(0, |column| column.heading.width()));
    let mut shown: Vec<usize> = (0..columns.len()).collect();
    loop {
        let others: usize = shown.iter().skip(1).map(|at| widths[*at] + usize::from(GAP)).sum();
        let left = width.saturating_sub(others);
        let wanted = widths.first().copied().unwrap_or_default();
        let spare = shown.iter().skip(1).rposition(|at| columns[*at].spare);
        match spare {
            Some(at) if left < COMFORTABLE.min(wanted) => {
                shown.remove(at + 1);
            }
            _ => return Fitted { shown, first: left.max(narrowest).min(wanted) },
        }
    }
}

fn widest(columns: &[Column], lines: &[Line], at: usize) -> usize {
    let cells = lines.iter().filter_map(|line| line.cells.get(at)).map(|cell| cell.width());
    cells.chain([columns[at].heading.width()]).max().unwrap_or_default()
}

/// Every row becomes one line: everything has been cut to fit, so comfy-table need not arrange or wrap.
fn table(columns: &[Column], lines: &[Line], fitted: &Fitted) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(fitted.shown.iter().map(|at| columns[*at].heading.as_str()));
    table.add_rows(lines.iter().map(|line| cells(line, fitted)));
    for (column, at) in table.column_iter_mut().zip(&fitted.shown) {
        column.set_padding((0, GAP));
        if columns[*at].align == Align::Right {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn cells(line: &Line, fitted: &Fitted) -> Vec<String> {
    let cell = |at: &usize| {
        let text = line.cells.get(*at).map(String::as_str).unwrap_or_default();
        if *at == 0 { cut(text, fitted.first) } else { text.to_owned() }
    };
    fitted.shown.iter().map(cell).collect()
}

/// The mark, the row, no spaces at its end, and the colour. The whole line is coloured at once and after
/// it was measured, so that escape sequences never count as columns.
fn finish(mark: &str, text: &str, gutter: usize, meaning: Meaning, style: Style) -> String {
    let space = " ".repeat(gutter.saturating_sub(mark.width()));
    let line = cut(format!("{mark}{space}{text}").trim_end(), style.width);
    paint(&line, meaning, style)
}

/// The text, or as much of it as fits into `columns`, with `…`.
pub fn cut(text: &str, columns: usize) -> String {
    if text.len() <= columns || text.width() <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(1);
    let mut width = 0;
    let fits = |character: &char| {
        width += character.width().unwrap_or_default();
        width <= room
    };
    let mut end: usize = text.chars().take_while(fits).map(char::len_utf8).sum();
    // Neighbours may join to something wider than each alone, an emoji with a variation selector.
    while text[..end].width() > room {
        end = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    format!("{}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style { color: false, width: 40 };

    fn columns() -> Vec<Column> {
        vec![
            Column::left("PROCESS"),
            Column::right("PID"),
            Column::left("STATE"),
            Column::right("HOST PID").spare(),
        ]
    }

    fn line(mark: &'static str, cells: [&str; 4]) -> Line {
        Line { mark, cells: cells.map(str::to_owned).to_vec(), meaning: Meaning::Plain }
    }

    #[test]
    fn numbers_are_at_the_right_and_hangul_takes_two_columns() {
        let lines =
            [line("", ["sleep", "1", "sleeping", "12552"]), line("", ["└─ 좀비", "16", "좀비", "18461"])];
        let expected = [
            "PROCESS  PID  STATE     HOST PID",
            "sleep      1  sleeping     12552",
            "└─ 좀비   16  좀비         18461",
        ];
        assert_eq!(lay_out(&columns(), &lines, PLAIN), expected);
    }

    #[test]
    fn a_mark_gets_a_gutter_in_every_line() {
        let lines = [line("↳", ["a", "1", "s", "2"]), line("", ["b", "2", "s", "3"])];
        let expected = [
            "  PROCESS  PID  STATE  HOST PID",
            "↳ a          1  s             2",
            "  b          2  s             3",
        ];
        assert_eq!(lay_out(&columns(), &lines, PLAIN), expected);
    }

    #[test]
    fn the_first_column_is_cut_to_fit() {
        let long = "└─ bash -c 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열";
        let lines = [line("✗", [long, "15", "gone", "18460"])];
        for width in 20..=120 {
            let style = Style { color: false, width };
            for drawn in lay_out(&columns(), &lines, style) {
                assert!(drawn.width() <= width, "{width}: {drawn}");
            }
        }
        let drawn = lay_out(&columns(), &lines, Style { color: false, width: 60 });
        assert!(drawn[1].starts_with("✗ └─ bash -c 하나 둘 셋 넷 다섯 여섯 …"), "{}", drawn[1]);
    }

    #[test]
    fn a_spare_column_is_left_out_before_the_tree_gets_too_narrow() {
        let lines = [line("", ["└─ a rather long command line", "15", "sleeping", "18460"])];
        let drawn = lay_out(&columns(), &lines, PLAIN);
        assert_eq!(drawn[0], "PROCESS                    PID  STATE");
        assert_eq!(drawn[1], "└─ a rather long command…   15  sleeping");
    }

    #[test]
    fn cutting_never_halves_a_wide_character() {
        assert_eq!(cut("좀비", 4), "좀비");
        assert_eq!(cut("좀비다", 4), "좀…");
        assert_eq!(cut("좀비다", 5), "좀비…");
        assert_eq!(cut("abc", 1), "…");
        let heart = "\u{2764}\u{fe0f}";
        for columns in 1..12 {
            assert!(cut(&heart.repeat(6), columns).width() <= columns);
        }
    }

    #[test]
    fn no_rows_leave_the_heading() {
        assert_eq!(lay_out(&columns(), &[], PLAIN), ["PROCESS  PID  STATE  HOST PID"]);
    }
}
