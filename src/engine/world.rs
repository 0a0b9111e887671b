//! What a run has on its stage: containers, shells, named processes, and the last look at them.

use super::Options;
use super::cast::{self, Cast};
use super::deeds::Done;
use super::facts::Fact;
use super::shell::{Printed, Shell};
use crate::error::{Error, Result};
use crate::i18n::Message;
use crate::lab::{self, Deed, Facts, Lab, Meet};
use crate::observe::run::{Place, Reader};
use crate::sandbox::container::{Container, Fault};
use crate::sandbox::terminal;
use crate::snapshot::{ProcessId, Snapshot, State};
use crate::wait::{self, Deadline};
use std::collections::{BTreeSet, HashMap};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::time::Duration;

/// The stage.
pub(super) struct World<'a> {
    pub(super) lab: &'a Lab,
    pub(super) options: &'a Options,
    pub(super) cast: Cast,
    pub(super) shells: Vec<Shell>,
    pub(super) containers: Vec<(String, Container)>,
    /// Those whose PID 1 may end: a step is about it.
    ending: Vec<String>,
    init_printed: HashMap<String, Printed>,
    /// PIDs on the host of shells in which somebody from the audience was inside.
    visitors: Vec<i32>,
    /// What is to be said of containers that have been started.
    pub(super) notes: Vec<Message>,
    /// Of these more is read than a tree shows.
    looked_at_closer: BTreeSet<&'a str>,
    pub(super) reader: Reader,
    last: Snapshot,
    /// Whether several containers are in view.
    pub(super) several: bool,
}

impl<'a> World<'a> {
    pub(super) fn new(lab: &'a Lab, options: &'a Options) -> Result<Self> {
        Ok(Self {
            lab,
            options,
            cast: Cast::default(),
            shells: Vec::new(),
            containers: Vec::new(),
            ending: Vec::new(),
            init_printed: HashMap::new(),
            visitors: Vec::new(),
            notes: Vec::new(),
            looked_at_closer: lab.looked_at_closer(),
            reader: Reader::new()?,
            last: Snapshot::default(),
            several: false,
        })
    }

    /// One look at everything. Stable if it agrees with the look before it.
    pub(super) fn look(&mut self) -> Result<Snapshot> {
        let mut snapshot = Snapshot::default();
        for (name, container) in &self.containers {
            let place = match (container.proc(), container.init()) {
                (Some(proc), Some(init)) => {
                    Place::Container { proc, shim: container.shim_pid(), init: init.pid }
                }
                _ => Place::Host { shim: container.shim_pid() },
            };
            let known: Vec<ProcessId> =
                self.cast.iter().filter(|member| member.container == *name).map(|member| member.id).collect();
            snapshot.processes.extend(self.reader.read(name, &place, &known)?);
        }
        snapshot.stable = self.last.stands_like(&snapshot);
        self.cast.recognise(&mut snapshot);
        self.cast.look_closer(&self.looked_at_closer, |id| self.reader.closer(id))?;
        self.last.clone_from(&snapshot);
        Ok(snapshot)
    }

    /// Looks until two looks agree, at most a few times: then the snapshot says that it is not stable.
    pub(super) fn steady_look(&mut self) -> Result<Snapshot> {
        const TRIES: usize = 20;
        let mut snapshot = self.look()?;
        for _ in 0..TRIES {
            if snapshot.stable {
                break;
            }
            snapshot = self.look()?;
        }
        Ok(snapshot)
    }

    /// Removes a container as `docker rm -f` does. False if it hangs: SIGKILL has not ended its PID 1.
    pub(super) fn remove(&mut self, name: &str) -> Result<bool> {
        self.check_alive()?;
        let patience = Duration::from_secs_f64(self.options.grace);
        let ended = match self.container_mut(name) {
            Some(container) => container.remove(patience)?.is_some() || !container.forgets(),
            None => true,
        };
        self.expect_end(name);
        Ok(ended)
    }

    /// Has the shim collect a process that it was to forget.
    pub(super) fn collect(&mut self, process: &str) -> Result<()> {
        let Some(member) = self.cast.get(process) else { return Ok(()) };
        let (container, pid) = (member.container.clone(), member.id.pid.0);
        self.container_mut(&container).map_or(Ok(()), |container| container.collect(pid))
    }

    /// From now on the end of this container's PID 1 is no accident.
    pub(super) fn expect_end(&mut self, container: &str) {
        self.ending.push(container.to_owned());
    }

    /// Whether the PID 1 of a container has not ended yet, or its status has not been collected.
    pub(super) fn init_lives(&mut self, name: &str) -> Result<bool> {
        let Some(container) = self.container_mut(name) else { return Ok(false) };
        let pid = container.init().map_or(0, |init| init.pid);
        Ok(container.ended(pid)?.is_none())
    }

