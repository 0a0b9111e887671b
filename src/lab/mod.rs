//! What a lab says. Pure: text in, data or faults with their places out. The one thing read from outside
//! is a lab file that the user names ([`catalog()`]).

mod action;
mod catalog;
mod claims;
mod deeds;
mod expect;
mod facts;
mod fault;
mod head;
mod inits;
mod inline;
pub mod model;
mod parse;
mod reader;
mod real;
mod schema;
mod scope;
mod similar;
mod step;
mod text;

pub use action::is_shell;
pub use catalog::{Listed, catalog, lint, load};
pub use claims::{Claim, Holding, Test, claims, find_claims};
pub use fault::{Fault, Span, render};
pub use head::Head;
pub use inits::{ChosenInit, Init, On, Reaction, choose_init, docker_of, find_init, inits, similar_init};
pub use model::*;
pub use parse::{SECONDS, parse};
pub use real::Real;
pub use schema::schema;
pub use similar::similar;
pub use text::{fill, placeholders};

#[cfg(test)]
mod faults_test;
#[cfg(test)]
mod more_faults_test;
#[cfg(test)]
mod questions_test;
