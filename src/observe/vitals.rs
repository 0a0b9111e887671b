//! How one process fares: asleep or not, how often it was woken, which signals wait for it, what it uses.
//!
//! Read from the files of each of its threads. Whoever compares two readings may conclude that a process has
//! not run in between: a thread that is asleep and has made no switch has not.

use super::read::{self, Buffer, file, vanished};
use crate::snapshot::State;
use rustix::fs::{Mode, OFlags, openat};
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd};

/// A process at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vitals {
    /// Its name in the kernel.
    pub comm: Vec<u8>,
    /// How many threads it has.
    pub threads: usize,
    /// Whether all of them are asleep (or stopped, or it is a zombie): none runs, and none waits for a disk.
    pub asleep: bool,
    /// Whether it has ended and was not collected.
    pub zombie: bool,
    /// Whether it is stopped.
    pub stopped: bool,
    /// How often its threads fell asleep by themselves, that is: how often they had been woken.
    pub wakeups: u64,
    /// The same and how often they lost the processor to others.
    pub switches: u64,
    /// Nanoseconds on a processor; none where the kernel does not keep them.
    pub cpu: Option<u64>,
    /// Signals that were sent and not taken yet.
    pub pending: Signals,
    /// Signals that it blocks. Those that it waits for in `sigtimedwait(2)` do not show while it sleeps there.
    pub blocked: Signals,
    /// Signals that it has a handler for.
    pub caught: Signals,
    /// Signals that it ignores.
    pub ignored: Signals,
}

/// A set of signals as `proc_pid_status(5)` shows it: bit n-1 stands for signal n.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals(pub u64);

impl Signals {
    /// Whether this signal is in it.
    pub fn has(self, signal: i32) -> bool {
        u32::try_from(signal - 1).is_ok_and(|bit| self.0.checked_shr(bit).unwrap_or(0) & 1 == 1)
    }

    /// The lowest signal in it that is not in `others`.
    pub fn first_without(self, others: Self) -> Option<i32> {
        let rest = self.0 & !others.0;
        (rest != 0).then(|| rest.trailing_zeros() as i32 + 1)
    }
}

/// Of the process with this PID below an open `/proc`; none if it is not there.
pub fn vitals(proc: BorrowedFd<'_>, pid: i32, buffer: &mut Buffer) -> io::Result<Option<Vitals>> {
    let Some(stat) = read::stat(proc, pid, buffer)? else { return Ok(None) };
    let zombie = stat.state == State::Zombie;
    let mut vitals = Vitals { comm: stat.comm, asleep: true, zombie, stopped: true, ..Vitals::default() };
    for thread in threads(proc, pid)? {
        // Before the state: a thread that is asleep after this has not used more than this.
        let cpu =
            file(proc, pid, &format!("task/{thread}/schedstat"), usize::MAX, buffer)?.and_then(cpu_time);
        let status = file(proc, pid, &format!("task/{thread}/status"), usize::MAX, buffer)?;
        let Some(status) = status.map(Status) else { continue };
        vitals.add(&status, cpu);
    }
    Ok(Some(vitals))
}

impl Vitals {
    fn add(&mut self, thread: &Status<'_>, cpu: Option<u64>) {
        let state = thread.state();
        self.threads += 1;
        self.asleep &= matches!(state, State::Sleeping | State::Stopped | State::Zombie | State::Gone);
        self.stopped &= state == State::Stopped;
        let given_up = thread.number("voluntary_ctxt_switches:");
        self.wakeups += given_up;
        self.switches += given_up + thread.number("nonvoluntary_ctxt_switches:");
        self.cpu = cpu.map(|time| self.cpu.unwrap_or(0) + time).or(self.cpu);
        self.pending.0 |= thread.signals("ShdPnd:") | thread.signals("SigPnd:");
        self.blocked.0 |= thread.signals("SigBlk:");
        self.caught.0 |= thread.signals("SigCgt:");
        self.ignored.0 |= thread.signals("SigIgn:");
    }
}

/// What a process adds to the memory in use, in KiB: `Pss` of `proc_pid_smaps_rollup(5)`, in which a page that n
/// processes share counts as the nth part. None if it has gone.
pub fn memory(proc: BorrowedFd<'_>, pid: i32, buffer: &mut Buffer) -> io::Result<Option<u64>> {
    let text = file(proc, pid, "smaps_rollup", usize::MAX, buffer)?;
    Ok(text.map(|text| Status(text).number("Pss:")))
}

