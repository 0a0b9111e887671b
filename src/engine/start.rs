//! Starting containers, and programs in them.

use super::Init;
use super::shell::Shell;
use super::world::World;
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::lab::is_shell;
use crate::sandbox::container::{Container, Fault, Pipes};
use crate::sandbox::orders::{Failure, PidLimit, Program, Start};
use crate::snapshot::{Ended, Process};
use crate::wait::{self, Deadline};
use nix::errno::Errno;
use std::time::Duration;

/// How a program is started from outside.
pub(super) struct How {
    /// That the kernel refuses it is what is to be seen.
    pub(super) refusal: bool,
    /// The shim is not to collect it.
    pub(super) forgotten: bool,
}

impl World<'_> {
    /// Starts a container, unless it runs already.
    pub(super) fn start(&mut self, name: &str) -> Result<()> {
        if self.containers.iter().any(|(other, _)| other == name) {
            return Ok(());
        }
        let init = self.options.init_of(name);
        let container = match &init.program {
            None => Container::host()?,
            Some(program) => self.start_container(name, &init, program)?,
        };
        self.containers.push((name.to_owned(), container));
        self.notes.extend(init.note.iter().cloned().chain(init.pids.as_ref().map(limited)));
        if self.options.init_of(name).program.is_some() {
            self.name_init(name)?;
            self.await_ready(name)?;
        }
        Ok(())
    }

    /// Waits for the program that PID 1 starts itself, or which of the two gets PID 2, that one or a shell that
    /// enters, would be chance; and for the name that it gives itself once it listens to signals. A PID 1 that does not
    /// get so far is not the one that the lab is about: no verdict.
    fn await_ready(&mut self, container: &str) -> Result<()> {
        const PATIENCE: Duration = Duration::from_secs(30);
        let Init { child, comm, .. } = self.options.init_of(container);
        let init = self.cast.get(&format!("{container}.init")).map(|member| member.id);
        let deadline = Deadline::after(PATIENCE);
        while !deadline.passed() {
            let snapshot = self.look()?;
            let all = &snapshot.processes;
            let is_child = |it: &Process, name: &str| {
                Some(it.host_ppid) == init.map(|init| init.pid) && it.comm == name.as_bytes()
            };
            let is_init = |it: &Process, name: &str| Some(it.id) == init && it.comm == name.as_bytes();
            if child.as_ref().is_none_or(|name| all.iter().any(|it| is_child(it, name)))
                && comm.as_ref().is_none_or(|name| all.iter().any(|it| is_init(it, name)))
            {
                return Ok(());
            }
            self.check_alive()?;
            wait::pass(Duration::from_micros(300))?;
        }
        let message = Message::new("run-not-ready").with("name", container);
        let message = message.with("seconds", PATIENCE.as_secs() as i64);
        Err(Error::failed(message).hint(Message::new("run-not-ready-hint")))
    }

    fn start_container(&self, name: &str, init: &Init, program: &Program) -> Result<Container> {
        let start = Start {
            name: name.to_owned(),
            rootless: self.options.rootless,
            program: program.clone(),
            keep: self.options.keep.clone(),
            files: init.files.clone(),
            writable: false,
            pids: init.pids.clone(),
        };
        Container::start(start).map_err(|fault| self.start_fault(fault, program))
    }

    fn start_fault(&self, fault: Fault, program: &Program) -> Error {
        match fault {
            Fault::Refused(failure) => (self.options.refused)(failure, program, self.options.rootless),
            Fault::Ended { status, printed } => {
                ended_early(&shell_words::join(&program.argv), status, &printed)
            }
            Fault::Other(error) => error,
        }
    }

    fn name_init(&mut self, container: &str) -> Result<()> {
        let snapshot = self.look()?;
        let pid = self.container(container).and_then(|it| it.init()).map(|init| init.pid);
        let process = snapshot.processes.iter().find(|process| Some(process.id.pid.0) == pid);
        match process {
            Some(process) => self.join(&format!("{container}.init"), &process.clone()).map(drop),
            None => self.check_alive(),
        }
    }

    pub(super) fn join(&mut self, name: &str, process: &crate::snapshot::Process) -> Result<bool> {
        let reader = &self.reader;
        self.cast.join(name, process, |id| reader.is_there(id))
    }

    /// Starts a program in a container (which is started if it is not there yet) and gives it its name.
    /// Where a refusal is what is to be seen, returns why the kernel did not start it.
    pub(super) fn exec(
        &mut self,
        container: &str,
        command: &[String],
        name: &str,
        how: &How,
    ) -> Result<Option<Errno>> {
        self.start(container)?;
        let program = (self.options.resolve)(command)?;
        let (pid, pipes) = match self.enter(container, &program, how.forgotten)? {
            Ok(started) => started,
            Err(failure) if how.refusal => return Ok(Some(Errno::from_raw(failure.errno))),
            Err(failure) => return Err((self.options.refused)(failure, &program, self.options.rootless)),
        };
        let snapshot = self.look()?;
        if let Some(process) = snapshot.processes.iter().find(|process| process.id.pid.0 == pid) {
            self.join(name, &process.clone())?;
        }
        let shell = if is_shell(command) { Shell::new(name, pipes)? } else { Shell::deaf(name, pipes) };
        self.shells.push(shell);
        Ok(None)
    }

    fn enter(
        &mut self,
        container: &str,
        program: &Program,
        forgotten: bool,
    ) -> Result<std::result::Result<(i32, Pipes), Failure>> {
        self.check_alive()?;
        let Some(place) = self.container_mut(container) else {
            return Err(Error::failed(Message::new("run-no-container").with("name", container)));
        };
        match place.exec_shell(program.clone(), forgotten) {
            Ok((started, pipes)) => Ok(Ok((started.pid, pipes))),
            Err(Fault::Refused(failure)) => {
                // A fork into a namespace whose PID 1 has just ended fails with ENOMEM: the end is the news.
                self.check_alive()?;
                Ok(Err(failure))
            }
            Err(Fault::Ended { status, printed }) => Err(ended_early(container, status, &printed)),
            Err(Fault::Other(error)) => Err(error),
        }
    }
}

/// What limits a container, as people would say it.
fn limited(pids: &PidLimit) -> Message {
    let (id, limit) = match pids {
        PidLimit::PidMax(limit) => ("run-limit-pid-max", limit),
        PidLimit::Cgroup { limit, .. } => ("run-limit-cgroup", limit),
        PidLimit::Processes(limit) => ("run-limit-processes", limit),
    };
    Message::new(id).with("number", i64::from(*limit))
}

/// PID 1 has ended by itself, and its namespace with it.
pub fn ended_early(command: &str, status: i32, printed: &[u8]) -> Error {
    let message = match Ended::from_wait_status(status) {
        Ended::Status(status) => Message::new("run-init-exited").with("number", i64::from(status)),
        Ended::Signal(signal) => {
            let name =
                nix::sys::signal::Signal::try_from(signal).map_or("?", nix::sys::signal::Signal::as_str);
            Message::new("run-init-killed").with("signal", name)
        }
    };
    let message = message.with("command", command);
    let last_words = crate::escape::bytes(printed.split(|byte| *byte == b'\n').next().unwrap_or_default());
    let message = if last_words.is_empty() {
        message
    } else {
        Message::new("run-init-printed").with("ended", message).with("printed", last_words)
    };
    Error::of(Exit::Differs, message).hint(Message::new("run-init-ended-hint"))
}
