//! One container with a program as its PID 1, and what can be seen of it.

use super::candidate::{Candidate, Settings};
use super::model::Missing;
use crate::error::{Error, Result};
use crate::observe::parse::RawStat;
use crate::observe::read::{self, Buffer};
use crate::observe::run::{Place, Reader};
use crate::observe::vitals::{self, Vitals};
use crate::sandbox::container::{Container, Fault, Pipes};
use crate::sandbox::orders::{Program, Start};
use crate::sandbox::pidfd::Pidfd;
use crate::snapshot::{Ended, Process};
use crate::wait::{self, Deadline};
use std::collections::HashSet;
use std::os::fd::{AsFd as _, OwnedFd};
use std::time::{Duration, Instant};

/// How long nothing in a container must run before it counts as being at rest. Whoever is waiting for a
/// processor or a disk is seen to be; whoever waits for another is at rest once that is.
const REST: Duration = Duration::from_millis(25);

/// How long to wait for that once it is known that a program never rests: it is measured as it is.
const RESTLESS: Duration = Duration::from_millis(300);

/// Between two looks.
const LOOK: Duration = Duration::from_millis(3);

/// A container that is being measured. Dropping it removes it.
pub(super) struct Bench {
    container: Container,
    proc: OwnedFd,
    init: i32,
    pidfd: Pidfd,
    buffer: Buffer,
    patience: Duration,
    rested: bool,
    printed: Vec<u8>,
}

/// Most bytes of what is printed that are kept: its end.
const KEPT: usize = 2000;

/// A child of PID 1.
pub(super) struct Child {
    /// Its PID on the host.
    pub(super) pid: i32,
    /// A child that has ended and was collected meanwhile cannot be taken for another one.
    pub(super) pidfd: Pidfd,
}

impl Bench {
    /// Starts the container, and waits until PID 1 has started what it starts and all of it is at rest.
    pub(super) fn start(candidate: &Candidate, settings: &Settings) -> std::result::Result<Self, Fault> {
        let _busy = settings.calm.busy();
        let mut bench = Self::start_at_once(candidate, settings, Vec::new())?;
        bench.await_child(candidate.child.as_deref())?;
        bench.rested = bench.rest()?;
        Ok(bench)
    }

    /// Whether all of it came to rest after the start.
    pub(super) fn rested(&self) -> bool {
        self.rested
    }

    /// Starts the container, with further files in it, and waits for nothing.
    pub(super) fn start_at_once(
        candidate: &Candidate,
        settings: &Settings,
        more: Vec<(String, String)>,
    ) -> std::result::Result<Self, Fault> {
        let mut files = candidate.files.clone();
        files.extend(more);
        let container = Container::start(Start {
            name: "pidlab".to_owned(),
            rootless: settings.rootless,
            program: candidate.program.clone(),
            keep: settings.keep.clone(),
            files,
            writable: settings.writable,
            pids: None,
        })?;
        let proc = read::open("/proc").map_err(|error| Error::io("open(/proc)", &error))?;
        let started = container.init().ok_or_else(|| lost("/proc/PID"))?;
        let pidfd = Pidfd::from(started.pidfd.try_clone().map_err(|error| Error::io("dup()", &error))?);
        let init = started.pid;
        let patience = if candidate.restless { RESTLESS } else { settings.patience };
        Ok(Self {
            container,
            proc,
            init,
            pidfd,
            buffer: Buffer::default(),
            patience,
            rested: false,
            printed: Vec::new(),
        })
    }

    /// Waits for the program that PID 1 starts itself. One that never comes is not missed.
    fn await_child(&mut self, comm: Option<&str>) -> Result<()> {
        let Some(comm) = comm else { return Ok(()) };
        let deadline = Deadline::after(self.patience);
        while !deadline.passed() && self.ended()?.is_none() {
            for child in self.child_pids()? {
                if self.vitals_of(child)?.is_some_and(|it| it.comm == comm.as_bytes()) {
                    return Ok(());
                }
            }
            self.pass(LOOK)?;
        }
        Ok(())
    }

    /// Waits until nothing in the container has run for a moment, or PID 1 has ended; false if that never was.
    pub(super) fn rest(&mut self) -> Result<bool> {
        self.rest_for(REST, self.patience)
    }

    /// The same for a time of one's own; false if it did not rest within `patience`, or PID 1 has ended.
    pub(super) fn rest_for(&mut self, time: Duration, patience: Duration) -> Result<bool> {
        let deadline = Deadline::after(patience);
        let (mut before, mut since) = (Vec::new(), Deadline::after(time));
        while !deadline.passed() {
            if self.ended()?.is_some() {
                return Ok(false);
            }
            let (now, asleep) = self.activity()?;
            if !asleep || now != before {
                (before, since) = (now, Deadline::after(time));
            } else if since.passed() {
                return Ok(true);
            }
            self.pass(LOOK.max(time / 20))?;
        }
        Ok(false)
    }

    /// Each process inside with the number of its switches, and whether all are asleep.
    fn activity(&mut self) -> Result<(Vec<(i32, u64)>, bool)> {
        let mut all = Vec::new();
        let mut asleep = true;
        let Some(proc) = self.container.proc() else { return Ok((all, asleep)) };
        for pid in read::pids(proc).map_err(|error| unread(&error))? {
            if let Some(it) = vitals::vitals(proc, pid, &mut self.buffer).map_err(|error| unread(&error))? {
                asleep &= it.asleep || it.zombie;
                all.push((pid, it.switches));
            }
        }
        Ok((all, asleep))
    }

