//! One step: look, ask, act, look until settled, check, tell.

use super::deeds::Done;
use super::event::{Answered, Checked, Event, Line, Moment, Observed, Prediction, Row, StepStarted, Verdict};
use super::facts::{Fact, Scene};
use super::settle::{Goal, Settled};
use super::start::How;
use super::world::World;
use super::{Flow, Play};
use crate::error::{Error, Result};
use crate::i18n::{Message, Text};
use crate::lab::{Action, Deed, Expect, Outcome, Question, Rows, Sender, Step};
use crate::snapshot::{Process, Snapshot, State, changes};
use crate::wait::{self, Deadline};
use std::time::Duration;

/// How long a program is looked at that has just been started or has just written its last word. Most need
/// less than a millisecond; a busy machine needs more, and who is asleep is not waited for at all.
const REST: Duration = Duration::from_millis(50);

/// Between two such looks, so that they do not take the processor from what they wait for.
const GLANCE: Duration = Duration::from_micros(500);

/// A zombie that is collected sooner than this was collected at once, as people count.
const LATE: Duration = Duration::from_millis(100);

impl Play<'_> {
    pub(super) fn step(&mut self, number: usize, step: &Step) -> Result<Flow> {
        let before = self.world.steady_look()?;
        self.in_time(number, step, &before)?;
        self.world.several = are_several([&before]);
        let line = self.line(step).filter(|_| step.rows.is_none());
        self.announce(number, step, line.clone())?;
        self.observed(number, Moment::Before, &before, &before)?;
        let Some(before) = self.interval(number, step, before)? else { return Ok(Flow::Ends) };
        let prediction = self.prediction(step)?;
        self.begin_dues(step);
        let settled = match &step.rows {
            None => self.carry_out(step, line.as_ref(), &before)?,
            Some(rows) => self.rows(number, step, rows, &before)?,
        };
        self.world.several = are_several([&before, &settled.snapshot]);
        self.world.cast.remember(&settled.snapshot);
        self.observed(number, Moment::After, &before, &settled.snapshot)?;
        let checks = if step.rows.is_none() { self.checks(number, step, &settled) } else { Vec::new() };
        if self.doubt.is_none() {
            self.done_in_time(number, step)?;
            for checked in checks {
                self.audience.tell(&Event::Checked(checked))?;
            }
            self.note_lateness(&settled)?;
            self.answer(number, step, prediction, &settled.snapshot)?;
        }
        if let Some(doubt) = self.doubt.take() {
            self.audience.tell(&Event::Noted(Message::new("visit-doubt").with("what", doubt)))?;
            return Ok(Flow::Ends);
        }
        for text in self.world.outcomes(&step.then) {
            self.audience.tell(&Event::Told(text))?;
        }
        Ok(Flow::GoesOn)
    }

    /// The action, and what comes of it.
    fn carry_out(&mut self, step: &Step, line: Option<&Line>, before: &Snapshot) -> Result<Settled> {
        self.done = Done::default();
        self.fork_failed = false;
        self.expect_ends(step);
        self.act(step, line)?;
        for note in std::mem::take(&mut self.world.notes) {
            self.audience.tell(&Event::Noted(note))?;
        }
        let goal = Self::goal(step, line);
        let settled = self.settle(&goal)?;
        self.let_shells_report()?;
        let settled = self.let_rest(&goal, before, settled)?;
        self.let_dying_go(&settled.snapshot)?;
        Ok(settled)
    }

    /// The same for one row after the other. Returns what there is after the last.
    fn rows(&mut self, number: usize, step: &Step, rows: &Rows, before: &Snapshot) -> Result<Settled> {
        let mut last = None;
        for value in &rows.values {
            let step = step.for_row(rows, value);
            let line = self.line(&step);
            let settled = self.carry_out(&step, line.as_ref(), before)?;
            let checks = self.checks(number, &step, &settled);
            last = Some(settled);
            if self.doubt.is_some() {
                break;
            }
            let done = match (line, &step.action) {
                (Some(line), _) => line.text,
                (None, Action::Signal { signal, .. }) => format!("SIG{signal}"),
                _ => value.clone(),
            };
            self.audience.tell(&Event::Row(Row { step: number, value: value.clone(), done, checks }))?;
        }
        last.map_or_else(|| self.carry_out(step, None, before), Ok)
    }

    /// A PID 1 of which the step expects that it is gone may end.
    fn expect_ends(&mut self, step: &Step) {
        if matches!(step.action, Action::Remove { .. } | Action::Stop { .. }) {
            return;
        }
        let expected = step.expect.iter().filter(|expect| self.applies(expect) == Some(true));
        let gone =
            expected.flat_map(|expect| &expect.facts).filter(|(_, facts)| facts.state == [State::Gone]);
        let gone: Vec<&str> = gone.filter_map(|(name, _)| name.strip_suffix(".init")).collect();
        for container in gone {
            self.world.expect_end(container);
        }
    }

    /// The lab's files in a container: the stand-in's, or those of the real program.
    fn files(&self, container: &str) -> Vec<(String, String)> {
        let there = self.world.options.init_of(container).files;
        let known = self.world.lab.container(container);
        let own = known
            .into_iter()
            .flat_map(|it| it.files.iter().chain(it.real.iter().flat_map(|real| &real.files)));
        own.filter(|file| there.contains(file)).cloned().collect()
    }

    fn announce(&mut self, number: usize, step: &Step, line: Option<Line>) -> Result<()> {
        let started = StepStarted {
            step: number,
            of: self.world.lab.steps.len(),
            title: step.title.clone(),
            action: step.action.clone(),
            line,
            docker: step.docker.as_deref().map(|line| self.world.fill(line)),
            files: match &step.action {
                Action::Start { container } => self.files(container),
                _ => Vec::new(),
            },
            say: step.say.clone(),
            explain: step.explain.clone(),
            asks: self.world.options.ask && step.question.is_some(),
        };
        self.audience.tell(&Event::StepStarted(started))
    }

    pub(super) fn observed(
        &mut self,
        step: usize,
        moment: Moment,
        before: &Snapshot,
        now: &Snapshot,
    ) -> Result<()> {
        let alive = now.processes.iter().any(|it| it.container.is_some() && it.state != State::Zombie);
        if alive {
            self.zombies = now.processes.iter().filter(|process| process.state == State::Zombie).count();
        }
        self.audience.tell(&Event::Observed(seen(step, moment, before, now)))
    }

    /// What is typed into a shell, if anything is.
    fn line(&self, step: &Step) -> Option<Line> {
        match &step.action {
            Action::Type { line, shell } => Some(Line { shell: shell.clone(), text: self.world.fill(line) }),
            Action::Signal { signal, to, from: Sender::Shell(shell) } => {
                let pid = self.world.cast.get(to).map_or(0, |member| member.last.pid.0);
                let option = if signal == "KILL" { "9" } else { signal };
                Some(Line { shell: shell.clone(), text: format!("kill -{option} {pid}") })
            }
            _ => None,
        }
    }

    fn goal<'s>(step: &'s Step, line: Option<&'s Line>) -> Goal<'s> {
        Goal {
            step,
            meet: &step.meet,
            shell: line.map(|line| line.shell.as_str()),
            until: match &step.action {
                Action::Await { process, until } => vec![super::settle::awaited(process, *until)],
                _ => Vec::new(),
            },
        }
    }

    fn act(&mut self, step: &Step, line: Option<&Line>) -> Result<()> {
        if let Some(line) = line {
            return self.world.shell(&line.shell).map_or(Ok(()), |shell| shell.type_line(&line.text));
        }
        match &step.action {
            Action::Start { container } => self.world.start(container),
            Action::Remove { container } => self.remove(container),
            Action::Collect { process } => self.world.collect(process),
            Action::Stop { container } => self.stop(container),
            Action::Exec { command, container, name, forgotten } => {
                let wanted = |deed: &Deed| matches!(deed, Deed::Refused(_));
                let refusal = step.expect.iter().flat_map(|expect| &expect.deeds).any(wanted);
                let how = How { refusal, forgotten: *forgotten };
                self.done.refused = self.world.exec(container, command, name, &how)?;
                Ok(())
            }
            Action::Signal { signal, to, .. } => self.world.signal_from_host(signal, to),
            Action::Await { process, .. } => {
                // The course's minute, and what a machine under load needs.
                let most = Duration::from_secs_f64(self.world.options.seconds) + Duration::from_secs(15);
                let shown = Duration::from_secs_f64(self.world.options.seconds);
                self.await_end(process, shown, most)
            }
            Action::Type { .. } => Ok(()),
        }
    }

    /// That a container hangs is no accident here: a lab has its shim forget a child.
    fn remove(&mut self, container: &str) -> Result<()> {
        if self.world.remove(container)? {
            return Ok(());
        }
        let seconds = self.world.options.grace.to_string();
        self.audience.tell(&Event::Noted(Message::new("run-stuck").with("seconds", seconds)))
    }

    /// Bash tells of a killed job before its next command: it gets one that changes nothing, so that what
    /// it has to say belongs to the step that made it say so.
    fn let_shells_report(&mut self) -> Result<()> {
        self.world.nudge_shells()?;
        self.relay_output()
    }

    /// What has just started sleeps in a moment: the tree need not show it at work, or as the copy of its
    /// parent that it is before its exec, if what was waited for still holds then.
    fn let_rest(&mut self, goal: &Goal<'_>, before: &Snapshot, mut settled: Settled) -> Result<Settled> {
        let rest = Deadline::after(REST);
        while is_restless(before, &settled.snapshot) && !rest.passed() {
            wait::pass(GLANCE)?;
            let later = self.world.look()?;
            self.relay_output()?;
            if !later.stable || !self.reached(goal, &later, Duration::ZERO) {
                break;
            }
            settled.snapshot = later;
        }
        Ok(settled)
    }

    pub(super) fn relay_output(&mut self) -> Result<()> {
        for (from, line) in self.world.printed() {
            self.fork_failed |= is_failed_fork(&line);
            self.done.printed.push(line.clone());
            self.audience.tell(&Event::Output { from, line })?;
        }
        Ok(())
    }

    /// What was expected, and whether it is so.
    fn checks(&mut self, number: usize, step: &Step, settled: &Settled) -> Vec<Checked> {
        let mut checks = Vec::new();
        for expect in &step.expect {
            match self.applies(expect) {
                Some(true) => checks.extend(self.outcomes_of(number, expect, settled)),
                None if self.verdict == Verdict::AsExpected => self.verdict = Verdict::Observed,
                Some(false) | None => {}
            }
        }
        match checks.iter().find(|checked| !checked.holds) {
            None => {}
            // Whoever was inside may be the reason: that would be no verdict on the kernel.
            Some(checked) if self.visited => self.doubt = Some(checked.what.clone()),
            Some(_) => self.verdict = Verdict::Differs,
        }
        checks
    }

    fn outcomes_of(&self, step: usize, expect: &Expect, settled: &Settled) -> Vec<Checked> {
        let ours = self.world.ours();
        let scene = Scene {
            snapshot: &settled.snapshot,
            cast: &self.world.cast,
            ours: &ours,
            strict: false,
            several: self.world.several,
        };
        let deeds = expect.deeds.iter().map(|deed| self.world.deed(&settled.snapshot, deed, &self.done));
        let facts = expect.facts.iter().flat_map(|(name, facts)| scene.about(name, facts));
        let checked = |fact: Fact| Checked {
            step,
            holds: fact.holds,
            what: fact.what,
            seen: (!fact.holds).then_some(fact.seen),
        };
        deeds.chain(facts).map(checked).collect()
    }

    /// Some PID 1 collect late: between the two moments that are shown there was a zombie then.
    fn note_lateness(&mut self, settled: &Settled) -> Result<()> {
        match settled.lingered.filter(|lingered| *lingered >= LATE) {
            None => Ok(()),
            Some(lingered) => {
                let tenths = lingered.as_millis() / 100;
                let seconds = format!("{}.{}", tenths / 10, tenths % 10);
                self.audience.tell(&Event::Noted(Message::new("run-late").with("seconds", seconds)))
            }
        }
    }

    fn prediction(&mut self, step: &Step) -> Result<Option<Prediction>> {
        match &step.question {
            Some(question) if self.world.options.ask => self.audience.ask(question),
            _ => Ok(None),
        }
    }

    fn answer(&mut self, step: usize, of: &Step, said: Option<Prediction>, settled: &Snapshot) -> Result<()> {
        let Some(question) = &of.question else { return Ok(()) };
        let kernel = match self.kernels_choice(step, question, settled) {
            Err(_) if self.visited => {
                self.doubt = Some(Message::new("visit-no-choice"));
                return Ok(());
            }
            choice => choice?,
        };
        let evidence = self.world.evidence_at(settled, &question.choices[kernel].when)?;
        self.audience.tell(&Event::Answered(Answered {
            step,
            chosen: said.map(|said| said.choice),
            confidence: said.and_then(|said| said.confidence),
            kernel,
            evidence,
            reason: question.because.as_ref().or(of.explain.as_ref()).cloned(),
            question: question.clone(),
        }))
    }

    /// Exactly one choice may hold; anything else is a fault of the lab.
    fn kernels_choice(&self, step: usize, question: &Question, snapshot: &Snapshot) -> Result<usize> {
        let held: Vec<usize> = question
            .choices
            .iter()
            .enumerate()
            .filter(|(_, choice)| self.world.holds(snapshot, &choice.when, false))
            .map(|(index, _)| index)
            .collect();
        match held[..] {
            [one] => Ok(one),
            _ => Err(Error::usage(
                Message::new("run-choices").with("step", step as i64).with("number", held.len() as i64),
            )
            .hint(Message::new("run-choices-hint"))),
        }
    }
}

