//! pidlab's entry: hidden entries, then the command line, then the command, then its error.

use clap::FromArgMatches as _;
use clap::error::ErrorKind;
use nix::sys::signal::Signal;
use pidlab::cli::Cli;
use pidlab::commands::{self, Context};
use pidlab::error::{Error, Exit, Result};
use pidlab::i18n::{self, Lang, Words};
use pidlab::output::Output;
use pidlab::{entry, help, hidden, stderr, sys, usage};
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    entry::look_again();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if let Some(status) = hidden::divert(&arguments) {
        return status;
    }
    let readable: Vec<String> = arguments.iter().map(|a| a.to_string_lossy().into_owned()).collect();
    let lang = Lang::detect(&readable, |name| std::env::var(name).ok());
    let color = i18n::typed(&readable, "--color").and_then(|when| color(&when));
    stderr::report_panics(lang, color);
    let ended = run(&arguments, lang, color);
    // Everything that the command started has been dropped by now.
    match ended {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) => end(&error, lang, color),
    }
}

/// `--color`; none for `auto`, and for what clap will refuse.
fn color(when: &str) -> Option<bool> {
    match when {
        "always" => Some(true),
        "never" => Some(false),
        _ => None,
    }
}

fn run(arguments: &[OsString], lang: Lang, color: Option<bool>) -> Result<Exit> {
    sys::note_ending_signals().map_err(|errno| Error::call("sigaction()", errno))?;
    // Ignored signals are inherited across exec; without this every wait(2) would fail with ECHILD.
    sys::default_signal(Signal::SIGCHLD);
    // Never taken apart: the end of the program is quicker at that.
    let words: &Words = Box::leak(Box::new(Words::new(lang)));
    let output = Output::new(color);
    let context = Context { words, output: &output };
    match parse(arguments, &context) {
        Ok(cli) => commands::run(&cli, &context),
        Err(asked) if matches!(asked.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            output.write(&help::rendered(&asked.render(), output.style))?;
            Ok(Exit::Success)
        }
        Err(error) => Err(usage::explain(&error, arguments, words)),
    }
}

fn parse(arguments: &[OsString], context: &Context<'_>) -> std::result::Result<Cli, clap::Error> {
    // The help's texts are half of the time that a command line takes, and rarely wanted: only where
    // something does not fit is it read again, by a command that can explain itself.
    if let Ok(matches) = help::wordless().try_get_matches_from(arguments)
        && let Ok(cli) = Cli::from_arg_matches(&matches)
    {
        return Ok(cli);
    }
    let mut command = help::command(context.words, context.output.style);
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn end(error: &Error, lang: Lang, color: Option<bool>) -> ExitCode {
    match error {
        Error::Interrupted(signal) => sys::end_by(*signal),
        Error::Told(told) => {
            stderr::tell(told, &Words::new(lang), color);
            ExitCode::from(told.exit as u8)
        }
    }
}
