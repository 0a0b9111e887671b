//! Expectations held against a snapshot. Pure: nothing here looks, acts or prints.

use super::cast::{Cast, Member};
use crate::i18n::{Arg, Message};
use crate::lab::{End, Facts, Parent, is_init};
use crate::snapshot::{Ended, Process, Snapshot, State};

/// What facts are held against.
pub(super) struct Scene<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) cast: &'a Cast,
    /// PIDs of pidlab and its shims on the host: never an adopter.
    pub(super) ours: &'a [i32],
    /// Whether only the first of several states counts.
    pub(super) strict: bool,
    /// Whether several containers are in view: then a PID 1 is one of them.
    pub(super) several: bool,
}

/// One fact: what was expected, whether it holds, and what was seen.
pub(super) struct Fact {
    pub(super) what: Message,
    pub(super) holds: bool,
    pub(super) seen: Message,
}

impl<'a> Scene<'a> {
    fn member(&self, name: &str) -> Option<&'a Member> {
        self.cast.get(name)
    }

    fn process(&self, name: &str) -> Option<&'a Process> {
        self.member(name).and_then(|member| self.snapshot.by_id(member.id))
    }

    fn state(&self, name: &str) -> State {
        self.process(name).map_or(State::Gone, |process| process.state)
    }

    /// Whether all facts about all these processes hold.
    pub(super) fn holds(&self, about: &[(String, Facts)]) -> bool {
        about.iter().all(|(name, facts)| self.about(name, facts).iter().all(|fact| fact.holds))
    }

    /// Each fact about a process, with its outcome.
    pub(super) fn about(&self, name: &str, facts: &Facts) -> Vec<Fact> {
        let mut found = Vec::new();
        if !facts.state.is_empty() {
            found.push(match facts.memory {
                // Who is there without memory is not what one calls alive.
                Some(false) if same_state(facts.state[0], State::Sleeping) => {
                    Fact { what: self.said(name, "check-dying"), ..self.state_fact(name, &facts.state) }
                }
                _ => self.state_fact(name, &facts.state),
            });
        }
        if let Some(parent) = &facts.parent {
            found.push(self.parent_fact(name, parent));
        }
        if let Some(ended) = facts.ended {
            found.push(self.ended_fact(name, ended));
        }
        if let Some(was) = facts.was {
            found.push(self.was_fact(name, was));
        }
        found.extend(self.plain_facts(name, facts));
        found
    }

    fn state_fact(&self, name: &str, wanted: &[State]) -> Fact {
        let state = self.state(name);
        let counted = if self.strict { &wanted[..1] } else { wanted };
        let holds = counted.iter().any(|wanted| same_state(*wanted, state));
        let shown = if holds { state } else { wanted[0] };
        Fact { what: self.named("check-state", name, shown.word()), holds, seen: self.seen(name) }
    }

    fn parent_fact(&self, name: &str, wanted: &Parent) -> Fact {
        let parent = self.process(name).map(|process| process.host_ppid);
        match wanted {
            Parent::Named(parent_name) if is_init(parent_name) => Fact {
                what: self.said(name, "check-parent-init").with("parent", self.called(parent_name)),
                holds: parent.is_some() && parent == self.member(parent_name).map(|member| member.id.pid),
                seen: self.seen(name),
            },
            Parent::Named(parent_name) => {
                let wanted = self.member(parent_name).map(|member| member.id.pid);
                let pid = self.member(parent_name).map_or(0, |member| member.last.pid.0);
                Fact {
                    what: self
                        .said(name, "check-parent")
                        .with("parent", parent_name.as_str())
                        .with("pid", i64::from(pid)),
                    holds: parent.is_some() && parent == wanted,
                    seen: self.seen(name),
                }
            }
            Parent::Adopter => self.adopter_fact(name),
        }
    }

    /// An adopter is PID 1 of the process's namespace or, since only ancestors that have asked for it with
    /// `PR_SET_CHILD_SUBREAPER` get orphans before PID 1 does, a subreaper (`prctl(2)`).
    fn adopter_fact(&self, name: &str) -> Fact {
        let adopter = self
            .process(name)
            .and_then(|process| {
                self.snapshot.processes.iter().find(|other| other.id.pid == process.host_ppid)
            })
            .filter(|adopter| !self.ours.contains(&adopter.id.pid.0))
            .filter(|adopter| adopter.name.as_deref().is_none_or(is_init));
        let what = match adopter {
            Some(adopter) if adopter.pid.0 == 1 => {
                self.said(name, "check-adopter-init").with("command", command(adopter))
            }
            Some(adopter) => self
                .said(name, "check-adopter-subreaper")
                .with("command", command(adopter))
                .with("pid", i64::from(adopter.pid.0)),
            None => self.said(name, "check-adopter"),
        };
        Fact { what, holds: adopter.is_some(), seen: self.seen(name) }
    }

    fn ended_fact(&self, name: &str, wanted: End) -> Fact {
        let member = self.member(name);
        let seen = member.and_then(|member| member.ended);
        // What the audience has cut short ends as it was made to.
        let cut = member.is_some_and(|member| member.cut_short);
        let wanted = if cut { End::As(Ended::Signal(libc::SIGTERM)) } else { wanted };
        let holds = seen.is_some_and(|seen| wanted.is(seen));
        let what = match wanted {
            End::As(wanted) => self.ended_message(name, Some(wanted)),
            End::ByItself if holds => self.ended_message(name, seen),
            End::ByItself => self.said(name, "check-ended-itself"),
        };
        Fact { what, holds, seen: self.ended_message(name, seen) }
    }

    fn was_fact(&self, name: &str, wanted: State) -> Fact {
        let holds =
            self.member(name).is_some_and(|member| member.was.iter().any(|was| same_state(wanted, *was)));
        Fact { what: self.named("check-was", name, wanted.word()), holds, seen: self.seen(name) }
    }

    fn plain_facts(&self, name: &str, facts: &Facts) -> Vec<Fact> {
        let process = self.process(name);
        let number = |id, wanted: Option<i64>, seen: Option<i64>| {
            wanted.map(|wanted| Fact {
                what: self.said(name, id).with("number", wanted),
                holds: seen == Some(wanted),
                seen: self.seen(name),
            })
        };
        let mut found = Vec::new();
        found.extend(self.closer_facts(name, facts));
        found.extend(number("check-pid", facts.pid.map(i64::from), process.map(|it| i64::from(it.pid.0))));
        found.extend(number("check-ppid", facts.ppid.map(i64::from), process.map(|it| i64::from(it.ppid.0))));
        found.extend(number(
            "check-levels",
            facts.levels.map(|levels| levels as i64),
            process.map(|it| it.ns_pids.len() as i64),
        ));
        if let Some(comm) = &facts.comm {
            let holds = process.is_some_and(|it| it.comm == comm.as_bytes());
            found.push(Fact { what: self.named("check-comm", name, comm), holds, seen: self.seen(name) });
        }
        if let Some(other) = &facts.same_as {
            let id = |name| self.member(name).map(|member| member.id);
            let holds = process.map(|it| it.id) == id(other) && process.is_some();
            found.push(Fact { what: self.named("check-same", name, other), holds, seen: self.seen(name) });
        }
        found
    }

    /// What a tree does not show. Where the kernel does not tell in which function a process sleeps, nothing is
    /// said of it.
    fn closer_facts(&self, name: &str, facts: &Facts) -> Vec<Fact> {
        let process = self.process(name);
        let closer =
            self.member(name).and_then(|member| member.closer.as_ref()).filter(|_| process.is_some());
        let mut found = Vec::new();
        if let Some(wanted) = facts.memory {
            let message = |memory| self.said(name, if memory { "check-memory" } else { "check-memory-none" });
            let seen = closer.map_or_else(|| self.seen(name), |closer| message(closer.memory));
            let holds = closer.is_some_and(|closer| closer.memory == wanted);
            found.push(Fact { what: message(wanted), holds, seen });
        }
        if let Some(wanted) = &facts.wchan {
            let wchan = closer.and_then(|closer| closer.wchan.as_ref());
            let asleep = process.is_some_and(|process| process.state == State::Sleeping);
            let message = |wchan: &str| self.named("check-wchan", name, wchan);
            let seen = wchan.map_or_else(|| self.seen(name), |wchan| message(wchan));
            if wchan.is_some() || !asleep {
                found.push(Fact { what: message(wanted), holds: wchan == Some(wanted), seen });
            }
        }
        found
    }

    /// What is there of a process: its state, its parent.
    fn seen(&self, name: &str) -> Message {
        match self.process(name) {
            None => self.named("seen-state", name, State::Gone.word()),
            Some(process) => self
                .said(name, "seen-process")
                .with("value", process.state.word())
                .with("pid", i64::from(process.pid.0))
                .with("ppid", i64::from(process.ppid.0)),
        }
    }

    /// A container's init is what everybody calls it.
    fn called(&self, name: &str) -> Arg {
        match name.strip_suffix(".init") {
            Some(container) if self.several => {
                Message::new("check-init-of").with("container", container).into()
            }
            Some(_) => "PID 1".into(),
            None => name.into(),
        }
    }

    /// A sentence about a process.
    fn said(&self, name: &str, id: &'static str) -> Message {
        Message::new(id).with("name", self.called(name))
    }

    fn named(&self, id: &'static str, name: &str, value: &str) -> Message {
        self.said(name, id).with("value", value)
    }

    fn ended_message(&self, name: &str, ended: Option<Ended>) -> Message {
        match ended {
            Some(Ended::Status(status)) => {
                self.said(name, "check-ended-status").with("number", i64::from(status))
            }
            Some(Ended::Signal(signal)) => {
                let word =
                    nix::sys::signal::Signal::try_from(signal).map_or("?", nix::sys::signal::Signal::as_str);
                self.named("check-ended-signal", name, word)
            }
            None => self.said(name, "seen-no-status"),
        }
    }
}

/// `sleeping` in a lab means alive and not stopped: which of the two a process is at a moment is chance.
fn same_state(wanted: State, seen: State) -> bool {
    let alive = |state| matches!(state, State::Running | State::Sleeping | State::DiskSleep);
    wanted == seen || (alive(wanted) && alive(seen))
}

/// The same for a list of names.
pub(super) fn called(name: &str) -> &str {
    if is_init(name) { "PID 1" } else { name }
}

/// Its command line, or its name in brackets as `ps` has it.
pub(super) fn command(process: &Process) -> String {
    if process.command.is_empty() {
        return format!("[{}]", crate::escape::bytes(&process.comm));
    }
    let words: Vec<String> = process.command.iter().map(|word| crate::escape::bytes(word)).collect();
    shortened(&words.join(" "))
}

/// Enough to know a program by, and no more than a sentence bears.
fn shortened(command: &str) -> String {
    const MOST: usize = 40;
    match command.char_indices().nth(MOST) {
        None => command.to_owned(),
        Some((end, _)) => format!("{}…", command[..end].trim_end()),
    }
}
