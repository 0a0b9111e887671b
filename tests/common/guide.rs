//! The tables of labs/README.md.

use super::read;
use std::collections::BTreeSet;
use std::path::Path;

pub fn guide() -> String {
    read(Path::new(env!("CARGO_MANIFEST_DIR")).join("labs/README.md"))
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
