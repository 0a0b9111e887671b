//! `pidlab run`: plays a lab.

use super::{Context, choice};
use crate::cli::{self, Before, Format, View};
use crate::engine::event::{Audience, Event, Prediction, Verdict, Wish};
use crate::engine::{self, Options};
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::lab::{self, Lab, Question};
use crate::report::lines;
use crate::report::screen::{self, Look, Screen};
use crate::sandbox::machine;
use std::time::Duration;

/// What the course waits for.
const REALTIME: f64 = 60.0;

/// What `docker stop` waits for.
const REAL_GRACE: f64 = 10.0;

/// Plays the lab and tells the kernel's verdict.
pub(super) fn run(args: &cli::Run, context: &Context<'_>) -> Result<Exit> {
    if args.format == Format::Json && (args.step || args.ask) {
        let option = if args.step { "--step" } else { "--ask" };
        return Err(Error::usage(Message::new("run-json-talks").with("option", option))
            .hint(Message::new("run-json-talks-hint")));
    }
    let lab = lab::load(&args.lab, context.words)?;
    let options = options(args, &lab)?;
    let mut stage = Stage::new(args, context);
    let verdict = engine::play(&lab, &options, &mut stage)?;
    Ok(if verdict == Verdict::Differs { Exit::Differs } else { Exit::Success })
}

/// How the lab is played; an error if something that it needs is not there.
pub(super) fn options(args: &cli::Run, lab: &Lab) -> Result<Options> {
    choice::check_needs(&lab.needs)?;
    choice::check_kernel(lab.kernel, &kernel_release())?;
    choice::check_init(lab, args.init.as_deref())?;
    let inits = lab
        .containers
        .iter()
        .map(|container| Ok((container.name.clone(), choice::init_of(container, args.init.as_deref())?)))
        .collect::<Result<Vec<_>>>()?;
    let grace = grace(args, lab, &inits);
    let mode = machine::choose(args.rootless);
    if lab.containers.iter().any(|container| container.nests) {
        choice::check_nesting(mode)?;
    }
    Ok(Options {
        inits,
        seconds: seconds(args, lab),
        grace,
        rootless: mode == machine::Mode::Rootless,
        kernel: kernel_release(),
        keep: choice::keep(args.init.as_deref()),
        ask: args.ask,
        resolve: choice::resolve,
        refused: choice::refused,
    })
}

/// Whoever is asked, or stops between steps, needs time while a process sleeps: the course's minute. The
/// wait for its end can be cut short.
fn seconds(args: &cli::Run, lab: &Lab) -> f64 {
    if args.realtime {
        return REALTIME;
    }
    args.seconds.unwrap_or(if args.step || args.ask { REALTIME } else { lab.seconds })
}

/// A PID 1 that is known to take its time gets it.
fn grace(args: &cli::Run, lab: &Lab, inits: &[(String, engine::Init)]) -> f64 {
    let least = if args.realtime { REAL_GRACE } else { lab.grace };
    args.grace.unwrap_or_else(|| inits.iter().filter_map(|(_, init)| init.grace).fold(least, f64::max))
}

/// `uname -r`
pub(super) fn kernel_release() -> String {
    nix::sys::utsname::uname().map(|it| it.release().to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whoever sits before the terminal, or reads the pipe.
struct Stage<'a> {
    context: &'a Context<'a>,
    screen: Option<Screen<'a>>,
    step: bool,
    counting: bool,
}

impl<'a> Stage<'a> {
    fn new(args: &cli::Run, context: &'a Context<'a>) -> Self {
        let look = Look {
            style: context.output.style,
            view: match args.view {
                View::Inside => screen::View::Inside,
                View::Host => screen::View::Host,
                View::Both => screen::View::Both,
            },
            always_before: args.before == Before::Always,
            explain: args.explain,
        };
        let screen = (args.format == Format::Text).then(|| Screen::new(context.words, look));
        Self { context, screen, step: args.step, counting: false }
    }
}

impl Audience for Stage<'_> {
    fn tell(&mut self, event: &Event) -> Result<()> {
        self.tick(None)?;
        let text = match &mut self.screen {
            Some(screen) => screen.draw(event),
            None => lines::line(event, self.context.words) + "\n",
        };
        self.context.output.write(&text)
    }

    fn pause(&mut self) -> Result<()> {
        if !self.step {
            return Ok(());
        }
        super::prompt::pause(self.context)
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Prediction>> {
        super::ask::ask(question, self.context)
    }

    /// Only on a terminal: in a file the countdown would be noise.
    fn tick(&mut self, left: Option<Duration>) -> Result<Wish> {
        let Some(screen) = self.screen.as_ref().filter(|_| self.context.output.terminal) else {
            return Ok(Wish::GoOn);
        };
        if left.is_none() && !self.counting {
            return Ok(Wish::GoOn);
        }
        self.counting = left.is_some();
        let may_skip = super::prompt::somebody_there();
        self.context.output.write(&screen.countdown(left, may_skip))?;
        if left.is_some() && may_skip && super::prompt::entered()? {
            // Enter has moved the cursor below the countdown.
            self.context.output.write("\x1b[1A")?;
            return Ok(Wish::CutShort);
        }
        Ok(Wish::GoOn)
    }
}
