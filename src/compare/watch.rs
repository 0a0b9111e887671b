//! A learner's own PID 1 before any question is put: a container that is only watched.

use super::bench::Bench;
use super::candidate::{Candidate, Settings};
use super::trial::{Role, Start, is_init, keeps_only, pause};
use crate::error::Result;
use crate::observe::run::Reader;
use crate::sandbox::container::Fault;
use crate::sandbox::orders::Failure;
use crate::snapshot::Ended;
use crate::wait::Deadline;
use std::time::{Duration, Instant};

/// Between two looks.
pub(super) const LOOK: Duration = Duration::from_millis(10);

/// Something to be tried.
#[derive(Debug, Clone)]
pub struct Subject {
    /// How it is started.
    pub candidate: Candidate,
    /// Words that follow each other in the command line of the shell that is started, and of no other: a script's
    /// path, or `-c` and a line. Empty if no shell is.
    pub started: Vec<String>,
}

/// How long nothing must change after the start before a script counts as being through with its preparations.
pub(super) const SETTLED: Duration = Duration::from_millis(300);

/// The same if it waits for a `sleep` to end: so much longer than that.
const AFTER_SLEEP: Duration = Duration::from_millis(500);

/// How long a program that is made to start another one is waited for to do so: supervisord takes a second.
const FIRST_CHILD: Duration = Duration::from_secs(3);

/// A longer sleep is not waited for.
const LONGEST_PAUSE: Duration = Duration::from_secs(6);

/// How long one that goes on changing is waited for: then it is taken as it is.
const PATIENCE_AT_START: Duration = Duration::from_secs(8);

/// A container that is watched and not touched.
pub struct Watch {
    bench: Bench,
    begun: Instant,
    pub(super) prepared: Duration,
    reader: Reader,
    started: Vec<String>,
    seen: Option<Start>,
    names: Vec<Vec<u8>>,
}

/// What became of it.
pub enum Watched {
    /// It runs.
    Runs(Box<Watch>),
    /// It has ended by itself.
    Ended {
        /// How.
        ended: Ended,
        /// About how long it has lived.
        after: Duration,
        /// The end of what it had printed.
        printed: Vec<u8>,
    },
    /// It could not be started.
    Refused(Failure),
}

impl Watch {
    /// Starts it, and waits until it is at rest or has ended.
    pub fn start(subject: &Subject, settings: &Settings) -> Result<Watched> {
        let begun = Instant::now();
        let mut bench = match Bench::start(&subject.candidate, settings) {
            Ok(bench) => bench,
            Err(Fault::Refused(failure)) => return Ok(Watched::Refused(failure)),
            Err(Fault::Other(error)) => return Err(error),
            Err(Fault::Ended { status, printed }) => {
                let ended = Ended::from_wait_status(status);
                return Ok(Watched::Ended { ended, after: begun.elapsed(), printed });
            }
        };
        if let Some(ended) = bench.ended()? {
            return Ok(Watched::Ended { ended, after: begun.elapsed(), printed: bench.printed() });
        }
        let (reader, started) = (Reader::new()?, subject.started.clone());
        let mut watch =
            Self { bench, begun, prepared: Duration::ZERO, reader, started, seen: None, names: Vec::new() };
        watch.settle()?;
        match watch.ended()? {
            Some(ended) => Ok(ended),
            None => Ok(Watched::Runs(Box::new(watch))),
        }
    }