    /// PIDs on the host of all that the shims have collected, visitors left out.
    pub(super) fn collected(&mut self) -> Result<Vec<i32>> {
        let mut all = Vec::new();
        for (_, container) in &mut self.containers {
            all.extend(container.all_ended()?);
        }
        all.retain(|pid| !self.visitors.contains(pid));
        Ok(all)
    }

    /// Waits until it is known of a PID 1 that it has ended, unless a step is about its end.
    pub(super) fn await_end_of_init(&mut self, name: &str, deadline: Deadline) -> Result<()> {
        let container = self.containers.iter_mut().find(|(known, _)| known == name);
        if let Some((name, container)) = container
            && !self.ending.contains(name)
            && let Some(pid) = container.init().map(|init| init.pid)
        {
            container.wait_status(pid, deadline)?;
        }
        Ok(())
    }

    /// Fails if a PID 1 has ended that no step has removed: then nothing is left to look at.
    pub(super) fn check_alive(&mut self) -> Result<()> {
        for (name, container) in &mut self.containers {
            if self.ending.contains(name) {
                continue;
            }
            // On the host there is no PID 1 of ours, but a shim that may be lost: asking it tells.
            if let Some(status) = container.init_ended()? {
                let command = shell_words::join(&self.options.init_of(name).command);
                let printed = self.init_printed.entry(name.clone()).or_default();
                let last_words = printed.read(container.output()).join(&b'\n');
                return Err(super::start::ended_early(&command, status, &last_words));
            }
        }
        Ok(())
    }

    /// The same where somebody is missing. A PID 1 that dies is dead itself only when all others are.
    pub(super) fn check_alive_of_missing(&mut self) -> Result<()> {
        const DYING: Duration = Duration::from_millis(200);
        let inits = self.containers.iter().filter(|(name, _)| !self.ending.contains(name));
        let inits: Vec<_> = inits.filter_map(|(_, it)| it.init()).map(|init| init.pidfd.as_fd()).collect();
        wait::readable(&inits, Deadline::after(DYING))?;
        self.check_alive()
    }

    /// Names those of `meets` that can be recognised now. True once all have their name.
    pub(super) fn meet(&mut self, meets: &[Meet], snapshot: &mut Snapshot) -> Result<bool> {
        for meet in meets {
            if self.cast.get(&meet.name).is_some() {
                continue;
            }
            let Some(parent) = self.cast.get(&meet.child_of).map(|member| member.id.pid) else {
                return Ok(false);
            };
            let fits = snapshot
                .processes
                .iter()
                .filter(|it| it.name.is_none() && it.host_ppid == parent && it.comm == meet.comm.as_bytes())
                .min_by_key(|it| it.id.start_time.wrapping_shl(32) | it.pid.0 as u64)
                .cloned();
            let Some(process) = fits else { return Ok(false) };
            self.join(&meet.name, &process)?;
            self.cast.recognise(snapshot);
        }
        Ok(meets.iter().all(|meet| self.cast.get(&meet.name).is_some()))
    }

    /// What facts are held against.
    pub(super) fn holds(&self, snapshot: &Snapshot, about: &[(String, Facts)], strict: bool) -> bool {
        let ours = self.ours();
        super::facts::Scene { snapshot, cast: &self.cast, ours: &ours, strict, several: self.several }
            .holds(about)
    }

    /// The same for what is not about one process.
    pub(super) fn deed(&self, snapshot: &Snapshot, deed: &Deed, done: &Done) -> Fact {
        let deed = match deed {
            Deed::Prints(text) => &Deed::Prints(self.fill(text)),
            Deed::PrintsNot(text) => &Deed::PrintsNot(self.fill(text)),
            other => other,
        };
        let (cast, several) = (&self.cast, self.several);
        super::facts::Scene { snapshot, cast, ours: &[], strict: false, several }.deed(deed, done)
    }

    /// PIDs of pidlab and its shims on the host.
    pub(super) fn ours(&self) -> Vec<i32> {
        let shims = self.containers.iter().map(|(_, container)| container.shim_pid());
        shims.chain([nix::unistd::getpid().as_raw()]).collect()
    }

    /// A lab's line with `{seconds}`, `{init}` and `{NAME}`, the PID inside of a named process, filled in.
    pub(super) fn fill(&self, line: &str) -> String {
        lab::fill(line, |name| match name {
            "seconds" => Some(self.options.seconds.to_string()),
            "grace" => Some(self.options.grace.to_string()),
            "kernel" => Some(self.options.kernel.clone()),
            "init" => self.options.inits.first().map(|(_, init)| init.docker.clone()),
            _ => self.cast.get(name).map(|member| member.last.pid.to_string()),
        })
    }