/// Whether the processes are those of more than one container.
fn are_several<const N: usize>(snapshots: [&Snapshot; N]) -> bool {
    let mut all = snapshots.into_iter().flat_map(|snapshot| &snapshot.processes);
    let mut containers = all.by_ref().filter_map(|process| process.container.as_deref());
    let first = containers.next();
    containers.any(|container| Some(container) != first)
}

/// Whether a process is at work that was not before: it may be about to exec, or to sleep.
fn is_restless(before: &Snapshot, now: &Snapshot) -> bool {
    let at_work = |process: &&Process| matches!(process.state, State::Running | State::DiskSleep);
    let was = |id| before.by_id(id).is_some_and(|process| at_work(&process));
    now.processes.iter().filter(at_work).any(|process| !was(process.id))
}

/// A tree, and what has changed since the one before.
pub(super) fn seen(step: usize, moment: Moment, before: &Snapshot, now: &Snapshot) -> Observed {
    let left = |process: &&Process| process.container.is_some() && now.by_id(process.id).is_none();
    let gone = before.processes.iter().filter(left).cloned().collect();
    Observed { step, moment, snapshot: now.clone(), changes: changes(before, now), gone }
}

/// What bash says, in whatever language, when the kernel refuses it a process: `bash: fork: …`. It tries again
/// for seconds.
fn is_failed_fork(line: &[u8]) -> bool {
    line.starts_with(b"bash: ") && line.windows(6).any(|window| window == b"fork: ")
}

impl World<'_> {
    /// The texts whose `when` holds now.
    pub(super) fn outcomes(&self, outcomes: &[Outcome]) -> Vec<Text> {
        outcomes
            .iter()
            .filter(|outcome| self.holds(self.last(), &outcome.when, false))
            .map(|outcome| outcome.text.clone())
            .collect()
    }

    pub(super) fn signal_from_host(&self, signal: &str, to: &str) -> Result<()> {
        let number =
            format!("SIG{signal}").parse::<nix::sys::signal::Signal>().map_or(0, |signal| signal as i32);
        self.cast.get(to).map_or(Ok(()), |member| member.signal(number))
    }
}