/// What a tree does not show of a process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closer {
    /// Whether it has memory of its own: `VmRSS` in `status`. Who has ended, and who is about to, has none.
    pub memory: bool,
    /// The function of the kernel in which it sleeps, `proc_pid_wchan(5)`; none if it does not sleep, or where
    /// the kernel does not tell.
    pub wchan: Option<String>,
}

/// Looks closer at a process; none if it has gone.
pub fn closer(proc: BorrowedFd<'_>, pid: i32, buffer: &mut Buffer) -> io::Result<Option<Closer>> {
    let Some(status) = file(proc, pid, "status", usize::MAX, buffer)? else { return Ok(None) };
    let memory = !Status(status).value("VmRSS:").is_empty();
    let wchan = match file(proc, pid, "wchan", usize::MAX, buffer) {
        Ok(Some(name)) if name != b"0" => Some(String::from_utf8_lossy(name).trim().to_owned()),
        Ok(Some(_)) => None,
        Ok(None) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => None,
        Err(error) => return Err(error),
    };
    Ok(Some(Closer { memory, wchan: wchan.filter(|name| !name.is_empty()) }))
}

/// The threads' IDs; none if it has gone.
fn threads(proc: BorrowedFd<'_>, pid: i32) -> io::Result<Vec<i32>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    match openat(proc, format!("{pid}/task"), flags, Mode::empty()) {
        Ok(directory) => read::pids(directory.as_fd()),
        Err(errno) => vanished(errno).map(Option::unwrap_or_default),
    }
}

/// The first number of `schedstat`: nanoseconds on a processor (`Documentation/scheduler/sched-stats.rst`).
fn cpu_time(schedstat: &[u8]) -> Option<u64> {
    std::str::from_utf8(schedstat).ok()?.split_ascii_whitespace().next()?.parse().ok()
}

/// The bytes of a file with lines `Name:  value`.
struct Status<'a>(&'a [u8]);

impl Status<'_> {
    fn value(&self, name: &str) -> &str {
        let mut lines = self.0.split(|byte| *byte == b'\n');
        let value = lines.find_map(|line| line.strip_prefix(name.as_bytes()));
        std::str::from_utf8(value.unwrap_or_default()).unwrap_or_default().trim_ascii()
    }

    fn number(&self, name: &str) -> u64 {
        self.value(name).split_ascii_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
    }

    fn signals(&self, name: &str) -> u64 {
        u64::from_str_radix(self.value(name), 16).unwrap_or(0)
    }

    fn state(&self) -> State {
        self.value("State:").chars().next().map_or(State::Gone, State::from_letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUS: &[u8] = b"Name:\tx\nState:\tS (sleeping)\nSigPnd:\t0000000000000000\n\
        ShdPnd:\t0000000000004000\nSigIgn:\t0000000000001000\nSigCgt:\t0000000000010002\n\
        voluntary_ctxt_switches:\t7\nnonvoluntary_ctxt_switches:\t3\n";

    #[test]
    fn the_lines_of_a_status() {
        let mut vitals = Vitals { asleep: true, ..Vitals::default() };
        vitals.add(&Status(STATUS), Some(50));
        assert!(vitals.asleep && !vitals.stopped);
        assert_eq!((vitals.threads, vitals.wakeups, vitals.switches, vitals.cpu), (1, 7, 10, Some(50)));
        assert!(vitals.pending.has(15) && !vitals.pending.has(2));
        assert!(vitals.caught.has(2) && vitals.caught.has(17) && vitals.ignored.has(13));
        vitals.add(&Status(b"State:\tR (running)\n"), None);
        assert!(!vitals.asleep);
        assert_eq!((vitals.threads, vitals.cpu), (2, Some(50)));
    }

    #[test]
    fn sets_of_signals_are_told_apart() {
        let set = Signals(1 << 14 | 1 << 1);
        assert_eq!(set.first_without(Signals(1 << 1)), Some(15));
        assert_eq!(set.first_without(set), None);
        assert!(!set.has(0) && !set.has(64) && !set.has(70));
    }

    #[test]
    fn this_very_process() {
        let proc = read::open("/proc").unwrap();
        let me = std::process::id() as i32;
        let vitals = vitals(proc.as_fd(), me, &mut Buffer::default()).unwrap().unwrap();
        assert!(vitals.threads >= 1 && !vitals.zombie && !vitals.stopped);
        assert!(memory(proc.as_fd(), me, &mut Buffer::default()).unwrap().unwrap() > 100);
        assert_eq!(super::vitals(proc.as_fd(), 4_194_305, &mut Buffer::default()).unwrap(), None);
    }
}
