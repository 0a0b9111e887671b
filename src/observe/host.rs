//! All processes of a machine, with their PIDs in other PID namespaces, as far as this reader may see them.

use super::parse::RawStat;
use super::read::{self, Buffer};
use crate::error::{Error, Result};
use crate::snapshot::{HostPid, NsPid, Process, ProcessId, Snapshot, State};
use rustix::fs::Dir;
use std::collections::{HashMap, HashSet};
use std::io::{self, ErrorKind};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::thread;

/// A machine's processes at one moment, and what could not be seen of them.
#[derive(Debug, Default)]
pub struct Machine {
    /// By PID.
    pub snapshot: Snapshot,
    /// Those of the processes that are threads of the kernel.
    pub kernel_threads: HashSet<HostPid>,
    /// The inode of the PID namespace to which `/proc` belongs; none if it may not be read.
    pub home: Option<u64>,
    /// What this reader may not see.
    pub unseen: Unseen,
}

/// What a reader without privilege may not see.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Unseen {
    /// `/proc` is mounted with `hidepid`: not even PID 1 can be read.
    pub hidepid: bool,
    /// Processes in other PID namespaces of which it may not be read which one.
    pub namespaces: usize,
    /// Zombies of which it may not be read how they ended.
    pub ends: usize,
}

/// Reads all processes of `/proc`. Missing permission never fails it; see [`Unseen`].
pub fn machine() -> Result<Machine> {
    let proc = read::open("/proc").map_err(|error| Error::io("open(\"/proc\")", &error))?;
    let proc = proc.as_fd();
    let pids = pids(proc).map_err(|error| Error::io("getdents64(\"/proc\")", &error))?;
    let home = home(proc);
    let part = read_all(proc, home, &pids).map_err(|error| Error::io("read(\"/proc/PID/…\")", &error))?;
    Ok(assemble(part, home))
}

/// All PIDs that `/proc` lists, ascending as the kernel gives them.
fn pids(proc: BorrowedFd<'_>) -> io::Result<Vec<i32>> {
    let mut pids = Vec::with_capacity(1024);
    for entry in Dir::read_from(proc)? {
        let entry = entry?;
        if let Some(pid) = entry.file_name().to_str().ok().and_then(|name| name.parse().ok()) {
            pids.push(pid);
        }
    }
    Ok(pids)
}

/// The namespace of this `/proc` is that of its PID 1, or our own if we have no other PID than the one
/// that this `/proc` shows. Looking at PID 1 needs privilege.
fn home(proc: BorrowedFd<'_>) -> Option<u64> {
    let of_init = read::pid_namespace(proc, 1).ok().flatten();
    of_init.or_else(|| {
        let me = rustix::process::getpid().as_raw_nonzero().get();
        let alone = read::status_nspid(proc, me, &mut Buffer::default()).ok()??.as_slice() == [me];
        if alone { read::pid_namespace(proc, me).ok()? } else { None }
    })
}

/// What one thread has read.
#[derive(Default)]
struct Part {
    processes: Vec<Process>,
    kernel_threads: Vec<HostPid>,
    vanished: usize,
    refused: usize,
}

/// Half of the PIDs are read by a second thread: almost all the time is the kernel's.
fn read_all(proc: BorrowedFd<'_>, home: Option<u64>, pids: &[i32]) -> io::Result<Part> {
    let (mine, other) = pids.split_at(pids.len() / 2);
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("pidlab-proc".to_owned());
        let helper = builder.spawn_scoped(scope, || read_some(proc, home, other));
        let mut part = read_some(proc, home, mine)?;
        let rest = match helper {
            Ok(helper) => helper.join().map_err(|_| io::Error::other("a thread has panicked"))?,
            // At the limit of processes there is no second thread: then this one reads all.
            Err(_) => read_some(proc, home, other),
        }?;
        part.append(rest);
        Ok(part)
    })
}

impl Part {
    fn append(&mut self, mut other: Self) {
        self.processes.append(&mut other.processes);
        self.kernel_threads.append(&mut other.kernel_threads);
        self.vanished += other.vanished;
        self.refused += other.refused;
    }
}

fn read_some(proc: BorrowedFd<'_>, home: Option<u64>, pids: &[i32]) -> io::Result<Part> {
    let mut reader = Reader { proc, home, buffer: Buffer::default(), part: Part::default() };
    for pid in pids {
        match reader.read(*pid) {
            Ok(Some(())) => {}
            Ok(None) => reader.part.vanished += 1,
            // hidepid=1: the directory is listed, its files are refused.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => reader.part.refused += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(reader.part)
}

struct Reader<'a> {
    proc: BorrowedFd<'a>,
    home: Option<u64>,
    buffer: Buffer,
    part: Part,
}

impl Reader<'_> {
    /// Reads one process into `part`; none if it has vanished before all was read.
    fn read(&mut self, pid: i32) -> io::Result<Option<()>> {
        let Some(stat) = read::stat(self.proc, pid, &mut self.buffer)? else { return Ok(None) };
        if stat.kernel_thread {
            self.part.kernel_threads.push(HostPid(pid));
            self.part.processes.push(process(stat, Vec::new(), Vec::new(), self.home));
            return Ok(Some(()));
        }
        // A zombie has no arguments any more.
        let command = match stat.state {
            State::Zombie => Some(Vec::new()),
            _ => read::cmdline(self.proc, pid, &mut self.buffer)?,
        };
        let Some(command) = command else { return Ok(None) };
        let Some((ns_pids, namespace)) = self.namespace(pid)? else { return Ok(None) };
        self.part.processes.push(process(stat, command, ns_pids, namespace));
        Ok(Some(()))
    }

    /// Its PIDs, unless it has but one, and its PID namespace. `status` costs as much as all the rest: it
    /// is read only where it can tell something.
    fn namespace(&mut self, pid: i32) -> io::Result<Option<(Vec<i32>, Option<u64>)>> {
        let namespace = match read::pid_namespace(self.proc, pid) {
            Ok(Some(inode)) if Some(inode) == self.home => return Ok(Some((Vec::new(), self.home))),
            Ok(Some(inode)) => Some(inode),
            Ok(None) => return Ok(None),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => None,
            Err(error) => return Err(error),
        };
        let ns_pids = read::status_nspid(self.proc, pid, &mut self.buffer)?;
        Ok(ns_pids.map(|ns_pids| (ns_pids, namespace)))
    }
}

