//! `pidlab schema`: the JSON Schema of lab files, for editors.

use super::Context;
use crate::error::{Exit, Result};
use crate::lab;

/// Writes it, with descriptions in the user's language.
pub(super) fn run(context: &Context<'_>) -> Result<Exit> {
    context.output.line(&format!("{:#}", lab::schema(context.words)))?;
    Ok(Exit::Success)
}
