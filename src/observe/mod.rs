//! `/proc` → [`Snapshot`](crate::snapshot::Snapshot); the only user of the procfs crate.
//!
//! [`parse`] knows the files' formats, [`read`] one process's files below any open `/proc`, [`host`] the whole
//! machine, [`run`] the processes of a lab that is being played, [`vitals`] how one process fares, [`evidence`]
//! single lines as they stand.

pub mod evidence;
pub mod host;
pub mod parse;
pub mod read;
pub mod run;
pub mod vitals;
