//! Containers seen from outside, and what this machine allows.

pub mod container;
pub mod machine;
pub mod orders;
pub mod pidfd;
pub mod program;
pub mod shim;
pub mod socket;
pub mod terminal;

/// The hidden first argument under which this program is a shim.
pub const SHIM_ARGUMENT: &str = "__shim";
