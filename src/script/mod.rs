//! A learner's start script: read, the line at fault found, the smallest fix written. Pure: nothing here starts or
//! reads anything.
//!
//! No full grammar of the shell: [`scan`] finds the simple commands, how each ends and what it stands in, and that
//! is enough to point at a line. What it cannot tell it leaves out: no line is named rather than a wrong one.
//! [`suspect`] needs to know what was really running, [`remedy`] writes another text, and whether that is better
//! must be measured. [`first_line`] tells why a file could not be executed at all.

pub mod diff;
pub mod first_line;
pub mod remedy;
pub mod scan;
pub mod services;
pub mod suspect;
#[cfg(test)]
mod tests;

pub use remedy::{Fix, Remedy, remedies};
pub use scan::{Command, End, Script, Word};
pub use suspect::{Kind, Living, Suspect, suspect};
