//! The pause before a step's action: the audience looks around, goes inside, or leaves.

use super::event::{Event, Interval, Moment, Observed, Onward, Places, Visited};
use super::settle::{QUIET, Quiet};
use super::step::seen;
use super::world::World;
use super::{Flow, Play};
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::lab::{self, Action, Deed, Facts, Parent, Sender, Step};
use crate::snapshot::{Process, ProcessId, Snapshot, State};
use crate::wait::{self, Deadline};
use std::collections::BTreeSet;
use std::time::Duration;

/// How long what a visitor has done may go on to change things before the lab goes on.
const AFTERMATH: Duration = Duration::from_secs(3);

/// Between two looks at that.
const GLANCE: Duration = Duration::from_millis(10);

impl Play<'_> {
    /// The step. That a PID 1 ends early is no verdict if somebody has been inside.
    pub(super) fn step_or_leave(&mut self, number: usize, step: &Step) -> Result<Flow> {
        match self.step(number, step) {
            Err(Error::Told(told)) if self.visited && told.exit == Exit::Differs => {
                let message = Message::new("visit-missing").with("names", told.message);
                self.audience.tell(&Event::Noted(message))?;
                Ok(Flow::Ends)
            }
            played => played,
        }
    }

    /// Until the step may be carried out. Returns what is there before it then; none if the run ends here.
    pub(super) fn interval(&mut self, number: usize, step: &Step, now: Snapshot) -> Result<Option<Snapshot>> {
        let came = now.clone();
        let mut before = now;
        let mut entered = false;
        loop {
            let mut stage = OnStage { world: &mut self.world, step: number, before: &before };
            match self.audience.pause(&mut stage)? {
                Onward::Leave => return Ok(None),
                Onward::AtOnce => return Ok(Some(before)),
                Onward::GoOn => {
                    let came = entered.then_some(&came);
                    return self.resume(number, step, came, before);
                }
                Onward::Enter(container) => match self.visit(number, &container)? {
                    Some(now) => before = now,
                    None => return Ok(None),
                },
            }
            entered = true;
            self.observed(number, Moment::Before, &before, &before)?;
        }
    }

    /// Somebody goes inside and comes back. Returns what is there then; none if the lab cannot go on with it.
    fn visit(&mut self, number: usize, container: &str) -> Result<Option<Snapshot>> {
        let then = self.world.steady_look()?;
        let refused = match self.world.visit(container) {
            Ok(()) => None,
            // The run need not end because a shell could not be had.
            Err(Error::Told(told)) => Some(Message::new("visit-failed").with("why", told.message)),
            Err(interrupted) => return Err(interrupted),
        };
        self.visited |= refused.is_none();
        self.relay_output()?;
        let now = self.aftermath()?;
        self.world.learn_ends(&now)?;
        let visited = || {
            let observed = seen(number, Moment::Before, &then, &now);
            Event::Visited(Visited { container: container.to_owned(), observed })
        };
        self.audience.tell(&refused.map_or_else(visited, Event::Noted))?;
        let fit = self.is_fit(number, &then, &now)?;
        Ok(fit.then_some(now))
    }

    /// What was there may have changed while somebody talked or, if somebody `came` inside, by what they have left.
    fn resume(
        &mut self,
        number: usize,
        step: &Step,
        came: Option<&Snapshot>,
        before: Snapshot,
    ) -> Result<Option<Snapshot>> {
        let now = self.world.steady_look()?;
        if let Some(came) = came
            && !self.is_fit(number, came, &now)?
        {
            return Ok(None);
        }
        self.world.check_alive()?;
        self.in_time(number, step, &now)?;
        if before.stands_like(&now) {
            return Ok(Some(before));
        }
        self.observed(number, Moment::Before, &now, &now)?;
        Ok(Some(now))
    }

    /// Looks until nothing changes any more: a signal that was sent with the last line needs its time.
    fn aftermath(&mut self) -> Result<Snapshot> {
        let (mut quiet, deadline) = (Quiet::new(), Deadline::after(AFTERMATH));
        loop {
            let now = self.world.steady_look()?;
            if quiet.is_enough(&now, QUIET) || deadline.passed() {
                return Ok(now);
            }
            wait::pass(GLANCE)?;
        }
    }

    /// A PID 1 that a visitor has ended late may be about to go when the step has settled: nothing is checked
    /// before that is known, since it ends the run.
    pub(super) fn let_dying_go(&mut self, now: &Snapshot) -> Result<()> {
        if self.visited {
            let lives = |name: &str| {
                let init = self.world.cast.get(&format!("{name}.init"));
                init.is_none_or(|init| now.by_id(init.id).is_some_and(is_alive))
            };
            let names = self.world.lab.containers.iter().map(|container| &container.name);
            let dying: Vec<&String> = names.filter(|name| !lives(name)).collect();
            for name in dying {
                self.world.await_end_of_init(name, Deadline::after(AFTERMATH))?;
            }
        }
        self.world.check_alive()
    }

    /// Whether the lab can go on with what is there now; says so if not.
    fn is_fit(&mut self, number: usize, then: &Snapshot, now: &Snapshot) -> Result<bool> {
        let missing = self.missing(number, then, now);
        if !missing.is_empty() {
            let message = Message::new("visit-missing").with("names", missing.join(", "));
            self.audience.tell(&Event::Noted(message))?;
        }
        Ok(missing.is_empty())
    }

    /// Those that this step or a later one needs and that are not as they were.
    fn missing(&self, number: usize, then: &Snapshot, now: &Snapshot) -> Vec<String> {
        let needed: BTreeSet<String> =
            self.world.lab.steps.iter().skip(number - 1).flat_map(needed_names).collect();
        let changed = |id: ProcessId| match (then.by_id(id), now.by_id(id)) {
            (Some(then), Some(now)) => !alike(then, now),
            (Some(_), None) => true,
            (None, _) => false,
        };
        let members = self.world.cast.iter().filter(|it| needed.contains(&it.name) && changed(it.id));
        members.map(|member| format!("{} (PID {})", member.name, member.last.pid)).collect()
    }
}

