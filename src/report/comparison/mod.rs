//! Programs side by side: as sheets for a terminal, as Markdown, as JSON.
//!
//! `cells` words a result and collects the footnotes, `sheets` has the columns; the formats only arrange.

mod cells;
mod json;
mod markdown;
mod notes;
mod sheets;
mod text;

pub use json::json;
pub(super) use json::silence;
pub use markdown::markdown;
pub use text::text;

use crate::compare::Row;

/// What is shown.
#[derive(Debug)]
pub struct Comparison {
    /// `uname -r`.
    pub kernel: String,
    /// Whether containers had a user namespace of their own.
    pub rootless: bool,
    /// The programs.
    pub rows: Vec<Row>,
    /// Those that would have been measured if they were installed.
    pub absent: Vec<NotHere>,
}

/// A program that is not installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotHere {
    /// Its name in `inits.toml`.
    pub name: String,
    /// The package that brings it.
    pub package: String,
}
