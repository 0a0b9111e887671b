//! Looking until things have settled: never a fixed sleep, always a deadline, and what is shown in the end
//! is the last snapshot that was really seen.

use super::Play;
use super::event::{Event, Wish};
use crate::error::{Error, Result};
use crate::i18n::Message;
use crate::lab::{Condition, Expect, Facts, Meet, Step};
use crate::snapshot::{Process, Snapshot, State};
use crate::wait::{self, Deadline};
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

/// How long a step's expectations are waited for. A kernel needs microseconds; a machine under load gets time.
const PATIENCE: Duration = Duration::from_secs(15);

/// The most that one look counts of it. A machine that has stood still meanwhile, as a virtual one that was paused,
/// has not waited: by its clock all patience would be over before anything inside has run.
const LONGEST_LOOK: Duration = Duration::from_secs(1);

/// The same once somebody has been inside: what is not as expected then is no verdict anyway.
const PATIENCE_AFTER_VISIT: Duration = Duration::from_secs(4);

/// How long the preferred one of several allowed states is waited for.
const PREFERENCE: Duration = Duration::from_secs(3);

/// After which time a shell that has not collected its child is told of it once more.
const REMINDER: Duration = Duration::from_secs(1);

/// How long nothing may change where nothing is expected, before it counts as settled.
pub(super) const QUIET: Duration = Duration::from_millis(300);

/// The same while the awaited process is a zombie: an unknown PID 1 may collect late (supervisord: up to 1 s).
const QUIET_ZOMBIE: Duration = Duration::from_millis(1500);

/// The pause between two looks: short at first, since most things happen within a millisecond.
const FIRST_PAUSE: Duration = Duration::from_micros(200);
const LONGEST_PAUSE: Duration = Duration::from_millis(10);

/// The pause in which a line may run on unnoticed; its end wakes us at once.
const LINE_PAUSE: Duration = Duration::from_millis(50);

/// What a settled step has led to.
pub(super) struct Settled {
    pub(super) snapshot: Snapshot,
    /// For how long the awaited process was seen as a zombie before its status was collected.
    pub(super) lingered: Option<Duration>,
}

/// What to wait for.
pub(super) struct Goal<'s> {
    pub(super) step: &'s Step,
    pub(super) meet: &'s [Meet],
    /// The shell whose line must end.
    pub(super) shell: Option<&'s str>,
    /// What an `await` waits for.
    pub(super) until: Vec<(String, Facts)>,
}

