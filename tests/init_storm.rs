//! Random storms under `pidlab init`: forks, exits, double forks, sessions, stops, and signals with values, in an order that
//! a seed decides. What must hold at every moment:
//!
//! - no zombie of PID 1's is older than 100 ms;
//! - each queued signal arrives once, in order, with its value; each other signal arrives as often as it was sent;
//! - the init lives as long as its command, ends when that ends, and with its status.
//!
//! `PIDLAB_STORM=1000000 cargo test --test init_storm` makes it a million events, `PIDLAB_SEED` repeats an order.
#![allow(unsafe_code, reason = "the command forks, and takes signals with their values")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed"
)]

mod common;

use common::init::{modes, namespace};
use nix::errno::Errno;
use nix::sys::signal::Signal::{self, SIGCONT, SIGKILL, SIGSTOP};
use nix::sys::signal::{kill, raise};
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid, fork, getppid, setsid};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering::SeqCst};
use std::time::{Duration, Instant};

/// In each of the ways to reap, unless the environment asks for more.
const EVENTS: u32 = 10_000;
/// How old a zombie of PID 1's may get.
const ZOMBIE: Duration = Duration::from_millis(100);
/// How long a signal may take, or the last orphan.
const PATIENCE: Duration = Duration::from_secs(20);
/// So many queued signals are under way at most: the kernel limits them (`RLIMIT_SIGPENDING`).
const UNDER_WAY: u32 = 300;
/// The first real-time signals that are not libc's.
const QUEUED: [i32; 3] = [35, 36, 50];
const PLAIN: [Signal; 9] = [
    Signal::SIGHUP,
    Signal::SIGINT,
    Signal::SIGTERM,
    Signal::SIGUSR1,
    Signal::SIGWINCH,
    Signal::SIGTSTP,
    Signal::SIGTTIN,
    Signal::SIGSEGV,
    Signal::SIGSYS,
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, role, seed, events] = &arguments[..]
        && role == "command"
    {
        return command(seed.parse().unwrap(), events.parse().unwrap());
    }
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let events = number("PIDLAB_STORM").unwrap_or_else(|| EVENTS.into());
    let seed = number("PIDLAB_SEED").unwrap_or_else(|| u64::from(std::process::id()) << 20 | 1);
    let mut passed = 0;
    for mode in modes() {
        if storm(mode, seed, events) {
            passed += 1;
        }
    }
    println!("\ntest result: ok. {passed} passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n");
}

/// One storm; false if this machine has no namespaces.
fn storm(mode: &str, seed: u64, events: u64) -> bool {
    let own = std::env::current_exe().unwrap();
    let line = format!("exec \"$PIDLAB\" init {mode} -- \"$STORM\" command {seed} {events}");
    let Some(run) = namespace(&line) else { return false };
    let patience = Duration::from_secs(60 + events / 1000);
    let since = Instant::now();
    let ended = run.env("STORM", own.to_str().unwrap()).patience(patience).run();
    let expected = ended.stdout.lines().find_map(|line| line.strip_prefix("status ")?.parse::<i32>().ok());
    assert!(expected.is_some(), "seed {seed}, {mode}: the command has not come to its end\n{ended}");
    assert_eq!(ended.status.code(), expected, "seed {seed}, {mode}\n{ended}");
    println!("storm of {events} events, {mode}, seed {seed}: {:.1} s", since.elapsed().as_secs_f32());
    true
}

// ---- what the command gets

/// What has arrived of each queued signal, and of each plain one.
static ARRIVED: [AtomicI32; 65] = [const { AtomicI32::new(0) }; 65];
/// How many have arrived out of order, twice, or with another value.
static WRONG: AtomicU32 = AtomicU32::new(0);

extern "C" fn arrived(signal: i32, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    let before = ARRIVED[signal as usize].fetch_add(1, SeqCst);
    if QUEUED.contains(&signal) {
        // SAFETY: the kernel hands a siginfo_t over; a queued signal has a value.
        let value = unsafe { (*info).si_value().sival_ptr } as usize;
        if value != before as usize + 1 {
            WRONG.fetch_add(1, SeqCst);
        }
    }
}

