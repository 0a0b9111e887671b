//! `pidlab compare`: programs side by side, each as PID 1 of real containers.

use super::progress::Counter;
use super::{Context, choice};
use crate::cli::{self, TableFormat};
use crate::compare::{Calm, Candidate, Row, Settings};
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::lab;
use crate::report::comparison::{Comparison, NotHere, json, markdown, text};
use crate::sandbox::machine::{self, Mode};
use crate::sandbox::program::find_program;
use crate::{compare, engine};
use std::time::Duration;

/// How long a program may take to come to rest after its start.
const PATIENCE: Duration = Duration::from_secs(6);

/// Measures what was asked for, or all that is installed, and shows the table.
pub(super) fn run(args: &cli::Compare, context: &Context<'_>) -> Result<Exit> {
    let (candidates, absent) = candidates(&args.init)?;
    let rootless = machine::choose(args.rootless) == Mode::Rootless;
    let settings = Settings {
        rootless,
        keep: keep(&args.init),
        writable: false,
        shell: choice::resolve(&["sh".to_owned()])?,
        refused: choice::refused,
        ended: engine::ended_early,
        patience: PATIENCE,
        calm: Calm::default(),
    };
    let counter = Counter::new("compare-progress", context, args.format == TableFormat::Text);
    let rows = compare::compare(&candidates, &settings, &mut |done, all| counter.tell(done, all))?;
    counter.erase()?;
    none_at_all(&rows)?;
    let comparison = Comparison { kernel: super::run::kernel_release(), rootless, rows, absent };
    let (words, style) = (context.words, context.output.style);
    context.output.write(&match args.format {
        TableFormat::Text => text(&comparison, words, style),
        TableFormat::Markdown => markdown(&comparison, words),
        TableFormat::Json => json(&comparison, words) + "\n",
    })?;
    Ok(Exit::Success)
}

/// Those that were asked for; else all of `inits.toml` that are installed, and those that are not.
fn candidates(asked: &[String]) -> Result<(Vec<Candidate>, Vec<NotHere>)> {
    if !asked.is_empty() {
        let candidates = asked.iter().map(|said| candidate(said)).collect::<Result<Vec<_>>>()?;
        return Ok((candidates, Vec::new()));
    }
    let here = |init: &lab::Init| init.program().is_none_or(|program| find_program(program).is_some());
    let (here, absent): (Vec<_>, Vec<_>) = lab::inits().iter().partition(|init| here(init));
    let candidates = here.iter().map(|init| candidate(&init.name)).collect::<Result<Vec<_>>>()?;
    let absent = absent
        .iter()
        .map(|init| NotHere { name: init.name.clone(), package: init.package.clone().unwrap_or_default() });
    Ok((candidates, absent.collect()))
}

fn candidate(said: &str) -> Result<Candidate> {
    let init = choice::init(said)?;
    let Some(program) = init.program else {
        return Err(Error::usage(Message::new("compare-host")).hint(Message::new("compare-host-hint")));
    };
    Ok(Candidate {
        name: said.to_owned(),
        command: init.command,
        program,
        child: init.child,
        files: init.files,
        restless: false,
    })
}

fn keep(asked: &[String]) -> Vec<String> {
    let mut paths = choice::keep(None);
    paths.extend(asked.iter().flat_map(|said| choice::keep(Some(said))));
    paths.sort();
    paths.dedup();
    paths
}

/// If not a single one could be started, the first one's reason is an error, as it is for a run.
fn none_at_all(rows: &[Row]) -> Result<()> {
    match rows.first().map(|row| &row.found) {
        Some(Err(message)) if rows.iter().all(|row| row.found.is_err()) => {
            let hint = Message::new("run-init-ended-hint");
            Err(Error::of(Exit::Differs, message.clone()).hint(hint))
        }
        _ => Ok(()),
    }
}
