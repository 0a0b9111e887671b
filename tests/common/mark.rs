//! Every process of one run, found by a variable of its environment that no other run has.

use super::{PATIENCE, Run, wait_until};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::sync::atomic::{AtomicU32, Ordering};

/// The variable's name.
const NAME: &str = "PIDLAB_TEST_MARK";

/// A value that nothing else has.
pub struct Mark(String);

/// A process with the mark.
#[derive(Debug)]
pub struct Marked {
    pub pid: i32,
    pub comm: String,
    /// Its PIDs in each namespace.
    pub ns_pids: Vec<i32>,
}

impl Mark {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let (own, next) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Self(format!("{own}.{next}."))
    }

    /// All that the program starts will have the mark.
    pub fn on(&self, run: Run) -> Run {
        run.env(NAME, &self.0)
    }

    /// All that live with it now. The dead, collected or not, have no environment any more.
    pub fn living(&self) -> Vec<Marked> {
        let wanted = format!("{NAME}={}", self.0).into_bytes();
        let pids = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
            entry.unwrap().file_name().to_str().and_then(|name| name.parse::<i32>().ok())
        });
        pids.filter(|pid| {
            let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|variable| variable == wanted)
        })
        .filter_map(Marked::read)
        .collect()
    }

    /// Those with this name in the kernel.
    pub fn called(&self, comm: &str) -> Vec<i32> {
        self.living().iter().filter(|process| process.comm == comm).map(|process| process.pid).collect()
    }

    /// The PID 1 of the run's container, as the host numbers it.
    #[track_caller]
    pub fn init(&self) -> i32 {
        let living = self.living();
        let init = living.iter().find(|it| it.ns_pids.len() > 1 && it.ns_pids.last() == Some(&1));
        init.unwrap_or_else(|| panic!("no PID 1 among {living:?}")).pid
    }

    /// Nothing with it may live any more, or soon will not.
    #[track_caller]
    pub fn all_end(&self) {
        let what = format!("the end of {:?}", self.living());
        wait_until(&what, PATIENCE, || self.living().is_empty());
    }
}

impl Marked {
    fn read(pid: i32) -> Option<Self> {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
        let ns_pids = field("NSpid:")?.split_whitespace().filter_map(|pid| pid.parse().ok()).collect();
        Some(Self { pid, comm: field("Name:")?.trim().to_owned(), ns_pids })
    }
}

/// SIGKILL to a process that this test has started.
pub fn kill_now(pid: i32) {
    let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
}

/// Mounts of the namespace that the tests run in which are a container's.
pub fn mounts_left() -> Vec<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap();
    let ours = |line: &&str| line.contains(" - tmpfs pidlab ") || line.contains(" pidlab rw");
    mounts.lines().filter(ours).map(str::to_owned).collect()
}
