//! The processes of a run that have a name.

use crate::error::Result;
use crate::observe::vitals::Closer;
use crate::sandbox::container::Container;
use crate::sandbox::pidfd::Pidfd;
use crate::snapshot::{Ended, Process, ProcessId, Snapshot, State};
use std::collections::BTreeSet;
use std::os::fd::BorrowedFd;

/// A process that the lab calls by a name.
#[derive(Debug)]
pub(super) struct Member {
    /// The name; `CONTAINER.init` for a PID 1.
    pub(super) name: String,
    /// Which one.
    pub(super) id: ProcessId,
    /// The container it runs in.
    pub(super) container: String,
    /// As it was last seen.
    pub(super) last: Process,
    /// The states it had after earlier steps.
    pub(super) was: Vec<State>,
    /// How it ended, once that has been seen.
    pub(super) ended: Option<Ended>,
    /// What else is known of it, if the lab asks for that.
    pub(super) closer: Option<Closer>,
    /// Whether the audience has had it end before its time, by SIGTERM.
    pub(super) cut_short: bool,
    pidfd: Pidfd,
}

impl Member {
    /// Signals are sent to this process or to none.
    pub(super) fn signal(&self, number: i32) -> Result<()> {
        self.pidfd.signal(number)
    }

    /// Readable once the process has ended, collected or not.
    pub(super) fn pidfd(&self) -> BorrowedFd<'_> {
        self.pidfd.fd()
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Cast {
    members: Vec<Member>,
}

impl Cast {
    /// Gives a process its name. False if it has ended meanwhile, or another one has got its PID.
    pub(super) fn join(
        &mut self,
        name: &str,
        process: &Process,
        still: impl Fn(ProcessId) -> bool,
    ) -> Result<bool> {
        let Some(pidfd) = Pidfd::open(process.id.pid.0)? else { return Ok(false) };
        if !still(process.id) {
            return Ok(false);
        }
        let mut last = process.clone();
        last.name = Some(name.to_owned());
        self.members.push(Member {
            name: name.to_owned(),
            id: process.id,
            container: process.container.clone().unwrap_or_default(),
            last,
            was: Vec::new(),
            ended: None,
            closer: None,
            cut_short: false,
            pidfd,
        });
        Ok(true)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// Notes that a process, if it has a name, was asked to end before its time.
    pub(super) fn cut_short(&mut self, id: ProcessId) {
        for member in self.members.iter_mut().filter(|member| member.id == id) {
            member.cut_short = true;
        }
    }

    /// Looks closer at those with these names.
    pub(super) fn look_closer(
        &mut self,
        names: &BTreeSet<&str>,
        mut look: impl FnMut(ProcessId) -> Result<Option<Closer>>,
    ) -> Result<()> {
        for member in self.members.iter_mut().filter(|member| names.contains(member.name.as_str())) {
            member.closer = look(member.id)?;
        }
        Ok(())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Member> {
        self.members.iter()
    }

    /// Writes the names into a snapshot, and what it shows into the members.
    pub(super) fn recognise(&mut self, snapshot: &mut Snapshot) {
        let by_id: std::collections::HashMap<_, _> =
            self.members.iter().enumerate().map(|(index, member)| (member.id, index)).collect();
        for process in &mut snapshot.processes {
            if let Some(member) = by_id.get(&process.id).map(|index| &mut self.members[*index]) {
                process.name = Some(member.name.clone());
                member.ended = process.ended.or(member.ended);
                member.last = process.clone();
            }
        }
    }

    /// Remembers the states of a snapshot that was told.
    pub(super) fn remember(&mut self, snapshot: &Snapshot) {
        for member in &mut self.members {
            let state = snapshot.by_id(member.id).map_or(State::Gone, |process| process.state);
            if !member.was.contains(&state) {
                member.was.push(state);
            }
        }
    }

    /// Asks the kernel, and the shim, how those have ended that a snapshot does not have any more.
    pub(super) fn learn_ends(
        &mut self,
        snapshot: &Snapshot,
        containers: &mut [(String, Container)],
    ) -> Result<()> {
        for member in &mut self.members {
            if member.ended.is_some() || snapshot.by_id(member.id).is_some() {
                continue;
            }
            let mut status = member.pidfd.collected_status();
            if status.is_none()
                && let Some((_, container)) =
                    containers.iter_mut().find(|(name, _)| *name == member.container)
            {
                status = container.ended(member.id.pid.0)?;
            }
            member.ended = status.map(Ended::from_wait_status);
        }
        Ok(())
    }
}

/// A signal to a process that may have no name here, if it is still the one that is meant.
pub(super) fn signal(id: ProcessId, number: i32, still: impl Fn(ProcessId) -> bool) {
    if let Ok(Some(pidfd)) = Pidfd::open(id.pid.0)
        && still(id)
    {
        let _ = pidfd.signal(number);
    }
}