    /// What everything has printed since the last call: who, and the line.
    pub(super) fn printed(&mut self) -> Vec<(String, Vec<u8>)> {
        let mut lines = Vec::new();
        for (name, container) in &self.containers {
            let printed = self.init_printed.entry(name.clone()).or_default().read(container.output());
            lines.extend(printed.into_iter().map(|line| (name.clone(), line)));
        }
        for shell in &mut self.shells {
            let name = shell.name.clone();
            lines.extend(shell.printed().into_iter().map(|line| (name.clone(), line)));
        }
        lines
    }

    /// What may wake a wait: the ends of lines, output, children that have ended.
    pub(super) fn wakers(&self) -> Vec<BorrowedFd<'_>> {
        let shells = self.shells.iter().filter(|shell| shell.busy()).map(Shell::status);
        let reports = self.containers.iter().filter_map(|(_, container)| container.reports());
        shells.chain(reports).collect()
    }

    pub(super) fn shell(&mut self, name: &str) -> Option<&mut Shell> {
        self.shells.iter_mut().find(|shell| shell.name == name)
    }

    /// Sends SIGCHLD once more to each shell that has a zombie for a child. bash may miss one: it then sleeps on with
    /// no signal pending, and the child stays until the next SIGCHLD. (bash 5.2: once in 38,520 killed children,
    /// without pidlab.) Shells are what a lab is typed into, so that is no verdict on the kernel; a PID 1 is never
    /// reminded.
    pub(super) fn remind_shells(&self, snapshot: &Snapshot) -> Result<()> {
        let shells = self.shells.iter().filter(|shell| shell.reads());
        for shell in shells.filter_map(|shell| self.cast.get(&shell.name)) {
            let mut processes = snapshot.processes.iter();
            if processes.any(|it| it.host_ppid == shell.id.pid && it.state == State::Zombie) {
                shell.signal(libc::SIGCHLD)?;
            }
        }
        Ok(())
    }

    /// Has every idle shell say what it has to say about jobs that have ended, and waits until it has.
    pub(super) fn nudge_shells(&mut self) -> Result<()> {
        const PATIENCE: Duration = Duration::from_secs(5);
        for shell in self.shells.iter_mut().filter(|shell| !shell.busy()) {
            shell.nudge()?;
            let deadline = Deadline::after(PATIENCE);
            while shell.busy() && !deadline.passed() {
                if shell.line_end()?.is_none() && shell.busy() {
                    wait::readable(&[shell.status()], deadline)?;
                }
            }
        }
        Ok(())
    }

    /// The last look.
    pub(super) fn last(&self) -> &Snapshot {
        &self.last
    }

    pub(super) fn learn_ends(&mut self, snapshot: &Snapshot) -> Result<()> {
        self.cast.learn_ends(snapshot, &mut self.containers)
    }

    /// SIGTERM to a process of this run.
    pub(super) fn ask_to_end(&mut self, id: ProcessId) {
        self.cast.cut_short(id);
        cast::signal(id, libc::SIGTERM, |id| self.reader.is_there(id));
    }

    /// A shell in a container, on the user's own terminal, until it ends.
    pub(super) fn visit(&mut self, name: &str) -> Result<()> {
        let program = (self.options.resolve)(&terminal::SHELL.map(str::to_owned))?;
        let rootless = self.options.rootless;
        let Some(container) = self.container_mut(name) else {
            return Err(Error::failed(Message::new("run-no-container").with("name", name)));
        };
        match terminal::run(container, program.clone()) {
            Ok(pid) => {
                self.visitors.push(pid);
                Ok(())
            }
            Err(Fault::Refused(failure)) => Err((self.options.refused)(failure, &program, rootless)),
            Err(Fault::Ended { status, printed }) => Err(super::start::ended_early(name, status, &printed)),
            Err(Fault::Other(error)) => Err(error),
        }
    }

    pub(super) fn container(&self, name: &str) -> Option<&Container> {
        self.containers.iter().find(|(other, _)| other == name).map(|(_, container)| container)
    }

    pub(super) fn container_mut(&mut self, name: &str) -> Option<&mut Container> {
        self.containers.iter_mut().find(|(other, _)| other == name).map(|(_, container)| container)
    }
}

impl Drop for World<'_> {
    /// What a run has started on the host itself does not end with its shim: an orphan is nobody's child
    /// of ours. Inside a container the end of PID 1 takes care of all.
    fn drop(&mut self) {
        for member in self.cast.iter() {
            let _ = member.signal(libc::SIGKILL);
        }
        for id in self.reader.seen_on_host() {
            cast::signal(id, libc::SIGKILL, |id| self.reader.is_there(id));
        }
    }
}
