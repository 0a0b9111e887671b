//! `/proc` → [`Snapshot`](crate::snapshot::Snapshot); the only user of the procfs crate.

pub mod parse;
pub mod read;
pub mod run;
