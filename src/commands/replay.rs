//! `pidlab replay`: shows a recorded run again. Nothing is started, and no privilege is needed.

use super::Context;
use super::keys::At;
use super::stage::Stage;
use crate::cli::{self, Format};
use crate::engine::event::{Event, Interval, Moment, Observed, Onward, Places, Verdict};
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::recording::{self, End, Entry, Recording};
use std::os::fd::AsFd as _;

/// Shows it and returns what the run returned.
pub(super) fn run(args: &cli::Replay, context: &Context<'_>) -> Result<Exit> {
    check(args)?;
    let recording = read(args, context)?;
    let mut stage = Stage::new(args.shown, context);
    let mut past = Past::default();
    let mut exit = Exit::Success;
    for entry in recording.entries {
        if matches!(entry.event(), Some(Event::LabFinished(it)) if it.verdict == Verdict::Differs) {
            exit = Exit::Differs;
        }
        let pauses = past.see(&entry);
        stage.show(entry)?;
        if pauses && stage.pause_at(At::Replay, &mut past)? == Onward::Leave {
            return Ok(Exit::Success);
        }
    }
    stage.pause_at(At::End, &mut past)?;
    match recording.end {
        End::Whole => Ok(exit),
        End::Early(why) => Err(why),
    }
}

fn check(args: &cli::Replay) -> Result<()> {
    if !args.shown.step {
        return Ok(());
    }
    if args.shown.format == Format::Json {
        return Err(Error::usage(Message::new("run-json-talks").with("option", "--step"))
            .hint(Message::new("replay-json-talks-hint")));
    }
    if is_stdin(args) {
        return Err(
            Error::usage(Message::new("replay-step-stdin")).hint(Message::new("replay-step-stdin-hint"))
        );
    }
    Ok(())
}

fn is_stdin(args: &cli::Replay) -> bool {
    args.recording.as_os_str() == "-"
}

fn read(args: &cli::Replay, context: &Context<'_>) -> Result<Recording> {
    if is_stdin(args) {
        let name = context.words.get("replay-stdin");
        return recording::read(std::io::stdin().as_fd(), &name, context.words);
    }
    let file = recording::open(&args.recording)?;
    recording::read(file.as_fd(), &args.recording.to_string_lossy(), context.words)
}

/// The stage as it was when it was recorded.
#[derive(Default)]
struct Past {
    last: Option<Observed>,
}

impl Past {
    /// Notes a tree. Returns whether the run stood still behind it: it did, or could have, before every action.
    fn see(&mut self, entry: &Entry) -> bool {
        let Some(Event::Observed(observed)) = entry.event() else { return false };
        self.last = Some(observed.clone());
        observed.moment == Moment::Before
    }
}

impl Interval for Past {
    fn look(&mut self) -> Result<Option<Observed>> {
        Ok(self.last.clone())
    }

    fn places(&mut self) -> Result<Places> {
        Ok(Places::Recorded)
    }
}
