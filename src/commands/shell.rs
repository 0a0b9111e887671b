//! `pidlab shell`: a fresh container and a shell in it, on the user's own terminal.

use super::{Context, choice};
use crate::cli;
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::sandbox::container::{Container, Fault};
use crate::sandbox::machine::{self, Mode};
use crate::sandbox::orders::Start;
use crate::wait::{self, Deadline};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};
use nix::unistd::{getpgrp, tcsetpgrp};
use std::io::IsTerminal as _;
use std::os::fd::AsFd as _;
use std::time::Duration;

/// The container's name, and its host name: it stands in the prompt.
const NAME: &str = "pidlab";

/// What the shell reads first, instead of the user's own settings, which may start anything.
const SETTINGS: (&str, &str) = ("/run/pidlab/bashrc", "PS1='\\u@\\h:\\w\\$ '\n");

/// Runs until the shell ends; then nothing of the container is left.
pub(super) fn run(args: &cli::Shell, context: &Context<'_>) -> Result<Exit> {
    if !std::io::stdin().is_terminal() {
        return Err(
            Error::usage(Message::new("shell-no-terminal")).hint(Message::new("shell-no-terminal-hint"))
        );
    }
    let command = ["bash", "--rcfile", SETTINGS.0].map(str::to_owned);
    let bash = choice::resolve(&command)?;
    let mode = machine::choose(args.rootless);
    let mut container = start(args, mode)?;
    welcome(choice::init(&args.init)?.command.join(" "), mode, context)?;
    let terminal = Terminal::keep();
    let shell = container.exec_on_terminal(bash.clone()).map_err(|fault| told(fault, &bash.argv, mode))?;
    let outcome = wait_for(&mut container, shell.pid);
    drop(terminal);
    outcome
}

fn start(args: &cli::Shell, mode: Mode) -> Result<Container> {
    let init = choice::init(&args.init)?;
    let Some(program) = init.program else {
        return Err(
            Error::usage(Message::new("shell-no-container")).hint(Message::new("shell-no-container-hint"))
        );
    };
    let mut files = init.files;
    files.push((SETTINGS.0.to_owned(), SETTINGS.1.to_owned()));
    let command = program.argv.clone();
    let start = Start {
        name: NAME.to_owned(),
        rootless: mode == Mode::Rootless,
        program,
        keep: choice::keep(Some(&args.init)),
        files,
        pids: None,
    };
    Container::start(start).map_err(|fault| told(fault, &command, mode))
}

fn told(fault: Fault, argv: &[String], mode: Mode) -> Error {
    match fault {
        Fault::Refused(failure) => match choice::resolve(argv) {
            Ok(program) => choice::refused(failure, &program, mode == Mode::Rootless),
            Err(error) => error,
        },
        Fault::Ended { status, printed } => crate::engine::ended_early(&argv.join(" "), status, &printed),
        Fault::Other(error) => error,
    }
}

fn welcome(init: String, mode: Mode, context: &Context<'_>) -> Result<()> {
    let mode = context.words.get(if mode == Mode::Rootless { "run-rootless" } else { "run-privileged" });
    let message = Message::new("shell-welcome").with("init", init).with("mode", mode);
    context.output.line(&context.words.say(&message))
}

/// Until the shell has ended, by itself or with its PID 1.
fn wait_for(container: &mut Container, pid: i32) -> Result<Exit> {
    loop {
        if container.ended(pid)?.is_some() {
            return Ok(Exit::Success);
        }
        if let Some(reports) = container.reports() {
            wait::readable(&[reports], Deadline::after(Duration::from_hours(1)))?;
        }
    }
}

/// The terminal as it was: its settings and its foreground group. Given back when dropped, however the
/// shell has ended.
struct Terminal {
    settings: Option<Termios>,
}

impl Terminal {
    fn keep() -> Self {
        Self { settings: tcgetattr(std::io::stdin()).ok() }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A process in the background that takes the terminal back would be stopped by SIGTTOU.
        let mut mask = SigSet::empty();
        mask.add(Signal::SIGTTOU);
        let old = mask.thread_swap_mask(nix::sys::signal::SigmaskHow::SIG_BLOCK);
        let stdin = std::io::stdin();
        let _ = tcsetpgrp(stdin.as_fd(), getpgrp());
        if let Some(settings) = &self.settings {
            let _ = tcsetattr(stdin.as_fd(), SetArg::TCSADRAIN, settings);
        }
        if let Ok(old) = old {
            let _ = old.thread_set_mask();
        }
    }
}
