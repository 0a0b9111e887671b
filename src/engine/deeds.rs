//! What a step has led to beside changes of processes, held against what the lab expects. Pure.

use super::facts::{Fact, Scene, called};
use super::shell::LineEnd;
use crate::i18n::Message;
use crate::lab::Deed;
use crate::snapshot::State;
use nix::errno::Errno;
use std::time::Duration;

/// What a step has led to.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// The end of the line that was typed.
    pub(super) line: Option<LineEnd>,
    /// What was printed.
    pub(super) printed: Vec<Vec<u8>>,
    /// How a `stop` ended.
    pub(super) stopped: Option<Stopped>,
    /// Why the kernel did not start a program.
    pub(super) refused: Option<Errno>,
    /// PIDs on the host of those whose wait statuses the shims have been given so far.
    pub(super) collected: Vec<i32>,
}

/// How a `stop` ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stopped {
    /// Whether SIGKILL was needed.
    pub(super) killed: bool,
    /// From SIGTERM to the end of PID 1.
    pub(super) after: Duration,
}

impl Scene<'_> {
    /// Whether one of these is so, and what was seen.
    pub(super) fn deed(&self, deed: &Deed, done: &Done) -> Fact {
        match deed {
            Deed::Rc(rc) => {
                let seen = done.line.map(|line| line.rc);
                fact(seen == Some(*rc), rc_message(Some(*rc)), rc_message(seen))
            }
            Deed::Prints(text) => {
                let holds = done.has_printed(text);
                let what = Message::new("check-prints").with("text", text.as_str());
                fact(holds, what, Message::new("seen-prints-not").with("text", text.as_str()))
            }
            Deed::PrintsNot(text) => {
                let holds = !done.has_printed(text);
                let what = Message::new("check-prints-not").with("text", text.as_str());
                fact(holds, what, Message::new("check-prints").with("text", text.as_str()))
            }
            Deed::Killed(wanted) => {
                let seen = done.stopped.map(|stopped| stopped.killed);
                fact(seen == Some(*wanted), killed_message(*wanted), killed_message(!*wanted))
            }
            Deed::Refused(wanted) => {
                let seen = done.refused.map(|errno| format!("{errno:?}"));
                let holds = seen.as_ref() == Some(wanted);
                let what = Message::new("check-refused").with("errno", wanted.as_str());
                let seen = match seen {
                    Some(errno) => Message::new("check-refused").with("errno", errno),
                    None => Message::new("seen-started"),
                };
                fact(holds, what, seen)
            }
            Deed::Collected(names) => self.collected(names, &done.collected),
            Deed::Count(state, wanted) => self.count(*state, *wanted),
        }
    }

    fn count(&self, state: State, wanted: usize) -> Fact {
        let ours = self.snapshot.processes.iter().filter(|process| process.container.is_some());
        let seen = ours.filter(|process| process.state == state).count();
        let message = |number: usize| {
            Message::new("check-count").with("state", state.word()).with("number", number as i64)
        };
        fact(seen == wanted, message(wanted), message(seen))
    }

    /// Neither one more nor one less.
    fn collected(&self, names: &[String], pids: &[i32]) -> Fact {
        let pid = |name: &String| self.cast.get(name).map_or(0, |member| member.id.pid.0);
        let mut wanted: Vec<i32> = names.iter().map(pid).collect();
        let mut seen = pids.to_vec();
        wanted.sort_unstable();
        seen.sort_unstable();
        let name = |pid: &i32| match self.cast.iter().find(|member| member.id.pid.0 == *pid) {
            Some(member) => called(&member.name).to_owned(),
            None => format!("PID {pid}"),
        };
        let message = |names: Vec<String>| {
            if names.is_empty() {
                return Message::new("check-collected-none");
            }
            Message::new("check-collected").with("names", names.join(", "))
        };
        let what = message(names.iter().map(|name| called(name).to_owned()).collect());
        fact(wanted == seen, what, message(seen.iter().map(name).collect()))
    }
}

impl Done {
    fn has_printed(&self, text: &str) -> bool {
        self.printed.iter().any(|line| String::from_utf8_lossy(line).contains(text))
    }
}

fn fact(holds: bool, what: Message, seen: Message) -> Fact {
    Fact { what, holds, seen }
}

fn rc_message(rc: Option<i32>) -> Message {
    match rc {
        Some(rc) => Message::new("check-rc").with("number", i64::from(rc)),
        None => Message::new("seen-no-rc"),
    }
}

fn killed_message(killed: bool) -> Message {
    Message::new(if killed { "check-killed" } else { "check-killed-not" })
}
