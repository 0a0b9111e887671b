//! A pause: the keys that may be pressed, and looking back. A key is a line: that works over any connection, and
//! a pipe can press it.

use super::{Context, prompt, stage};
use crate::engine::event::{Event, Interval, Onward, Places};
use crate::error::Result;
use crate::i18n::Message;
use crate::recording::History;
use crate::report::screen::{Look, Screen};
use crate::wrap::wrap;
use unicode_width::UnicodeWidthStr as _;

/// How far what is said at a pause is set in.
const INDENT: &str = "  ";

/// Where the pause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// In a run.
    Run,
    /// In a replay.
    Replay,
    /// In a replay, behind all that was recorded.
    End,
}

/// A pause.
pub(super) struct Pause<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) look: Look,
    /// What has been shown so far.
    pub(super) history: &'a History,
    pub(super) at: At,
}

/// What was pressed.
#[derive(Debug, PartialEq, Eq)]
enum Key<'l> {
    On,
    Back,
    Tree,
    Shell(&'l str),
    Help,
    Leave,
    Unknown,
}

impl<'l> Key<'l> {
    /// On a Korean keyboard the same keys write Hangul if nobody has switched it.
    fn of(line: &'l str) -> Self {
        let mut words = line.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        match (first.to_lowercase().as_str(), second) {
            ("", _) => Self::On,
            ("s" | "ㄴ", name) => Self::Shell(name),
            ("b" | "ㅠ", "") => Self::Back,
            ("t" | "ㅅ", "") => Self::Tree,
            ("?" | "h" | "ㅗ", "") => Self::Help,
            ("q" | "ㅂ", "") => Self::Leave,
            _ => Self::Unknown,
        }
    }
}

impl Pause<'_> {
    /// Until it is clear how to go on. The end of the input counts as Enter: a script may feed us.
    pub(super) fn hold(&self, interval: &mut dyn Interval) -> Result<Onward> {
        // How many steps we look back.
        let mut back = 0;
        loop {
            let line = prompt::key(&self.prompt(), self.context)?;
            match Key::of(&line) {
                Key::On if back == 0 => return Ok(Onward::GoOn),
                Key::On => {
                    back -= 1;
                    self.show(back)?;
                }
                Key::Back if back + 1 < self.history.steps() => {
                    back += 1;
                    self.show(back)?;
                }
                Key::Back => self.say(&Message::new("keys-first"))?,
                Key::Tree => match interval.look()? {
                    Some(observed) => {
                        let screen = Screen::new(self.context.words, self.look);
                        self.context.output.write(&screen.aside(&observed))?;
                    }
                    None => self.say(&Message::new("keys-no-tree"))?,
                },
                Key::Shell(name) => match place(name, interval)? {
                    Ok(container) => {
                        self.say(&Message::new("keys-inside").with("container", container.as_str()))?;
                        return Ok(Onward::Enter(container));
                    }
                    Err(why) => self.say(&why)?,
                },
                Key::Help => self.help()?,
                Key::Leave => return Ok(Onward::Leave),
                Key::Unknown => {
                    let message = Message::new("keys-unknown").with("keys", self.keys());
                    self.say(&message)?;
                }
            }
        }
    }

    fn enter(&self) -> Message {
        Message::new(if self.at == At::End { "keys-enter-end" } else { "step-prompt" })
    }

    fn keys(&self) -> Message {
        let id = if self.at == At::Run { "keys-run" } else { "keys-replay" };
        Message::new(id).with("enter", self.enter())
    }

    /// All keys, or where they have no room how to see them.
    fn prompt(&self) -> String {
        let words = self.context.words;
        let long = words.say(&self.keys());
        let fits = INDENT.len() + long.width() + 2 <= self.context.output.style.width;
        let short = || words.say(&Message::new("keys-short").with("enter", self.enter()));
        format!("\n{INDENT}{} ", if fits { long } else { short() })
    }

    /// A step as it was shown, under a heading that says which; or where we are.
    fn show(&self, back: usize) -> Result<()> {
        let step = self.history.steps() - 1 - back;
        let (earlier, own) = self.history.step(step);
        let (number, of) = own
            .iter()
            .find_map(|entry| match entry.event() {
                Some(Event::StepStarted(started)) => Some((started.step, started.of)),
                _ => None,
            })
            .unwrap_or_default();
        let id = if back == 0 { "keys-here" } else { "keys-back" };
        self.say(&Message::new(id).with("step", number as i64).with("of", of as i64))?;
        let mut screen = Screen::new(self.context.words, self.look);
        for entry in earlier {
            let _ = stage::drawn(&mut screen, entry, self.context);
        }
        let text: String = own.iter().map(|entry| stage::drawn(&mut screen, entry, self.context)).collect();
        self.context.output.write(&text)
    }

    fn help(&self) -> Result<()> {
        let first = if self.at == At::End { "keys-help-end" } else { "keys-help-on" };
        let run = self.at == At::Run;
        let tree = if run { "keys-help-tree" } else { "keys-help-tree-recorded" };
        let shell = run.then_some("keys-help-shell");
        let lines = [Some(first), Some("keys-help-back"), Some(tree), shell, Some("keys-help-leave")];
        let words = self.context.words;
        let mut text = String::from("\n");
        for id in lines.into_iter().flatten() {
            // The key, and then what it does, below itself.
            text += &wrap(&words.get(id), self.context.output.style.width, INDENT, "         ");
            text.push('\n');
        }
        self.context.output.write(&text)
    }

    fn say(&self, message: &Message) -> Result<()> {
        let text = wrap(&self.context.words.say(message), self.context.output.style.width, INDENT, INDENT);
        self.context.output.write(&format!("\n{text}\n"))
    }
}

/// The container to go into, or why there is none.
fn place(name: &str, interval: &mut dyn Interval) -> Result<std::result::Result<String, Message>> {
    let living = match interval.places()? {
        Places::Recorded => return Ok(Err(Message::new("keys-recorded"))),
        Places::Host => return Ok(Err(Message::new("keys-on-host"))),
        Places::Containers(living) => living,
    };
    if !prompt::somebody_there() {
        return Ok(Err(Message::new("keys-no-terminal")));
    }
    Ok(match living.as_slice() {
        [] => Err(Message::new("keys-no-container")),
        [only] if name.is_empty() => Ok(only.clone()),
        _ if living.iter().any(|it| it == name) => Ok(name.to_owned()),
        [first, ..] => {
            let message = Message::new("keys-which").with("names", living.join(", "));
            Err(message.with("first", first.as_str()))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn keys_in_either_script() {
        for (line, key) in [
            ("", Key::On),
            ("  ", Key::On),
            ("b", Key::Back),
            ("B ", Key::Back),
            ("ㅠ", Key::Back),
            ("t", Key::Tree),
            ("ㅅ", Key::Tree),
            ("s", Key::Shell("")),
            ("s nginx", Key::Shell("nginx")),
            ("ㄴ nginx", Key::Shell("nginx")),
            ("?", Key::Help),
            ("h", Key::Help),
            ("q", Key::Leave),
            ("ㅂ", Key::Leave),
            ("bb", Key::Unknown),
            ("q now", Key::Unknown),
            ("4", Key::Unknown),
        ] {
            assert_eq!(Key::of(line), key, "{line:?}");
        }
    }
}
