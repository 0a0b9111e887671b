//! Many orphans, and what becomes of them.

use super::bench::Bench;
use super::model::{Orphans, PATIENCE, STALLED, WATCHED};
use crate::error::{Error, Result};
use crate::observe::vitals::Vitals;
use crate::orphans;
use crate::sandbox::orders::Program;
use crate::snapshot::State;
use crate::wait::{self, Deadline};
use std::os::fd::AsFd as _;
use std::time::{Duration, Instant};

/// How long a maker of orphans may take.
const MAKING: Duration = Duration::from_secs(30);

/// How long a PID 1 that collects takes at most.
const AT_ONCE: Duration = Duration::from_millis(100);

/// Between two looks at the thousand processes of one that does not: reading them takes time from others.
const SELDOM: Duration = Duration::from_millis(500);

/// Orphans that are being collected, or are not.
pub(super) struct Storm {
    bench: Bench,
    wanted: u32,
    before: Vitals,
    made: u32,
    over: Instant,
    last: u32,
    last_news: Instant,
    looked: Instant,
}

impl Storm {
    /// Makes so many; returns when the last one has been made and its parent has ended.
    pub(super) fn raise(mut bench: Bench, wanted: u32) -> Result<Self> {
        let before = bench.vitals()?;
        let argv = ["pidlab", orphans::ARGUMENT, &wanted.to_string()].map(str::to_owned).to_vec();
        let (maker, pipes) = bench.exec(&Program { path: "/proc/self/exe".to_owned(), argv })?;
        let deadline = Deadline::after(MAKING);
        while !bench.has_ended(maker)? {
            if deadline.passed() {
                return Err(Error::call("fork()", nix::errno::Errno::ETIMEDOUT));
            }
            bench.pass(MAKING)?;
        }
        let mut number = [0; 16];
        let mut length = 0;
        if wait::readable(&[pipes.status.as_fd()], Deadline::after(PATIENCE))?[0] {
            length = nix::unistd::read(&pipes.status, &mut number).unwrap_or(0);
        }
        let made = String::from_utf8_lossy(&number[..length]).trim().parse().unwrap_or(0);
        let now = Instant::now();
        Ok(Self { bench, wanted, before, made, over: now, last: u32::MAX, last_news: now, looked: now })
    }

    /// Whether no more could be made.
    pub(super) fn met_a_limit(&self) -> bool {
        self.made < self.wanted
    }

    /// Looks, and tells what became of them once that is settled: none is left, or PID 1 has collected none
    /// for a while.
    pub(super) fn look(&mut self) -> Result<Option<Orphans>> {
        let now = Instant::now();
        let left = self.left()?;
        if left.0 + left.1 != self.last {
            self.last = left.0 + left.1;
            self.last_news = now;
        }
        let late = now - self.over;
        let stalled = left.0 == 0 && now - self.last_news > STALLED;
        if self.last > 0 && !stalled && late < WATCHED {
            return Ok(None);
        }
        let after = self.bench.vitals()?;
        let cpu = after.cpu.zip(self.before.cpu).map(|(after, before)| after.saturating_sub(before));
        Ok(Some(Orphans {
            made: self.made,
            zombies: left.1,
            unfinished: self.last > 0 && !stalled,
            late: self.last_news - self.over,
            wakeups: after.wakeups.saturating_sub(self.before.wakeups),
            cpu: cpu.map(Duration::from_nanos),
        }))
    }

    /// How many of them live, and how many are zombies.
    fn left(&mut self) -> Result<(u32, u32)> {
        let ours = |name: &[u8]| name == orphans::COMM.as_bytes();
        let processes = self.bench.processes()?;
        let (mut living, mut zombies) = (0, 0);
        for process in processes.iter().filter(|it| ours(&it.comm)) {
            *(if process.state == State::Zombie { &mut zombies } else { &mut living }) += 1;
        }
        Ok((living, zombies))
    }

    /// The same, if the last look was a while ago.
    pub(super) fn look_seldom(&mut self) -> Result<Option<Orphans>> {
        if self.looked.elapsed() < SELDOM {
            return Ok(None);
        }
        self.looked = Instant::now();
        self.look()
    }

    /// Looks until it is settled, but no longer than a PID 1 that collects takes.
    pub(super) fn look_for_a_while(&mut self) -> Result<Option<Orphans>> {
        let deadline = Deadline::after(AT_ONCE);
        loop {
            let settled = self.look()?;
            if settled.is_some() || deadline.passed() {
                return Ok(settled);
            }
            self.bench.pass(AT_ONCE / 20)?;
        }
    }
}
