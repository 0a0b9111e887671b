//! The command line's help in the user's language.
//!
//! clap brings English headings and notes; here each is replaced by a sentence of `help.ftl`. Identifiers are
//! put together from the names: `help-run-about`, `help-run-more` (only `--help`), `help-run-examples`,
//! `help-run-arg-init`; `help-arg-format` serves every command that has no text of its own for `--format`;
//! without a command they are pidlab's own: `help-about`.

use crate::cli::Cli;
use crate::i18n::{Message, Words};
use crate::output::Style;
use clap::builder::{PossibleValuesParser, StyledStr};
use clap::{Arg, ArgAction, Command, CommandFactory as _};

/// The command line without a text: it accepts what [`command`] accepts, but for a request for help.
pub fn wordless() -> Command {
    with_command_names(Cli::command())
        .disable_version_flag(true)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
}

/// The command line, all its help in one language.
pub fn command(words: &Words, style: Style) -> Command {
    let command = Cli::command().disable_version_flag(true).arg(version_flag());
    with_command_names(localised(command, "", words)).term_width(style.width).max_term_width(style.width)
}

/// `help` and `man` take the name of a command: one that is misspelt gets the nearest.
fn with_command_names(command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let parser = |arg: Arg| arg.value_parser(PossibleValuesParser::new(names.clone()));
    command
        .mut_subcommand("help", |sub| sub.mut_arg("command", parser))
        .mut_subcommand("man", |sub| sub.mut_arg("command", parser))
}

/// Help as it is written: coloured or not.
pub fn rendered(help: &StyledStr, style: Style) -> String {
    if style.color { help.ansi().to_string() } else { help.to_string() }
}

/// The help of one command as a person would get it with `COMMAND --help`.
pub fn of(mut command: Command, name: Option<&str>, style: Style) -> String {
    command.build();
    let wanted = name.and_then(|name| command.find_subcommand(name)).unwrap_or(&command);
    rendered(&wanted.clone().render_long_help(), style)
}

/// A sentence of the help: the identifier's end, below a command's name or, without one, pidlab's own.
pub fn text(words: &Words, command: &str, end: &str) -> Option<String> {
    let id = if command.is_empty() { format!("help-{end}") } else { format!("help-{command}-{end}") };
    words.find(&id)
}

fn localised(command: Command, name: &str, words: &Words) -> Command {
    let about = text(words, name, "about").unwrap_or_default();
    let more = text(words, name, "more").map(|more| format!("{about}\n\n{more}"));
    let (short, long) = after(&command, name, words);
    let command = command
        .long_about(more.unwrap_or_else(|| about.clone()))
        .about(about)
        .after_help(short)
        .after_long_help(long)
        .help_template(template(words))
        .subcommand_help_heading(words.get("front-commands"))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help_flag())
        .mut_args(|arg| described(arg, name, words))
        .mut_subcommands(|sub| {
            let name = sub.get_name().to_owned();
            localised(sub, &name, words)
        });
    let usage = usage(&command, name, words);
    command.override_usage(usage)
}

fn help_flag() -> Arg {
    Arg::new("help").short('h').long("help").action(ArgAction::Help).display_order(1000)
}

fn version_flag() -> Arg {
    Arg::new("version").short('V').long("version").action(ArgAction::Version).display_order(1001)
}

/// What stands below the options: for `-h` the examples, for `--help` more.
fn after(command: &Command, name: &str, words: &Words) -> (String, String) {
    let block = |heading: &str, text: Option<String>| {
        text.map(|text| format!("{}\n{}", headed(&words.get(heading)), indented(&text)))
    };
    let examples = block("front-examples", text(words, name, "examples"));
    let whole = command.has_subcommands();
    let exits = whole.then(|| block("front-exit-status", words.find("front-exit-codes"))).flatten();
    let variables = whole.then(|| block("front-environment", words.find("front-variables"))).flatten();
    let long: Vec<String> = [examples.clone(), exits, variables].into_iter().flatten().collect();
    (examples.unwrap_or_default(), long.join("\n\n"))
}

fn template(words: &Words) -> String {
    format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
        headed(&words.get("front-usage"))
    )
}

/// A heading of the help in clap's own style; the escapes are dropped where nothing is coloured.
fn headed(heading: &str) -> String {
    let styles = clap::builder::Styles::default();
    let style = styles.get_header();
    format!("{style}{heading}:{style:#}")
}

fn indented(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }).collect();
    lines.join("\n")
}

