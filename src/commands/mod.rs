//! The subcommands, one a file. Each returns its exit code or an [`Error`](crate::error::Error).

use crate::cli::{Cli, Command};
use crate::error::{Exit, Result};
use crate::i18n::Words;
use crate::output::Output;

mod ask;
mod choice;
mod claims;
mod compare;
mod completions;
mod doctor;
mod help;
mod init;
mod keys;
mod lint;
mod list;
mod man;
mod progress;
mod prompt;
mod quiz;
mod real;
mod replay;
mod run;
mod schema;
mod shell;
mod show;
mod stage;
mod start;
mod subject;
mod tree;
mod r#try;

/// What every command gets.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The sentences, in the user's language.
    pub words: &'a Words,
    /// Standard output.
    pub output: &'a Output,
}

/// Plays the command that was asked for.
pub fn run(cli: &Cli, context: &Context<'_>) -> Result<Exit> {
    let Some(command) = &cli.command else { return start::run(context) };
    match command {
        Command::Run(args) => run::run(args, context),
        Command::Replay(args) => replay::run(args, context),
        Command::Tree(args) => tree::run(args, context),
        Command::Doctor(args) => doctor::run(args, context),
        Command::List(args) => list::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Lint(args) => lint::run(args, context),
        Command::Schema => schema::run(context),
        Command::Completions(args) => completions::run(args, &choice::names()?, context),
        Command::Man(args) => man::run(args, context),
        Command::Help(args) => help::run(args, context),
        Command::Compare(args) => compare::run(args, context),
        Command::Quiz(args) => quiz::run(args, context),
        Command::Claims(args) => claims::run(args, context),
        Command::Try(args) => r#try::run(args, context),
        Command::Shell(args) => shell::run(args, context),
        Command::Init(args) => init::run(args, context),
    }
}
