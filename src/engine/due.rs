//! Processes whose time is the lab's: a line with `{seconds}` in it has started them, and when these are over they
//! end by themselves. On a machine that is too busy for the step in between that is no verdict on the kernel.

use super::Play;
use crate::error::{Error, Result};
use crate::i18n::Message;
use crate::lab::{Action, Step};
use crate::snapshot::{Snapshot, State};
use std::time::{Duration, Instant};

/// When they are due to end.
#[derive(Debug, Default)]
pub(super) struct Dues {
    due: Vec<(String, Instant)>,
    /// Who was missed in this step, and whether that was after its time.
    missed: Vec<(String, bool)>,
}

impl Dues {
    /// A step begins at that moment: whom it starts with the lab's seconds has those from now on.
    fn begin(&mut self, step: &Step, seconds: f64, now: Instant) {
        self.missed.clear();
        if matches!(&step.action, Action::Type { line, .. } if line.contains("{seconds}")) {
            let due = now + Duration::from_secs_f64(seconds);
            self.due.extend(step.meet.iter().map(|meet| (meet.name.clone(), due)));
        }
    }

    /// Somebody who should be alive is not. What counts is when that was first seen.
    fn miss(&mut self, name: &str, now: Instant) {
        if !self.missed.iter().any(|(missed, _)| missed == name) {
            let late = self.due.iter().any(|(known, due)| known == name && *due <= now);
            self.missed.push((name.to_owned(), late));
        }
    }

    /// Who has ended because its time was over, if anybody.
    pub(super) fn late(&self) -> Option<&str> {
        self.missed.iter().find(|(_, late)| *late).map(|(name, _)| name.as_str())
    }
}

impl Play<'_> {
    /// From here on the lab's seconds count.
    pub(super) fn begin_dues(&mut self, step: &Step) {
        self.dues.begin(step, self.world.options.seconds, Instant::now());
    }

    /// Notes who should be alive and has ended.
    pub(super) fn miss(&mut self, step: &Step, snapshot: &Snapshot) {
        let ended = |name: &str| {
            let member = self.world.cast.get(name).filter(|_| snapshot.stable)?;
            let process = snapshot.by_id(member.id);
            process.is_none_or(|process| process.state == State::Zombie).then(|| name.to_owned())
        };
        let missed: Vec<String> = self.wanted(step).into_iter().filter_map(ended).collect();
        for name in missed {
            self.dues.miss(&name, Instant::now());
        }
    }

    /// Fails if somebody whom the step expects alive has ended because its time was over.
    pub(super) fn done_in_time(&mut self, number: usize, step: &Step) -> Result<()> {
        for name in self.wanted(step) {
            // It came and went unseen.
            if self.world.cast.get(name).is_none() {
                self.dues.miss(name, Instant::now());
            }
        }
        let Some(name) = self.dues.late().map(str::to_owned) else { return Ok(()) };
        self.world.check_alive_of_missing()?;
        Err(self.too_late("run-too-late-meanwhile", number, &name))
    }

    /// Whom a step expects to be alive.
    fn wanted<'s>(&self, step: &'s Step) -> Vec<&'s str> {
        let expected = step.expect.iter().filter(|expect| self.applies(expect) == Some(true));
        let alive = expected.flat_map(|expect| &expect.facts).filter(|(_, facts)| facts.expects_life());
        alive.map(|(name, _)| name.as_str()).collect()
    }

    /// Whom a step expects to be alive must not have ended by itself before: on a slow machine, or with a teacher
    /// who talks for longer than the sleep sleeps. That would be no verdict on the kernel.
    pub(super) fn in_time(&mut self, number: usize, step: &Step, before: &Snapshot) -> Result<()> {
        let over = |name: &&str| {
            let Some(member) = self.world.cast.get(name) else { return false };
            before.by_id(member.id).is_none_or(|process| process.state == State::Zombie)
        };
        let Some(name) = self.wanted(step).into_iter().find(over) else { return Ok(()) };
        self.world.check_alive_of_missing()?;
        Err(self.too_late("run-too-late", number, name))
    }

    fn too_late(&self, id: &'static str, number: usize, name: &str) -> Error {
        let seconds = (self.world.options.seconds * 10.0).clamp(5.0, 3600.0).to_string();
        let message = Message::new(id).with("step", number as i64).with("name", name);
        Error::failed(message).hint(Message::new("run-too-late-hint").with("seconds", seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_ends_before_its_time_has_not_ended_by_itself() {
        let now = Instant::now();
        let due = vec![("sleep".to_owned(), now + Duration::from_secs(1))];
        for (after, who, late) in [(0, "sleep", None), (2, "sleep", Some("sleep")), (2, "shell", None)] {
            let mut dues = Dues { due: due.clone(), missed: Vec::new() };
            dues.miss(who, now + Duration::from_secs(after));
            // That it is still missed later says nothing.
            dues.miss(who, now + Duration::from_secs(9));
            assert_eq!(dues.late(), late, "{who} after {after} s");
        }
    }
}