impl Play<'_> {
    /// Looks until the goal is reached, two looks agree, and nothing is outstanding; or until patience ends.
    pub(super) fn settle(&mut self, goal: &Goal<'_>) -> Result<Settled> {
        let patience = if self.visited { PATIENCE_AFTER_VISIT } else { PATIENCE };
        let (mut waited, mut last) = (Duration::ZERO, Instant::now());
        let mut quiet = Quiet::new();
        let mut pause = FIRST_PAUSE;
        let mut lingering: Option<Instant> = None;
        let mut reminded = false;
        loop {
            let now = Instant::now();
            waited += now.duration_since(last).min(LONGEST_LOOK);
            last = now;
            let mut running = false;
            if let Some(shell) = goal.shell.and_then(|name| self.world.shell(name)) {
                self.done.line = self.done.line.or(shell.line_end()?);
                // Of a shell that has died in the middle of its line no end will be told.
                running = self.done.line.is_none() && shell.busy();
            }
            self.relay_output()?;
            self.world.check_alive()?;
            if self.fork_failed && !goal.meet.is_empty() {
                return Err(Error::call("fork() of the lab's shell", nix::errno::Errno::EAGAIN)
                    .hint(Message::new("run-fork-hint")));
            }
            // While the line runs nothing can be settled: no need to look, until patience ends.
            if running && waited <= patience {
                wait::readable(&self.world.wakers(), Deadline::after(LINE_PAUSE))?;
                continue;
            }
            let mut snapshot = self.world.look()?;
            let met = self.world.meet(goal.meet, &mut snapshot)?;
            if self.is_zombie(goal, &snapshot) {
                lingering.get_or_insert_with(Instant::now);
            }
            self.miss(goal.step, &snapshot);
            self.world.learn_ends(&snapshot)?;
            self.done.collected = self.world.collected()?;
            let reached = met && self.reached(goal, &snapshot, waited);
            let silence = self.quiet_wanted(goal, &snapshot);
            let settled = reached && snapshot.stable && quiet.is_enough(&snapshot, silence);
            if settled || self.dues.late().is_some() || waited > patience {
                let collected = !self.is_zombie(goal, &snapshot);
                let lingered = lingering.filter(|_| collected).map(|since| since.elapsed());
                return Ok(Settled { snapshot, lingered });
            }
            // Two agreeing looks need not be apart.
            if !reached {
                if !reminded && waited > REMINDER {
                    self.world.remind_shells(&snapshot)?;
                    reminded = true;
                }
                self.doze(&mut pause)?;
            } else if self.is_open(goal.step) {
                wait::pass(LONGEST_PAUSE)?;
            }
        }
    }

    /// Whether the awaited process has ended and nobody has collected its status.
    fn is_zombie(&self, goal: &Goal<'_>, snapshot: &Snapshot) -> bool {
        let member = goal.until.first().and_then(|(name, _)| self.world.cast.get(name));
        let process = member.and_then(|member| snapshot.by_id(member.id));
        process.is_some_and(|process| process.state == State::Zombie)
    }

    pub(super) fn reached(&self, goal: &Goal<'_>, snapshot: &Snapshot, waited: Duration) -> bool {
        let strict = waited < PREFERENCE;
        if !self.world.holds(snapshot, &goal.until, false) {
            return false;
        }
        goal.step.expect.iter().filter(|expect| self.applies(expect) == Some(true)).all(|expect| {
            self.world.holds(snapshot, &expect.facts, strict)
                && expect.deeds.iter().all(|deed| self.world.deed(snapshot, deed, &self.done).holds)
        })
    }

    /// Whether an expectation is one of this init; unknown for a command that pidlab does not know.
    pub(super) fn applies(&self, expect: &Expect) -> Option<bool> {
        let container = self.world.lab.containers.first().map_or("", |container| &container.name);
        let init = self.world.options.init_of(container);
        let host = init.program.is_none();
        match expect.only_if {
            None => Some(true),
            Some(Condition::Host(wanted)) => Some(wanted == host),
            Some(Condition::Reaps(_) | Condition::On(..)) if host => Some(false),
            Some(Condition::Reaps(wanted)) => init.reaps.map(|reaps| reaps == wanted),
            Some(Condition::On(signal, wanted)) => init.on.map(|on| on.reaction(signal) == wanted),
        }
    }

    /// For how long nothing may have changed.
    fn quiet_wanted(&self, goal: &Goal<'_>, snapshot: &Snapshot) -> Duration {
        match (self.is_open(goal.step), self.is_zombie(goal, snapshot)) {
            (false, _) => Duration::ZERO,
            (true, false) => QUIET,
            (true, true) => QUIET_ZOMBIE,
        }
    }

    /// Whether the step leaves open what is to come: then it has settled when nothing changes any more.
    fn is_open(&self, step: &Step) -> bool {
        step.expect.iter().any(|expect| self.applies(expect).is_none())
    }

    fn doze(&mut self, pause: &mut Duration) -> Result<()> {
        wait::readable(&self.world.wakers(), Deadline::after(*pause))?;
        *pause = (*pause * 3 / 2).min(LONGEST_PAUSE);
        Ok(())
    }

    /// Waits for the end of a process on its pidfd, with a countdown.
    /// What is shown is the time it should take; what is waited at most leaves room for a loaded machine.
    pub(super) fn await_end(&mut self, name: &str, shown: Duration, most: Duration) -> Result<()> {
        let (shown, deadline) = (Deadline::after(shown), Deadline::after(most));
        loop {
            let Some(member) = self.world.cast.get(name) else { return Ok(()) };
            let pidfd: [BorrowedFd<'_>; 1] = [member.pidfd()];
            let ended = wait::readable(&pidfd, deadline.at_most(Duration::from_millis(200)))?[0];
            if ended || deadline.passed() {
                return self.audience.tick(None).map(drop);
            }
            self.relay_output()?;
            self.world.check_alive()?;
            if self.audience.tick(Some(shown.left()))? == Wish::CutShort {
                self.cut_short(name)?;
            }
        }
    }
}

