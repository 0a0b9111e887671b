//! What a learner asks of a PID 1 of their own, as plain values, and what follows from it.

use super::model::{Cell, Orphans, Silence};
use crate::i18n::Message;
use crate::snapshot::{Ended, Process, State};
use std::time::Duration;

/// How long `docker stop` waits before it kills.
pub const GRACE: Duration = Duration::from_secs(10);

/// How many orphans are made: enough to see whether they are collected.
pub const FEW: u32 = 20;

/// Later than this a stop is slow. supervisord, which looks once a second, takes two.
pub const SLOW: Duration = Duration::from_secs(5);

/// One PID 1 that was tried.
#[derive(Debug, Clone)]
pub struct Trial {
    /// What was found, or why nothing was: it could not be started, or ended at once.
    pub found: Result<Found, Failed>,
}

/// Why nothing was found.
#[derive(Debug, Clone)]
pub enum Failed {
    /// It could not be executed, or the container not be made.
    Refused(Message),
    /// It ended by itself.
    Ended {
        /// How.
        ended: Ended,
        /// The end of what it had printed.
        printed: Vec<u8>,
    },
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// What PID 1 is, and what runs in the container, after the start.
    pub start: Start,
    /// What `docker stop` leads to.
    pub stop: Cell<Stop>,
    /// The signal that the service was sent after a SIGTERM to PID 1, and when; none if it was sent none, or if it is
    /// PID 1 itself.
    pub told: Cell<Option<(i32, Duration)>>,
    /// What became of orphans.
    pub orphans: Cell<Orphans>,
    /// What followed the death of the service.
    pub fall: Cell<Fall>,
}

/// A container after its start.
#[derive(Debug, Clone)]
pub struct Start {
    /// What PID 1 is for the rest.
    pub role: Role,
    /// All processes inside.
    pub processes: Vec<Process>,
    /// The PID inside of the service: of what does the work. None if all that runs is a shell that lets time pass.
    pub service: Option<i32>,
}

/// What PID 1 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The shell that was started: it has not been replaced by anything.
    Shell,
    /// A program that is made to be PID 1 and has a child: tini and others.
    Init,
    /// A program that only keeps the container up, beside others: `sleep`, `tail`.
    Keeper,
    /// The service itself, or whatever else was started.
    Service,
}

/// What `docker stop` leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// How PID 1 ended.
    pub ended: Ended,
    /// How long that took after SIGTERM; of one that had to be killed how long it was watched.
    pub took: Duration,
    /// Whether SIGTERM was not enough.
    pub killed: bool,
    /// How it is known that nothing follows, if there is evidence before the time is over.
    pub silence: Option<Silence>,
    /// `SigCgt` of PID 1 before.
    pub caught: u64,
}

/// What followed the death of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fall {
    /// The kernel's name of what was killed with SIGKILL.
    pub victim: Vec<u8>,
    /// Its PID inside.
    pub pid: i32,
    /// What followed.
    pub after: AfterFall,
}

/// What PID 1 did then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterFall {
    /// It ended so, after this time.
    Ended(Ended, Duration),
    /// It started another one.
    Again,
    /// It lived on.
    LivesOn {
        /// Whether the dead service was left as a zombie.
        zombie: bool,
    },
}

impl Start {
    /// What runs, and which of it is the service. `started` as for [`Role::of`].
    pub(super) fn new(role: Role, processes: Vec<Process>, started: &[String]) -> Self {
        let mut start = Self { role, processes, service: Some(1) };
        start.service = start.find_service(started);
        start
    }

    /// PID 1.
    pub fn init(&self) -> Option<&Process> {
        self.processes.iter().find(|process| process.pid.0 == 1)
    }

    /// Its living children.
    pub fn children(&self) -> impl Iterator<Item = &Process> {
        self.children_of(1)
    }

    /// What does the work.
    pub fn service(&self) -> Option<&Process> {
        self.processes.iter().find(|process| Some(process.pid.0) == self.service)
    }

    fn children_of(&self, pid: i32) -> impl Iterator<Item = &Process> {
        let lives = |process: &&Process| process.state != State::Zombie;
        self.processes.iter().filter(move |process| process.ppid.0 == pid).filter(lives)
    }

    /// The service, if it is not PID 1 itself.
    pub fn served(&self) -> Option<&Process> {
        self.service().filter(|service| service.pid.0 != 1)
    }

    /// A child of PID 1, or of a shell or keeper between an init and it, that does not only keep the container up;
    /// else any child; else PID 1 itself.
    fn find_service(&self, started: &[String]) -> Option<i32> {
        if self.role == Role::Service {
            return Some(1);
        }
        let passes = |process: &Process| has_words(&process.command, started) || keeps_only(&process.comm);
        let mut below: Vec<&Process> = Vec::new();
        for child in self.children() {
            let further = if self.role == Role::Init && passes(child) {
                self.children_of(child.pid.0).collect()
            } else {
                Vec::new()
            };
            if further.is_empty() {
                below.push(child);
            }
            below.extend(further);
        }
        if below.is_empty() {
            return Some(1);
        }
        let working = below.iter().find(|process| !keeps_only(&process.comm));
        let lasting = || below.iter().find(|process| pause(process).is_none());
        working.or_else(lasting).map(|process| process.pid.0)
    }
}

