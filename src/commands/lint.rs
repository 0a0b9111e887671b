//! `pidlab lint FILE…`: checks labs without running them.

use super::Context;
use crate::cli;
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::lab;
use std::path::Path;

/// Tells of each file that it is fine, or everything that is not.
pub(super) fn run(args: &cli::Lint, context: &Context<'_>) -> Result<Exit> {
    let mut exit = Exit::Success;
    for path in &args.files {
        let fine = check(path, context)?;
        exit = if fine { exit } else { Exit::Usage };
    }
    Ok(exit)
}

fn check(path: &Path, context: &Context<'_>) -> Result<bool> {
    match lab::lint(path, context.words) {
        Ok(lab) => {
            let said = Message::new("lint-ok")
                .with("path", path.to_string_lossy().into_owned())
                .with("id", lab.id.as_str())
                .with("steps", lab.steps.len() as i64);
            context.output.line(&context.words.say(&said))?;
            Ok(true)
        }
        Err(Error::Told(told)) => {
            let words = context.words;
            let plain = || format!("{}: {}", words.get("error-label"), words.say(&told.message));
            context.output.line(&told.excerpt.clone().unwrap_or_else(plain))?;
            Ok(false)
        }
        Err(interrupted) => Err(interrupted),
    }
}
