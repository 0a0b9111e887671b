//! What a lab says. Pure: text in, data or a fault with its place out.

pub mod model;

pub use model::*;
