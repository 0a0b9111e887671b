//! What is wrong with a command line, in the user's language: clap's error kinds as sentences of `usage.ftl`.

use crate::cli::SECONDS;
use crate::error::Error;
use crate::help;
use crate::i18n::{Message, Words};
use crate::output::{Style, WIDTH};
use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// The error to tell: exit 2, with the nearest right word or the help as its way out.
pub fn explain(error: &clap::Error, arguments: &[OsString], words: &Words) -> Error {
    let command = help::command(words, Style { color: false, width: WIDTH });
    Error::usage(message(error)).hint(hint(error, named(&command, arguments)))
}

fn message(error: &clap::Error) -> Message {
    let argument = || context(error, ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => Message::new("usage-unknown-argument").with("argument", argument()),
        ErrorKind::InvalidSubcommand => Message::new("usage-unknown-command")
            .with("command", context(error, ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => value(error),
        ErrorKind::ArgumentConflict => conflict(error),
        ErrorKind::MissingRequiredArgument => Message::new("usage-missing").with("argument", argument()),
        ErrorKind::TooManyValues | ErrorKind::NoEquals => {
            Message::new("usage-too-many").with("argument", argument())
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Message::new("usage-no-value").with("argument", argument())
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Message::new("usage-missing-command")
        }
        ErrorKind::InvalidUtf8 => Message::new("usage-not-utf8"),
        _ => Message::new("usage-other").with("what", own_words(error)),
    }
}

/// A value that an option does not take; without one, the option lacks its value.
fn value(error: &clap::Error) -> Message {
    let (argument, value) =
        (context(error, ContextKind::InvalidArg), context(error, ContextKind::InvalidValue));
    let valid = context(error, ContextKind::ValidValue);
    if value.is_empty() {
        return Message::new("usage-no-value").with("argument", argument);
    }
    let message = match argument.split(' ').next() {
        Some(option @ ("--seconds" | "--grace")) => Message::new("usage-seconds")
            .with("option", option)
            .with("least", SECONDS.start().to_string())
            .with("most", SECONDS.end().to_string()),
        Some("--pid") => Message::new("usage-pid"),
        _ if valid.is_empty() => Message::new("usage-value").with("argument", argument),
        _ => Message::new("usage-value-of").with("argument", argument).with("valid", valid),
    };
    message.with("value", value)
}

fn conflict(error: &clap::Error) -> Message {
    let argument = context(error, ContextKind::InvalidArg);
    let other = context(error, ContextKind::PriorArg);
    if argument == other || other.is_empty() {
        return Message::new("usage-twice").with("argument", argument);
    }
    Message::new("usage-conflict").with("argument", argument).with("other", other)
}

fn hint(error: &clap::Error, command: Option<&str>) -> Message {
    let help = command.map_or("pidlab --help".into(), |name| format!("pidlab {name} --help"));
    let nearest = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .iter()
        .map(|kind| context(error, *kind))
        .find(|nearest| !nearest.is_empty());
    match nearest {
        None if context(error, ContextKind::InvalidArg).contains("<LAB") => {
            Message::new("usage-hint-lab").with("help", help)
        }
        Some(nearest) => Message::new("usage-hint-nearest").with("nearest", nearest).with("help", help),
        None => Message::new("usage-hint-help").with("help", help),
    }
}

/// What clap says of an error, as one text.
fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    }
}

/// clap's first line, for a kind that has no sentence of ours.
fn own_words(error: &clap::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}

/// The subcommand that was typed, if any: its help is the way out.
fn named<'a>(command: &'a Command, arguments: &[OsString]) -> Option<&'a str> {
    arguments
        .iter()
        .skip(1)
        .take_while(|argument| *argument != "--")
        .find_map(|argument| command.find_subcommand(argument))
        .map(Command::get_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    /// The message and the hint that a faulty command line gets.
    fn explained(line: &str, lang: Lang) -> (String, String) {
        let words = Words::new(lang);
        let arguments: Vec<OsString> = line.split(' ').map(Into::into).collect();
        let mut command = help::command(&words, Style { color: false, width: WIDTH });
        let error = command.try_get_matches_from_mut(&arguments).expect_err(line);
        let Error::Told(told) = explain(&error, &arguments, &words) else { panic!("{line}") };
        (words.say(&told.message), words.say(&told.hint.expect("a hint")))
    }

    #[test]
    fn a_misspelt_word_gets_the_nearest_one() {
        for (line, wrong, nearest) in [
            ("pidlab run zombie --sep", "--sep", "--step"),
            ("pidlab rum zombie", "rum", "run"),
            ("pidlab run zombie --view hots", "hots", "host"),
            ("pidlab man zhell", "zhell", "shell"),
        ] {
            for lang in [Lang::En, Lang::Ko] {
                let (message, hint) = explained(line, lang);
                assert!(message.contains(wrong), "{message}");
                assert!(hint.contains(nearest), "{hint}");
            }
        }
    }

    #[test]
    fn seconds_name_their_range() {
        for value in ["0", "-1", "1e99", "3600.1", "nan", "inf", "soon"] {
            for lang in [Lang::En, Lang::Ko] {
                let (message, _) = explained(&format!("pidlab run zombie --seconds {value}"), lang);
                for part in ["--seconds", value, "0.1", "3600"] {
                    assert!(message.contains(part), "{part} in {message}");
                }
            }
        }
    }

    #[test]
    fn each_kind_has_a_sentence_of_its_own() {
        for (line, id) in [
            ("pidlab run", "<LAB|FILE.toml>"),
            ("pidlab run zombie --init", "--init"),
            ("pidlab run zombie --seconds 1 --realtime", "--realtime"),
            ("pidlab run zombie --step --step", "--step"),
            ("pidlab tree --pid -3", "-3"),
            ("pidlab run zombie again", "again"),
            ("pidlab run --step=yes zombie", "--step"),
        ] {
            for lang in [Lang::En, Lang::Ko] {
                let (message, hint) = explained(line, lang);
                assert!(message.contains(id), "{id} in {message}");
                assert!(!message.contains("clap") && !message.contains("usage-"), "{message}");
                assert!(hint.contains("pidlab "), "{hint}");
            }
        }
    }
}
