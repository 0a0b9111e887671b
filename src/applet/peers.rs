//! Help, version and complaints under the name of another program, as its users and their scripts know them. In
//! English, as theirs. Unlike the rest of `applet` this runs as an ordinary program, after libc has started.

use super::options::{Name, value_is_valid};
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

/// What is written, and the exit code.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// The exit code.
    pub code: u8,
}

/// What the options of a peer ask for, if not for a command to be run.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    Help,
    Version,
    License,
    Unknown(String),
    BadValue(String),
    NoCommand,
}

/// The answer to arguments that the init has not taken, under the name of a peer; none under our own.
pub fn answer(arguments: &[OsString]) -> Option<Answer> {
    let program = arguments.first()?.to_string_lossy().into_owned();
    let name =
        Name::of_program(Path::new(&program).file_name()?.as_bytes()).filter(|name| *name != Name::Own)?;
    let words: Vec<String> = arguments[1..].iter().map(|word| word.to_string_lossy().into_owned()).collect();
    Some(match name {
        Name::DumbInit => dumb_init(&program, wish(name, &words)),
        Name::Catatonit => catatonit(wish(name, &words)),
        Name::Pause => out(format!("pause.c {}\n", env!("CARGO_PKG_VERSION"))),
        _ => tini(&program, wish(name, &words)),
    })
}

/// Reads them as getopt(3) does, until something is not for the init.
fn wish(name: Name, words: &[String]) -> Wish {
    let (flags, valued, long) = name.grammar();
    let mut words = words.iter();
    while let Some(word) =
        words.next().filter(|word| word.len() > 1 && word.starts_with('-') && *word != "--")
    {
        let letters = match word.strip_prefix("--") {
            Some("help") if name == Name::DumbInit => "h".to_owned(),
            Some("version") => "V".to_owned(),
            Some(full) => match long.iter().find(|(known, _)| Some(*known) == full.split('=').next()) {
                Some((_, letter)) => {
                    char::from(*letter).to_string() + full.split_once('=').map_or("", |it| it.1)
                }
                None => return Wish::Unknown(word.clone()),
            },
            None => word[1..].to_owned(),
        };
        for (at, letter) in letters.char_indices() {
            match letter {
                'h' => return Wish::Help,
                'V' => return Wish::Version,
                'l' | 'L' => return Wish::License,
                _ if flags.contains(&(letter as u8)) => {}
                _ if valued.contains(&(letter as u8)) => {
                    let rest = letters[at + 1..].to_owned();
                    let value =
                        if rest.is_empty() { words.next().cloned().unwrap_or_default() } else { rest };
                    if !value_is_valid(name, letter as u8, value.as_bytes()) {
                        return Wish::BadValue(format!("-{letter}: {value}"));
                    }
                    break;
                }
                _ => return Wish::Unknown(format!("-{letter}")),
            }
        }
    }
    Wish::NoCommand
}

fn out(text: String) -> Answer {
    Answer { out: text, err: String::new(), code: 0 }
}

fn err(text: String, code: u8) -> Answer {
    Answer { out: String::new(), err: text, code }
}

fn filled(text: &str, program: &str) -> String {
    text.replace("{program}", program).replace("{version}", env!("CARGO_PKG_VERSION"))
}

fn license() -> Answer {
    out(concat!("pidlab ", env!("CARGO_PKG_VERSION"), ", licence: ", env!("CARGO_PKG_LICENSE"), "\n")
        .to_owned())
}

fn tini(program: &str, wish: Wish) -> Answer {
    let help = || filled(include_str!("texts/tini.txt"), program);
    match wish {
        Wish::Help => out(help()),
        // Docker reads it.
        Wish::Version => out(format!("tini version 0.19.0 (pidlab {})\n", env!("CARGO_PKG_VERSION"))),
        Wish::License => license(),
        Wish::Unknown(option) => err(format!("{program}: unknown option {option}\n\n{}", help()), 1),
        Wish::BadValue(option) => err(format!("[tini] Not a valid option for {option}\n"), 1),
        Wish::NoCommand => err(help(), 1),
    }
}

fn dumb_init(program: &str, wish: Wish) -> Answer {
    let help = filled(include_str!("texts/dumb-init.txt"), program);
    match wish {
        Wish::Help => err(help, 0),
        Wish::Version => err(help.lines().next().unwrap_or_default().to_owned() + "\n", 0),
        Wish::License => err(format!("{program}: invalid option -- 'l'\n"), 1),
        Wish::Unknown(option) if option.starts_with("--") => {
            err(format!("{program}: unrecognized option '{option}'\n"), 1)
        }
        Wish::Unknown(option) => err(format!("{program}: invalid option -- '{}'\n", &option[1..]), 1),
        Wish::BadValue(_) => err(
            "Usage: -r option takes <signum>:<signum>, where <signum> is between 1 and 31.\n\
             This option can be specified multiple times.\nUse --help for full usage.\n"
                .to_owned(),
            1,
        ),
        Wish::NoCommand => err(
            format!("Usage: {program} [option] program [args]\nTry {program} --help for full usage.\n"),
            1,
        ),
    }
}

fn catatonit(wish: Wish) -> Answer {
    let help = include_str!("texts/catatonit.txt");
    let usage = help.lines().next().unwrap_or_default();
    match wish {
        Wish::Help => err(help.to_owned(), 0),
        Wish::Version => out("tini version 0.1.7_catatonit\n".to_owned()),
        Wish::License => license(),
        Wish::Unknown(option) => {
            err(format!("catatonit: invalid option -- '{}'\n{usage}\n", &option[1..]), 1)
        }
        Wish::BadValue(option) => err(format!("catatonit: {option}\n{usage}\n"), 1),
        Wish::NoCommand => err(format!("ERROR (catatonit): missing program name\n{usage}\n"), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str]) -> Option<Answer> {
        answer(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn only_a_peers_name_is_answered() {
        assert_eq!(asked(&["pidlab", "init", "-h"]), None);
        assert_eq!(asked(&["/sbin/init", "-h"]), None);
        assert!(
            asked(&["/usr/bin/docker-init", "--version"]).unwrap().out.starts_with("tini version 0.19.0")
        );
    }

    #[test]
    fn what_is_wrong_is_told_as_the_peer_tells_it() {
        let yolo = asked(&["dumb-init", "--yolo", "true"]).unwrap();
        assert_eq!((yolo.err.as_str(), yolo.code), ("dumb-init: unrecognized option '--yolo'\n", 1));
        assert!(
            asked(&["dumb-init", "-c", "--rewrite", "15:32", "true"])
                .unwrap()
                .err
                .contains("between 1 and 31")
        );
        assert!(asked(&["tini", "-e", "256", "true"]).unwrap().err.contains("-e: 256"));
        assert!(asked(&["tini", "-gs"]).unwrap().err.contains("Usage: tini"));
        assert!(asked(&["catatonit"]).unwrap().err.contains("missing program name"));
    }
}
