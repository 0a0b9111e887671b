//! One process at one moment.

use super::{HostPid, NsPid, ProcessId, bytes};
use serde::{Deserialize, Serialize};

/// Field 3 of `/proc/PID/stat`, `proc_pid_stat(5)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// R
    Running,
    /// S, and I of idle kernel threads
    Sleeping,
    /// D
    DiskSleep,
    /// T
    Stopped,
    /// t
    Traced,
    /// Z
    Zombie,
    /// X, or the process is not there any more: ended, and its status collected.
    Gone,
}

impl State {
    /// From the letter in `stat`.
    pub fn from_letter(letter: char) -> Self {
        match letter {
            'R' => Self::Running,
            'D' => Self::DiskSleep,
            'T' => Self::Stopped,
            't' => Self::Traced,
            'Z' => Self::Zombie,
            'X' | 'x' => Self::Gone,
            _ => Self::Sleeping,
        }
    }

    /// The word for it in labs and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Sleeping => "sleeping",
            Self::DiskSleep => "disk-sleep",
            Self::Stopped => "stopped",
            Self::Traced => "traced",
            Self::Zombie => "zombie",
            Self::Gone => "gone",
        }
    }
}

/// How a process ended, `wait(2)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// By `exit(2)` with this status, 0–255.
    Status(i32),
    /// By this signal.
    Signal(i32),
}

impl Ended {
    /// From the word that `waitpid(2)` fills in and that `stat` shows as `exit_code`.
    pub fn from_wait_status(status: i32) -> Self {
        match status & 0x7f {
            0 => Self::Status((status >> 8) & 0xff),
            signal => Self::Signal(signal),
        }
    }
}

/// One process at one moment, as `/proc` had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// Which one.
    pub id: ProcessId,
    /// What a lab calls it.
    pub name: Option<String>,
    /// What a lab calls the place it was found in; none for a bystander: a process of the machine that is no
    /// part of the lab.
    pub container: Option<String>,
    /// Its PID in the namespace of its container, or in its own; the host's if it has no other.
    pub pid: NsPid,
    /// Its parent's PID as its own namespace sees it; 0 if the parent is outside.
    pub ppid: NsPid,
    /// Its parent's PID on the host.
    pub host_ppid: HostPid,
    /// `NSpid` of `/proc/PID/status`: its PIDs from the reader's namespace down to its own.
    /// Empty where it was not read.
    pub ns_pids: Vec<i32>,
    /// The inode of `/proc/PID/ns/pid`; none where reading it was refused or not wanted.
    pub pid_namespace: Option<u64>,
    /// Its state.
    pub state: State,
    /// Its name in the kernel, at most 15 bytes, anything but a NUL.
    #[serde(with = "bytes")]
    pub comm: Vec<u8>,
    /// Its arguments; empty for zombies and kernel threads.
    #[serde(with = "bytes::list")]
    pub command: Vec<Vec<u8>>,
    /// Of a zombie: the exit status that nobody has collected.
    pub ended: Option<Ended>,
}

impl Process {
    /// Whether it is in another PID namespace than the `/proc` it was read from, as far as is known.
    pub fn is_foreign(&self) -> bool {
        self.ns_pids.len() > 1
    }

    /// Whether two moments show it in the same place: PIDs, parents, program, and alive or a zombie. Whether
    /// it was just running or sleeping is chance.
    pub fn stands_like(&self, other: &Self) -> bool {
        self.id == other.id
            && self.ppid == other.ppid
            && self.host_ppid == other.host_ppid
            && (self.state == State::Zombie) == (other.state == State::Zombie)
            && self.comm == other.comm
    }
}
