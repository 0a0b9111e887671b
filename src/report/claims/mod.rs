//! The course's claims with their verdicts: all on a page, one explained, as JSON.

mod json;
mod say;
mod text;

pub use json::json;
pub use text::{one, text};

use crate::claims::{Finding, Played};
use std::time::Duration;

/// What is shown.
#[derive(Debug)]
pub struct Page<'a> {
    /// `uname -r`.
    kernel: &'a str,
    /// Whether containers had no user namespace of their own.
    privileged: bool,
    /// How many labs were played.
    labs: usize,
    /// How long that took.
    took: Duration,
    /// The claims.
    findings: &'a [Finding<'a>],
}

impl<'a> Page<'a> {
    /// The page for these findings.
    pub fn new(findings: &'a [Finding<'a>], played: &'a [Played], took: Duration) -> Self {
        let records = || played.iter().map(|play| &play.record).filter(|record| !record.steps.is_empty());
        let first = records().next();
        Self {
            kernel: first.map_or("", |record| &record.kernel),
            privileged: first.is_some_and(|record| record.privileged),
            labs: records().count(),
            took,
            findings,
        }
    }

    /// With one decimal.
    fn seconds(&self) -> f64 {
        (self.took.as_secs_f64() * 10.0).round() / 10.0
    }
}