fn described(arg: Arg, command: &str, words: &Words) -> Arg {
    let id = arg.get_id().to_string();
    let find = |end: &str| {
        text(words, command, &format!("arg-{id}{end}")).or_else(|| words.find(&format!("help-arg-{id}{end}")))
    };
    let notes = notes(&arg, words);
    let help = find("").unwrap_or_default() + &notes;
    let long = find("-more").map_or_else(|| help.clone(), |more| format!("{help}\n\n{more}"));
    let heading = if arg.is_positional() { "front-arguments" } else { "front-options" };
    let (global, valued) = (arg.is_global_set(), takes_value(&arg));
    let arg = arg
        .help(help)
        .long_help(long)
        .help_heading(words.get(heading))
        .hide_default_value(valued)
        .hide_possible_values(valued);
    if global { arg.display_order(900) } else { arg }
}

/// ` [default: both] [values: inside, host, both]`
fn notes(arg: &Arg, words: &Words) -> String {
    if !takes_value(arg) {
        return String::new();
    }
    let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
    let values = arg.get_possible_values();
    let values = values.iter().map(|value| value.get_name().to_owned());
    note("front-default", &defaults.collect::<Vec<_>>(), words)
        + &note("front-values", &values.collect::<Vec<_>>(), words)
}

fn note(id: &'static str, values: &[String], words: &Words) -> String {
    if values.is_empty() {
        return String::new();
    }
    format!(" [{}]", words.say(&Message::new(id).with("values", values.join(", "))))
}

fn takes_value(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

/// `pidlab run [OPTIONS] <LAB|FILE.toml>`
fn usage(command: &Command, name: &str, words: &Words) -> String {
    let mut parts = vec!["pidlab".to_owned()];
    parts.extend((!name.is_empty()).then(|| name.to_owned()));
    parts.push(format!("[{}]", words.get("front-options-word")));
    parts.extend(command.get_positionals().map(positional));
    parts.extend(command.has_subcommands().then(|| format!("[{}]", words.get("front-command-word"))));
    parts.join(" ")
}

fn positional(arg: &Arg) -> String {
    let name = arg.get_value_names().and_then(<[_]>::first).map_or("", |name| name.as_str());
    let name = if arg.is_required_set() { format!("<{name}>") } else { format!("[{name}]") };
    let dots = if matches!(arg.get_action(), ArgAction::Append) { "..." } else { "" };
    let dashes = if arg.is_trailing_var_arg_set() { "-- " } else { "" };
    format!("{dashes}{name}{dots}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use unicode_width::UnicodeWidthStr as _;

    const LANGS: [Lang; 2] = [Lang::En, Lang::Ko];

    fn all(lang: Lang, width: usize) -> Vec<(String, Command)> {
        let mut command = command(&Words::new(lang), Style { color: false, width });
        command.build();
        let commands = command.get_subcommands().map(|sub| (sub.get_name().to_owned(), sub.clone()));
        let mut all: Vec<_> = commands.collect();
        all.push((String::new(), command));
        all
    }

    #[test]
    fn every_command_and_argument_has_its_text_in_both_languages() {
        for lang in LANGS {
            let words = Words::new(lang);
            for (name, command) in all(lang, 80) {
                for end in ["about", "examples"] {
                    assert!(text(&words, &name, end).is_some(), "help-{name}-{end} in {}", lang.code());
                }
                for arg in command.get_arguments() {
                    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                    let own = help.split(" [").next().unwrap_or_default();
                    assert!(!own.is_empty(), "{name} {} in {}", arg.get_id(), lang.code());
                }
            }
        }
    }

    #[test]
    fn the_help_fits_eighty_columns_in_both_languages() {
        for lang in LANGS {
            for (name, mut command) in all(lang, 80) {
                for text in [command.render_help().to_string(), command.render_long_help().to_string()] {
                    let wide: Vec<_> = text.lines().filter(|line| line.width() > 80).collect();
                    assert!(wide.is_empty(), "{name}: {wide:?}");
                }
            }
        }
    }

    #[test]
    fn the_korean_help_has_no_english_heading_left() {
        for (name, mut command) in all(Lang::Ko, 80) {
            let text = command.render_long_help().to_string();
            for english in ["Usage", "Options", "Commands", "Arguments", "default:", "values:", "Print "] {
                assert!(!text.contains(english), "{english} in the help of {name}:\n{text}");
            }
        }
    }
}
