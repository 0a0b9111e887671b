//! One signal from the host to PID 1, and what follows.
//!
//! PID 1's children are stopped before: a signal that one of them gets then stays pending, where it can be
//! read, whatever the child would do with it. That PID 1 gets none is read too: if it was asleep before and is
//! asleep afterwards without having made a switch, and nothing is pending, the kernel has dropped the signal.

use super::bench::{Bench, Child};
use super::calm::{Calm, Quiet};
use super::model::{PATIENCE, QUIET, Reaction, Silence};
use super::service::{Outcome, aftermath};
use crate::error::Result;
use crate::observe::vitals::Signals;
use crate::snapshot::Ended;
use crate::wait::Deadline;
use std::time::{Duration, Instant};

/// How long a process takes at most from looking asleep until its switch is counted.
const FALLING_ASLEEP: Duration = Duration::from_millis(2);

/// How long milliseconds count.
const SOON: Duration = Duration::from_millis(20);

/// How often a signal is sent again to find evidence for "nothing".
const TRIES: usize = 2;

/// A child that is stopped, and the signals that were pending for it before.
struct Stopped {
    child: Child,
    before: Signals,
}

/// Sends the signal and tells what follows.
pub(super) fn react(bench: &mut Bench, signal: i32, calm: &Calm) -> Result<Reaction> {
    let stopped = stop_children(bench)?;
    let handled = handles(bench, signal)?;
    let mut reaction = attempt(bench, signal, &stopped, calm)?;
    for _ in 0..TRIES {
        // PID 1 may have been woken by something else just then. What it has a handler for, it took; and bash as PID 1
        // has one for a first SIGINT only.
        if handled || reaction.silence != Some(Silence::Taken) {
            break;
        }
        bench.rest()?;
        let _quiet = calm.quiet();
        if let Some(silence) = send(bench, signal, &stopped)?.1 {
            reaction.silence = Some(silence);
        }
    }
    if reaction.silence == Some(Silence::Taken) {
        reaction.silence = Some(why_unseen(bench, signal, &stopped, handled)?);
    }
    let children: Vec<Child> = stopped.into_iter().map(|stopped| stopped.child).collect();
    for child in &children {
        child.pidfd.signal(libc::SIGCONT)?;
    }
    if let Some((_, time)) = reaction.child {
        // What PID 1 does once its child has done what it was told to.
        let sent = Instant::now().checked_sub(time).unwrap_or_else(Instant::now);
        if let Outcome::Ended(ended) = aftermath(bench, &children, &children, PATIENCE)? {
            reaction.ended = Some((ended, sent.elapsed()));
        }
    }
    Ok(reaction)
}

/// Whether PID 1 has a handler for the signal, or blocks it: such a one is never dropped.
fn handles(bench: &mut Bench, signal: i32) -> Result<bool> {
    let vitals = bench.vitals()?;
    Ok(vitals.caught.has(signal) || vitals.blocked.has(signal))
}

/// What is known of a signal after which nothing was seen, and of which it was not seen that it was dropped.
fn why_unseen(bench: &mut Bench, signal: i32, stopped: &[Stopped], handled: bool) -> Result<Silence> {
    for it in stopped {
        if bench.vitals_of(it.child.pid)?.is_some_and(|child| child.ignored.has(signal)) {
            return Ok(Silence::Deaf);
        }
    }
    Ok(if handled || bench.rest()? { Silence::Taken } else { Silence::Unclear })
}

/// Sends the signal to PID 1 alone, and tells when that was, and the evidence that nothing follows, if there is any.
pub(super) fn send_to_init(bench: &mut Bench, signal: i32) -> Result<(Instant, Option<Silence>)> {
    send(bench, signal, &[])
}

/// Sends the signal and tells whether PID 1 ends.
pub(super) fn ends(bench: &mut Bench, signal: i32, calm: &Calm) -> Result<bool> {
    let reaction = attempt(bench, signal, &[], calm)?;
    if reaction.silence == Some(Silence::Taken) {
        return Ok(last_words(bench, Instant::now())?.ended.is_some());
    }
    Ok(reaction.ended.is_some())
}

fn stop_children(bench: &mut Bench) -> Result<Vec<Stopped>> {
    let children = bench.living_children(&[])?;
    children.into_iter().map(|child| stop(bench, child)).collect()
}

fn stop(bench: &mut Bench, child: Child) -> Result<Stopped> {
    child.pidfd.signal(libc::SIGSTOP)?;
    let deadline = Deadline::after(PATIENCE);
    let (mut before, stopping) = (Signals::default(), Instant::now());
    while let Some(vitals) = bench.vitals_of(child.pid)? {
        before = vitals.pending;
        if vitals.stopped || vitals.zombie || deadline.passed() {
            break;
        }
        bench.pace(stopping)?;
    }
    Ok(Stopped { child, before })
}