fn take_signals() {
    for signal in PLAIN.iter().map(|signal| *signal as i32).chain(QUEUED) {
        // SAFETY: the handler uses atomics only. All fields that are not set are rightly zero.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = arrived as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_RESTART;
            assert_eq!(libc::sigaction(signal, &raw const action, std::ptr::null_mut()), 0);
        }
    }
}

// ---- the command

/// xorshift64: an order that can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

struct Storm {
    dice: Dice,
    sent: [i32; 65],
    /// Orphans that have stopped themselves: PIDs in memory that they share with us.
    stopped: &'static [AtomicI32; 64],
}

fn command(seed: u64, events: u32) {
    take_signals();
    let stopped = shared();
    let mut storm = Storm { dice: Dice(seed), sent: [0; 65], stopped };
    for event in 0..events {
        storm.event();
        if event % 1000 == 0 {
            storm.holds();
        }
    }
    storm.kill_stopped();
    storm.all_arrive();
    no_old_zombie(true);
    storm.holds();
    let status = storm.dice.below(256) as i32;
    if status % 4 == 0 {
        println!("status {}", 128 + SIGKILL as i32);
        let _ = raise(SIGKILL);
    }
    println!("status {status}");
    std::process::exit(status);
}

impl Storm {
    fn event(&mut self) {
        match self.dice.below(100) {
            0..30 => self.queue(),
            30..45 => self.plain(),
            45..60 => self.child(),
            60..85 => self.orphan(),
            85..90 => self.zombies_handed_over(),
            90..95 => self.kill_stopped(),
            95..98 => self.stopped_orphan(),
            _ => {
                // SIGCONT discards SIGTSTP and SIGTTIN that are pending, signal(7).
                self.all_arrive();
                stop_and_go_on();
            }
        }
    }

    fn holds(&self) {
        assert_eq!(getppid(), Pid::from_raw(1), "the init has ended before its command");
        assert_eq!(WRONG.load(SeqCst), 0, "signals out of order or with another value");
        for (signal, sent) in self.sent.iter().enumerate() {
            assert!(
                ARRIVED[signal].load(SeqCst) <= *sent,
                "signal {signal} has arrived more often than sent"
            );
        }
        no_old_zombie(false);
    }

    /// A signal to the init, with a value that counts.
    fn queue(&mut self) {
        let signal = QUEUED[self.dice.below(QUEUED.len() as u64) as usize];
        if self.under_way() >= UNDER_WAY {
            self.all_arrive();
        }
        self.sent[signal as usize] += 1;
        let value = libc::sigval { sival_ptr: self.sent[signal as usize] as usize as *mut libc::c_void };
        // SAFETY: touches no memory; the value is a number.
        let sent = unsafe { libc::sigqueue(1, signal, value) };
        assert_eq!(sent, 0, "sigqueue: {}", Errno::last());
    }

    fn under_way(&self) -> u32 {
        QUEUED
            .iter()
            .map(|signal| self.sent[*signal as usize] - ARRIVED[*signal as usize].load(SeqCst))
            .sum::<i32>() as u32
    }

    /// One that is kept once only: it is sent again when it has arrived.
    fn plain(&mut self) {
        let signal = PLAIN[self.dice.below(PLAIN.len() as u64) as usize];
        let number = signal as usize;
        if ARRIVED[number].load(SeqCst) == self.sent[number] {
            self.sent[number] += 1;
            kill(Pid::from_raw(1), signal).unwrap();
        }
    }

    fn all_arrive(&self) {
        let until = Instant::now() + PATIENCE;
        for (signal, sent) in self.sent.iter().enumerate() {
            while ARRIVED[signal].load(SeqCst) < *sent {
                assert!(
                    Instant::now() < until,
                    "signal {signal}: {} of {sent}",
                    ARRIVED[signal].load(SeqCst)
                );
                std::thread::yield_now();
            }
        }
    }

    fn child(&mut self) {
        let status = self.dice.below(256) as i32;
        let child = child_that(|| status);
        assert_eq!(wait(child), WaitStatus::Exited(child, status));
    }

    fn orphan(&mut self) {
        let way = self.dice.below(5);
        let middle = child_that(|| {
            child_that(|| {
                match way {
                    0 => drop(setsid()),
                    1 => nap(),
                    2 => drop(child_that(|| 0)),
                    3 => drop(raise(Signal::SIGPIPE)),
                    _ => {}
                }
                7
            });
            0
        });
        wait(middle);
    }

