//! For a terminal.

use super::super::colour::{Meaning, paint};
use super::super::stage_tree::{self, View};
use super::super::table::cut;
use super::cause::excerpt;
use super::sentences::{Sentence, milliseconds, overall, sentences};
use super::side_by_side::short;
use super::{Change, Outcome, Page, Row, Tested, status};
use crate::compare::Found;
use crate::engine::event::{Moment, Observed};
use crate::escape;
use crate::i18n::{Message, Words};
use crate::output::Style;
use crate::script::diff::{Changed, changed};
use crate::script::{Fix, Kind};
use crate::snapshot::Snapshot;
use crate::wrap::wrap;
use std::fmt::Write as _;

/// The whole page.
pub fn text(page: &Page, words: &Words, style: Style) -> String {
    let mut draw = Draw { words, style, text: String::new() };
    draw.head(page);
    match &page.outcome {
        Outcome::Ended { .. } => draw.ended(&page.outcome),
        Outcome::Tested(tested) => draw.tested(tested),
    }
    draw.text
}

/// A page that is being written.
pub(super) struct Draw<'a> {
    pub(super) words: &'a Words,
    pub(super) style: Style,
    pub(super) text: String,
}

impl Draw<'_> {
    fn line(&mut self, text: &str, lead: &str, meaning: Meaning) {
        let further: String = lead.chars().map(|_| ' ').collect();
        // No line ends within `PID 1`.
        let text = wrap(&text.replace("PID 1", "PID\u{a0}1"), self.style.width, lead, &further);
        let _ = writeln!(self.text, "{}", paint(&text, meaning, self.style));
    }

    fn say(&mut self, message: &Message, lead: &str, meaning: Meaning) {
        self.line(&self.words.say(message), lead, meaning);
    }

    fn heading(&mut self, id: &'static str) {
        self.text.push('\n');
        self.say(&Message::new(id), "", Meaning::Heading);
    }

    fn head(&mut self, page: &Page) {
        let mode = self.words.get(if page.rootless { "run-rootless" } else { "run-privileged" });
        let head = Message::new("try-head").with("kernel", page.kernel.as_str()).with("mode", mode);
        self.say(&head, "", Meaning::Heading);
        let command = escape::text(&shell_words::join(&page.command));
        let shown = cut(&command, self.style.width.saturating_sub(2));
        let _ = writeln!(self.text, "  {shown}");
    }

    fn sentence(&mut self, sentence: &Sentence) {
        let (mark, meaning) = sentence.mark.shown();
        self.say(&sentence.message, &format!("{mark} "), meaning);
        if let Some(evidence) = &sentence.evidence {
            self.say(evidence, "    ", Meaning::Dim);
        }
    }

    fn ended(&mut self, outcome: &Outcome) {
        let Outcome::Ended { ended, after, printed, carriage_returns, foreground } = outcome else { return };
        self.text.push('\n');
        let status = status(*ended);
        let message = Message::new("try-ended").with("status", i64::from(status));
        self.say(&message.with("ms", milliseconds(*after)), "✗ ", Meaning::Bad);
        self.printed(printed);
        self.text.push('\n');
        self.say(&Message::new("try-ended-why"), "", Meaning::Plain);
        let hint = match status {
            127 if *carriage_returns => Some("try-ended-carriage-return"),
            127 => Some("try-ended-not-found"),
            126 => Some("try-ended-not-executable"),
            0 => Some("try-ended-well"),
            _ => None,
        };
        let read_only = String::from_utf8_lossy(printed).contains("Read-only file system");
        for hint in hint.into_iter().chain(read_only.then_some("try-ended-read-only")) {
            self.say(&Message::new(hint), "", Meaning::Plain);
        }
        if let Some(foreground) = foreground.as_deref().filter(|_| status == 0) {
            self.say(&Message::new("try-ended-foreground").with("command", foreground), "", Meaning::Plain);
        }
        self.see("foreground");
    }

    /// The last lines of what was printed.
    fn printed(&mut self, printed: &[u8]) {
        let text = String::from_utf8_lossy(printed);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        for line in lines.iter().skip(lines.len().saturating_sub(5)) {
            // Whole: what went wrong stands at the end of a line.
            let shown = wrap(&escape::text(line.trim_end()), self.style.width, "  │ ", "  │   ");
            let _ = writeln!(self.text, "{shown}");
        }
    }

    fn tested(&mut self, tested: &Tested) {
        self.heading("try-after-start");
        self.tree(&tested.own);
        self.printed(&tested.printed);
        self.text.push('\n');
        if tested.goes_on {
            self.say(&Message::new("try-goes-on"), "~ ", Meaning::Bad);
        }
        for sentence in sentences(&tested.own) {
            self.sentence(&sentence);
        }
        self.text.push('\n');
        self.sentence(&overall(&tested.own));
        if let Some((accused, guilt)) = tested.named() {
            let excerpt = excerpt(accused, guilt, self.words, self.style.width);
            let _ = write!(self.text, "\n{excerpt}\n");
        }
        if !tested.own.problems().is_empty() {
            self.remedy(tested);
        }
        self.see(lab(tested));
    }

    fn tree(&mut self, found: &Found) {
        let snapshot = Snapshot { processes: found.start.processes.clone(), stable: true };
        let observed =
            Observed { step: 0, moment: Moment::After, snapshot, changes: Vec::new(), gone: Vec::new() };
        let style = Style { width: self.style.width.saturating_sub(2), ..self.style };
        for line in stage_tree::draw(&observed, View::Inside, self.words, style) {
            let _ = writeln!(self.text, "  {line}");
        }
    }

    fn remedy(&mut self, tested: &Tested) {
        self.heading(if tested.best.is_some() { "try-fix" } else { "try-no-fix" });
        if let Some(row) = tested.best.map(|best| &tested.rows[best]) {
            self.say(&describe(&row.change), "", Meaning::Plain);
            self.difference(&row.change, tested);
        }
        self.text.push('\n');
        self.table(tested);
        for row in &tested.rows {
            self.failed(row);
        }
    }

    fn difference(&mut self, change: &Change, tested: &Tested) {
        match (change, &tested.accused) {
            (Change::Text(remedy) | Change::Both(remedy), Some(accused)) => {
                let numbered = tested.line.is_none();
                for line in changed(&accused.text, &remedy.text) {
                    self.changed(&line, numbered);
                }
            }
            (Change::ExecForm(words), _) => {
                let line = tested.line.as_deref().unwrap_or_default();
                let exec = serde_json::to_string(words).unwrap_or_default().replace("\",\"", "\", \"");
                self.changed(&Changed::Less(0, &format!("ENTRYPOINT {line}")), false);
                self.changed(&Changed::More(0, &format!("ENTRYPOINT {exec}")), false);
            }
            _ => {}
        }
    }

    fn changed(&mut self, line: &Changed<'_>, numbered: bool) {
        let (sign, number, text, meaning) = match line {
            Changed::Less(number, text) => ('-', number, text, Meaning::Bad),
            Changed::More(number, text) => ('+', number, text, Meaning::Good),
        };
        let number = if numbered { format!("{number:>4} ") } else { "  ".to_owned() };
        let shown = format!("{number}{sign} {}", escape::text(text));
        let _ = writeln!(self.text, "{}", paint(&shown, meaning, self.style));
    }

    /// A change that could not be tried here.
    fn failed(&mut self, row: &Row) {
        let what = self.words.get(short(&row.change));
        let (message, printed) = match &row.found {
            Ok(_) => return,
            Err(crate::compare::Failed::Refused(message)) => {
                (Message::new("try-change-refused").with("why", message.clone()), &[][..])
            }
            Err(crate::compare::Failed::Ended { ended, printed }) => (
                Message::new("try-change-ended").with("status", i64::from(status(*ended))),
                printed.as_slice(),
            ),
        };
        self.text.push('\n');
        self.say(&message.with("change", what), "", Meaning::Plain);
        if let Change::Text(remedy) = &row.change {
            for line in remedy.text.lines().filter(|line| line.trim_start().starts_with("exec ")) {
                self.changed(&Changed::More(0, line), false);
            }
        }
        self.printed(printed);
    }

    fn see(&mut self, lab: &'static str) {
        self.text.push('\n');
        self.say(&Message::new("try-see").with("lab", lab), "", Meaning::Dim);
    }
}

/// The lab that shows why.
fn lab(tested: &Tested) -> &'static str {
    match tested.named().map(|(accused, _)| accused.suspect.kind) {
        Some(Kind::Keeper | Kind::KeeperOfDaemon | Kind::Endless) => "forbidden",
        Some(_) if tested.shell_form => "shell-form",
        Some(_) => "entrypoint",
        None if tested.own.problems().is_empty() => "stop",
        None => "signals",
    }
}

fn describe(change: &Change) -> Message {
    Message::new(match change {
        Change::None => "try-row-own",
        Change::ExecForm(_) => "try-fix-exec-form",
        Change::Init => "try-fix-init",
        Change::Both(_) => "try-fix-both",
        Change::Text(remedy) => match remedy.fix {
            Fix::Exec => "try-fix-exec",
            Fix::ExecService => "try-fix-exec-service",
            Fix::ExecForeground => "try-fix-foreground",
            Fix::TrapAndWait => "try-fix-trap",
        },
    })
}
