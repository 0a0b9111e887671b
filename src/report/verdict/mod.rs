//! A learner's own PID 1 in words: what it is, what it does, which line is at fault, what helps.
//!
//! `sentences` words each finding with its evidence, `cause` shows the line, `text` arranges the page, `side_by_side` its table, `json` has the
//! same for programs. A cause is called one only where the changed text was measured to be better.

mod cause;
mod json;
mod sentences;
mod side_by_side;
mod text;

pub use json::json;
pub use text::text;

use crate::compare::{Failed, Found};
use crate::script::{Remedy, Suspect};
use crate::snapshot::Ended;
use std::time::Duration;

/// What is shown.
#[derive(Debug)]
pub struct Page {
    /// `uname -r`.
    pub kernel: String,
    /// Whether containers had a user namespace of their own.
    pub rootless: bool,
    /// The command that was PID 1.
    pub command: Vec<String>,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// It ended by itself.
    Ended {
        /// How.
        ended: Ended,
        /// About how long it had lived.
        after: Duration,
        /// The end of what it had printed.
        printed: Vec<u8>,
        /// Whether its script has lines that end as on Windows.
        carriage_returns: bool,
        /// The command that would have stayed in the foreground, if it starts a service that is known.
        foreground: Option<String>,
    },
    /// It lived, and was tested.
    Tested(Box<Tested>),
}

/// A PID 1 that was tested.
#[derive(Debug)]
pub struct Tested {
    /// What was found of it.
    pub own: Found,
    /// The same with a change each.
    pub rows: Vec<Row>,
    /// The line that may be at fault.
    pub accused: Option<Accused>,
    /// The change that helps, as an index into the rows.
    pub best: Option<usize>,
    /// The line that was given to a shell; none of a script.
    pub line: Option<String>,
    /// Whether a shell was put in front of it, as `ENTRYPOINT` without brackets does.
    pub shell_form: bool,
    /// The end of what it had printed.
    pub printed: Vec<u8>,
    /// Whether it was still going on with something else when all had been answered: then this is no last word.
    pub goes_on: bool,
}

/// The same with a change.
#[derive(Debug)]
pub struct Row {
    /// Which.
    pub change: Change,
    /// What was found of it.
    pub found: Result<Found, Failed>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// None.
    None,
    /// Another text.
    Text(Remedy),
    /// The command alone, without a shell: `ENTRYPOINT ["…"]`.
    ExecForm(Vec<String>),
    /// An init in front of it.
    Init,
    /// Another text, and an init in front.
    Both(Remedy),
}

/// A line that may be at fault.
#[derive(Debug)]
pub struct Accused {
    /// The script, as it was named; none of a line.
    pub path: Option<String>,
    /// Its text.
    pub text: String,
    /// What is wrong with it.
    pub suspect: Suspect,
}

/// Whether the line is the cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guilt {
    /// Without it, it was better.
    Proven,
    /// Nothing else fits, but no change of it could be tried.
    Likely,
    /// It was changed, and that was no better; or there is nothing to find fault with.
    None,
}

impl Tested {
    fn guilt(&self) -> Guilt {
        let found = |wanted: fn(&Change) -> bool| {
            let rows = self.rows.iter().filter(move |row| wanted(&row.change));
            rows.filter_map(|row| row.found.as_ref().ok())
        };
        let mut changed = found(|change| matches!(change, Change::Text(_) | Change::ExecForm(_))).peekable();
        let could_be_changed = changed.peek().is_some();
        let with_init = found(|change| *change == Change::Init).next();
        // A service that does not listen as PID 1 needs an init as well: then the line makes the rest of the difference.
        let mut both = found(|change| matches!(change, Change::Both(_)));
        if self.own.problems().is_empty() {
            Guilt::None
        } else if changed.any(|found| found.is_better_than(&self.own))
            || both.any(|both| {
                both.is_better_than(&self.own) && with_init.is_some_and(|init| both.is_better_than(init))
            })
        {
            Guilt::Proven
        } else if could_be_changed {
            Guilt::None
        } else {
            Guilt::Likely
        }
    }

    /// The line that is named.
    fn named(&self) -> Option<(&Accused, Guilt)> {
        let guilt = self.guilt();
        self.accused.as_ref().filter(|_| guilt != Guilt::None).map(|accused| (accused, guilt))
    }
}

/// The status that `docker ps -a` shows: a signal as 128 and its number.
fn status(ended: Ended) -> i32 {
    match ended {
        Ended::Status(status) => status,
        Ended::Signal(signal) => 128 + signal,
    }
}
