//! `/proc` → [`Snapshot`](crate::snapshot::Snapshot); the only user of the procfs crate.
