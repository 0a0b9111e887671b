//! Who puts which question to whom, and when.
//!
//! After each program was measured alone, all further questions get a container of their own, a few at a time: most of them are a wait for
//! something that does not happen. The threads are ours only; a container belongs to the thread that started
//! it, whose end would end its shim (`PR_SET_PDEATHSIG` follows the thread).

use super::alone::{First, LOOK, look_at_storms, measure_each_alone, message};
use super::bench::Bench;
use super::candidate::{Candidate, Settings};
use super::model::{Cell, Crash, Exit, Figures, Missing, Reaction, Row, SIGNALS, Service};
use super::{others, service, signals};
use crate::error::{Error, Result};
use crate::wait;
use std::sync::Mutex;
use std::sync::mpsc::{Sender, TryRecvError, channel};
use std::thread;

/// How many containers are measured at a time. Most of them wait.
const AT_A_TIME: usize = 24;

/// Measures all of them. `progress` is told how many questions of how many have been answered.
///
/// An error is one that concerns all: the machine allows no containers, or a signal asks us to end.
pub fn compare(
    candidates: &[Candidate],
    settings: &Settings,
    progress: &mut dyn FnMut(usize, usize) -> Result<()>,
) -> Result<Vec<Row>> {
    let total = candidates.len() * (Question::ALL.len() + 1);
    let mut alone = measure_each_alone(candidates, settings, &mut |done| progress(done, total))?;
    let answers = ask_all(&warned(candidates, &alone), &mut alone, settings, progress)?;
    let row = |(candidate, (first, answers)): (&Candidate, (First, Answers))| Row {
        name: candidate.name.clone(),
        command: candidate.command.clone(),
        found: first.figures.map(|figures| figures.with(answers)),
    };
    Ok(candidates.iter().zip(alone.into_iter().zip(answers)).map(row).collect())
}

/// The same, with what has been learnt of their rest.
fn warned(candidates: &[Candidate], alone: &[First]) -> Vec<Candidate> {
    let warned = |(candidate, first): (&Candidate, &First)| Candidate {
        restless: first.restless,
        ..candidate.clone()
    };
    candidates.iter().zip(alone).map(warned).collect()
}

/// What is asked of a program in a container of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Signal(usize),
    Exit(usize),
    Crash,
    Waits,
}

impl Question {
    /// Those first that take longest where the answer is that nothing happens.
    const ALL: [Self; 10] = [
        Self::Crash,
        Self::Waits,
        Self::Exit(0),
        Self::Exit(1),
        Self::Exit(2),
        Self::Signal(0),
        Self::Signal(1),
        Self::Signal(2),
        Self::Signal(3),
        Self::Signal(4),
    ];
}

const _: () = assert!(Service::ALL.len() == 3 && SIGNALS.len() == 5, "each has its question");

/// An answer.
enum Answer {
    Signal(usize, Cell<Reaction>),
    Exit(usize, Cell<Exit>),
    Crash(Cell<Crash>),
    Waits(Cell<bool>),
}

/// The answers about one program.
type Answers = Vec<Answer>;

impl Figures {
    fn with(mut self, answers: Answers) -> Self {
        for answer in answers {
            match answer {
                Answer::Signal(at, cell) => self.signals[at] = cell,
                Answer::Exit(at, cell) => self.exits[at] = cell,
                Answer::Crash(cell) => self.crash = cell,
                Answer::Waits(cell) => self.waits = cell,
            }
        }
        self
    }
}