fn process(stat: RawStat, command: Vec<Vec<u8>>, ns_pids: Vec<i32>, pid_namespace: Option<u64>) -> Process {
    // Who may not see the namespace may not see the exit code either: the kernel shows 0 for it.
    let ended = pid_namespace.and_then(|_| stat.ended());
    Process {
        id: ProcessId { pid: HostPid(stat.pid), start_time: stat.start_time },
        name: None,
        container: None,
        pid: NsPid(ns_pids.last().copied().unwrap_or(stat.pid)),
        // Right for a process of the home namespace; `fill_in_parents` does the others.
        ppid: NsPid(stat.ppid),
        host_ppid: HostPid(stat.ppid),
        ns_pids,
        pid_namespace,
        state: stat.state,
        comm: stat.comm,
        command,
        ended,
    }
}

fn assemble(part: Part, home: Option<u64>) -> Machine {
    let unseen = unseen(&part);
    let mut processes = part.processes;
    processes.sort_unstable_by_key(|process| process.id);
    fill_in_parents(&mut processes);
    Machine {
        snapshot: Snapshot { processes, stable: part.vanished == 0 },
        kernel_threads: part.kernel_threads.into_iter().collect(),
        home,
        unseen,
    }
}

fn unseen(part: &Part) -> Unseen {
    let count = |what: &dyn Fn(&&Process) -> bool| part.processes.iter().filter(what).count();
    Unseen {
        hidepid: part.refused > 0 || count(&|process| process.id.pid == HostPid(1)) == 0,
        namespaces: count(&|process| process.is_foreign() && process.pid_namespace.is_none()),
        ends: count(&|process| process.state == State::Zombie && process.ended.is_none()),
    }
}

/// Gives processes of other namespaces their parent's PID there, 0 if it is outside. A parent is in its
/// child's namespace or in one above it, `pid_namespaces(7)`: equally deep means the same one, even where it
/// may not be read which one that is.
fn fill_in_parents(processes: &mut [Process]) {
    let depth = |process: &Process| process.ns_pids.len();
    let foreign: HashMap<HostPid, (usize, NsPid)> = processes
        .iter()
        .filter(|process| process.is_foreign())
        .map(|process| (process.id.pid, (depth(process), process.pid)))
        .collect();
    for process in processes.iter_mut().filter(|process| process.is_foreign()) {
        process.ppid = match foreign.get(&process.host_ppid) {
            Some((parent_depth, parent)) if *parent_depth == depth(process) => *parent,
            _ => NsPid(0),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(pid: i32, parent: i32, state: State) -> RawStat {
        RawStat {
            pid,
            comm: b"x".to_vec(),
            state,
            ppid: parent,
            start_time: 1,
            kernel_thread: false,
            exit_code: Some(7 << 8),
        }
    }

    fn inside(ns_pids: &[i32], parent: i32) -> Process {
        process(raw(ns_pids[0], parent, State::Sleeping), Vec::new(), ns_pids.to_vec(), Some(9))
    }

    #[test]
    fn a_parent_is_named_as_the_child_s_own_namespace_does() {
        let mut processes = vec![
            inside(&[10], 1),
            inside(&[11, 1], 10),
            inside(&[12, 2], 11),
            inside(&[13, 3, 1], 12),
            inside(&[14, 4, 2], 13),
            inside(&[15, 5], 10),
        ];
        fill_in_parents(&mut processes);
        let parents: Vec<i32> = processes.iter().map(|process| process.ppid.0).collect();
        assert_eq!(parents, [1, 0, 1, 0, 1, 0]);
    }

    #[test]
    fn how_a_zombie_ended_is_not_believed_where_it_may_not_be_read() {
        let seen = process(raw(5, 1, State::Zombie), Vec::new(), Vec::new(), Some(9));
        assert_eq!(seen.ended, Some(crate::snapshot::Ended::Status(7)));
        let unseen = process(raw(5, 1, State::Zombie), Vec::new(), vec![5], None);
        assert_eq!(unseen.ended, None);
    }

    #[test]
    fn without_pid_1_something_is_hidden() {
        let part = |pid| Part {
            processes: vec![process(raw(pid, 0, State::Sleeping), Vec::new(), Vec::new(), None)],
            ..Part::default()
        };
        assert!(!assemble(part(1), None).unseen.hidepid);
        assert!(assemble(part(77), None).unseen.hidepid);
    }

    #[test]
    fn this_machine_shows_us_and_our_parents() {
        let machine = machine().unwrap();
        let me = HostPid(std::process::id() as i32);
        let of = |pid| machine.snapshot.processes.iter().find(|process| process.id.pid == pid);
        let process = of(me).unwrap();
        assert_eq!(process.host_ppid, HostPid(std::os::unix::process::parent_id() as i32));
        assert!(of(process.host_ppid).is_some());
        assert!(!machine.kernel_threads.contains(&me));
    }
}
