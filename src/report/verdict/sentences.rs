//! Each finding as a sentence, with the evidence for it.

use super::super::label::signal_name;
use super::status;
use crate::compare::{
    AfterFall, Cell, FEW, Fall, Fitness, Found, GRACE, Missing, Orphans, Problem, Role, SLOW, STALLED,
    Silence, Start, Stop,
};
use crate::escape;
use crate::i18n::Message;
use crate::report::colour::Meaning;
use crate::snapshot::Process;
use std::time::Duration;

/// A sentence with its mark.
pub(super) struct Sentence {
    pub(super) mark: Mark,
    pub(super) message: Message,
    pub(super) evidence: Option<Message>,
}

/// For who sees no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Good,
    Middling,
    Bad,
    Plain,
}

impl Mark {
    pub(super) fn shown(self) -> (&'static str, Meaning) {
        match self {
            Self::Good => ("✓", Meaning::Good),
            Self::Middling => ("~", Meaning::Orphan),
            Self::Bad => ("✗", Meaning::Bad),
            Self::Plain => ("·", Meaning::Plain),
        }
    }
}

fn sentence(mark: Mark, message: Message) -> Sentence {
    Sentence { mark, message, evidence: None }
}

impl Sentence {
    fn proven_by(mut self, evidence: Message) -> Self {
        self.evidence = Some(evidence);
        self
    }
}

/// All of them, in the order of a container's life.
pub(super) fn sentences(found: &Found) -> Vec<Sentence> {
    let mut all = vec![who(&found.start), measured(&found.stop, |it| stop(it, found.start.role))];
    if let (Some(child), Ok(stop)) = (found.start.served(), &found.stop) {
        all.push(measured(&found.told, |told| self::told(*told, stop, child)));
    }
    all.push(measured(&found.orphans, orphans));
    if found.fall != Err(Missing::NotRun) {
        all.push(measured(&found.fall, |fall| self::fall(fall, &found.start)));
    }
    all
}

fn measured<T>(cell: &Cell<T>, say: impl FnOnce(&T) -> Sentence) -> Sentence {
    match cell {
        Ok(value) => say(value),
        Err(Missing::Failed(message)) => sentence(Mark::Plain, message.clone()),
        Err(_) => sentence(Mark::Plain, Message::new("compare-note-not-kept")),
    }
}

fn name(process: &Process) -> String {
    escape::bytes(&process.comm)
}

fn who(start: &Start) -> Sentence {
    let init = start.init().map(name).unwrap_or_default();
    let (id, child) = match (start.role, start.served()) {
        (Role::Shell, None) if start.service.is_none() => ("try-shell-pauses", None),
        (Role::Shell, Some(child)) => ("try-shell-with-child", Some(child)),
        (Role::Shell, None) => ("try-shell-alone", None),
        (Role::Init, Some(child)) => ("try-init", Some(child)),
        (Role::Keeper, Some(child)) => ("try-keeper", Some(child)),
        _ => ("try-service", None),
    };
    let message = Message::new(id).with("init", init);
    let message = match child {
        Some(child) => message.with("service", name(child)).with("pid", i64::from(child.pid.0)),
        None => message,
    };
    sentence(Mark::Plain, message)
}

/// `0.3`, `12`, `1003`
pub(super) fn milliseconds(time: Duration) -> String {
    let exact = time.as_secs_f64() * 1000.0;
    if exact < 9.95 { format!("{exact:.1}") } else { format!("{exact:.0}") }
}

const TERM: u64 = 1 << (libc::SIGTERM - 1);

fn stop(stop: &Stop, role: Role) -> Sentence {
    if !stop.killed {
        let mark = if stop.took > SLOW { Mark::Middling } else { Mark::Good };
        let message = Message::new("try-stops").with("ms", milliseconds(stop.took));
        return sentence(mark, message.with("status", i64::from(status(stop.ended))));
    }
    let message = Message::new(if stop.silence.is_some() { "try-deaf" } else { "try-too-late" });
    let message =
        message.with("seconds", GRACE.as_secs() as i64).with("status", i64::from(status(stop.ended)));
    let mask = |id: &'static str| {
        Message::new(id).with("caught", format!("{:016x}", stop.caught)).with("bit", format!("{TERM:016x}"))
    };
    let evidence = match stop.silence {
        Some(Silence::Dropped) => Some(mask("try-proof-dropped")),
        Some(Silence::Ignored) => Some(Message::new("try-proof-ignored")),
        _ if stop.caught & TERM == 0 => None,
        _ if role == Role::Shell => Some(mask("try-proof-trap")),
        _ => Some(mask("try-proof-caught")),
    };
    let told = sentence(Mark::Bad, message);
    match evidence {
        Some(evidence) => told.proven_by(evidence),
        None => told,
    }
}

