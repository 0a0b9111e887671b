//! The columns: which there are, in which sheet, and what stands in them.

use super::super::fold::thousands;
use super::super::label::signal_name;
use super::cells::{self, Shown, cell};
use super::notes::Notes;
use crate::compare::{Cell, Figures, ORPHANS, Orphans, Row, SIGNALS, Service};
use crate::escape;
use crate::i18n::{Message, Words};

/// Some columns that belong together.
#[derive(Debug)]
pub(super) struct Sheet {
    /// What it is about, in one sentence.
    pub(super) title: String,
    /// The heading of each column but the first, the program's name.
    pub(super) columns: Vec<Column>,
    /// The program's name, and a cell for each column.
    pub(super) rows: Vec<(String, Vec<Numbered>)>,
}

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) heading: String,
    /// Whether there are numbers in it.
    pub(super) right: bool,
}

/// A cell with the numbers of its footnotes.
#[derive(Debug)]
pub(super) struct Numbered {
    pub(super) text: String,
    pub(super) notes: Vec<usize>,
}

type Show = fn(&Figures, &Words) -> Vec<Shown>;

/// All sheets and their footnotes.
pub(super) fn sheets(rows: &[Row], words: &Words) -> (Vec<Sheet>, Notes) {
    let mut notes = Notes::default();
    let orphans = Message::new("compare-orphans").with("number", thousands(ORPHANS as usize));
    let about = [
        (words.say(&orphans), orphan_columns(words), orphan_cells as Show),
        (words.get("compare-signals"), signal_columns(), signal_cells as Show),
        (words.get("compare-services"), service_columns(words), service_cells as Show),
    ];
    let sheets = about.map(|(title, columns, show)| {
        let rows = rows.iter().map(|row| self::row(row, columns.len(), show, &mut notes, words)).collect();
        Sheet { title, columns, rows }
    });
    (sheets.into(), notes)
}

fn row(row: &Row, columns: usize, show: Show, notes: &mut Notes, words: &Words) -> (String, Vec<Numbered>) {
    let shown = match &row.found {
        Ok(figures) => show(figures, words),
        Err(message) => vec![Shown::missing(message.clone()); columns],
    };
    let numbered = shown.into_iter().map(|shown| Numbered {
        notes: shown.notes.iter().map(|note| notes.number(note, words)).collect(),
        text: shown.text,
    });
    (escape::text(&row.name), numbered.collect())
}

fn columns<const N: usize>(words: &Words, columns: [(&'static str, bool); N]) -> Vec<Column> {
    columns.map(|(id, right)| Column { heading: words.get(id), right }).into()
}

fn orphan_columns(words: &Words) -> Vec<Column> {
    columns(
        words,
        [
            ("compare-column-comm", false),
            ("compare-column-zombies", true),
            ("compare-column-wakeups", true),
            ("compare-column-cpu", true),
            ("compare-column-memory", true),
            ("compare-column-threads", true),
        ],
    )
}

fn orphan_cells(figures: &Figures, words: &Words) -> Vec<Shown> {
    let orphans = |show: fn(&Orphans) -> Shown| cell(&figures.orphans, show);
    vec![
        cells::comm(figures),
        cell(&figures.orphans, |orphans| cells::zombies(orphans, words)),
        orphans(|orphans| Shown::plain(orphans.wakeups.to_string())),
        orphans(cells::cpu),
        cell(&figures.memory, |memory| Shown::plain(memory.to_string())),
        Shown::plain(figures.threads.to_string()),
    ]
}

fn signal_columns() -> Vec<Column> {
    SIGNALS.map(|signal| Column { heading: signal_name(signal), right: false }).into()
}

fn signal_cells(figures: &Figures, words: &Words) -> Vec<Shown> {
    figures
        .verdicts()
        .map(|(_, found, verdict)| {
            cell(found, |found| verdict.map_or_else(Shown::default, |it| cells::reaction(found, it, words)))
        })
        .collect()
}

fn service_columns(words: &Words) -> Vec<Column> {
    columns(
        words,
        [
            ("compare-column-exit-0", false),
            ("compare-column-exit-7", false),
            ("compare-column-killed", false),
            ("compare-column-crash", false),
            ("compare-column-waits", false),
        ],
    )
}

fn service_cells(figures: &Figures, words: &Words) -> Vec<Shown> {
    let exits = Service::ALL.iter().zip(&figures.exits);
    let mut shown: Vec<Shown> =
        exits.map(|(service, found)| cell(found, |found| cells::exit(*service, *found, words))).collect();
    shown.push(cell(&figures.crash, |found| cells::crash(found, words)));
    shown.push(cell(&figures.waits, |found: &bool| cells::waits(*found, words)));
    shown
}

/// Whether a program leaves zombies: its line stands out.
pub(super) fn leaves_zombies(row: &Row) -> bool {
    let orphans: Option<&Cell<Orphans>> = row.found.as_ref().ok().map(|figures| &figures.orphans);
    orphans.is_some_and(|found| found.as_ref().is_ok_and(|orphans| orphans.zombies > 0))
}