/// Every question to everybody who could be started, and the ends of all storms.
fn ask_all(
    candidates: &[Candidate],
    alone: &mut [First],
    settings: &Settings,
    progress: &mut dyn FnMut(usize, usize) -> Result<()>,
) -> Result<Vec<Answers>> {
    let mut answers: Vec<Answers> = candidates.iter().map(|_| Vec::new()).collect();
    let queue = Queue::new(alone);
    let total = candidates.len() * (Question::ALL.len() + 1);
    let mut done = total - queue.left();
    thread::scope(|scope| {
        let (tell, told) = channel();
        // Whatever ends this scope ends the others: they look at the queue between two questions.
        let closing = Closing(&queue);
        for _ in 0..AT_A_TIME {
            let (tell, queue) = (tell.clone(), &queue);
            let builder = thread::Builder::new().name("pidlab-compare".to_owned());
            builder
                .spawn_scoped(scope, move || work(queue, candidates, settings, &tell))
                .map_err(|error| Error::io("clone()", &error))?;
        }
        drop(tell);
        loop {
            let open = look_at_storms(alone)?;
            loop {
                match told.try_recv() {
                    Ok(Ok((who, answer))) => {
                        answers[who].push(answer);
                        done += 1;
                    }
                    Ok(Err(error)) => return Err(error),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) if open => break,
                    Err(TryRecvError::Disconnected) => {
                        drop(closing);
                        return Ok(());
                    }
                }
            }
            progress(done, total)?;
            wait::pass(LOOK)?;
        }
    })?;
    Ok(answers)
}

/// What is still to be asked: whom, and what.
struct Queue(Mutex<Vec<(usize, Question)>>);

impl Queue {
    /// Taken from the end. First all questions to those with whom we shall have to wait: who has not collected at
    /// once, and who has no child to which anything could happen. Then question by question, the long ones first.
    fn new(alone: &[First]) -> Self {
        let questions = (0..Question::ALL.len()).rev();
        let whom = || (0..alone.len()).filter(|who| alone[*who].figures.is_ok());
        let mut all: Vec<_> = questions.flat_map(|at| whom().map(move |who| (who, at))).collect();
        all.sort_by_key(|(who, _)| alone[*who].is_slow().then_some(alone[*who].start));
        Self(Mutex::new(all.into_iter().map(|(who, at)| (who, Question::ALL[at])).collect()))
    }

    fn left(&self) -> usize {
        self.0.lock().map_or(0, |queue| queue.len())
    }

    fn next(&self) -> Option<(usize, Question)> {
        self.0.lock().ok()?.pop()
    }

    fn close(&self) {
        if let Ok(mut queue) = self.0.lock() {
            queue.clear();
        }
    }
}

/// Closes the queue when it is dropped.
struct Closing<'a>(&'a Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

type Told = Result<(usize, Answer)>;

fn work(queue: &Queue, candidates: &[Candidate], settings: &Settings, tell: &Sender<Told>) {
    while let Some((who, question)) = queue.next() {
        let answer = ask(question, &candidates[who], settings);
        let failed = answer.is_err();
        // Nobody listens any more: then there is nothing more to do.
        if tell.send(answer.map(|answer| (who, answer))).is_err() || failed {
            queue.close();
        }
    }
}

fn ask(question: Question, candidate: &Candidate, settings: &Settings) -> Result<Answer> {
    let cell = |fault| Ok::<_, Error>(Missing::Failed(message(fault, candidate, settings)?));
    Ok(match question {
        Question::Signal(at) => {
            let found = Bench::start(candidate, settings)
                .and_then(|mut bench| Ok(signals::react(&mut bench, SIGNALS[at], &settings.calm)?));
            Answer::Signal(at, found.map_or_else(|fault| cell(fault).map(Err), |it| Ok(Ok(it)))?)
        }
        Question::Exit(at) => {
            let found = service::exit(candidate, Service::ALL[at], settings);
            Answer::Exit(at, found.or_else(|fault| cell(fault).map(Err))?)
        }
        Question::Crash => {
            let found = Bench::start(candidate, settings)
                .and_then(|mut bench| Ok(service::crash(&mut bench, settings)?));
            Answer::Crash(found.map_or_else(|fault| cell(fault).map(Err), |it| Ok(Ok(it)))?)
        }
        Question::Waits => {
            let found = others::waits(candidate, settings);
            Answer::Waits(found.or_else(|fault| cell(fault).map(Err))?)
        }
    })
}