    /// A process ends with children that it has never waited for.
    fn zombies_handed_over(&mut self) {
        let count = self.dice.below(20);
        let parent = child_that(|| {
            (0..count).for_each(|_| _ = child_that(|| 3));
            0
        });
        wait(parent);
    }

    fn stopped_orphan(&mut self) {
        let stopped = self.stopped;
        let Some(place) = stopped.iter().find(|place| place.load(SeqCst) == 0) else { return };
        let middle = child_that(|| {
            let orphan = child_that(|| {
                let _ = raise(SIGSTOP);
                0
            });
            place.store(orphan.as_raw(), SeqCst);
            0
        });
        wait(middle);
    }

    fn kill_stopped(&self) {
        for place in self.stopped {
            let pid = place.swap(0, SeqCst);
            if pid != 0 {
                // Alive: it has stopped itself, or is about to, and ends in no other way.
                let _ = kill(Pid::from_raw(pid), SIGKILL);
            }
        }
    }
}

/// The command stops, which is not its end; somebody continues it.
fn stop_and_go_on() {
    let own = Pid::this();
    let waker = child_that(|| {
        let stopped = || common::init::state(own.as_raw()) == 'T';
        while !stopped() {
            std::thread::yield_now();
        }
        kill(own, SIGCONT).unwrap();
        0
    });
    let _ = raise(SIGSTOP);
    wait(waker);
}

/// A child that does this and ends with that status.
fn child_that(work: impl FnOnce() -> i32) -> Pid {
    // SAFETY: this process has one thread.
    match unsafe { fork() } {
        Ok(ForkResult::Parent { child }) => child,
        Ok(ForkResult::Child) => {
            let status = work();
            // SAFETY: ends the process, without what belongs to the parent's copy.
            unsafe { libc::_exit(status) }
        }
        Err(errno) => panic!("fork: {errno}"),
    }
}

fn wait(child: Pid) -> WaitStatus {
    loop {
        match waitpid(child, None) {
            Err(Errno::EINTR) => {}
            status => return status.unwrap(),
        }
    }
}

/// A millisecond.
fn nap() {
    let _ = nix::poll::poll(&mut [], 1_u8);
}

fn shared() -> &'static [AtomicI32; 64] {
    let (protection, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_ANONYMOUS);
    // SAFETY: a fresh mapping, never unmapped, zeroed, larger than the array and aligned as a page.
    unsafe {
        let page = libc::mmap(std::ptr::null_mut(), 4096, protection, flags, -1, 0);
        assert_ne!(page, libc::MAP_FAILED);
        &*page.cast()
    }
}

/// No zombie of PID 1's may be older than that; with `all`, in the end nothing of PID 1's may be left but us.
fn no_old_zombie(all: bool) {
    let mut seen: BTreeMap<(i32, u64), Instant> = BTreeMap::new();
    let until = Instant::now() + PATIENCE;
    loop {
        let left: Vec<_> = children_of_pid_1();
        let zombies: Vec<_> = left.iter().filter(|(_, _, state)| *state == 'Z').collect();
        for (pid, start, _) in &zombies {
            let since = seen.entry((*pid, *start)).or_insert_with(Instant::now);
            assert!(since.elapsed() < ZOMBIE, "PID {pid} has been a zombie for {:?}", since.elapsed());
        }
        if zombies.is_empty() && (!all || left.is_empty()) {
            return;
        }
        assert!(Instant::now() < until, "PID 1 still has {left:?}");
        nap();
    }
}

/// PID, start time and state of each but us.
fn children_of_pid_1() -> Vec<(i32, u64, char)> {
    let own = std::process::id() as i32;
    let pids = std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    pids.filter(|pid| *pid != own).filter_map(child_of_pid_1).collect()
}

fn child_of_pid_1(pid: i32) -> Option<(i32, u64, char)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(") ").next()?.split(' ').collect();
    (fields.get(1) == Some(&"1")).then_some(())?;
    Some((pid, fields.get(19)?.parse().ok()?, fields[0].chars().next()?))
}
