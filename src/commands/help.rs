//! `pidlab help [COMMAND]`: the same as `COMMAND --help`.

use super::Context;
use crate::cli::Help;
use crate::error::{Exit, Result};
use crate::help;

/// Writes the help.
pub(super) fn run(args: &Help, context: &Context<'_>) -> Result<Exit> {
    let style = context.output.style;
    let command = help::command(context.words, style);
    context.output.write(&help::of(command, args.command.as_deref(), style))?;
    Ok(Exit::Success)
}