/// One that dies has given back its memory, and its command line with it, before it is a zombie.
fn is_alive(process: &Process) -> bool {
    !process.command.is_empty() && process.state != State::Zombie
}

/// Whether a lab can take a process for what it was.
fn alike(then: &Process, now: &Process) -> bool {
    let state = |process: &Process| match process.state {
        State::Running | State::Sleeping | State::DiskSleep => State::Sleeping,
        other => other,
    };
    then.host_ppid == now.host_ppid && then.comm == now.comm && state(then) == state(now)
}

/// The names of those that a step works with, or expects something of.
fn needed_names(step: &Step) -> Vec<String> {
    let init = |container: &str| format!("{container}.init");
    let mut names: Vec<String> = match &step.action {
        Action::Start { .. } => Vec::new(),
        Action::Remove { container } | Action::Stop { container } | Action::Exec { container, .. } => {
            vec![init(container)]
        }
        Action::Type { line, shell } => {
            let placeholders = lab::placeholders(line).into_iter().map(|(_, name)| name.to_owned());
            placeholders.chain([shell.clone()]).collect()
        }
        Action::Signal { to, from, .. } => match from {
            Sender::Host => vec![to.clone()],
            Sender::Shell(shell) => vec![to.clone(), shell.clone()],
        },
        Action::Await { process, .. } | Action::Collect { process } => vec![process.clone()],
    };
    names.extend(step.meet.iter().map(|meet| meet.child_of.clone()));
    for expect in &step.expect {
        names.extend(expect.facts.iter().flat_map(|(name, facts)| of_facts(name, facts)));
        for deed in &expect.deeds {
            if let Deed::Collected(collected) = deed {
                names.extend(collected.iter().cloned());
            }
        }
    }
    names
}

/// Whoever must only be gone in the end is not missed before.
fn of_facts(name: &str, facts: &Facts) -> Vec<String> {
    let gone = Facts { state: vec![State::Gone], ..Facts::default() };
    let mut names = if *facts == gone { Vec::new() } else { vec![name.to_owned()] };
    if let Some(Parent::Named(parent)) = &facts.parent {
        names.push(parent.clone());
    }
    names.extend(facts.same_as.clone());
    names
}

/// The stage, for an audience that may look at it.
struct OnStage<'s, 'a> {
    world: &'s mut World<'a>,
    step: usize,
    before: &'s Snapshot,
}

impl Interval for OnStage<'_, '_> {
    fn look(&mut self) -> Result<Option<Observed>> {
        let now = self.world.steady_look()?;
        Ok(Some(seen(self.step, Moment::Before, self.before, &now)))
    }

    fn places(&mut self) -> Result<Places> {
        let all: Vec<(String, bool)> =
            self.world.containers.iter().map(|(name, it)| (name.clone(), it.init().is_some())).collect();
        let host = self.world.options.inits.iter().all(|(_, init)| init.program.is_none());
        if host {
            return Ok(Places::Host);
        }
        let mut living = Vec::new();
        for (name, _) in all.into_iter().filter(|(_, contained)| *contained) {
            if self.world.init_lives(&name)? {
                living.push(name);
            }
        }
        Ok(Places::Containers(living))
    }
}
