//! What a run tells, as it happens. Reports turn it into text or JSON; nothing else does.

use crate::error::Result;
use crate::i18n::{Message, Text};
use crate::lab::{Action, Question};
use crate::snapshot::{Change, Evidence, Snapshot, bytes};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One thing that happened in a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The first.
    LabStarted(LabStarted),
    /// A step begins; nothing of it has been done.
    StepStarted(StepStarted),
    /// The tree before or after a step's action.
    Observed(Observed),
    /// A program of the run printed a line.
    Output {
        /// What the lab calls the shell; the container's name for its PID 1.
        from: String,
        /// The line as it came, without its newline.
        #[serde(with = "bytes")]
        line: Vec<u8>,
    },
    /// How a container was stopped.
    Stopped(Stopped),
    /// A step with rows was played for one of them.
    Row(Row),
    /// One expectation, held against what was seen.
    Checked(Checked),
    /// A question, answered by the kernel.
    Answered(Answered),
    /// The audience has cut a wait short: this process was asked to end, by SIGTERM from the host.
    CutShort(crate::snapshot::Process),
    /// A lab's text for what was seen.
    Told(Text),
    /// Something of this run that no lab can have a text for.
    Noted(Message),
    /// Somebody from the audience has been inside, in a shell.
    Visited(Visited),
    /// What to take home.
    Lesson(Text),
    /// The last, if the audience has left, or has ended what the lab needs.
    Left(Left),
    /// The last.
    LabFinished(LabFinished),
}

/// What a run begins with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LabStarted {
    /// The lab's name.
    pub lab: String,
    /// Its title.
    pub title: Text,
    /// PID 1 and its arguments; empty if the lab plays on the host.
    pub init: Vec<String>,
    /// `uname -r`.
    pub kernel: String,
    /// Whether it runs without a user namespace of its own.
    pub privileged: bool,
    /// How long the course's 60 seconds take.
    pub seconds: f64,
    /// Whether any step takes them.
    pub has_seconds: bool,
    /// How long a `stop` waits before it kills; none if no step stops a container.
    pub grace: Option<f64>,
    /// How many containers it has.
    pub containers: usize,
}

/// What a step begins with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StepStarted {
    /// From 1.
    pub step: usize,
    /// How many there are.
    pub of: usize,
    /// Its heading.
    pub title: Text,
    /// What it does.
    pub action: Action,
    /// The line that is typed into a shell.
    pub line: Option<Line>,
    /// The docker line that would do the same.
    pub docker: Option<String>,
    /// Files that the lab has put into the container which the step starts: path and content.
    pub files: Vec<(String, String)>,
    /// What is said before.
    pub say: Option<Text>,
    /// System calls and reasons.
    pub explain: Option<Text>,
    /// Whether its question is asked before the action: then reasons would give the answer away.
    pub asks: bool,
}

/// A line for a shell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What the lab calls the shell.
    pub shell: String,
    /// As it is typed.
    pub text: String,
}

/// A tree.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Observed {
    /// Of which step.
    pub step: usize,
    /// Before its action, or after.
    pub moment: Moment,
    /// The processes.
    pub snapshot: Snapshot,
    /// What has changed since the last snapshot of the run that was told.
    pub changes: Vec<Change>,
    /// Those that are not there any more, as they were last seen.
    pub gone: Vec<crate::snapshot::Process>,
}

/// When a tree was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Before the action.
    Before,
    /// After it, once things had settled.
    After,
}

/// Somebody from the audience was in a container.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Visited {
    /// In which one.
    pub container: String,
    /// What was there when they had left, and what had changed since they came.
    pub observed: Observed,
}

/// A run that ends without a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// In which step.
    pub step: usize,
    /// How many there are.
    pub of: usize,
}

/// How a container was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// Which one.
    pub container: String,
    /// Whether the grace time ran out, so that SIGKILL was needed.
    pub killed: bool,
    /// From SIGTERM to the end of PID 1.
    pub after: Duration,
}

/// One row of a step.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    /// Of which step.
    pub step: usize,
    /// The value that its placeholder had.
    pub value: String,
    /// What was done: the line as typed, or the signal that was sent.
    pub done: String,
    /// What was expected of it.
    pub checks: Vec<Checked>,
}

/// The outcome of one expectation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// Of which step.
    pub step: usize,
    /// Whether it holds.
    pub holds: bool,
    /// What was expected.
    pub what: Message,
    /// What was seen instead, if it does not hold.
    pub seen: Option<Message>,
}

/// A question and what the kernel answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answered {
    /// Of which step.
    pub step: usize,
    /// The question.
    pub question: Question,
    /// What the learner chose, if asked.
    pub chosen: Option<usize>,
    /// How sure the learner was, if that was said.
    pub confidence: Option<Confidence>,
    /// Which choice the kernel took.
    pub kernel: usize,
    /// What decides it, read when things had settled; empty where no file shows it, or it changed meanwhile.
    pub evidence: Vec<Evidence>,
    /// Why it is so.
    pub reason: Option<Text>,
}

/// A learner's answer, given before the kernel's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prediction {
    /// Which choice.
    pub choice: usize,
    /// How sure, if that is said.
    pub confidence: Option<Confidence>,
}

/// How sure somebody is of a prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// 1
    Guess,
    /// 2
    Fairly,
    /// 3
    Certain,
}

/// What a run ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabFinished {
    /// What came of it.
    pub verdict: Verdict,
    /// Zombies in the last tree before the container was removed.
    pub zombies_left: usize,
}

/// What came of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All that was expected was seen.
    AsExpected,
    /// Something was not.
    Differs,
    /// Something was not expected of a PID 1 that pidlab does not know, only looked at.
    Observed,
}

/// What the audience wants of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// That it takes its time.
    GoOn,
    /// That it ends now.
    CutShort,
}

/// What the audience wants at a pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onward {
    /// That the step is carried out: nobody wanted a pause.
    AtOnce,
    /// That the step is carried out, after a pause.
    GoOn,
    /// To go into this container, and to be asked again afterwards.
    Enter(String),
    /// That the run ends here.
    Leave,
}

/// Where a shell can be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Places {
    /// Nowhere: nothing lives, all of this was recorded.
    Recorded,
    /// The lab plays on the machine itself.
    Host,
    /// In these containers.
    Containers(Vec<String>),
}

/// What a run has on its stage while it waits for its audience.
pub trait Interval {
    /// The tree of this moment, and what has changed since the step began; none if there is none.
    fn look(&mut self) -> Result<Option<Observed>>;
    /// Where one can go.
    fn places(&mut self) -> Result<Places>;
}

/// Who follows a run.
pub trait Audience {
    /// Hears of everything, in order.
    fn tell(&mut self, event: &Event) -> Result<()>;
    /// Is asked for leave before a step is carried out.
    fn pause(&mut self, interval: &mut dyn Interval) -> Result<Onward>;
    /// Predicts an outcome before it is seen; none if nobody answers.
    fn ask(&mut self, question: &Question) -> Result<Option<Prediction>>;
    /// Hears how long a wait will still take at most, several times a second; none when it is over.
    fn tick(&mut self, left: Option<Duration>) -> Result<Wish>;
}
