//! The tables of labs/README.md.

use super::read;
use std::collections::BTreeSet;
use std::path::Path;

pub fn guide() -> String {
    guide_in("README.md")
}

/// The guide, or its Korean ten minutes.
pub fn guide_in(name: &str) -> String {
    read(Path::new(env!("CARGO_MANIFEST_DIR")).join("labs").join(name))
}

/// What the way of the guide does next.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// Lines that are typed.
    Type(String),
    /// The beginning of a file: name and text.
    File(String, String),
    /// Its continuation.
    Add(String, String),
    /// A line that is typed, and what it shows.
    Show(String, Vec<String>),
}

/// The ten minutes: every block of code before the next heading, in order.
pub fn way(markdown: &str) -> Vec<Stop> {
    let end = markdown.find("\n## The file").unwrap_or(markdown.len());
    let mut before = "";
    let mut stops = Vec::new();
    for (index, part) in markdown[..end].split("```").enumerate() {
        if index % 2 == 1 {
            let (kind, block) = part.split_once('\n').unwrap();
            stops.extend(block_stops(kind, block, before));
        }
        before = part;
    }
    stops
}

fn block_stops(kind: &str, block: &str, before: &str) -> Vec<Stop> {
    let note = before.rsplit_once("<!-- ").map_or("", |(_, note)| note.trim().trim_end_matches(" -->"));
    match (kind, note.split_once(": ")) {
        ("sh", _) => vec![Stop::Type(block.to_owned())],
        ("toml", Some(("file", name))) => vec![Stop::File(name.to_owned(), block.to_owned())],
        ("toml", Some(("add", name))) => vec![Stop::Add(name.to_owned(), block.to_owned())],
        ("console", _) => format!("\n{block}").split("\n$ ").skip(1).map(shown).collect(),
        other => panic!("what is this block? {other:?}\n{block}"),
    }
}

fn shown(part: &str) -> Stop {
    let mut lines = part.lines().map(str::to_owned);
    Stop::Show(lines.next().unwrap(), lines.collect())
}

/// The lab that has come about at the end of the way.
pub fn example() -> String {
    let text = |stop| match stop {
        Stop::File(_, text) | Stop::Add(_, text) => Some(text),
        _ => None,
    };
    way(&guide()).into_iter().filter_map(text).collect()
}

/// The rows of the table behind `<!-- keys: NAME -->`: the first cell, and the others.
pub fn rows(name: &str) -> Vec<(String, String)> {
    rows_behind(&format!("<!-- keys: {name} -->"))
}

/// The same of the first table behind this text.
pub fn rows_behind(text: &str) -> Vec<(String, String)> {
    let guide = guide();
    let (_, rest) = guide.split_once(text).unwrap();
    let table =
        rest.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = table.skip(2).map(|line| line.trim_matches('|').split_once('|').unwrap());
    cells.map(|(first, others)| (first.to_owned(), others.to_owned())).collect()
}

/// What stands in backticks.
pub fn quoted(text: &str) -> BTreeSet<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

pub fn keys(name: &str) -> BTreeSet<String> {
    rows(name).iter().flat_map(|(first, _)| quoted(first)).collect()
}
