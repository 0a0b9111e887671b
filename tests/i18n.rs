//! Both languages say the same things, and say everything that the program asks for.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{files, read, short};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use std::collections::{BTreeMap, BTreeSet};

/// Identifiers that the program puts together; no literal of the whole stands in the source.
/// `doctor-name-`: from the checks of `doctor`. `help-`: `help.rs`, from the names of commands and arguments.
/// `schema-`: `lab/schema.rs`, from the keys of tables; `tests/schema.rs` finds those that are nobody's.
const COMPOSED: [&str; 3] = ["doctor-name-", "help-", "schema-"];

const PARTICLES: [&str; 10] = ["으로", "은", "는", "이", "가", "을", "를", "와", "과", "로"];

/// A language's sentences: file name, then identifier, then pattern.
type Sentences = BTreeMap<String, BTreeMap<String, Pattern<String>>>;

fn sentences(lang: &str) -> Sentences {
    files(&format!("i18n/{lang}"), ".ftl")
        .iter()
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), messages(&parsed(path))))
        .collect()
}

fn parsed(path: &std::path::Path) -> Resource<String> {
    fluent_syntax::parser::parse(read(path))
        .unwrap_or_else(|(_, faults)| panic!("{}: {faults:?}", short(path)))
}

fn messages(resource: &Resource<String>) -> BTreeMap<String, Pattern<String>> {
    let mut messages = BTreeMap::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            let value = message.value.clone().unwrap_or_else(|| panic!("{} is empty", message.id.name));
            let twice = messages.insert(message.id.name.clone(), value);
            assert!(twice.is_none(), "{} stands twice", message.id.name);
        }
    }
    messages
}

/// Every piece of text of a pattern, and every variable, with what stands right after it.
#[derive(Default)]
struct Pieces {
    texts: Vec<String>,
    variables: BTreeSet<String>,
    followed: Vec<(String, String)>,
}

impl Pieces {
    fn of(pattern: &Pattern<String>) -> Self {
        let mut pieces = Self::default();
        pieces.add(pattern);
        pieces
    }

    fn add(&mut self, pattern: &Pattern<String>) {
        for (n, element) in pattern.elements.iter().enumerate() {
            match element {
                PatternElement::TextElement { value } => self.texts.push(value.clone()),
                PatternElement::Placeable { expression } => {
                    let next = match pattern.elements.get(n + 1) {
                        Some(PatternElement::TextElement { value }) => value.as_str(),
                        _ => "",
                    };
                    self.expression(expression, next);
                }
            }
        }
    }

    fn expression(&mut self, expression: &Expression<String>, next: &str) {
        match expression {
            Expression::Inline(inline) => self.inline(inline, next),
            Expression::Select { selector, variants } => {
                self.inline(selector, "");
                for variant in variants {
                    self.add(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<String>, next: &str) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.clone());
                self.followed.push((id.name.clone(), next.to_owned()));
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    self.inline(argument, next);
                }
            }
            InlineExpression::Placeable { expression } => self.expression(expression, next),
            _ => {}
        }
    }
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_variables() {
    let (english, korean) = (sentences("en"), sentences("ko"));
    assert_eq!(english.keys().collect::<Vec<_>>(), korean.keys().collect::<Vec<_>>());
    for (file, sentences) in &english {
        let theirs = &korean[file];
        assert_eq!(sentences.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>(), "{file}");
        for (id, sentence) in sentences {
            assert_eq!(Pieces::of(sentence).variables, Pieces::of(&theirs[id]).variables, "{id} in {file}");
        }
    }
}

#[test]
fn no_sentence_stands_in_two_files_and_every_file_is_loaded() {
    let loader = read("src/i18n.rs");
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (file, sentences) in sentences("en") {
        let area = file.trim_end_matches(".ftl");
        assert!(loader.contains(&format!("\"{area}\"")), "src/i18n.rs does not load {file}");
        for id in sentences.into_keys() {
            let named_after = format!("{}.ftl", id.split('-').next().unwrap());
            let elsewhere = named_after != file
                && loader.contains(&format!("\"{}\"", named_after.trim_end_matches(".ftl")));
            assert!(!elsewhere, "{id} of {file} is looked for in {named_after}");
            let before = seen.insert(id.clone(), file.clone());
            assert!(before.is_none(), "{id} stands in {file} and in {}", before.unwrap());
        }
    }
}

