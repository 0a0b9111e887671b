//! Events and snapshots → text and JSON; the only place that colours.

mod answer;
pub mod branches;
pub mod claims;
pub mod colour;
pub mod comparison;
pub mod fold;
pub mod json;
pub mod label;
pub mod lines;
pub mod machine;
pub mod namespaces;
pub mod quiz;
pub mod screen;
mod stage_tree;
pub mod table;
