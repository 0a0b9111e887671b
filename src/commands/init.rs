//! `pidlab init`, where it did not become an init: its arguments ask for the version, or make no sense.

use super::Context;
use crate::applet::options::{Name, value_is_valid};
use crate::cli::Init;
use crate::error::{Error, Exit, Result};
use crate::i18n::Message;

/// Says what is wrong.
pub(super) fn run(args: &Init, context: &Context<'_>) -> Result<Exit> {
    if args.version {
        context.output.write(concat!("pidlab ", env!("CARGO_PKG_VERSION"), "\n"))?;
        return Ok(Exit::Success);
    }
    match fault(args) {
        Some((option, value)) => Err(Error::usage(
            Message::new("usage-value").with("argument", option).with("value", value.to_owned()),
        )
        .hint(Message::new("usage-hint-help").with("help", "pidlab init --help"))),
        None => Err(Error::io("execve(/proc/self/exe)", &again())),
    }
}

/// What stood before `init` (`pidlab --lang ko init …`) has kept it from being one: it goes behind.
fn again() -> std::io::Error {
    use std::os::unix::process::CommandExt as _;
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let at = arguments.iter().position(|word| word == "init").unwrap_or_default();
    if at == 0 {
        return std::io::ErrorKind::InvalidInput.into();
    }
    let mut program = std::process::Command::new("/proc/self/exe");
    program.arg0("pidlab").arg("init").args(&arguments[..at]).args(&arguments[at + 1..]).exec()
}

/// The first value that its option does not take.
fn fault(args: &Init) -> Option<(&'static str, &str)> {
    let options: [(u8, &'static str, &[String]); 4] = [
        (b'p', "--parent-death <SIGNAL>", args.parent_death.as_slice()),
        (b'e', "--expect <CODE>", &args.expect),
        (b'r', "--rewrite <FROM:TO>", &args.rewrite),
        (b'G', "--grace <TIME>", args.grace.as_slice()),
    ];
    options.into_iter().find_map(|(letter, option, values)| {
        let wrong = values.iter().find(|value| !value_is_valid(Name::Own, letter, value.as_bytes()));
        wrong.map(|value| (option, value.as_str()))
    })
}
