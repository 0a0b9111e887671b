//! Each program alone: what it takes up, and what it does with a thousand orphans.
//!
//! One after the other, since memory that is shared and time on a processor depend on what else runs. Who does not
//! collect, or collects late, is looked at again while the others are measured.

use super::bench::Bench;
use super::candidate::{Candidate, Settings};
use super::model::{Cell, Figures, Missing, ORPHANS, Orphans, SIGNALS, Service};
use super::storm::Storm;
use crate::error::{Error, Result};
use crate::i18n::Message;
use crate::sandbox::container::Fault;
use crate::sandbox::orders::Stage;
use crate::wait;
use std::time::{Duration, Instant};

/// Between two looks at those that are at work.
pub(super) const LOOK: Duration = Duration::from_millis(30);

/// Measures one after the other.
pub(super) fn measure_each_alone(
    candidates: &[Candidate],
    settings: &Settings,
    progress: &mut dyn FnMut(usize) -> Result<()>,
) -> Result<Vec<First>> {
    let mut alone = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let mut first = measure_alone(candidate, settings)?;
        if first.met_a_limit() && look_at_storms(&mut alone)? {
            // Others' zombies are in its way.
            finish_storms(&mut alone)?;
            first = measure_alone(candidate, settings)?;
        }
        let met_a_limit = first.met_a_limit();
        alone.push(first);
        if met_a_limit {
            // Now its own would be in the way of all the rest.
            finish_storms(&mut alone)?;
        }
        look_at_storms(&mut alone)?;
        progress(alone.len())?;
    }
    Ok(alone)
}

/// What was measured of a program alone.
pub(super) struct First {
    pub(super) figures: std::result::Result<Figures, Message>,
    /// Whether it never came to rest.
    pub(super) restless: bool,
    /// Whether it has no child of its own: nothing that it takes will be passed on.
    pub(super) childless: bool,
    /// How long it took to start.
    pub(super) start: Duration,
    /// Orphans that PID 1 is still at work with, or has given up: time will tell.
    pub(super) storm: Option<Storm>,
}

fn measure_alone(candidate: &Candidate, settings: &Settings) -> Result<First> {
    let begun = Instant::now();
    let mut bench = match Bench::start(candidate, settings) {
        Ok(bench) => bench,
        Err(fault) => {
            let figures = Err(message(fault, candidate, settings)?);
            return Ok(First {
                figures,
                restless: false,
                childless: false,
                start: Duration::ZERO,
                storm: None,
            });
        }
    };
    let start = begun.elapsed();
    if bench.ended()?.is_some() {
        let error = (settings.ended)(&shell_words::join(&candidate.command), bench.status()?, b"");
        return Ok(First {
            figures: Err(tolerated(error)?),
            restless: false,
            childless: false,
            start,
            storm: None,
        });
    }
    let restless = !bench.rested();
    let childless = bench.child_pids()?.is_empty();
    let (vitals, memory) = (bench.vitals()?, bench.memory());
    let mut figures = Figures::new(vitals.comm, vitals.threads, memory);
    let mut storm = None;
    match Storm::raise(bench, ORPHANS) {
        Err(error) => figures.orphans = Err(Missing::Failed(tolerated(error)?)),
        Ok(mut raised) => match raised.look_for_a_while()? {
            Some(orphans) => figures.orphans = Ok(orphans),
            None => storm = Some(raised),
        },
    }
    Ok(First { figures: Ok(figures), restless, childless, start, storm })
}

/// Whether a storm is still going on.
pub(super) fn look_at_storms(alone: &mut [First]) -> Result<bool> {
    let mut open = false;
    for first in alone {
        let Some(storm) = &mut first.storm else { continue };
        match storm.look_seldom() {
            Ok(None) => open = true,
            Ok(Some(orphans)) => first.finish(Ok(orphans)),
            Err(error) => {
                let message = tolerated(error)?;
                first.finish(Err(Missing::Failed(message)));
            }
        }
    }
    Ok(open)
}

/// Waits until none is.
fn finish_storms(alone: &mut [First]) -> Result<()> {
    while look_at_storms(alone)? {
        wait::pass(LOOK)?;
    }
    Ok(())
}

impl First {
    /// Whether its answers will be long in coming.
    pub(super) fn is_slow(&self) -> bool {
        self.storm.is_some() || self.childless
    }

    /// Whether no more orphans could be made.
    fn met_a_limit(&self) -> bool {
        let orphans = self.figures.as_ref().ok().and_then(|figures| figures.orphans.as_ref().ok());
        self.storm.as_ref().is_some_and(Storm::met_a_limit)
            || orphans.is_some_and(|orphans| orphans.made < ORPHANS)
    }

    fn finish(&mut self, orphans: Cell<Orphans>) {
        if let Ok(figures) = &mut self.figures {
            figures.orphans = orphans;
        }
        self.storm = None;
    }
}

impl Figures {
    /// Before anything was asked.
    fn new(comm: Vec<u8>, threads: usize, memory: Cell<u64>) -> Self {
        Self {
            comm,
            threads,
            memory,
            orphans: Err(Missing::NotKept),
            signals: vec![Err(Missing::NotKept); SIGNALS.len()],
            exits: vec![Err(Missing::NotKept); Service::ALL.len()],
            crash: Err(Missing::NotKept),
            waits: Err(Missing::NotKept),
        }
    }
}

/// What a fault says of this program; an error if it concerns all.
pub(super) fn message(fault: Fault, candidate: &Candidate, settings: &Settings) -> Result<Message> {
    match fault {
        Fault::Refused(failure) => {
            let error = (settings.refused)(failure, &candidate.program, settings.rootless);
            if failure.stage == Stage::Exec { tolerated(error) } else { Err(error) }
        }
        Fault::Ended { status, printed } => {
            tolerated((settings.ended)(&shell_words::join(&candidate.command), status, &printed))
        }
        Fault::Other(error) => tolerated(error),
    }
}

/// The message of an error that is no more than a missing figure.
pub(super) fn tolerated(error: Error) -> Result<Message> {
    match error {
        Error::Told(told) => Ok(told.message),
        interrupted @ Error::Interrupted(_) => Err(interrupted),
    }
}