    /// Every process inside, as its own namespace sees it.
    pub(super) fn processes(&mut self) -> Result<Vec<RawStat>> {
        let mut all = Vec::new();
        let Some(proc) = self.container.proc() else { return Ok(all) };
        for pid in read::pids(proc).map_err(|error| unread(&error))? {
            all.extend(read::stat(proc, pid, &mut self.buffer).map_err(|error| unread(&error))?);
        }
        Ok(all)
    }

    /// How PID 1 fares; fails if it is not there any more.
    pub(super) fn vitals(&mut self) -> Result<Vitals> {
        self.vitals_of(self.init)?.ok_or_else(|| lost("/proc/PID/status"))
    }

    /// How a process fares that has this PID on the host.
    pub(super) fn vitals_of(&mut self, pid: i32) -> Result<Option<Vitals>> {
        vitals::vitals(self.proc.as_fd(), pid, &mut self.buffer).map_err(|error| unread(&error))
    }

    /// PID 1's memory in KiB.
    pub(super) fn memory(&mut self) -> std::result::Result<u64, Missing> {
        let read = vitals::memory(self.proc.as_fd(), self.init, &mut self.buffer);
        read.ok().flatten().filter(|size| *size > 0).ok_or(Missing::NotKept)
    }

    /// PID 1's children, on the host.
    pub(super) fn child_pids(&mut self) -> Result<Vec<i32>> {
        read::children(self.proc.as_fd(), self.init, &mut self.buffer).map_err(|error| unread(&error))
    }

    /// Those of PID 1's children that live, and are not known yet.
    pub(super) fn living_children(&mut self, known: &[Child]) -> Result<Vec<Child>> {
        let known: HashSet<i32> = known.iter().map(|child| child.pid).collect();
        let mut children = Vec::new();
        for pid in self.child_pids()?.into_iter().filter(|pid| !known.contains(pid)) {
            let Some(pidfd) = Pidfd::open(pid)? else { continue };
            // Still its child: the descriptor is no other process's.
            let alive = self.vitals_of(pid)?.is_some_and(|it| !it.zombie);
            if alive && self.child_pids()?.contains(&pid) {
                children.push(Child { pid, pidfd });
            }
        }
        Ok(children)
    }

    /// Sends PID 1 a signal.
    pub(super) fn signal(&self, signal: i32) -> Result<()> {
        self.pidfd.signal(signal)
    }

    /// How PID 1 has ended, if it has, and its namespace with it.
    pub(super) fn ended(&mut self) -> Result<Option<Ended>> {
        Ok(self.container.ended(self.init)?.map(Ended::from_wait_status))
    }

    /// The wait status of a PID 1 that has ended.
    pub(super) fn status(&mut self) -> Result<i32> {
        Ok(self.container.ended(self.init)?.unwrap_or_default())
    }

    /// Waits until the next look is due: the longer nothing has been seen since, the later. An end is seen at once.
    pub(super) fn pace(&mut self, since: Instant) -> Result<()> {
        let time = since.elapsed() / 16;
        self.pass(time.clamp(Duration::from_micros(150), Duration::from_millis(25)))
    }

    /// Waits for a while, or until something that the shim has started has ended.
    pub(super) fn pass(&mut self, time: Duration) -> Result<()> {
        // Or whoever prints much would wait for a reader, and seem to be at rest.
        self.listen();
        let Some(reports) = self.container.reports() else { return wait::pass(time) };
        wait::readable(&[reports], Deadline::after(time)).map(drop)
    }

    fn listen(&mut self) {
        let mut piece = [0; 4096];
        while let Ok(length @ 1..) = nix::unistd::read(self.container.output(), &mut piece) {
            self.printed.extend(&piece[..length]);
            let surplus = self.printed.len().saturating_sub(KEPT);
            self.printed.drain(..surplus);
            if length < piece.len() {
                break;
            }
        }
    }

    /// The end of what its programs have printed.
    pub(super) fn printed(&mut self) -> Vec<u8> {
        self.listen();
        self.printed.clone()
    }

    /// The processes inside, from there and from the host at once.
    pub(super) fn look(&self, reader: &mut Reader) -> Result<Vec<Process>> {
        let Some(proc) = self.container.proc() else { return Ok(Vec::new()) };
        let place = Place::Container { proc, shim: self.container.shim_pid(), init: self.init };
        reader.read("pidlab", &place, &[])
    }

    /// The file that PID 1 has executed: `/proc/PID/exe`.
    pub(super) fn executed(&self) -> Option<std::path::PathBuf> {
        std::fs::read_link(format!("/proc/{}/exe", self.init)).ok()
    }

    /// Starts a further program as `docker exec` would; what it writes to descriptor 9 can be read.
    pub(super) fn exec(&mut self, program: &Program) -> Result<(i32, Pipes)> {
        match self.container.exec_shell(program.clone(), false) {
            Ok((started, pipes)) => Ok((started.pid, pipes)),
            Err(Fault::Other(error)) => Err(error),
            Err(Fault::Refused(failure)) => {
                let errno = nix::errno::Errno::from_raw(failure.errno);
                Err(Error::call(failure.stage.call(), errno))
            }
            Err(Fault::Ended { .. }) => Err(lost("fork()")),
        }
    }

    /// Whether a program that was started so has ended.
    pub(super) fn has_ended(&mut self, pid: i32) -> Result<bool> {
        Ok(self.container.ended(pid)?.is_some())
    }

    /// How often the service of [`Candidate::with_service`] was run.
    pub(super) fn runs(&self) -> usize {
        let path = format!("/proc/{}/root{}", self.init, super::candidate::RUNS);
        std::fs::read(path).map_or(0, |lines| lines.len())
    }
}

fn unread(error: &std::io::Error) -> Error {
    Error::io("read(/proc/PID)", error)
}

/// PID 1 is not there any more where it should be.
fn lost(call: &str) -> Error {
    Error::call(call, nix::errno::Errno::ESRCH)
}
