//! The end of what runs behind PID 1: is its status passed on, is its death noticed?

use super::bench::{Bench, Child};
use super::candidate::{Candidate, Settings};
use super::model::{After, Cell, Crash, Exit, Missing, PATIENCE, QUIET, Service};
use super::others;
use crate::error::Result;
use crate::sandbox::container::Fault;
use crate::snapshot::Ended;
use crate::wait::Deadline;
use std::time::{Duration, Instant};

/// How long a PID 1 that has started another child must rest: it may be about to end.
const SOON: Duration = Duration::from_millis(20);

/// What a PID 1 does once a child of its has ended.
pub(super) enum Outcome {
    /// It ends.
    Ended(Ended),
    /// It has started another one.
    Again,
    /// It lives on.
    LivesOn,
}

/// Waits for what becomes of PID 1 after something has happened to its children. Decided by what is seen: its
/// end, or a child that is not `known`. Otherwise it lives on: as soon as one of `spared` has stayed alive for
/// a while, else once `patience` is over.
pub(super) fn aftermath(
    bench: &mut Bench,
    known: &[Child],
    spared: &[Child],
    patience: Duration,
) -> Result<Outcome> {
    let (begun, deadline) = (Instant::now(), Deadline::after(patience));
    let mut spared_since = begun;
    while !deadline.passed() {
        if let Some(ended) = bench.ended()? {
            return Ok(Outcome::Ended(ended));
        }
        if has_another(bench, known)? && bench.rest_for(SOON, patience)? && has_another(bench, known)? {
            return Ok(Outcome::Again);
        }
        if !one_lives(bench, spared)? {
            spared_since = Instant::now();
        } else if spared_since.elapsed() > QUIET {
            return Ok(Outcome::LivesOn);
        }
        bench.pace(begun)?;
    }
    Ok(bench.ended()?.map_or(Outcome::LivesOn, Outcome::Ended))
}

/// Whether PID 1 has a living child that is not known. Of a helper that has ended meanwhile nothing is said: the
/// init of `BusyBox` starts one for its last call, `reboot(2)`.
fn has_another(bench: &mut Bench, known: &[Child]) -> Result<bool> {
    Ok(!bench.living_children(known)?.is_empty())
}

fn one_lives(bench: &mut Bench, children: &[Child]) -> Result<bool> {
    for child in children {
        if bench.vitals_of(child.pid)?.is_some_and(|it| !it.zombie && !it.stopped) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Runs a command that ends in this way in its service's place.
pub(super) fn exit(
    candidate: &Candidate,
    service: Service,
    settings: &Settings,
) -> std::result::Result<Cell<Exit>, Fault> {
    let Some(other) = candidate.with_service(service) else { return Ok(Err(Missing::NoCommand)) };
    let busy = settings.calm.busy();
    let mut bench = match Bench::start_at_once(&other, settings, Vec::new()) {
        Ok(bench) => bench,
        // So short a life that nothing else could be done.
        Err(Fault::Ended { status, .. }) => return Ok(Ok(Exit::Ended(Ended::from_wait_status(status)))),
        Err(fault) => return Err(fault),
    };
    bench.rest()?;
    drop(busy);
    let (begun, deadline) = (Instant::now(), Deadline::after(QUIET));
    while !deadline.passed() {
        if let Some(ended) = bench.ended()? {
            return Ok(Ok(Exit::Ended(ended)));
        }
        if bench.runs() > 1 {
            return Ok(Ok(Exit::LivesOn));
        }
        bench.pace(begun)?;
    }
    Ok(if bench.runs() == 0 { Err(Missing::NotRun) } else { Ok(Exit::LivesOn) })
}

/// Kills the service behind PID 1: its own child, or else one that it has adopted, as a service is that makes a
/// daemon of itself.
pub(super) fn crash(bench: &mut Bench, settings: &Settings) -> Result<Crash> {
    let mut children = bench.living_children(&[])?;
    let own = !children.is_empty();
    if !own {
        others::adopt(bench, "sleep 1000 &", settings)?;
        children = bench.living_children(&[])?;
        bench.rest()?;
    }
    let before = bench.vitals()?;
    let killed = Instant::now();
    if let Some(service) = children.first() {
        service.pidfd.signal(libc::SIGKILL)?;
    }
    let after = match aftermath(bench, &children, &[], if own { PATIENCE } else { QUIET })? {
        Outcome::Ended(_) => After::Ended(killed.elapsed()),
        Outcome::Again => After::Again,
        Outcome::LivesOn => After::LivesOn { woken: bench.vitals()?.switches != before.switches },
    };
    Ok(Crash { own, after })
}