/// The program's source without comment lines and without its unit tests.
fn sources() -> Vec<(String, String)> {
    let files = files("src", ".rs");
    let code = |path: &std::path::PathBuf| {
        let text = read(path);
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    files.iter().map(|path| (short(path), code(path))).collect()
}

/// The literals that directly follow a call.
fn literals<'a>(code: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    code.split(call).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
}

#[test]
fn every_sentence_that_is_asked_for_exists() {
    let known: BTreeSet<String> = sentences("en").into_values().flat_map(BTreeMap::into_keys).collect();
    let mut asked = 0;
    for (file, code) in sources() {
        for call in ["Message::new(", "words.get(", "words.find("] {
            for id in literals(&code, call) {
                assert!(known.contains(id), "{file} asks for {id}");
                asked += 1;
            }
        }
    }
    assert!(asked > 30, "only {asked} found: has the way to ask changed?");
}

#[test]
fn every_sentence_is_asked_for() {
    let code: String = sources().into_iter().map(|(_, code)| code).collect();
    for (file, sentences) in sentences("en") {
        for id in sentences.into_keys() {
            let composed = COMPOSED.iter().any(|prefix| id.starts_with(prefix));
            assert!(composed || code.contains(&format!("\"{id}\"")), "nothing says {id} of {file}");
        }
    }
}

/// Every help text belongs to a command and an argument that exist: the others are nobody's.
#[test]
fn every_help_text_belongs_to_something() {
    let command = <pidlab::cli::Cli as clap::CommandFactory>::command();
    let arguments = |command: &clap::Command| {
        let ids = command.get_arguments().map(|arg| arg.get_id().to_string());
        ids.chain(["help".into(), "version".into()]).collect::<BTreeSet<String>>()
    };
    let mut known = BTreeSet::new();
    let mut shared = arguments(&command);
    for sub in command.get_subcommands() {
        shared.extend(arguments(sub));
        let texts = ["about".into(), "more".into(), "examples".into()];
        let of_arguments =
            arguments(sub).into_iter().flat_map(|id| [format!("arg-{id}"), format!("arg-{id}-more")]);
        known.extend(
            texts.into_iter().chain(of_arguments).map(|end| format!("help-{}-{end}", sub.get_name())),
        );
    }
    known.extend(["help-about", "help-more", "help-examples"].map(String::from));
    known.extend(shared.into_iter().flat_map(|id| [format!("help-arg-{id}"), format!("help-arg-{id}-more")]));
    for id in sentences("en")["help.ftl"].keys().filter(|id| id.starts_with("help-")) {
        assert!(known.contains(id), "{id} belongs to no command and no argument");
    }
}

/// Whether a Korean particle stands at the beginning, and not the beginning of a longer word.
fn begins_with_particle(text: &str) -> bool {
    PARTICLES.iter().any(|particle| {
        text.strip_prefix(particle)
            .is_some_and(|rest| !rest.starts_with(|c: char| ('가'..='힣').contains(&c)))
    })
}

#[test]
fn particles_are_told_from_words() {
    for text in ["은 ", "가", "으로.", "로 "] {
        assert!(begins_with_particle(text), "{text}");
    }
    for text in ["가지", "초", " 이", "이상", "입니다"] {
        assert!(!begins_with_particle(text), "{text}");
    }
}

/// Which particle is right depends on how the last syllable is read, which is not known of a variable; and
/// numbers are read in two ways. PID 1 is a name: it is read in one way only.
#[test]
fn no_korean_particle_follows_a_variable_or_a_number() {
    for (file, sentences) in sentences("ko") {
        for (id, sentence) in sentences {
            let pieces = Pieces::of(&sentence);
            for (variable, next) in pieces.followed {
                assert!(!begins_with_particle(&next), "{file} {id}: {{ ${variable} }}{next}");
            }
            for text in pieces.texts {
                let numbers = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
                for (at, _) in numbers {
                    let fits = text[..=at].ends_with("PID 1") || !begins_with_particle(&text[at + 1..]);
                    assert!(fits, "{file} {id}: {text}");
                }
            }
        }
    }
}
