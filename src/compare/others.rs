//! Whether PID 1, when it ends, lets the rest of its namespace end first.

use super::bench::Bench;
use super::candidate::{Candidate, Settings};
use super::model::{Cell, Missing, PATIENCE};
use super::service::{Outcome, aftermath};
use super::signals::ends;
use crate::error::{Error, Result};
use crate::sandbox::container::{Fault, Pipes};
use crate::sandbox::orders::Program;
use crate::wait::{self, Deadline};
use std::os::fd::AsFd as _;

/// A bystander's script.
const SCRIPT: &str = "/run/pidlab/bystander";

/// It needs a quarter of a second to end well when it is asked to, and then says so. An init that asks it and
/// does not wait is gone by then.
const BYSTANDER: &str =
    "trap 'sleep 0.25; echo done >&9; exit' TERM\necho ready >&9\nwhile :; do sleep 1000 & wait; done\n";

/// Puts a bystander into the container, has PID 1 end, by SIGTERM or else by its service's end, and looks
/// whether the bystander could end before.
pub(super) fn waits(candidate: &Candidate, settings: &Settings) -> std::result::Result<Cell<bool>, Fault> {
    let file = (SCRIPT.to_owned(), BYSTANDER.to_owned());
    let mut with_file = candidate.clone();
    with_file.files.push(file);
    let mut bench = Bench::start(&with_file, settings)?;
    let service = bench.living_children(&[])?;
    let bystander = adopt(&mut bench, &format!("sh {SCRIPT} &"), settings)?;
    bench.rest()?;
    let mut known = bench.living_children(&service)?;
    let mut ended = ends(&mut bench, libc::SIGTERM, &settings.calm)?;
    if !ended && !service.is_empty() {
        service[0].pidfd.signal(libc::SIGKILL)?;
        known.extend(service);
        ended = matches!(aftermath(&mut bench, &known, &[], PATIENCE)?, Outcome::Ended(_));
    }
    if !ended {
        return Ok(Err(Missing::NeverEnds));
    }
    // All that could write to it are dead.
    let said = read_to_end(&bystander)?;
    Ok(Ok(said.windows(4).any(|word| word == b"done")))
}

/// Has a shell in the container run a line that leaves something behind, and waits until the shell has ended
/// and what it has left is PID 1's.
pub(super) fn adopt(bench: &mut Bench, line: &str, settings: &Settings) -> Result<Pipes> {
    let argv = ["sh", "-c", line].map(str::to_owned).to_vec();
    let program = Program { path: settings.shell.path.clone(), argv };
    let (pid, pipes) = bench.exec(&program)?;
    let deadline = Deadline::after(PATIENCE);
    while !bench.has_ended(pid)? && !deadline.passed() {
        bench.pass(PATIENCE)?;
    }
    Ok(pipes)
}

fn read_to_end(pipes: &Pipes) -> Result<Vec<u8>> {
    let mut said = Vec::new();
    let deadline = Deadline::after(PATIENCE);
    let mut piece = [0; 256];
    while wait::readable(&[pipes.status.as_fd()], deadline)?[0] {
        match nix::unistd::read(&pipes.status, &mut piece) {
            Ok(0) => break,
            Ok(count) => said.extend(&piece[..count]),
            Err(nix::errno::Errno::EINTR) => {}
            Err(errno) => return Err(Error::call("read(the bystander)", errno)),
        }
    }
    Ok(said)
}
