//! A learner's own PID 1, and the same with a change, each question in a container of its own, all at once.
//!
//! One more container is only watched: what ends there without having been touched ends by itself, and then no other
//! answer counts.

use super::alone::message;
use super::bench::{Bench, Child};
use super::candidate::Settings;
use super::model::{Cell, Missing, Orphans, PATIENCE, QUIET};
use super::signals::{reaches, send_to_init};
use super::storm::Storm;
use super::trial::{AfterFall, FEW, Failed, Fall, Found, GRACE, Role, Start, Stop, Trial};
use super::watch::{LOOK, SETTLED, Subject, Watch, start_of};
use crate::error::{Error, Result};
use crate::observe::run::Reader;
use crate::sandbox::container::Fault;
use crate::sandbox::pidfd::Pidfd;
use crate::snapshot::Ended;
use crate::wait::{self, Deadline};
use std::sync::mpsc::{Sender, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// What is asked, each in a container of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Stop,
    Told,
    Orphans,
    Fall,
}

const QUESTIONS: [Question; 4] = [Question::Stop, Question::Told, Question::Orphans, Question::Fall];

enum Answer {
    Stop(Box<Start>, Cell<Stop>),
    Told(Cell<Option<(i32, Duration)>>),
    Orphans(Cell<Orphans>),
    Fall(Cell<Fall>),
    Failed(Failed),
}

type Told = Result<(usize, Answer)>;

/// Puts all questions to all of them, while `watch` goes on. `progress` is told how many have been answered.
pub fn try_all(
    subjects: &[Subject],
    settings: &Settings,
    watch: &mut Watch,
    progress: &mut dyn FnMut(usize, usize) -> Result<()>,
) -> Result<Vec<Trial>> {
    let mut answers: Vec<Vec<Answer>> = subjects.iter().map(|_| Vec::new()).collect();
    let total = subjects.len() * QUESTIONS.len();
    let mut done = 0;
    // Those that are changed have the same preparations.
    let prepared =
        if watch.prepared.is_zero() { Duration::ZERO } else { watch.prepared.mul_f64(1.2) + SETTLED };
    thread::scope(|scope| {
        let (tell, told) = channel();
        for (who, subject) in subjects.iter().enumerate() {
            for question in QUESTIONS {
                let tell: Sender<Told> = tell.clone();
                thread::Builder::new()
                    .name("pidlab-try".to_owned())
                    .spawn_scoped(scope, move || {
                        let answer = ask(question, subject, settings, prepared);
                        // Nobody listens any more: then nobody needs it.
                        let _ = tell.send(answer.map(|answer| (who, answer)));
                    })
                    .map_err(|error| Error::io("clone()", &error))?;
            }
        }
        drop(tell);
        loop {
            match told.try_recv() {
                Ok(answer) => {
                    let (who, answer) = answer?;
                    answers[who].push(answer);
                    done += 1;
                    progress(done, total)?;
                }
                Err(TryRecvError::Disconnected) => return Ok(()),
                Err(TryRecvError::Empty) => {
                    // Read what it prints, or it would stop.
                    watch.printed();
                    wait::pass(LOOK)?;
                }
            }
        }
    })?;
    Ok(answers.into_iter().map(trial).collect())
}

fn trial(answers: Vec<Answer>) -> Trial {
    let (mut start, mut stop, mut told, mut orphans, mut fall) = (None, None, None, None, None);
    for answer in answers {
        match answer {
            Answer::Stop(seen, found) => (start, stop) = (Some(seen), Some(found)),
            Answer::Told(found) => told = Some(found),
            Answer::Orphans(found) => orphans = Some(found),
            Answer::Fall(found) => fall = Some(found),
            Answer::Failed(failed) => return Trial { found: Err(failed) },
        }
    }
    let start = start.map_or_else(|| Start::new(Role::Service, Vec::new(), &[]), |start| *start);
    let found = Found {
        start,
        stop: stop.unwrap_or(Err(Missing::NotKept)),
        told: told.unwrap_or(Err(Missing::NotKept)),
        orphans: orphans.unwrap_or(Err(Missing::NotKept)),
        fall: fall.unwrap_or(Err(Missing::NotKept)),
    };
    Trial { found: Ok(found) }
}

/// An answer, or why there is none. An error is one that concerns all.
fn ask(question: Question, subject: &Subject, settings: &Settings, prepared: Duration) -> Result<Answer> {
    let mut bench = match Bench::start(&subject.candidate, settings) {
        Ok(bench) => bench,
        Err(Fault::Ended { status, printed }) => {
            return Ok(Answer::Failed(Failed::Ended { ended: Ended::from_wait_status(status), printed }));
        }
        Err(fault) => {
            return Ok(Answer::Failed(Failed::Refused(message(fault, &subject.candidate, settings)?)));
        }
    };
    let deadline = Deadline::after(prepared);
    while !deadline.passed() && bench.ended()?.is_none() {
        bench.pass(LOOK)?;
    }
    if !prepared.is_zero() {
        bench.rest()?;
    }
    if let Some(ended) = bench.ended()? {
        return Ok(Answer::Failed(Failed::Ended { ended, printed: bench.printed() }));
    }
    Ok(match question {
        Question::Stop => {
            let start = start_of(&mut bench, &mut Reader::new()?, &subject.started)?;
            Answer::Stop(Box::new(start), cell(stop(&mut bench, settings))?)
        }
        Question::Told => {
            let start = start_of(&mut bench, &mut Reader::new()?, &subject.started)?;
            Answer::Told(cell(told(&mut bench, &start, settings))?)
        }
        Question::Orphans => Answer::Orphans(cell(orphans(bench))?),
        Question::Fall => {
            let start = start_of(&mut bench, &mut Reader::new()?, &subject.started)?;
            // Nothing that could be killed.
            let nothing = start.service.is_none();
            Answer::Fall(if nothing { Err(Missing::NotRun) } else { cell(fall(&mut bench, &start))? })
        }
    })
}

