//! Whether the real program plays in a container, or the lab's stand-in: found out with a container of its own.

use super::choice;
use crate::engine::Init;
use crate::error::{Error, Result};
use crate::i18n::Message;
use crate::lab::Real;
use crate::observe::run::{Place, Reader};
use crate::sandbox::container::{Container, Fault};
use crate::sandbox::orders::Start;
use crate::sandbox::program::find_program;
use crate::snapshot::{Process, ProcessId, State};
use crate::wait::{self, Deadline};
use std::path::PathBuf;
use std::time::Duration;

/// Where servers are on systems whose users do not have these folders in `PATH`.
const SBIN: [&str; 3] = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/// How long a program may take until its worker works.
const PATIENCE: Duration = Duration::from_secs(2);

/// So long a worker has worked that will go on: one that cannot change its user has ended long before.
const HOLDS: Duration = Duration::from_millis(100);

/// How often is looked.
const LOOK: Duration = Duration::from_millis(2);

/// The PID 1 that plays: a real one if there is one that runs, else the stand-in; with a note that tells which.
pub(super) fn choose(real: &Real, stand_in: Init, rootless: bool) -> Result<Init> {
    let mut unable = None;
    for path in real.programs.iter().filter_map(|name| find(name)) {
        let path = path.to_string_lossy().into_owned();
        let init = started_with(real, &path, &stand_in);
        if let Some(comm) = works(&init, rootless)? {
            return Ok(Init { comm: Some(comm.clone()), child: Some(comm), ..init });
        }
        unable.get_or_insert(path);
    }
    let note = match unable {
        Some(path) => Message::new("real-unable").with("path", path),
        None => Message::new("real-missing").with("programs", real.programs.join(", ")),
    };
    Ok(Init { note: Some(note), ..stand_in })
}

fn find(name: &str) -> Option<PathBuf> {
    find_program(name).or_else(|| SBIN.iter().find_map(|folder| find_program(&format!("{folder}/{name}"))))
}

/// The container of the stand-in with the real program in its place.
fn started_with(real: &Real, path: &str, stand_in: &Init) -> Init {
    let command = real.command(path);
    let program = choice::program_in(&command, &real.files);
    let note = Some(Message::new("real-plays").with("path", path));
    Init { program, command, note, files: real.files.clone(), ..stand_in.clone() }
}

/// The name that it and its worker have, if it comes up and stays in a container like that of the run.
fn works(init: &Init, rootless: bool) -> Result<Option<String>> {
    let Some(program) = init.program.clone() else { return Ok(None) };
    let start = Start {
        name: "trial".to_owned(),
        rootless,
        program,
        keep: choice::keep(None),
        files: init.files.clone(),
        writable: false,
        pids: init.pids.clone(),
    };
    match Container::start(start) {
        Ok(container) => keeps_a_worker(container),
        Err(Fault::Other(error @ Error::Interrupted(_))) => Err(error),
        // What hinders every container is told when the run's own is made.
        Err(_) => Ok(None),
    }
}

/// Ends it in any case.
fn keeps_a_worker(mut container: Container) -> Result<Option<String>> {
    let mut reader = Reader::new()?;
    let deadline = Deadline::after(PATIENCE);
    let mut working: Option<(ProcessId, Deadline)> = None;
    while let Some(pid) = container.init().map(|init| init.pid).filter(|_| !deadline.passed()) {
        let (None, Some(proc)) = (container.ended(pid)?, container.proc()) else { break };
        let place = Place::Container { proc, shim: container.shim_pid(), init: pid };
        let worker = worker(reader.read("trial", &place, &[])?);
        let Some(worker) = worker else {
            working = None;
            wait::pass(LOOK)?;
            continue;
        };
        match working {
            Some((known, holds)) if known == worker.id && holds.passed() => {
                return Ok(Some(String::from_utf8_lossy(&worker.comm).into_owned()));
            }
            Some((known, _)) if known == worker.id => {}
            _ => working = Some((worker.id, Deadline::after(HOLDS))),
        }
        wait::pass(LOOK)?;
    }
    Ok(None)
}

/// A child of PID 1 that has its name, as servers' workers do; both wait for something to do.
fn worker(mut processes: Vec<Process>) -> Option<Process> {
    processes.retain(|it| it.state == State::Sleeping);
    let comm = processes.iter().find(|it| it.pid.0 == 1)?.comm.clone();
    processes.into_iter().find(|it| it.ppid.0 == 1 && it.comm == comm)
}
