//! Which lines of `/proc` decide a question: those of the facts that the kernel's choice rests on.

use super::cast::Member;
use super::world::World;
use crate::error::{Error, Result};
use crate::lab::Facts;
use crate::observe::evidence::{self, Proc};
use crate::snapshot::{Evidence, Snapshot};
use std::os::fd::BorrowedFd;

/// How often it is read again if something has changed meanwhile.
const TRIES: usize = 5;

impl World<'_> {
    /// The lines behind these facts. What is read belongs to the moment of `settled`: a look that follows
    /// must show the same, else nothing is given.
    pub(super) fn evidence_at(
        &mut self,
        settled: &Snapshot,
        about: &[(String, Facts)],
    ) -> Result<Vec<Evidence>> {
        for _ in 0..TRIES {
            let found = self.evidence(about)?;
            if self.look()?.stands_like(settled) {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    fn evidence(&self, about: &[(String, Facts)]) -> Result<Vec<Evidence>> {
        let mut found = Vec::new();
        for (name, facts) in about {
            if let Some(member) = self.cast.get(name) {
                found.extend(self.evidence_of(member, facts)?);
            }
        }
        Ok(found)
    }

    fn evidence_of(&self, member: &Member, facts: &Facts) -> Result<Vec<Evidence>> {
        let inside = self.proc_of(&member.container);
        let (proc, pid) = match inside {
            Some(proc) => (proc, member.last.pid.0),
            None => (self.reader.host(), member.id.pid.0),
        };
        let place = Proc { proc, inside: inside.is_some() };
        let start = member.id.start_time;
        let mut found = evidence::lines(&place, &member.name, pid, start, &fields(facts))
            .map_err(|error| Error::io("read(/proc)", &error))?;
        if facts.levels.is_some() {
            // Of the numbers in NSpid a container's own /proc shows only those from its namespace down.
            let host = Proc { proc: self.reader.host(), inside: false };
            let all = evidence::lines(&host, &member.name, member.id.pid.0, start, &["NSpid"]);
            found.extend(all.map_err(|error| Error::io("read(/proc)", &error))?);
        }
        let gone = found.iter().any(|it| matches!(it, Evidence::Missing { .. }));
        if let Some(ended) = member.ended.filter(|_| gone && facts.ended.is_some()) {
            found.push(Evidence::Status { name: member.name.clone(), pid: member.id.pid, ended });
        }
        Ok(found)
    }

    /// A container's own `/proc`, as long as there is somebody inside who could read it.
    fn proc_of(&self, container: &str) -> Option<BorrowedFd<'_>> {
        let proc = self.container(container)?.proc()?;
        let init = format!("{container}.init");
        let id = self.cast.get(&init)?.id;
        self.last().by_id(id).map(|_| proc)
    }
}

/// The fields of `status`, and `comm` and `statm`, that show these facts.
fn fields(facts: &Facts) -> Vec<&'static str> {
    let mut fields = Vec::new();
    if !facts.state.is_empty() || facts.ended.is_some() {
        fields.push("State");
    }
    if facts.pid.is_some() {
        fields.push("Pid");
    }
    if facts.parent.is_some() || facts.ppid.is_some() {
        fields.push("PPid");
    }
    if facts.comm.is_some() {
        fields.push(evidence::COMM);
    }
    if facts.memory.is_some() {
        fields.push(evidence::STATM);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::State;

    #[test]
    fn each_fact_has_its_field() {
        let facts = Facts { state: vec![State::Zombie], ppid: Some(1), ..Facts::default() };
        assert_eq!(fields(&facts), ["State", "PPid"]);
        let facts = Facts { comm: Some("bash".to_owned()), pid: Some(1), ..Facts::default() };
        assert_eq!(fields(&facts), ["Pid", "comm"]);
        let facts = Facts { memory: Some(false), ..Facts::default() };
        assert_eq!(fields(&facts), ["statm"]);
        assert!(fields(&Facts { levels: Some(3), ..Facts::default() }).is_empty());
    }
}