/// How long a process only lets pass, if it is a `sleep` of less than a minute: a part of a script's preparations or of
/// a loop. A longer one stands for a service.
pub(super) fn pause(process: &Process) -> Option<Duration> {
    let argument = std::str::from_utf8(process.command.get(1)?).ok()?;
    let seconds: f64 = argument.parse().ok().filter(|seconds| (0.0..60.0).contains(seconds))?;
    (process.comm == b"sleep").then(|| Duration::from_secs_f64(seconds))
}

fn has_words(command: &[Vec<u8>], words: &[String]) -> bool {
    let same = |found: &[Vec<u8>]| found.iter().zip(words).all(|(found, word)| found == word.as_bytes());
    !words.is_empty() && command.windows(words.len()).any(same)
}

/// Programs that only keep a container up.
pub(super) fn keeps_only(comm: &[u8]) -> bool {
    matches!(comm, b"sleep" | b"tail")
}

/// Programs that are made to be PID 1 of a container and have one child.
const INITS: [&str; 9] = [
    "tini",
    "tini-static",
    "dumb-init",
    "catatonit",
    "docker-init",
    "podman-init",
    "pidlab",
    "supervisord",
    "s6-svscan",
];

/// Shells, by the file that is executed.
const SHELLS: [&str; 7] = ["sh", "bash", "dash", "ash", "busybox", "ksh", "zsh"];

/// A program that starts another one, by the name that it has in the kernel.
pub(super) fn is_init(process: &Process) -> bool {
    INITS.iter().any(|name| name.as_bytes() == process.comm) || is_named_init(&process.comm)
}

/// One that is run by an interpreter, or gives itself a name.
fn is_named_init(comm: &[u8]) -> bool {
    comm.starts_with(b"supervisord") || comm.starts_with(b"pidlab-")
}

impl Role {
    /// `executed` is the name of the file that PID 1 is, `started` are words of the command line that only the
    /// shell has that was started: the script's path, or `-c` and the line.
    pub(super) fn of(
        executed: &str,
        comm: &[u8],
        command: &[Vec<u8>],
        started: &[String],
        child: bool,
    ) -> Self {
        if SHELLS.contains(&executed) && has_words(command, started) {
            Self::Shell
        } else if child
            && (INITS.contains(&executed) || comm.starts_with(b"supervisord") || comm.starts_with(b"pidlab-"))
        {
            Self::Init
        } else if child && keeps_only(comm) {
            Self::Keeper
        } else {
            Self::Service
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{HostPid, NsPid, ProcessId};

    fn process(pid: i32, parent: i32, command: &str) -> Process {
        let command: Vec<Vec<u8>> = command.split(' ').map(|word| word.as_bytes().to_vec()).collect();
        Process {
            id: ProcessId { pid: HostPid(pid + 100), start_time: 1 },
            name: None,
            container: None,
            pid: NsPid(pid),
            ppid: NsPid(parent),
            host_ppid: HostPid(parent + 100),
            ns_pids: Vec::new(),
            pid_namespace: None,
            state: State::Sleeping,
            comm: command[0].clone(),
            command,
            ended: None,
        }
    }

    /// The same process is the service, whatever is in front of it.
    #[test]
    fn the_service_is_what_does_the_work() {
        let service = |role: Role, processes: &[(i32, i32, &str)]| {
            let processes =
                processes.iter().map(|(pid, ppid, command)| process(*pid, *ppid, command)).collect();
            Start::new(role, processes, &["/start.sh".to_owned()]).service
        };
        let shell = [(1, 0, "bash /start.sh"), (2, 1, "svc"), (3, 1, "tail -f /dev/null"), (4, 2, "worker")];
        assert_eq!(service(Role::Shell, &shell), Some(2));
        let below = [(1, 0, "tini"), (2, 1, "bash /start.sh"), (3, 2, "sleep 1"), (4, 2, "svc")];
        assert_eq!(service(Role::Init, &below), Some(4));
        let daemon = [(1, 0, "tini"), (2, 1, "bash /start.sh"), (3, 2, "sleep 1"), (4, 1, "svc")];
        assert_eq!(service(Role::Init, &daemon), Some(4));
        assert_eq!(service(Role::Init, &[(1, 0, "tini"), (2, 1, "svc")]), Some(2));
        assert_eq!(service(Role::Service, &[(1, 0, "svc"), (2, 1, "worker")]), Some(1));
        assert_eq!(service(Role::Shell, &[(1, 0, "bash /start.sh"), (2, 1, "sleep 1")]), None);
        assert_eq!(service(Role::Shell, &[(1, 0, "bash /start.sh"), (2, 1, "sleep 1000")]), Some(2));
        assert_eq!(service(Role::Shell, &[(1, 0, "bash /start.sh")]), Some(1));
    }

    #[test]
    fn a_shell_that_was_replaced_is_none_any_more() {
        let words = |line: &str| line.split(' ').map(|word| word.as_bytes().to_vec()).collect::<Vec<_>>();
        let role = |executed: &str, comm: &str, line: &str, child| {
            Role::of(executed, comm.as_bytes(), &words(line), &["/start.sh".to_owned()], child)
        };
        assert_eq!(role("bash", "start.sh", "/bin/bash /start.sh", true), Role::Shell);
        assert_eq!(role("bash", "service", "/bin/bash /service", true), Role::Service);
        assert_eq!(role("tail", "tail", "tail -f /dev/null", true), Role::Keeper);
        assert_eq!(role("tail", "tail", "tail -f /dev/null", false), Role::Service);
        assert_eq!(role("tini", "tini", "tini -- /start.sh", true), Role::Init);
    }
}