impl Play<'_> {
    /// Stops a container as `docker stop` does. Whoever cuts the wait short has SIGKILL come sooner.
    pub(super) fn stop(&mut self, container: &str) -> Result<()> {
        self.world.check_alive()?;
        let begun = Instant::now();
        let deadline = Deadline::after(Duration::from_secs_f64(self.world.options.grace));
        self.world.expect_end(container);
        self.world.signal_from_host("TERM", &format!("{container}.init"))?;
        let (mut killed, mut cut_short) = (false, false);
        while self.world.init_lives(container)? && !killed {
            cut_short = self.audience.tick(Some(deadline.left()))? == Wish::CutShort;
            killed = cut_short || deadline.passed();
            if !killed {
                wait::readable(&self.world.wakers(), deadline.at_most(Duration::from_millis(100)))?;
                self.relay_output()?;
            }
        }
        if killed {
            self.world.remove(container)?;
        }
        let after = begun.elapsed();
        self.relay_output()?;
        self.done.stopped = Some(super::deeds::Stopped { killed, after });
        self.audience.tick(None)?;
        if cut_short {
            self.audience.tell(&Event::Noted(Message::new("run-grace-cut-short")))?;
        }
        let container = container.to_owned();
        self.audience.tell(&Event::Stopped(super::event::Stopped { container, killed, after }))
    }

    /// Asks what is still at work there to end: the awaited process, or the last of its descendants, whose
    /// end it waits for itself.
    fn cut_short(&mut self, name: &str) -> Result<()> {
        let snapshot = self.world.look()?;
        let Some(mut leaf) = self.world.cast.get(name).and_then(|member| snapshot.by_id(member.id)) else {
            return Ok(());
        };
        let alive = |process: &&Process| process.state != State::Zombie;
        while let Some(child) =
            snapshot.processes.iter().filter(alive).find(|process| process.host_ppid == leaf.id.pid)
        {
            leaf = child;
        }
        self.world.ask_to_end(leaf.id);
        self.audience.tick(None)?;
        self.audience.tell(&Event::CutShort(leaf.clone()))
    }
}

/// Since when nothing has changed.
pub(super) struct Quiet {
    since: Instant,
    last: Option<Snapshot>,
}

impl Quiet {
    pub(super) fn new() -> Self {
        Self { since: Instant::now(), last: None }
    }

    pub(super) fn is_enough(&mut self, snapshot: &Snapshot, wanted: Duration) -> bool {
        if wanted.is_zero() {
            return true;
        }
        let same = self.last.as_ref().is_some_and(|last| last.stands_like(snapshot));
        if !same {
            self.since = Instant::now();
            self.last = Some(snapshot.clone());
        }
        self.since.elapsed() >= wanted
    }
}

/// What an `await` adds to the expectations of its step.
pub(super) fn awaited(process: &str, until: crate::lab::Until) -> (String, Facts) {
    use crate::lab::Until;
    let state = match until {
        Until::Exit => vec![State::Zombie, State::Gone],
        Until::Zombie => vec![State::Zombie],
        Until::Gone => vec![State::Gone],
    };
    (process.to_owned(), Facts { state, ..Facts::default() })
}
