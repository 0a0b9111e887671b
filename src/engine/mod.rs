//! Plays a lab: act, look until things have settled, check, tell.

mod cast;
mod deeds;
mod due;
pub mod event;
mod evidence;
mod facts;
mod interval;
mod settle;
mod shell;
mod start;
mod step;
mod world;

use crate::error::{Error, Result};
use crate::i18n::Message;
use crate::lab::{self, Lab};
use crate::sandbox::orders::{Failure, PidLimit, Program};
use deeds::Done;
use due::Dues;
use event::{Audience, Event, LabFinished, LabStarted, Verdict};
use world::World;

pub use start::ended_early;

/// How a lab is played.
pub struct Options {
    /// The PID 1 of each container, by the container's name.
    pub inits: Vec<(String, Init)>,
    /// How long the course's 60 seconds take.
    pub seconds: f64,
    /// How long a `stop` waits before it kills, where Docker has 10 seconds.
    pub grace: f64,
    /// Whether containers get a user namespace.
    pub rootless: bool,
    /// `uname -r`.
    pub kernel: String,
    /// Paths that stay visible in containers.
    pub keep: Vec<String>,
    /// Whether questions are asked.
    pub ask: bool,
    /// Finds a program's file.
    pub resolve: fn(&[String]) -> Result<Program>,
    /// The error, with its remedy, of a container that could not be made (rootless or not).
    pub refused: fn(Failure, &Program, bool) -> Error,
}

/// A PID 1.
#[derive(Debug, Clone, Default)]
pub struct Init {
    /// The command as a person would type it; empty for the host.
    pub command: Vec<String>,
    /// The program; none for the host, where nothing is started.
    pub program: Option<Program>,
    /// Whether it collects what it adopts; none for a command that pidlab does not know.
    pub reaps: Option<bool>,
    /// What SIGTERM and SIGINT from outside lead to; none for a command that pidlab does not know.
    pub on: Option<lab::On>,
    /// The program that it starts itself, and which is waited for.
    pub child: Option<String>,
    /// The name that it gives itself once it listens to signals, and which is waited for.
    pub comm: Option<String>,
    /// How long it takes to end after SIGTERM, in seconds, if that is long.
    pub grace: Option<f64>,
    /// How many processes its container may have.
    pub pids: Option<PidLimit>,
    /// Files that it needs inside.
    pub files: Vec<(String, String)>,
    /// What is to be said of it when it has been started.
    pub note: Option<Message>,
    /// What follows `docker run … ` in the docker line.
    pub docker: String,
}

impl Options {
    /// The PID 1 of a container.
    fn init_of(&self, container: &str) -> Init {
        self.inits
            .iter()
            .find(|(name, _)| name == container)
            .map(|(_, init)| init.clone())
            .unwrap_or_default()
    }
}

/// Plays a lab before an audience. Whatever happens, nothing that it has started is left when it returns. There
/// is no verdict if the audience leaves, or has ended what the lab needs.
pub fn play(lab: &Lab, options: &Options, audience: &mut dyn Audience) -> Result<Option<Verdict>> {
    let mut play = Play {
        world: World::new(lab, options)?,
        audience,
        verdict: Verdict::AsExpected,
        zombies: 0,
        fork_failed: false,
        visited: false,
        doubt: None,
        done: Done::default(),
        dues: Dues::default(),
    };
    play.audience.tell(&Event::LabStarted(started(lab, options)))?;
    for (index, step) in lab.steps.iter().enumerate() {
        if play.step_or_leave(index + 1, step)? == Flow::Ends {
            drop(play.world);
            let left = event::Left { step: index + 1, of: lab.steps.len() };
            play.audience.tell(&Event::Left(left))?;
            return Ok(None);
        }
    }
    let lessons = play.world.outcomes(&lab.lessons);
    let finished = LabFinished { verdict: play.verdict, zombies_left: play.zombies };
    drop(play.world);
    for text in lessons {
        play.audience.tell(&Event::Lesson(text))?;
    }
    play.audience.tell(&Event::LabFinished(finished))?;
    Ok(Some(finished.verdict))
}

/// Whether a run goes on after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    GoesOn,
    Ends,
}

/// A lab being played.
struct Play<'a> {
    world: World<'a>,
    audience: &'a mut dyn Audience,
    verdict: Verdict,
    /// Zombies in the last tree that had any process at all.
    zombies: usize,
    /// Whether a shell has been refused a process.
    fork_failed: bool,
    /// Whether somebody from the audience has been inside.
    visited: bool,
    /// What was not as expected after that: it need not be the kernel's doing.
    doubt: Option<Message>,
    /// What the present step has led to beside changes of processes.
    done: Done,
    /// Who ends by itself, and when.
    dues: Dues,
}

fn started(lab: &Lab, options: &Options) -> LabStarted {
    let init = lab.containers.first().map(|container| options.init_of(&container.name).command);
    LabStarted {
        lab: lab.id.clone(),
        title: lab.title.clone(),
        init: init.unwrap_or_default(),
        kernel: options.kernel.clone(),
        privileged: !options.rootless,
        seconds: options.seconds,
        has_seconds: lab.has_seconds(),
        grace: lab.has_stop().then_some(options.grace),
        containers: lab.containers.len(),
    }
}
