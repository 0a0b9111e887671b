//! The READMEs tell the truth: their screens come from the program, and what they name exists.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::screen::{holds, lasting, parts};
use common::{pidlab, read, skip};
use pidlab::i18n::{Lang, Words};
use pidlab::output::Style;
use unicode_width::UnicodeWidthStr as _;

const READMES: [(&str, &str); 2] = [("README.md", "en"), ("README.ko.md", "ko")];

fn text(name: &str) -> String {
    read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
}

/// A block that begins with the line that was typed.
struct Screen {
    typed: Vec<String>,
    /// Runs of lines that follow one another.
    parts: Vec<Vec<String>>,
}

fn screens(markdown: &str) -> Vec<Screen> {
    let blocks = markdown.split("```console\n").skip(1);
    blocks.map(|block| screen(block.split_once("\n```").unwrap().0)).collect()
}

fn screen(block: &str) -> Screen {
    let mut lines = block.lines();
    let typed = lines.next().and_then(|line| line.strip_prefix("$ pidlab ")).unwrap();
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    Screen { typed: shell_words::split(typed).unwrap(), parts: parts(&lines) }
}

fn check(screen: &Screen, lang: &str, name: &str) {
    let mut typed: Vec<&str> = screen.typed.iter().map(String::as_str).collect();
    // The screens were taken without privilege. What follows `--` is another's.
    typed.splice(1..1, ["--lang", lang, "--rootless"]);
    let ended = pidlab(typed).env("COLUMNS", "80").run();
    if ended.status.code() == Some(77) {
        return skip(&format!("{:?} cannot run here: {ended}", screen.typed));
    }
    holds(&ended.code(0).stdout, &screen.parts, name);
}

#[test]
fn the_screens_come_from_the_program() {
    for (name, lang) in READMES {
        let screens = screens(&text(name));
        assert_eq!(screens.len(), 3, "{name}");
        for screen in &screens {
            assert!(screen.parts.iter().flatten().count() > 10, "{name}: {:?}", screen.typed);
            check(screen, lang, name);
        }
    }
}

#[test]
fn the_screens_fit_80_columns() {
    for (name, _) in READMES {
        let lines = screens(&text(name)).into_iter().flat_map(|screen| screen.parts).flatten();
        for line in lines {
            assert!(line.width() <= 80, "{name}: {line}");
        }
    }
}

#[test]
fn rows_are_compared_by_what_lasts() {
    let readme = "  ↳ └─ sleep 2                4   3→1  sleeping     14911  14908→14903";
    let other = "  ↳ └─ sleep 2   4   3→1  running     911  908→903";
    assert_eq!(lasting(readme), lasting(other));
    assert_ne!(lasting(readme), lasting(&readme.replace("3→1", "3→2")));
    assert_ne!(lasting(readme), lasting(&readme.replace("sleeping", "zombie")));
    let long = "  ✗ └─ parent: bash -c (bash -c 'sleep 2')    3     2  gone         14908        14905";
    let cut = "  ✗ └─ parent: bash -c (bash -…  3  2  gone  2149083  2149051";
    assert_eq!(lasting(long), lasting(cut));
}

/// Every command line in a README that begins with `pidlab`, in quotes or in a block.
fn typed(markdown: &str) -> Vec<String> {
    // Every second one is a block.
    let parts: Vec<&str> = markdown.split("```").collect();
    let quoted = parts.iter().step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2));
    let blocks = parts.iter().skip(1).step_by(2).filter(|block| block.starts_with("sh\n"));
    let lines = blocks.flat_map(|block| block.lines());
    let all = quoted.chain(lines).map(|line| line.split(['#', '>', '|']).next().unwrap().trim());
    // `pidlab run` alone is the command's name.
    all.filter(|line| line.starts_with("pidlab ") && line.split(' ').count() > 2).map(str::to_owned).collect()
}

fn command() -> clap::Command {
    pidlab::help::command(&Words::new(Lang::En), Style { color: false, width: 80 })
}

#[test]
fn every_command_that_is_named_can_be_typed() {
    for (name, _) in READMES {
        let markdown = text(name);
        let lines = typed(&markdown);
        assert!(lines.len() > 20, "{name}: only {lines:?}");
        for line in lines {
            let stand_ins = [("LAB", "zombie"), ("FILE", "x.toml"), ("SHELL", "bash"), ("PID", "1")];
            let words = shell_words::split(&line).unwrap();
            let words = words.iter().map(|word| {
                stand_ins
                    .iter()
                    .find(|(stand_in, _)| word == stand_in)
                    .map_or(word.as_str(), |(_, word)| word)
            });
            let parsed = command().try_get_matches_from(words);
            assert!(parsed.is_ok(), "{name}: {line}: {}", parsed.err().unwrap());
        }
        for command in command().get_subcommands().filter(|command| !command.is_hide_set()) {
            let row = format!("| `pidlab {}", command.get_name());
            assert!(markdown.contains(&row), "{name} has no row for {}", command.get_name());
        }
    }
}

#[test]
fn every_lab_and_every_init_is_named() {
    for (name, lang) in READMES {
        let markdown = text(name);
        let listed = pidlab(["list", "--format", "json", "--lang", lang]).run().code(0).stdout;
        let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
        let labs = listed["labs"].as_array().unwrap();
        assert!(labs.len() >= 3, "{listed}");
        for lab in labs {
            let (id, title) = (lab["id"].as_str().unwrap(), lab["title"][lang].as_str().unwrap());
            assert!(markdown.contains(&format!("| `{id}` | {title} |")), "{name}: {id}: {title}");
        }
        for init in pidlab::lab::inits() {
            assert!(markdown.contains(&format!("`{}`", init.name)), "{name} does not name {}", init.name);
        }
    }
}

/// The help is the list that counts.
#[test]
fn exit_codes_and_variables_are_those_of_the_help() {
    for (name, lang) in READMES {
        let markdown = text(name);
        let help = pidlab(["--help", "--lang", lang]).run().code(0).stdout;
        let words = help.split(|c: char| c.is_whitespace() || c == ',');
        let variables = words.filter(|word| {
            word.len() > 3 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_') && *word != "JSON"
        });
        assert!(variables.clone().count() >= 5, "{help}");
        for variable in variables {
            assert!(markdown.contains(&format!("`{variable}`")), "{name} does not name {variable}");
        }
        for code in ["0", "1", "2", "77", "125"] {
            assert!(help.lines().any(|line| line.split_whitespace().next() == Some(code)), "{help}");
            assert!(markdown.contains(&format!("\n| {code} | ")), "{name} does not name {code}");
        }
    }
}

/// Every Markdown file of the project links only to what is there, and names only scripts that are there.
#[test]
fn links_lead_somewhere() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in [
        "README.md",
        "README.ko.md",
        "CONTRIBUTING.md",
        "labs/README.md",
        "labs/README.ko.md",
        "docs/architecture.md",
    ] {
        let markdown = text(name);
        let folder = root.join(name).parent().unwrap().to_owned();
        let links = markdown.split("](").skip(1).map(|rest| rest.split([')', '#']).next().unwrap());
        for link in links.filter(|link| !link.is_empty() && !link.contains("://")) {
            assert!(folder.join(link).exists(), "{name}: {link}");
        }
        for script in markdown.split("`scripts/").skip(1) {
            let script = script.split(['`', ' ']).next().unwrap();
            assert!(root.join("scripts").join(script).exists(), "{name}: scripts/{script}");
        }
    }
}
