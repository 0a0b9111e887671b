//! `pidlab run`: plays a lab.

use super::stage::Stage;
use super::{Context, choice};
use crate::cli::{self, Format, Played};
use crate::engine::event::Verdict;
use crate::engine::{self, Options};
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::lab::{self, Lab};
use crate::recording::Recorder;
use crate::sandbox::machine;
use std::path::Path;

/// What the course waits for.
const REALTIME: f64 = 60.0;

/// What `docker stop` waits for.
const REAL_GRACE: f64 = 10.0;

/// Plays the lab and tells the kernel's verdict.
pub(super) fn run(args: &cli::Run, context: &Context<'_>) -> Result<Exit> {
    if args.shown.format == Format::Json && (args.shown.step || args.played.ask) {
        let option = if args.shown.step { "--step" } else { "--ask" };
        return Err(Error::usage(Message::new("run-json-talks").with("option", option))
            .hint(Message::new("run-json-talks-hint")));
    }
    if args.record.as_ref().is_some_and(|path| path.as_os_str() == "-") {
        return Err(Error::usage(Message::new("record-stdout")).hint(Message::new("record-hint")));
    }
    let lab = lab::load(&args.lab, context.words)?;
    let options = options(&args.played, args.shown.step, &lab)?;
    let mut stage = Stage::new(args.shown, context);
    let verdict = match &args.record {
        None => engine::play(&lab, &options, &mut stage)?,
        Some(path) => record(path, &lab, &options, &mut stage)?,
    };
    Ok(if verdict == Some(Verdict::Differs) { Exit::Differs } else { Exit::Success })
}

/// Plays it and writes it down.
fn record(path: &Path, lab: &Lab, options: &Options, stage: &mut Stage<'_>) -> Result<Option<Verdict>> {
    let mut recorder = Recorder::new(path, stage)?;
    let played = engine::play(lab, options, &mut recorder);
    if let Err(error) = &played {
        recorder.close(error);
    }
    played
}

/// How the lab is played, with pauses or without; an error if something that it needs is not there.
pub(super) fn options(args: &Played, pauses: bool, lab: &Lab) -> Result<Options> {
    choice::check_needs(&lab.needs)?;
    choice::check_kernel(lab.kernel, &kernel_release())?;
    choice::check_init(lab, args.init.as_deref())?;
    let mode = machine::choose(args.rootless);
    let rootless = mode == machine::Mode::Rootless;
    let init = |container| choice::init_of(container, args.init.as_deref(), rootless);
    let inits = lab.containers.iter().map(|container| Ok((container.name.clone(), init(container)?)));
    let inits = inits.collect::<Result<Vec<_>>>()?;
    let grace = grace(args, lab, &inits);
    if lab.containers.iter().any(|container| container.nests) {
        choice::check_nesting(mode)?;
    }
    Ok(Options {
        inits,
        seconds: seconds(args, pauses, lab),
        grace,
        rootless,
        kernel: kernel_release(),
        keep: choice::keep(args.init.as_deref()),
        ask: args.ask,
        resolve: choice::resolve,
        refused: choice::refused,
    })
}

/// Whoever is asked, or stops between steps, needs time while a process sleeps: the course's minute. The
/// wait for its end can be cut short.
fn seconds(args: &Played, pauses: bool, lab: &Lab) -> f64 {
    if args.realtime {
        return REALTIME;
    }
    args.seconds.unwrap_or(if pauses || args.ask { REALTIME } else { lab.seconds })
}

/// A PID 1 that is known to take its time gets it.
fn grace(args: &Played, lab: &Lab, inits: &[(String, engine::Init)]) -> f64 {
    let least = if args.realtime { REAL_GRACE } else { lab.grace };
    args.grace.unwrap_or_else(|| inits.iter().filter_map(|(_, init)| init.grace).fold(least, f64::max))
}

/// `uname -r`
pub(super) fn kernel_release() -> String {
    nix::sys::utsname::uname().map(|it| it.release().to_string_lossy().into_owned()).unwrap_or_default()
}
