//! Containers seen from outside, and what this machine allows.

pub mod program;
