//! A lab as data, after parsing and checking: what is left to decide, the kernel decides.

use crate::i18n::Text;
use serde::{Deserialize, Serialize};

/// A scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Lab {
    /// Its name on the command line.
    pub id: String,
    /// What it shows, in a line.
    pub title: Text,
    /// Why one would play it, in a few sentences.
    pub story: Text,
    /// Ids of the course's claims that it tests.
    pub claims: Vec<String>,
    /// Programs that must be installed.
    pub needs: Vec<String>,
    /// The oldest Linux that it can be played on, if pidlab itself runs on older ones.
    pub kernel: Option<(u32, u32)>,
    /// How long the orphaned `sleep` sleeps, in seconds, where the course has 60.
    pub seconds: f64,
    /// How long a `stop` waits for PID 1 before it kills, in seconds, where Docker has 10.
    pub grace: f64,
    /// Man pages and kernel sources, `pid_namespaces(7)`.
    pub sources: Vec<String>,
    /// The containers it uses.
    pub containers: Vec<Container>,
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// Sentences to take home: those whose `when` held in the run.
    pub lessons: Vec<Outcome>,
}

/// A container that a lab names.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// Its name in this lab.
    pub name: String,
    /// A name of `inits.toml`, a command, or `host`: no container, the machine itself.
    pub init: String,
    /// Whether its PID 1 is what the lab is about: `--init` leaves it alone.
    pub fixed: bool,
    /// The program for which `init` stands in where it cannot be had.
    pub real: Option<super::Real>,
    /// Files that exist inside only: path and content.
    pub files: Vec<(String, String)>,
    /// PIDs are smaller than this.
    pub pids: Option<u32>,
    /// Whether user namespaces are made inside.
    pub nests: bool,
}

impl Lab {
    /// The container of that name.
    pub fn container(&self, name: &str) -> Option<&Container> {
        self.containers.iter().find(|container| container.name == name)
    }

    /// Whether the course's minute is in it: a sleep of so many seconds, or a wait.
    pub fn has_seconds(&self) -> bool {
        self.steps.iter().any(|step| match &step.action {
            Action::Type { line, .. } => line.contains("{seconds}"),
            Action::Await { .. } => true,
            _ => false,
        })
    }

    /// Whether a step of it stops a container.
    pub fn has_stop(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.action, Action::Stop { .. }))
    }

    /// The processes of which some facts need more than a tree shows.
    pub fn looked_at_closer(&self) -> std::collections::BTreeSet<&str> {
        let steps = self.steps.iter();
        let whens = steps.clone().flat_map(|step| {
            let choices = step.question.iter().flat_map(|question| &question.choices);
            choices.map(|choice| &choice.when).chain(step.then.iter().map(|then| &then.when))
        });
        let expects = steps.flat_map(|step| &step.expect).map(|expect| &expect.facts);
        let all = expects.chain(whens).chain(self.lessons.iter().map(|lesson| &lesson.when)).flatten();
        all.filter(|(_, facts)| facts.looks_closer()).map(|(name, _)| name.as_str()).collect()
    }

    /// Whether `--init` has nothing to replace.
    pub fn all_fixed(&self) -> bool {
        self.containers.iter().all(|container| container.fixed)
    }
}

/// One action with what is said, asked and expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What happens, in a few words: the step's heading.
    pub title: Text,
    /// The action.
    pub action: Action,
    /// The step is played once for each of these values.
    pub rows: Option<Rows>,
    /// The line that would do the same with Docker.
    pub docker: Option<String>,
    /// Said before the action.
    pub say: Option<Text>,
    /// Asked before the action, with `--ask`.
    pub question: Option<Question>,
    /// Processes that get a name once they are seen.
    pub meet: Vec<Meet>,
    /// What must be seen afterwards.
    pub expect: Vec<Expect>,
    /// Said afterwards: those whose `when` holds then.
    pub then: Vec<Outcome>,
    /// System calls and reasons, with `--explain`.
    pub explain: Option<Text>,
}

impl Step {
    /// The step as it is played for one value of its rows.
    pub(crate) fn for_row(&self, rows: &Rows, value: &str) -> Self {
        let fill = |text: &str| text.replace(&format!("{{{}}}", rows.name), value);
        let mut step = self.clone();
        match &mut step.action {
            Action::Type { line, .. } => *line = fill(line),
            Action::Signal { signal, .. } => *signal = fill(signal),
            _ => {}
        }
        step
    }
}

/// What a placeholder stands for, one value after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// The placeholder's name.
    pub name: String,
    /// At least one.
    pub values: Vec<String>,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Starts a container: its namespaces and its PID 1.
    Start {
        /// Which one.
        container: String,
    },
    /// Removes a container, as `docker rm -f` does: SIGKILL to its PID 1, then wait.
    Remove {
        /// Which one.
        container: String,
    },
    /// Stops a container, as `docker stop` does: SIGTERM to its PID 1, the grace time, SIGKILL.
    Stop {
        /// Which one.
        container: String,
    },
    /// Starts a further program in a container (or on the host) from outside, as `docker exec` does.
    /// A container that no step has started is started first.
    Exec {
        /// The program and its arguments.
        command: Vec<String>,
        /// Where.
        container: String,
        /// What the lab calls the new process.
        name: String,
        /// Whether its parent outside leaves it uncollected when it has ended.
        forgotten: bool,
    },
    /// Has such a parent collect it.
    Collect {
        /// Which process.
        process: String,
    },
    /// Types a line into a shell.
    Type {
        /// The line, with its placeholders.
        line: String,
        /// The shell, a process that an `exec` has named.
        shell: String,
    },
    /// Sends a signal.
    Signal {
        /// Its name without `SIG`, or the placeholder of the step's rows.
        signal: String,
        /// To which process.
        to: String,
        /// From outside, or typed as `kill` into a shell.
        from: Sender,
    },
    /// Waits for a process.
    Await {
        /// For which one.
        process: String,
        /// For what.
        until: Until,
    },
}

