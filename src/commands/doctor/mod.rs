//! `pidlab doctor`: can labs run here, how, and what helps if not.

mod check;
mod draw;
mod environment;
mod json;
mod kernel;

use super::Context;
use crate::cli::{Doctor, Format};
use crate::error::{Exit, Result};
use crate::sandbox::machine::{self, Facts, Mode, Outcome, Refused, Remedy, Survey};
use crate::sandbox::orders::Stage;
use check::Check;

/// Everything that was found, and what follows from it.
struct Diagnosis {
    mode: Mode,
    /// The refused call and the way out; none if a container can be made.
    refused: Option<(Refused, Remedy)>,
    checks: Vec<Check>,
}

/// Looks at this machine and tells. Exit 0 if labs can run, 77 if not, 125 if only processes are short.
pub fn run(args: &Doctor, context: &Context<'_>) -> Result<Exit> {
    let diagnosis = diagnose()?;
    let text = match args.format {
        Format::Text => draw::text(&diagnosis, context.words, context.output.style),
        Format::Json => json::object(&diagnosis, context.words),
    };
    context.output.write(&text)?;
    Ok(diagnosis.exit())
}

impl Diagnosis {
    fn exit(&self) -> Exit {
        match &self.refused {
            None => Exit::Success,
            Some((refused, _)) if refused.stage == Stage::Fork => Exit::Failed,
            Some(_) => Exit::Unable,
        }
    }
}

fn diagnose() -> Result<Diagnosis> {
    let mode = machine::choose(false);
    let outcome = machine::trial(mode)?;
    let facts = Facts::collect();
    let survey = Survey::make()?;
    let refused = match outcome {
        Outcome::Works => None,
        Outcome::Refused(refused) => {
            Some((refused, machine::way_out(&facts, refused, machine::cause(&facts, refused))))
        }
    };
    let mut checks = kernel::checks(&facts, &survey, mode, refused.as_ref());
    checks.extend(environment::checks(&facts, &survey, mode, refused.is_none()));
    Ok(Diagnosis { mode, refused, checks })
}