/// Sends PID 1 the signal and tells which one reaches this process behind it, and when. It is stopped before.
pub(super) fn reaches(
    bench: &mut Bench,
    service: Child,
    signal: i32,
    calm: &Calm,
) -> Result<Option<(i32, Duration)>> {
    let stopped = [stop(bench, service)?];
    Ok(attempt(bench, signal, &stopped, calm)?.child)
}

fn attempt(bench: &mut Bench, signal: i32, stopped: &[Stopped], calm: &Calm) -> Result<Reaction> {
    // PID 1 is told of stopped children too: that must be over.
    bench.rest()?;
    let quiet = calm.quiet();
    match send(bench, signal, stopped)? {
        (_, Some(silence)) => Ok(silent(silence)),
        (sent, None) => watch(bench, signal, stopped, sent, quiet),
    }
}

/// Sends the signal; when that was, and the evidence that the kernel has dropped it, if there is any.
fn send(bench: &mut Bench, signal: i32, stopped: &[Stopped]) -> Result<(Instant, Option<Silence>)> {
    let before = bench.vitals()?;
    let sent = Instant::now();
    bench.signal(signal)?;
    for look in 0..2 {
        // It may have ended by now.
        let Ok(after) = bench.vitals() else { return Ok((sent, None)) };
        let slept = before.asleep && after.asleep && after.switches == before.switches;
        let taken = [before.blocked, before.caught, after.pending].iter().any(|set| set.has(signal));
        if !slept || taken || got_any(bench, stopped)?.is_some() {
            return Ok((sent, None));
        }
        if look == 1 {
            let ignored = after.ignored.has(signal);
            return Ok((sent, Some(if ignored { Silence::Ignored } else { Silence::Dropped })));
        }
        // Who has just run and is about to sleep looks asleep already, a moment before its switch is counted.
        bench.pass(FALLING_ASLEEP)?;
    }
    Ok((sent, None))
}

fn watch(
    bench: &mut Bench,
    signal: i32,
    stopped: &[Stopped],
    sent: Instant,
    quiet: Quiet<'_>,
) -> Result<Reaction> {
    let mut counting = Some(quiet);
    let mut taken = sent;
    while taken.elapsed() < QUIET && sent.elapsed() < PATIENCE {
        if let Some(got) = got_any(bench, stopped)? {
            return Ok(Reaction { child: Some((got, sent.elapsed())), ended: None, silence: None });
        }
        if let Some(ended) = bench.ended()? {
            return Ok(ended_by_itself(ended, sent));
        }
        if sent.elapsed() > SOON {
            // What takes longer need not be told so exactly.
            drop(counting.take());
            // As long as it is pending, PID 1 has not even seen it.
            if bench.vitals().is_ok_and(|it| it.pending.has(signal)) {
                taken = Instant::now();
            }
        }
        bench.pace(sent)?;
    }
    // At work although it had been at rest: something may yet come of it.
    if bench.rested() && !bench.rest_for(SOON, QUIET)? {
        return last_words(bench, sent);
    }
    let kept = bench.vitals()?.pending.has(signal);
    Ok(silent(if kept { Silence::Kept } else { Silence::Taken }))
}

/// The signal that one of them was sent.
fn got_any(bench: &mut Bench, stopped: &[Stopped]) -> Result<Option<i32>> {
    for it in stopped {
        if let Some(signal) = got(bench, it)? {
            return Ok(Some(signal));
        }
    }
    Ok(None)
}

/// The signal that a stopped child was sent, if it was. SIGKILL is no message: it is how a namespace ends.
fn got(bench: &mut Bench, stopped: &Stopped) -> Result<Option<i32>> {
    let Some(vitals) = bench.vitals_of(stopped.child.pid)? else { return Ok(None) };
    let job_control = [libc::SIGCHLD, libc::SIGCONT, libc::SIGSTOP, libc::SIGKILL];
    let unasked = job_control.iter().fold(stopped.before.0, |set, signal| set | 1 << (signal - 1));
    Ok(vitals.pending.first_without(Signals(unasked)))
}

/// Of a PID 1 that is still at work: what comes of it.
fn last_words(bench: &mut Bench, sent: Instant) -> Result<Reaction> {
    let deadline = Deadline::after(PATIENCE);
    while !deadline.passed() {
        if let Some(ended) = bench.ended()? {
            return Ok(ended_by_itself(ended, sent));
        }
        bench.pace(sent)?;
    }
    Ok(silent(Silence::Taken))
}

fn ended_by_itself(ended: Ended, sent: Instant) -> Reaction {
    Reaction { child: None, ended: Some((ended, sent.elapsed())), silence: None }
}

fn silent(silence: Silence) -> Reaction {
    Reaction { child: None, ended: None, silence: Some(silence) }
}
