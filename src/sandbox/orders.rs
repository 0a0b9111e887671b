//! What pidlab and a shim tell each other: one JSON object a datagram, descriptors beside it.

use serde::{Deserialize, Serialize};

/// From pidlab to the shim.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Order {
    /// Make the namespaces and start PID 1 in them. At most once. Descriptors: stdin, stdout, stderr.
    Start(Start),
    /// Start a further program: PPID 0 in the container; on the host if nothing was started.
    /// Descriptors: 0, 1, 2 and, if given, the one that the program gets as [`LINE_STATUS`].
    Exec(Exec),
    /// Collect a program that was to be forgotten: at once if it has ended, else when it does. No answer but
    /// the report of its end.
    Collect {
        /// Its PID on the host.
        pid: i32,
    },
}

/// The descriptor through which a lab's shell tells the end of each typed line.
pub const LINE_STATUS: i32 = 9;

/// How a container is made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Start {
    /// Also its host name.
    pub name: String,
    /// In a user namespace of its own.
    pub rootless: bool,
    /// Its PID 1.
    pub program: Program,
    /// Paths that stay visible where a fresh tmpfs would hide them.
    pub keep: Vec<String>,
    /// Files that exist inside only, and their contents.
    pub files: Vec<(String, String)>,
    /// Whether programs may write to the host's directories, as to those of an image: into a copy that is gone with
    /// the container. Where the kernel makes none they stay read-only.
    pub writable: bool,
    /// How many processes it may have.
    pub pids: Option<PidLimit>,
}

/// A limit for the processes of one container, and the means that sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PidLimit {
    /// PIDs are smaller than this: `pid_max` of its PID namespace, which Linux has since 6.14.
    PidMax(u32),
    /// It has at most so many processes and threads, the shim among them: a pids cgroup of its own, `cgroups(7)`.
    Cgroup {
        /// `pids.max`
        limit: u32,
        /// Where the group is made.
        nest: Nest,
    },
    /// Its user has at most so many processes, the shim among them: `RLIMIT_NPROC`, which is counted in each user
    /// namespace by itself since Linux 5.14. The host's root is not bound by it, and becomes another user.
    Processes(u32),
}

/// Where a pids cgroup can be made, and where our own processes are: folders of one hierarchy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nest {
    /// Where the hierarchy is mounted.
    pub mount: String,
    /// The group in which the new one is made: an ancestor of our own, or our own.
    pub above: String,
    /// Our own group.
    pub own: String,
}

/// How a further program enters.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exec {
    /// The program.
    pub program: Program,
    /// Whether it becomes the foreground job of the terminal that is its stdin.
    pub terminal: bool,
    /// Whether the shim leaves it uncollected when it has ended, until it is told otherwise.
    pub forgotten: bool,
}

/// A program to execute. It gets the shim's environment without what would change a shell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// The file.
    pub path: String,
    /// Its arguments, its name first.
    pub argv: Vec<String>,
}

/// From the shim to pidlab.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Report {
    /// The program runs. Descriptor: its pidfd.
    Started {
        /// Its PID on the host.
        pid: i32,
    },
    /// It does not: the order failed at this call.
    Failed(Failure),
    /// A child of the shim has ended, and the shim has collected it.
    Ended {
        /// Its PID on the host.
        pid: i32,
        /// As `waitpid(2)` gives it.
        status: i32,
    },
}

/// A call that failed on the way to a running program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Where.
    pub stage: Stage,
    /// Why.
    pub errno: i32,
}

macro_rules! stages {
    ($($(#[$doc:meta])* $name:ident = $call:literal,)*) => {
        /// The calls between an order and a running program, in their order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Stage { $($(#[$doc])* $name,)* }

        impl Stage {
            const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The call, as one would write it.
            pub fn call(self) -> &'static str {
                match self { $(Self::$name => $call,)* }
            }
        }
    };
}

stages! {
    /// A pids cgroup.
    Cgroup = "mkdir(a cgroup) and write(pids.max, cgroup.procs)",
    /// The user namespace.
    UnshareUser = "unshare(CLONE_NEWUSER)",
    /// `/proc/self/setgroups`, `uid_map`, `gid_map`.
    MapIds = "write(/proc/self/uid_map)",
    /// All other namespaces.
    Unshare = "unshare(CLONE_NEWPID|CLONE_NEWNS|CLONE_NEWIPC|CLONE_NEWUTS|CLONE_NEWNET)",
    /// `/` private.
    Private = "mount(/, MS_REC|MS_PRIVATE)",
    /// Everything read-only.
    ReadOnly = "mount_setattr(/, AT_RECURSIVE, MOUNT_ATTR_RDONLY)",
    /// What stays visible.
    Keep = "open_tree()",
    /// `/tmp`, `/run`, `/dev/shm`.
    Tmpfs = "mount(tmpfs)",
    /// Putting back what stays visible.
    PutBack = "move_mount()",
    /// Files that exist inside only.
    Files = "write(a file of the container)",
    /// The container's own pids cgroup in the place of the whole hierarchy.
    BindCgroup = "mount(cgroup, MS_BIND)",
    /// A directory with such a file.
    Overlay = "mount(overlay)",
    /// The bounding set.
    Capabilities = "prctl(PR_CAPBSET_DROP)",
    /// The pipe for what goes wrong in the child.
    Pipe = "pipe2()",
    /// The child.
    Fork = "fork()",
    /// Its pidfd.
    Pidfd = "pidfd_open()",
    /// The container's own /proc.
    MountProc = "mount(proc, /proc)",
    /// The limit of its PIDs.
    PidMax = "write(/proc/sys/kernel/pid_max)",
    /// The limit of its processes.
    Limit = "setrlimit(RLIMIT_NPROC)",
    /// A session or process group of its own.
    Session = "setsid()",
    /// The terminal's foreground.
    Foreground = "tcsetpgrp()",
    /// SIGKILL when the shim ends.
    DeathSignal = "prctl(PR_SET_PDEATHSIG)",
    /// stdin, stdout, stderr.
    Descriptors = "dup2()",
    /// The program itself.
    Exec = "execve()",
}

impl Failure {
    /// As bytes, for a pipe between fork and exec: nothing is allocated there.
    pub fn to_bytes(self) -> [u8; 5] {
        let [a, b, c, d] = self.errno.to_ne_bytes();
        [self.stage as u8, a, b, c, d]
    }

    /// The opposite of [`Self::to_bytes`].
    pub fn from_bytes(bytes: [u8; 5]) -> Option<Self> {
        let [stage, a, b, c, d] = bytes;
        let stage = *Stage::ALL.get(usize::from(stage))?;
        Some(Self { stage, errno: i32::from_ne_bytes([a, b, c, d]) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_survives_the_pipe() {
        for stage in Stage::ALL {
            let failure = Failure { stage: *stage, errno: 13 };
            assert_eq!(Failure::from_bytes(failure.to_bytes()), Some(failure));
        }
        assert_eq!(Failure::from_bytes([200, 0, 0, 0, 0]), None);
    }
}
