//! `pidlab completions SHELL`: what a shell needs to complete our command lines.

use super::Context;
use crate::cli::{CompletedShell, Completions};
use crate::error::{Exit, Result};
use crate::help;
use clap::builder::PossibleValuesParser;
use clap::{Arg, Command};
use clap_complete::{Shell, generate};

/// Names that can be completed although the command line takes others too (files, commands).
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// The labs of the catalog.
    pub labs: Vec<String>,
    /// The named inits.
    pub inits: Vec<String>,
}

/// Writes the shell's completion script.
pub(super) fn run(args: &Completions, names: &Names, context: &Context<'_>) -> Result<Exit> {
    let command = help::command(context.words, context.output.style);
    context.output.write(&script(command, args.shell, names))?;
    Ok(Exit::Success)
}

fn script(command: Command, shell: CompletedShell, names: &Names) -> String {
    let mut command = command.mut_subcommands(|sub| sub.mut_args(|arg| known(arg, names)));
    let shell = match shell {
        CompletedShell::Bash => Shell::Bash,
        CompletedShell::Zsh => Shell::Zsh,
        CompletedShell::Fish => Shell::Fish,
    };
    let mut script = Vec::new();
    generate(shell, &mut command, "pidlab", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

fn known(arg: Arg, names: &Names) -> Arg {
    let names = match arg.get_id().as_str() {
        "lab" => &names.labs,
        "init" => &names.inits,
        _ => return arg,
    };
    if names.is_empty() { arg } else { arg.value_parser(PossibleValuesParser::new(names)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Words};
    use crate::output::Style;

    #[test]
    fn commands_options_labs_and_inits_are_completed() {
        let names = Names { labs: vec!["zombie".into()], inits: vec!["reaper".into()] };
        let command = || help::command(&Words::new(Lang::En), Style { color: false, width: 80 });
        for shell in [CompletedShell::Bash, CompletedShell::Zsh, CompletedShell::Fish] {
            let script = script(command(), shell, &names);
            for word in ["doctor", "seconds", "zombie", "reaper"] {
                assert!(script.contains(word), "{word} for {shell:?}");
            }
        }
    }
}