fn told(told: Option<(i32, Duration)>, stop: &Stop, child: &Process) -> Sentence {
    let said = |id: &'static str| Message::new(id).with("service", name(child));
    match told {
        Some((libc::SIGTERM, time)) => sentence(Mark::Good, said("try-told").with("ms", milliseconds(time)))
            .proven_by(Message::new("try-proof-told")),
        Some((signal, time)) => {
            let message = said("try-told-otherwise").with("signal", signal_name(signal));
            sentence(Mark::Good, message.with("ms", milliseconds(time)))
        }
        None if stop.killed => {
            sentence(Mark::Bad, said("try-untold")).proven_by(Message::new("try-proof-untold"))
        }
        None => sentence(Mark::Bad, said("try-killed")).proven_by(Message::new("try-proof-untold")),
    }
}

fn orphans(orphans: &Orphans) -> Sentence {
    let said = |id: &'static str| {
        Message::new(id).with("made", i64::from(orphans.made)).with("zombies", i64::from(orphans.zombies))
    };
    if orphans.zombies == 0 {
        return sentence(Mark::Good, said("try-reaps"));
    }
    let seconds = STALLED.as_secs() as i64;
    sentence(Mark::Middling, said("try-zombies"))
        .proven_by(Message::new("try-proof-zombies").with("seconds", seconds))
}

fn fall(fall: &Fall, start: &Start) -> Sentence {
    let said = |id: &'static str| {
        Message::new(id).with("victim", escape::bytes(&fall.victim)).with("pid", i64::from(fall.pid))
    };
    match fall.after {
        AfterFall::Ended(ended, _) if fall.pid == 1 => {
            sentence(Mark::Good, said("try-falls-itself").with("status", i64::from(status(ended))))
        }
        AfterFall::Ended(ended, time) => {
            let (id, mark) = if status(ended) == 0 {
                ("try-falls-well", Mark::Middling)
            } else {
                ("try-falls", Mark::Good)
            };
            let message = said(id).with("status", i64::from(status(ended)));
            sentence(mark, message.with("ms", milliseconds(time)))
        }
        AfterFall::Again => sentence(Mark::Good, said("try-again")),
        AfterFall::LivesOn { zombie } => {
            let watched =
                if start.role == Role::Init { crate::compare::PATIENCE } else { crate::compare::QUIET };
            let message = said("try-hidden").with("seconds", watched.as_secs() as i64);
            let told = sentence(Mark::Bad, message);
            if zombie {
                told.proven_by(Message::new("try-proof-corpse").with("pid", i64::from(fall.pid)))
            } else {
                told
            }
        }
    }
}

/// What all of it comes to, in a line.
pub(super) fn overall(found: &Found) -> Sentence {
    match found.fitness() {
        Fitness::Fit => sentence(Mark::Good, Message::new("try-fit")),
        Fitness::Mostly => {
            sentence(Mark::Middling, Message::new("try-mostly").with("what", problem(found.problems()[0])))
        }
        Fitness::Unfit => {
            let mut serious = found.problems().into_iter().filter(|it| it.is_serious());
            let (first, second) = (serious.next().unwrap_or(Problem::Deaf), serious.next());
            let message = match second {
                Some(second) => {
                    Message::new("try-unfit-twice").with("what", problem(first)).with("more", problem(second))
                }
                None => Message::new("try-unfit").with("what", problem(first)),
            };
            sentence(Mark::Bad, message)
        }
    }
}

fn problem(problem: Problem) -> Message {
    Message::new(match problem {
        Problem::Deaf => "try-problem-deaf",
        Problem::ServiceKilled => "try-problem-killed",
        Problem::Hidden => "try-problem-hidden",
        Problem::StatusLost => "try-problem-status",
        Problem::Slow => "try-problem-slow",
        Problem::Zombies => "try-problem-zombies",
    })
}

const _: () = assert!(FEW > 0, "else there is nothing to collect");