    /// Waits until PID 1 and its children stay the same ones, and notes when they were there.
    fn settle(&mut self) -> Result<()> {
        let (mut names, mut since, mut time) = (Vec::new(), Instant::now(), SETTLED);
        let patience = Deadline::after(PATIENCE_AT_START);
        while self.bench.ended()?.is_none() {
            let start = start_of(&mut self.bench, &mut self.reader, &self.started)?;
            let now = names_of(&start);
            if now != names {
                if !names.is_empty() {
                    self.prepared = self.begun.elapsed();
                }
                (names, since, time) = (now, Instant::now(), SETTLED);
                self.seen = None;
            }
            // A loop that sleeps has no child for a moment, now and then.
            time = time.max(time_to_settle(&start));
            let more = self.seen.as_ref().is_none_or(|seen| seen.processes.len() <= start.processes.len());
            if more {
                self.seen = Some(start);
            }
            if since.elapsed() > time {
                // A program that is still being started has the same name for a while, but is at work.
                let rested = self.bench.rest()?;
                let after = start_of(&mut self.bench, &mut self.reader, &self.started)?;
                if !rested || names_of(&after) == names {
                    break;
                }
            }
            if patience.passed() {
                self.prepared = self.begun.elapsed();
                break;
            }
            self.bench.pass(LOOK)?;
        }
        self.names = names;
        Ok(())
    }

    /// Waits once more until it is at rest: what runs now was not there from the beginning.
    pub fn settle_again(&mut self) -> Result<()> {
        self.prepared = self.begun.elapsed();
        self.seen = None;
        self.settle()
    }

    /// Whether it does something else by now than what it had settled on. One look is not enough: a loop has
    /// another child for a moment, now and then.
    pub fn goes_on(&mut self) -> Result<bool> {
        let deadline = Deadline::after(SETTLED);
        while !deadline.passed() && self.bench.ended()?.is_none() {
            let start = start_of(&mut self.bench, &mut self.reader, &self.started)?;
            if names_of(&start) == self.names {
                return Ok(false);
            }
            self.bench.pass(LOOK)?;
        }
        Ok(self.bench.ended()?.is_none())
    }

    /// What ran in it once it had settled.
    pub fn seen(&self) -> Option<&Start> {
        self.seen.as_ref()
    }

    /// Whether it was at rest after its start.
    pub fn rested(&self) -> bool {
        self.bench.rested()
    }

    /// How it has ended, if it has: by itself.
    pub fn ended(&mut self) -> Result<Option<Watched>> {
        let Some(ended) = self.bench.ended()? else { return Ok(None) };
        Ok(Some(Watched::Ended { ended, after: self.begun.elapsed(), printed: self.bench.printed() }))
    }

    /// The end of what it has printed.
    pub fn printed(&mut self) -> Vec<u8> {
        self.bench.printed()
    }
}

/// PID 1 and its children by name, but for those that only let time pass.
fn names_of(start: &Start) -> Vec<Vec<u8>> {
    let children = start.children().map(|child| &child.comm).filter(|comm| !keeps_only(comm));
    let mut names: Vec<Vec<u8>> =
        start.init().map(|init| &init.comm).into_iter().chain(children).cloned().collect();
    names.sort_unstable();
    names
}

fn time_to_settle(start: &Start) -> Duration {
    if start.children().next().is_none() && start.init().is_some_and(is_init) {
        return FIRST_CHILD;
    }
    let times = start.children().filter_map(pause).filter(|time| *time <= LONGEST_PAUSE);
    times.max().map_or(SETTLED, |time| time + AFTER_SLEEP)
}

/// How many looks must not agree before the last one is taken.
const TRIES: usize = 20;

pub(super) fn start_of(bench: &mut Bench, reader: &mut Reader, started: &[String]) -> Result<Start> {
    let mut processes = bench.look(reader)?;
    for _ in 0..TRIES {
        let again = bench.look(reader)?;
        let same =
            again.len() == processes.len() && again.iter().zip(&processes).all(|(a, b)| a.stands_like(b));
        processes = again;
        if same {
            break;
        }
    }
    let executed = bench.executed();
    let mut role = Role::Service;
    if let Some(init) = processes.iter().find(|process| process.pid.0 == 1) {
        let name =
            executed.as_deref().and_then(std::path::Path::file_name).map(std::ffi::OsStr::to_string_lossy);
        let name = name.unwrap_or_else(|| String::from_utf8_lossy(&init.comm));
        let child = processes.iter().any(|process| process.ppid.0 == 1);
        role = Role::of(&name, &init.comm, &init.command, started, child);
    }
    Ok(Start::new(role, processes, started))
}
