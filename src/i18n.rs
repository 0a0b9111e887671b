//! Languages: which one, the sentences of the program (Fluent), and a lab's own pairs of texts.

use crate::escape;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cell::OnceCell;

/// The languages pidlab speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// 한국어
    Ko,
}

impl Lang {
    /// The first of `--lang` (as typed, before clap has run), `PIDLAB_LANG`, `LC_ALL`, `LC_MESSAGES` and
    /// `LANG` that is set and not empty decides (`locale(7)`); English otherwise.
    pub fn detect(arguments: &[String], variable: impl Fn(&str) -> Option<String>) -> Self {
        typed(arguments, "--lang")
            .or_else(|| {
                ["PIDLAB_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
                    .iter()
                    .find_map(|name| variable(name).filter(|value| !value.is_empty()))
            })
            .map_or(Self::En, |value| Self::of_locale(&value))
    }

    fn of_locale(value: &str) -> Self {
        let language = value.split(['_', '.', '-', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("ko") { Self::Ko } else { Self::En }
    }

    /// `en`, `ko`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }
}

/// What was typed for a long option, before clap has run: errors of the command line itself depend on it.
pub fn typed(arguments: &[String], option: &str) -> Option<String> {
    let mut rest = arguments.iter().take_while(|argument| *argument != "--");
    while let Some(argument) = rest.next() {
        if argument == option {
            return rest.next().cloned();
        }
        if let Some(value) = argument.strip_prefix(option).and_then(|tail| tail.strip_prefix('=')) {
            return Some(value.to_owned());
        }
    }
    None
}

/// A text that a lab brings in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// English
    pub en: String,
    /// 한국어
    pub ko: String,
}

impl Text {
    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ko => &self.ko,
        }
    }
}

/// A sentence of the program, still without a language: a Fluent identifier and its arguments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    id: Cow<'static, str>,
    args: Vec<(Cow<'static, str>, Arg)>,
}

/// An argument of a [`Message`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// Text, escaped when it is said.
    Text(String),
    /// A number; Fluent may choose by it.
    Number(i64),
    /// Another sentence inside this one.
    Message(Box<Message>),
}

impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<Message> for Arg {
    fn from(value: Message) -> Self {
        Self::Message(Box::new(value))
    }
}

impl Message {
    /// The sentence `id` of `i18n/`.
    pub fn new(id: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), args: Vec::new() }
    }

    /// Adds an argument. Text is escaped when the sentence is said, so raw names may be given.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((Cow::Borrowed(name), value.into()));
        self
    }

    /// Its identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its arguments.
    pub fn args(&self) -> impl Iterator<Item = &Arg> {
        self.args.iter().map(|(_, value)| value)
    }
}

/// The areas that the sentences are divided into, a Fluent file each: its name, its English and its Korean text.
macro_rules! areas {
    ($($name:literal)*) => {
        &[$((
            $name,
            include_str!(concat!("../i18n/en/", $name, ".ftl")),
            include_str!(concat!("../i18n/ko/", $name, ".ftl")),
        )),*]
    };
}

/// An identifier that begins with the name of an area stands there. The others are looked for in this order: in a run's
/// first.
const AREAS: &[(&str, &str, &str)] = areas! {
    "run" "pause" "tree" "pidlab" "show" "list" "lab" "doctor" "compare" "claims" "try" "quiz" "recording"
    "front" "start" "usage" "help" "man" "init" "schema"
};

/// The sentences of one language, ready to be said.
pub struct Words {
    lang: Lang,
    /// An area each. Read when a sentence is first looked for in it: no command needs them all.
    areas: [OnceCell<FluentBundle<FluentResource>>; AREAS.len()],
}

impl Words {
    /// The sentences of `lang`; they are part of the program.
    pub fn new(lang: Lang) -> Self {
        Self { lang, areas: Default::default() }
    }

    fn area(&self, index: usize) -> &FluentBundle<FluentResource> {
        let (_, english, korean) = AREAS[index];
        let source = match self.lang {
            Lang::En => english,
            Lang::Ko => korean,
        };
        self.areas[index].get_or_init(|| bundle(self.lang, source))
    }

    /// Which language this is.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The sentence in this language.
    pub fn say(&self, message: &Message) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            args.set(
                &**name,
                match value {
                    Arg::Text(text) => FluentValue::from(escape::text(text)),
                    Arg::Number(number) => FluentValue::from(*number),
                    Arg::Message(inner) => FluentValue::from(self.say(inner)),
                },
            );
        }
        self.look_up(&message.id, Some(&args)).unwrap_or_else(|| escape::text(&message.id))
    }

    /// The sentence `id` without arguments.
    pub fn get(&self, id: &str) -> String {
        self.find(id).unwrap_or_else(|| id.to_owned())
    }

    /// The sentence `id` without arguments, if there is one. For identifiers that are put together, as
    /// those of help texts are.
    pub fn find(&self, id: &str) -> Option<String> {
        self.look_up(id, None)
    }

    /// Whether there is a sentence `id`.
    pub fn knows(&self, id: &str) -> bool {
        order(id).any(|index| self.area(index).has_message(id))
    }

    fn look_up(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        order(id).find_map(|index| {
            let area = self.area(index);
            let pattern = area.get_message(id)?.value()?;
            let mut faults = Vec::new();
            Some(area.format_pattern(pattern, args, &mut faults).into_owned())
        })
    }
}

/// The areas in which an identifier is looked for: the one that it is named after, if there is one, else all.
fn order(id: &str) -> std::ops::Range<usize> {
    let own = AREAS.iter().position(|(name, ..)| id.split('-').next() == Some(name));
    own.map_or(0..AREAS.len(), |own| own..own + 1)
}

fn bundle(lang: Lang, source: &str) -> FluentBundle<FluentResource> {
    let locale = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![locale]);
    bundle.set_use_isolating(false);
    // A fault in a file is found by a test; here what could be read is used.
    let read = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(read);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(arguments: &[&str], variables: &[(&str, &str)]) -> Lang {
        let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
        Lang::detect(&arguments, |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_option_wins_then_the_variables_in_order() {
        assert_eq!(detect(&["run", "--lang", "ko"], &[("LANG", "en_US.UTF-8")]), Lang::Ko);
        assert_eq!(detect(&["--lang=en"], &[("PIDLAB_LANG", "ko")]), Lang::En);
        assert_eq!(detect(&[], &[("PIDLAB_LANG", ""), ("LC_ALL", "ko_KR.UTF-8")]), Lang::Ko);
        assert_eq!(detect(&[], &[("LC_ALL", "C"), ("LANG", "ko_KR.UTF-8")]), Lang::En);
        assert_eq!(detect(&[], &[]), Lang::En);
    }

    #[test]
    fn what_follows_a_double_dash_is_not_ours() {
        assert_eq!(detect(&["init", "--", "x", "--lang", "ko"], &[]), Lang::En);
    }
}