/// Who sends a signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// pidlab, from the host.
    Host,
    /// A shell, inside: `kill -9 PID` is typed into it.
    Shell(String),
}

/// What an `await` waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// Its end, collected or not.
    Exit,
    /// Its end, not collected.
    Zombie,
    /// Its end, collected.
    Gone,
}

/// A process gets a name: the oldest one that fits and has none yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meet {
    /// The name.
    pub name: String,
    /// The kernel's name of the program it runs.
    pub comm: String,
    /// The name of its parent, itself met before or in the same step.
    pub child_of: String,
}

/// A question with its choices; which one is right is never written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub ask: Text,
    /// At least two.
    pub choices: Vec<Choice>,
    /// Why the kernel answers as it does, if the step's `explain` is about something else.
    pub because: Option<Text>,
}

/// An answer, right if `when` holds in the snapshot that follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The answer.
    pub text: Text,
    /// What the kernel shows if it is right.
    pub when: Vec<(String, Facts)>,
}

/// A text for one outcome, told if `when` holds. An empty `when` always holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What was seen.
    pub when: Vec<(String, Facts)>,
    /// What is told then.
    pub text: Text,
}

/// An expectation: facts about processes, or about what the step has led to otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// Only checked if this holds of the init that is used.
    pub only_if: Option<Condition>,
    /// Facts about processes, by name.
    pub facts: Vec<(String, Facts)>,
    /// What is not about a single process.
    pub deeds: Vec<Deed>,
}

/// What may be expected of a step beside facts about processes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// The exit status of the line that the step typed.
    Rc(i32),
    /// A line that was printed during the step has this text in it.
    Prints(String),
    /// No line has.
    PrintsNot(String),
    /// Whether the grace time of a `stop` ran out, so that SIGKILL was needed.
    Killed(bool),
    /// The kernel refused to start the program of an `exec`: the errno's name.
    Refused(String),
    /// The shims outside have been given the wait statuses of these processes, and of no others.
    Collected(Vec<String>),
    /// How many processes of the lab are in this state.
    Count(crate::snapshot::State, usize),
}

/// On what an expectation depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Whether the container's PID 1 collects what it adopts, by `inits.toml`. Unknown for a command of the user's.
    Reaps(bool),
    /// What SIGTERM or SIGINT from outside leads to in it, by `inits.toml`.
    On(Stopping, super::inits::Reaction),
    /// Whether the lab plays on the host.
    Host(bool),
}

/// The signals of which `inits.toml` knows what they lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopping {
    /// SIGTERM
    Term,
    /// SIGINT
    Int,
}

/// What may be expected of a process. Several facts must all hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// One of these states, the first of them preferred: the next one counts once patience has run out.
    /// `sleeping` stands for alive and not stopped (running, sleeping, disk-sleep).
    pub state: Vec<crate::snapshot::State>,
    /// Its parent.
    pub parent: Option<Parent>,
    /// The kernel's name of its program.
    pub comm: Option<String>,
    /// Its PID inside.
    pub pid: Option<i32>,
    /// Its parent's PID as seen inside; 0 is outside.
    pub ppid: Option<i32>,
    /// How many numbers `NSpid` shows.
    pub levels: Option<usize>,
    /// The very process (PID and start time) of that name.
    pub same_as: Option<String>,
    /// How it ended.
    pub ended: Option<End>,
    /// Whether it has memory of its own: a `VmRSS` in its `status`.
    pub memory: Option<bool>,
    /// The function of the kernel in which it sleeps: its `wchan`, where that may be read.
    pub wchan: Option<String>,
    /// The state it had after an earlier step. For outcomes, not for expectations.
    pub was: Option<crate::snapshot::State>,
}

impl Facts {
    /// Whether they can only hold of a process that has not ended.
    pub fn expects_life(&self) -> bool {
        use crate::snapshot::State;
        !self.state.is_empty() && !self.state.iter().any(|state| matches!(state, State::Zombie | State::Gone))
    }

    /// Whether more of the process must be read than a tree shows.
    pub fn looks_closer(&self) -> bool {
        self.memory.is_some() || self.wchan.is_some()
    }
}

/// How a process is expected to have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Just so.
    As(crate::snapshot::Ended),
    /// By itself, with any status.
    ByItself,
}

impl End {
    /// Whether this is such an end.
    pub fn is(self, seen: crate::snapshot::Ended) -> bool {
        match self {
            Self::As(wanted) => wanted == seen,
            Self::ByItself => matches!(seen, crate::snapshot::Ended::Status(_)),
        }
    }
}

/// Who a parent is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parent {
    /// A process of that name; `NAME.init` is the PID 1 of a container.
    Named(String),
    /// Whoever adopts orphans here: PID 1, or a subreaper among the ancestors. Never one of pidlab's.
    Adopter,
}

/// Whether a name means the PID 1 of a container: `CONTAINER.init`.
pub fn is_init(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, last)| last == "init")
}