/// An error that is no more than a missing figure.
fn cell<T>(found: Result<T>) -> Result<Cell<T>> {
    match found {
        Ok(found) => Ok(Ok(found)),
        Err(Error::Told(told)) => Ok(Err(Missing::Failed(told.message))),
        Err(interrupted) => Err(interrupted),
    }
}

/// As `docker stop` does it. Whoever is known not to be reached by SIGTERM is not waited for.
fn stop(bench: &mut Bench, settings: &Settings) -> Result<Stop> {
    bench.rest()?;
    let caught = bench.vitals()?.caught.0;
    let quiet = settings.calm.quiet();
    let (sent, silence) = send_to_init(bench, libc::SIGTERM)?;
    let soon = Deadline::after(LOOK * 2);
    while silence.is_none() && !soon.passed() && bench.ended()?.is_none() {
        bench.pace(sent)?;
    }
    // What takes longer need not be told so exactly.
    drop(quiet);
    while silence.is_none() && sent.elapsed() < GRACE && bench.ended()?.is_none() {
        bench.pace(sent)?;
    }
    let took = sent.elapsed();
    if let Some(ended) = bench.ended()? {
        return Ok(Stop { ended, took, killed: false, silence: None, caught });
    }
    bench.signal(libc::SIGKILL)?;
    let deadline = Deadline::after(PATIENCE);
    loop {
        if let Some(ended) = bench.ended()? {
            return Ok(Stop { ended, took, killed: true, silence, caught });
        }
        if deadline.passed() {
            return Err(Error::call("waitpid(PID 1)", nix::errno::Errno::ETIMEDOUT));
        }
        bench.pace(sent)?;
    }
}

/// Whether a SIGTERM to PID 1 reaches the service.
fn told(bench: &mut Bench, start: &Start, settings: &Settings) -> Result<Option<(i32, Duration)>> {
    match service(start)? {
        Some(service) => reaches(bench, service, libc::SIGTERM, &settings.calm),
        None => Ok(None),
    }
}

/// The service, if it is not PID 1.
fn service(start: &Start) -> Result<Option<Child>> {
    let Some(service) = start.served() else { return Ok(None) };
    let pid = service.id.pid.0;
    Ok(Pidfd::open(pid)?.map(|pidfd| Child { pid, pidfd }))
}

fn orphans(bench: Bench) -> Result<Orphans> {
    let mut storm = Storm::raise(bench, FEW)?;
    loop {
        if let Some(orphans) = storm.look_for_a_while()? {
            return Ok(orphans);
        }
    }
}

/// Kills the service, be it PID 1 itself or behind it.
fn fall(bench: &mut Bench, start: &Start) -> Result<Fall> {
    let (victim, pid) = start.service().map_or((Vec::new(), 1), |it| (it.comm.clone(), it.pid.0));
    let service = service(start)?;
    // Its workers have its name, and become PID 1's children by its death.
    let mut known = bench.child_pids()?;
    known.extend(start.processes.iter().map(|process| process.id.pid.0));
    let killed = Instant::now();
    match &service {
        Some(service) => service.pidfd.signal(libc::SIGKILL)?,
        None => bench.signal(libc::SIGKILL)?,
    }
    // An init may take its time to start it again.
    let patience = if start.role == Role::Init { PATIENCE } else { QUIET };
    let deadline = Deadline::after(patience);
    while !deadline.passed() {
        if let Some(ended) = bench.ended()? {
            return Ok(Fall { victim, pid, after: AfterFall::Ended(ended, killed.elapsed()) });
        }
        if has_again(bench, &victim, &known)? && bench.rest()? && has_again(bench, &victim, &known)? {
            return Ok(Fall { victim, pid, after: AfterFall::Again });
        }
        bench.pace(killed)?;
    }
    let left = service.map(|service| bench.vitals_of(service.pid)).transpose()?.flatten();
    let zombie = left.is_some_and(|it| it.zombie);
    Ok(Fall { victim, pid, after: AfterFall::LivesOn { zombie } })
}

/// Whether PID 1 has another living child of that name: the next `sleep` of a loop is no service that was restarted.
fn has_again(bench: &mut Bench, comm: &[u8], known: &[i32]) -> Result<bool> {
    for pid in bench.child_pids()?.into_iter().filter(|pid| !known.contains(pid)) {
        if bench.vitals_of(pid)?.is_some_and(|it| !it.zombie && it.comm == comm) {
            return Ok(true);
        }
    }
    Ok(false)
}
