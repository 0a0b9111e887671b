//! The subcommands, one a file. Each returns its exit code or an [`Error`](crate::error::Error).

pub mod lint;
pub mod list;
pub mod show;

use crate::i18n::Words;
use crate::output::Output;

/// What every command gets.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The sentences, in the user's language.
    pub words: &'a Words,
    /// Standard output.
    pub output: &'a Output,
}
