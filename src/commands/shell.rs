//! `pidlab shell`: a fresh container and a shell in it, on the user's own terminal.

use super::{Context, choice};
use crate::cli;
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;
use crate::sandbox::container::{Container, Fault};
use crate::sandbox::machine::{self, Mode};
use crate::sandbox::orders::Start;
use crate::sandbox::terminal;
use crate::wrap::wrap;
use std::io::IsTerminal as _;

/// The container's name, and its host name: it stands in the prompt.
const NAME: &str = "pidlab";

/// Runs until the shell ends; then nothing of the container is left.
pub(super) fn run(args: &cli::Shell, context: &Context<'_>) -> Result<Exit> {
    if !std::io::stdin().is_terminal() {
        return Err(
            Error::usage(Message::new("shell-no-terminal")).hint(Message::new("shell-no-terminal-hint"))
        );
    }
    let shell = choice::resolve(&terminal::SHELL.map(str::to_owned))?;
    let mode = machine::choose(args.rootless);
    let mut container = start(args, mode)?;
    welcome(choice::init(&args.init)?.command.join(" "), mode, context)?;
    terminal::run(&mut container, shell.clone()).map_err(|fault| told(fault, &shell.argv, mode))?;
    Ok(Exit::Success)
}

fn start(args: &cli::Shell, mode: Mode) -> Result<Container> {
    let init = choice::init(&args.init)?;
    let Some(program) = init.program else {
        return Err(
            Error::usage(Message::new("shell-no-container")).hint(Message::new("shell-no-container-hint"))
        );
    };
    let command = program.argv.clone();
    let start = Start {
        name: NAME.to_owned(),
        rootless: mode == Mode::Rootless,
        program,
        keep: choice::keep(Some(&args.init)),
        files: init.files,
        writable: false,
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
    context.output.line(&wrap(&context.words.say(&message), context.output.style.width, "", ""))
}
