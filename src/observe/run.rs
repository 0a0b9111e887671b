//! The processes of a run: of a container, from its own `/proc` and from the host's at once, or of a lab
//! that plays on the host.

use super::parse::RawStat;
use super::read::{self, Buffer};
use super::vitals::Closer;
use crate::error::{Error, Result};
use crate::snapshot::{HostPid, NsPid, Process, ProcessId, State};
use std::collections::{HashMap, HashSet};
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};

/// Where processes are looked for.
pub enum Place<'a> {
    /// In a container.
    Container {
        /// The container's own `/proc`.
        proc: BorrowedFd<'a>,
        /// Its shim's PID on the host: the parent outside of all that entered from there.
        shim: i32,
        /// The host PID of its PID 1, whose namespace is meant.
        init: i32,
    },
    /// On the host: what this shim has started, and what has become of it.
    Host {
        /// Its PID.
        shim: i32,
    },
}

/// Reads snapshots, and remembers which host PID belongs to which process inside.
pub struct Reader {
    host: OwnedFd,
    buffer: Buffer,
    /// What is known of the processes of containers.
    known: HashMap<Key, Known>,
    on_host: HashSet<ProcessId>,
    adopters: HashSet<ProcessId>,
}

/// A process inside: its container, by the shim's PID, its PID there, its start time. Never used twice.
type Key = (i32, i32, u64);

struct Known {
    pid: i32,
    ns_pids: Vec<i32>,
    namespace: Option<u64>,
    /// Its parent's PID inside and on the host, as both were last read.
    parents: Option<(i32, i32)>,
}

impl Reader {
    /// A reader of the `/proc` that is mounted here.
    pub fn new() -> Result<Self> {
        let host = read::open("/proc").map_err(|error| Error::io("open(/proc)", &error))?;
        Ok(Self {
            host,
            buffer: Buffer::default(),
            known: HashMap::new(),
            on_host: HashSet::new(),
            adopters: HashSet::new(),
        })
    }

    /// The processes of a place, in the order of their inside PIDs.
    pub fn read(&mut self, container: &str, place: &Place<'_>, known: &[ProcessId]) -> Result<Vec<Process>> {
        let read = match place {
            Place::Container { proc, shim, init } => self.container(container, *proc, *shim, *init),
            Place::Host { shim } => self.around(container, *shim, known),
        };
        read.map_err(|error| Error::io("read(/proc)", &error))
    }

    /// What a tree does not show of a process; none if it has gone.
    pub fn closer(&mut self, id: ProcessId) -> Result<Option<Closer>> {
        let read = super::vitals::closer(self.host.as_fd(), id.pid.0, &mut self.buffer);
        let closer = read.map_err(|error| Error::io("read(/proc/PID/status)", &error))?;
        Ok(closer.filter(|_| self.is_there(id)))
    }

    /// Whether a process is still there, ended or not: the PID may mean another one by now.
    pub fn is_there(&self, id: ProcessId) -> bool {
        let mut buffer = Buffer::default();
        matches!(read::stat(self.host.as_fd(), id.pid.0, &mut buffer), Ok(Some(stat)) if stat.start_time == id.start_time)
    }

