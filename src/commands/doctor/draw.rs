//! The diagnosis for people: the verdict first, then all that was found, then what to type next.

use super::Diagnosis;
use super::check::{Check, Group, Status};
use crate::error;
use crate::i18n::{Message, Words};
use crate::output::Style;
use crate::report::colour::{Meaning, paint};
use crate::sandbox::machine::{Mode, Refused, Remedy};
use crate::wrap::wrap;
use unicode_width::UnicodeWidthStr as _;

/// Columns of the names; the longest are those of sysctls.
const NAMES: usize = 25;

/// An option that stays in one line with its value.
const OPTION: &str = "--security-opt ";

/// Stands for a space at which no line ends.
const TIED: &str = "\u{a0}";

/// Draws it for a terminal of that style.
pub(super) fn text(diagnosis: &Diagnosis, words: &Words, style: Style) -> String {
    let page = Page { words, style };
    let mut text = match &diagnosis.refused {
        None => page.can(diagnosis.mode),
        Some((refused, remedy)) => page.cannot(*refused, remedy),
    };
    for group in Group::ALL {
        text += &page.group(group, &diagnosis.checks);
    }
    let next = if diagnosis.refused.is_none() { "doctor-next-run" } else { "doctor-next-again" };
    text + "\n" + &page.wrapped(&words.get(next), "", "")
}

struct Page<'a> {
    words: &'a Words,
    style: Style,
}

impl Page<'_> {
    fn can(&self, mode: Mode) -> String {
        let id = match mode {
            Mode::Rootless => "doctor-runs-rootless",
            Mode::Privileged => "doctor-runs-privileged",
        };
        self.marked(Status::Ok, &self.words.get(id))
    }

    fn cannot(&self, refused: Refused, remedy: &Remedy) -> String {
        let verdict = Message::new("doctor-cannot")
            .with("call", refused.stage.call())
            .with("errno", error::describe(refused.errno));
        let because = Message::new("doctor-because").with("why", remedy.why.clone());
        let mut text = self.marked(Status::Fail, &self.words.say(&verdict));
        text += &self.wrapped(&self.words.say(&because), "  ", "  ");
        for (number, command) in remedy.commands.iter().enumerate() {
            let lead = if number == 0 { "doctor-type" } else { "doctor-type-or" };
            text += &self.to_type(lead, command);
        }
        if let Some(keep) = &remedy.keep {
            let lead = if keep.contains("apparmor.d") { "doctor-keep-profile" } else { "doctor-keep" };
            text += &self.to_type(lead, keep);
        }
        text
    }

    fn to_type(&self, lead: &str, command: &str) -> String {
        self.wrapped(&self.words.get(lead), "  ", "  ") + &self.command(command, "      ")
    }

    fn group(&self, group: Group, checks: &[Check]) -> String {
        let mut text = format!("\n{}\n", paint(&self.words.get(group.title()), Meaning::Heading, self.style));
        for check in checks.iter().filter(|check| check.group == group) {
            text += &self.check(check);
        }
        text
    }

    fn check(&self, check: &Check) -> String {
        let name =
            self.words.find(&format!("doctor-name-{}", check.id)).unwrap_or_else(|| check.id.to_owned());
        let padding = " ".repeat(NAMES.saturating_sub(name.width()));
        let indent = " ".repeat(NAMES + 5);
        let shown = self.words.say(&check.shown);
        let value = self.wrapped(&shown, &indent, &indent);
        let mut text =
            format!("  {} {name}{padding} {}", mark(check.status, self.style), value.trim_start_matches(' '));
        if let (Some(command), false) = (&check.remedy, check.group == Group::Trial) {
            text += &self.command(command, &" ".repeat(6));
        }
        text
    }

    fn marked(&self, status: Status, sentence: &str) -> String {
        let text = self.wrapped(sentence, "  ", "  ");
        format!("{} {}", mark(status, self.style), text.trim_start_matches(' '))
    }

    fn wrapped(&self, text: &str, first: &str, further: &str) -> String {
        wrap(text, self.style.width, first, further) + "\n"
    }

    /// A line that is too long goes on after a backslash, so that it can be copied as it is.
    fn command(&self, command: &str, indent: &str) -> String {
        if command.contains(['\n', '{']) {
            // A here-document's lines and JSON in quotes must stay as they are.
            return textwrap::indent(command, indent) + "\n";
        }
        let tied = command.replace(OPTION, &OPTION.replace(' ', TIED));
        let lines = wrap(&tied, self.style.width - 2, indent, &format!("{indent}  "));
        lines.replace(TIED, " ").replace('\n', " \\\n") + "\n"
    }
}

/// The meaning is in the sign; the colour only repeats it.
fn mark(status: Status, style: Style) -> String {
    let (sign, meaning) = match status {
        Status::Ok => ("✓", Meaning::Good),
        Status::Warn => ("!", Meaning::Orphan),
        Status::Fail => ("✗", Meaning::Bad),
        Status::Info => ("·", Meaning::Plain),
    };
    paint(sign, meaning, style)
}