    /// The host's `/proc`.
    pub fn host(&self) -> BorrowedFd<'_> {
        self.host.as_fd()
    }

    /// All processes that were seen in a place on the host, in whichever look.
    pub fn seen_on_host(&self) -> impl Iterator<Item = ProcessId> + '_ {
        self.on_host.iter().copied().filter(|id| self.is_there(*id))
    }

    /// The list is that of the container's own `/proc`: walking down from parents to children could miss a
    /// living process that gets another parent meanwhile; a directory of the namespace's PIDs cannot.
    fn container(
        &mut self,
        name: &str,
        proc: BorrowedFd<'_>,
        shim: i32,
        init: i32,
    ) -> io::Result<Vec<Process>> {
        let mut inside = Vec::new();
        for pid in read::pids(proc)? {
            if let Some(stat) = read::stat(proc, pid, &mut self.buffer)? {
                inside.push(stat);
            }
        }
        let key = |stat: &RawStat| (shim, stat.pid, stat.start_time);
        if inside.iter().any(|stat| !self.known.contains_key(&key(stat))) {
            let there: HashSet<Key> = inside.iter().map(key).collect();
            // The host's PID of one that has gone may be that of the new one: what is known of the dead would hide it.
            self.known.retain(|key, _| key.0 != shim || there.contains(key));
            self.find_host_pids(shim, init)?;
        }
        let mut processes = Vec::with_capacity(inside.len());
        for stat in inside {
            processes.extend(self.both_views(name, shim, stat)?);
        }
        Ok(processes)
    }

    /// One process as the container and the host see it; none if it is not there any more, or so new that
    /// the walk has not found it: the next look will.
    fn both_views(&mut self, container: &str, shim: i32, inside: RawStat) -> io::Result<Option<Process>> {
        let key = (shim, inside.pid, inside.start_time);
        let Some(host_ppid) = self.host_ppid(key, inside.ppid)? else { return Ok(None) };
        let Some(known) = self.known.get(&key) else { return Ok(None) };
        let command = match inside.state {
            State::Zombie => Vec::new(),
            _ => read::cmdline(self.host.as_fd(), known.pid, &mut self.buffer)?.unwrap_or_default(),
        };
        Ok(Some(Process {
            id: ProcessId { pid: HostPid(known.pid), start_time: inside.start_time },
            name: None,
            container: Some(container.to_owned()),
            pid: NsPid(inside.pid),
            ppid: NsPid(inside.ppid),
            host_ppid: HostPid(host_ppid),
            ns_pids: known.ns_pids.clone(),
            pid_namespace: known.namespace,
            state: inside.state,
            ended: inside.ended(),
            comm: inside.comm,
            command,
        }))
    }

    /// The parent's PID as the host has it. Where the parent is in the namespace too, it need only be read
    /// again when the PPID inside has changed: both mean the same process.
    fn host_ppid(&mut self, key: Key, ppid: i32) -> io::Result<Option<i32>> {
        let Some(known) = self.known.get_mut(&key) else { return Ok(None) };
        if let Some((inside, host)) = known.parents
            && inside == ppid
            && ppid != 0
        {
            return Ok(Some(host));
        }
        let Some(host) = read::stat(self.host.as_fd(), known.pid, &mut self.buffer)? else { return Ok(None) };
        known.parents = Some((ppid, host.ppid));
        Ok((host.start_time == key.2).then_some(host.ppid))
    }

    /// Walks down from the shim and learns the inside PID of each process that is new: of one in a container
    /// in this container, too, which has one PID more for each.
    fn find_host_pids(&mut self, shim: i32, init: i32) -> io::Result<()> {
        let own = self.known.iter().filter(|(key, _)| key.0 == shim);
        let found: HashSet<i32> = own.map(|(_, known)| known.pid).collect();
        let namespace = self.namespace(init)?;
        let levels =
            read::status_nspid(self.host.as_fd(), init, &mut self.buffer)?.map_or(0, |pids| pids.len());
        let mut open = self.children(shim)?;
        while let Some(pid) = open.pop() {
            open.extend(self.children(pid)?);
            if !found.contains(&pid) {
                self.learn(shim, pid, namespace, levels)?;
            }
        }
        Ok(())
    }

    /// Which PID namespace it is in; none if it has gone, or if we may not know: of another user's process only who
    /// may trace it (`ptrace(2)`, `PTRACE_MODE_READ_FSCREDS`). In a container with `SYS_ADMIN` alone not even root may.
    fn namespace(&self, pid: i32) -> io::Result<Option<u64>> {
        match read::pid_namespace(self.host.as_fd(), pid) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(None),
            read => read,
        }
    }

    /// `levels` is how many PIDs the PID 1 has: the last of them is the one inside.
    fn learn(&mut self, shim: i32, pid: i32, namespace: Option<u64>, levels: usize) -> io::Result<()> {
        let own = self.namespace(pid)?;
        let Some(ns_pids) = read::status_nspid(self.host.as_fd(), pid, &mut self.buffer)? else {
            return Ok(());
        };
        let Some(stat) = read::stat(self.host.as_fd(), pid, &mut self.buffer)? else { return Ok(()) };
        // The shim's own helper, on its way into the container, is outside still.
        let is_inside = match own {
            Some(own) => Some(own) == namespace || ns_pids.len() > levels,
            None => ns_pids.len() >= levels,
        };
        if !is_inside {
            return Ok(());
        }
        if let Some(inside) = levels.checked_sub(1).and_then(|last| ns_pids.get(last)).copied() {
            let key = (shim, inside, stat.start_time);
            self.known.insert(key, Known { pid, ns_pids, namespace: own, parents: None });
        }
        Ok(())
    }

    /// `task/TID/children` of all threads, `proc_tid_children(5)`.
    fn children(&mut self, pid: i32) -> io::Result<Vec<i32>> {
        read::children(self.host.as_fd(), pid, &mut self.buffer)
    }

    /// On the host: what hangs below the shim, the named processes wherever they are, and whoever has
    /// adopted one of them.
    fn around(&mut self, name: &str, shim: i32, known: &[ProcessId]) -> io::Result<Vec<Process>> {
        let mut wanted = Vec::new();
        let mut open: Vec<i32> = self.children(shim)?;
        // A PID that means another process by now must not lead to that one's children: all that is found
        // here counts as ours, and is ended with the run.
        open.extend(known.iter().filter(|id| self.is_there(**id)).map(|id| id.pid.0));
        while let Some(pid) = open.pop() {
            if !wanted.contains(&pid) {
                open.extend(self.children(pid)?);
                wanted.push(pid);
            }
        }
        let mut found = Vec::new();
        for pid in wanted {
            let process = self.on_host(Some(name), pid)?;
            let reused = |process: &Process| known.iter().any(|id| id.pid.0 == pid && *id != process.id);
            found.extend(process.filter(|process| !reused(process)));
        }
        self.on_host.extend(found.iter().map(|process| process.id));
        found.extend(self.adopters(&found, shim)?);
        found.sort_by_key(|process| process.id);
        Ok(found)
    }

    /// Parents that are none of ours, now or at an earlier look: they stay on the stage, or it would look as
    /// if they had ended with what they adopted. They belong to no place of the lab.
    fn adopters(&mut self, ours: &[Process], shim: i32) -> io::Result<Vec<Process>> {
        let own: HashSet<i32> = ours.iter().map(|process| process.id.pid.0).chain([shim, 0]).collect();
        let mut pids: HashSet<i32> = ours.iter().map(|process| process.host_ppid.0).collect();
        pids.extend(self.adopters.iter().map(|id| id.pid.0));
        let mut adopters = Vec::new();
        for pid in pids.into_iter().filter(|pid| !own.contains(pid)) {
            adopters.extend(self.on_host(None, pid)?);
        }
        self.adopters = adopters.iter().map(|process| process.id).collect();
        Ok(adopters)
    }

    fn on_host(&mut self, container: Option<&str>, pid: i32) -> io::Result<Option<Process>> {
        let host = self.host.as_fd();
        let Some(stat) = read::stat(host, pid, &mut self.buffer)? else { return Ok(None) };
        let command = read::cmdline(host, pid, &mut self.buffer)?.unwrap_or_default();
        Ok(Some(Process {
            id: ProcessId { pid: HostPid(pid), start_time: stat.start_time },
            name: None,
            container: container.map(str::to_owned),
            pid: NsPid(pid),
            ppid: NsPid(stat.ppid),
            host_ppid: HostPid(stat.ppid),
            ns_pids: vec![pid],
            // One's own processes may be asked; of a foreign adopter it may be secret, and is not needed.
            pid_namespace: None,
            state: stat.state,
            ended: stat.ended(),
            comm: stat.comm,
            command,
        }))
    }
}
