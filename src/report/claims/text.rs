//! For a terminal: all claims with a line of evidence each, or one with all its evidence.

use super::super::colour::{Meaning, paint};
use super::{Page, say};
use crate::claims::{Checks, Finding, Tested};
use crate::escape;
use crate::i18n::{Message, Words};
use crate::lab::Holding;
use crate::output::Style;
use crate::wrap::wrap;
use std::fmt::Write as _;

/// All of them.
pub fn text(page: &Page<'_>, words: &Words, style: Style) -> String {
    let mut draw = Draw { words, style, text: String::new() };
    draw.head(page);
    for finding in page.findings {
        draw.entry(finding);
    }
    draw.blank();
    draw.line(&words.say(&count(page)), "", Meaning::Heading);
    draw.played(page);
    draw.line(&words.get("claims-more"), "", Meaning::Dim);
    draw.text
}

/// One explained.
pub fn one(page: &Page<'_>, finding: &Finding<'_>, words: &Words, style: Style) -> String {
    let lang = words.lang();
    let mut draw = Draw { words, style, text: String::new() };
    draw.head(page);
    draw.claim(finding);
    draw.verdict(finding);
    if finding.verdict().is_some() {
        draw.blank();
        let so = Message::new("claims-so").with("so", finding.claim.so.get(lang));
        draw.line(&words.say(&so), "  ", Meaning::Plain);
    }
    draw.blank();
    draw.line(&words.get("claims-checks"), "  ", Meaning::Heading);
    for tested in &finding.tests {
        draw.test(tested);
    }
    draw.blank();
    draw.line(&words.get("claims-see"), "  ", Meaning::Heading);
    draw.commands(finding);
    draw.blank();
    draw.played(page);
    draw.text
}

fn count(page: &Page<'_>) -> Message {
    let of = |wanted| page.findings.iter().filter(|it| it.verdict() == wanted).count() as i64;
    Message::new("claims-count")
        .with("holds", of(Some(Holding::Holds)))
        .with("if", of(Some(Holding::HoldsIf)))
        .with("not", of(Some(Holding::DoesNotHold)))
        .with("unknown", of(None))
}

/// A mark for who sees no colour.
fn mark(finding: &Finding<'_>) -> (&'static str, Meaning) {
    match finding.verdict() {
        Some(Holding::Holds) => ("✓", Meaning::Good),
        Some(Holding::HoldsIf) => ("~", Meaning::Orphan),
        Some(Holding::DoesNotHold) => ("✗", Meaning::Bad),
        None => ("?", Meaning::Plain),
    }
}

struct Draw<'a> {
    words: &'a Words,
    style: Style,
    text: String,
}

impl Draw<'_> {
    fn head(&mut self, page: &Page<'_>) {
        let mode = self.words.get(if page.privileged { "run-privileged" } else { "run-rootless" });
        let head = Message::new("claims-head").with("kernel", page.kernel).with("mode", mode);
        self.line(&self.words.say(&head), "", Meaning::Heading);
    }

    fn entry(&mut self, finding: &Finding<'_>) {
        self.claim(finding);
        self.verdict(finding);
        if finding.verdict() == Some(Holding::DoesNotHold) {
            self.line(finding.claim.so.get(self.words.lang()), "     ", Meaning::Plain);
        }
        if let Some(tested) = finding.obstacle() {
            self.obstacle(tested);
        } else if let Some((tested, what)) =
            finding.tests.first().and_then(|tested| Some((tested, tested.evidence()?)))
        {
            self.at(tested, what.clone());
        }
    }

    fn claim(&mut self, finding: &Finding<'_>) {
        self.blank();
        let lead = format!("{:<4} ", finding.claim.id);
        self.line(finding.claim.claim.get(self.words.lang()), &lead, Meaning::Heading);
    }

    fn verdict(&mut self, finding: &Finding<'_>) {
        let (mark, meaning) = mark(finding);
        let verdict = self.words.say(&say::verdict(finding, self.words.lang()));
        self.line(&verdict, &format!("  {mark}  "), meaning);
    }

    fn obstacle(&mut self, tested: &Tested<'_>) {
        if let Some(why) = say::why(tested) {
            self.at(tested, why);
        }
        if let Some(remedy) = say::remedy(tested) {
            let remedy = Message::new("claims-remedy").with("remedy", remedy.clone());
            self.line(&self.words.say(&remedy), "     ", Meaning::Plain);
        }
    }

    fn at(&mut self, tested: &Tested<'_>, what: Message) {
        let place = say::place(tested.test);
        let evidence = match tested.step {
            Some(step) => {
                Message::new("claims-evidence-titled").with("title", step.title.get(self.words.lang()))
            }
            None => Message::new("claims-evidence"),
        };
        let evidence = evidence.with("place", place);
        self.line(&self.words.say(&evidence.with("what", what)), "     ", Meaning::Dim);
    }

    fn test(&mut self, tested: &Tested<'_>) {
        self.blank();
        let place = self.words.say(&say::place(tested.test));
        match tested.step {
            Some(step) => {
                let title = step.title.get(self.words.lang());
                self.line(&format!("{place} · {title}"), "  ", Meaning::Plain);
                self.checks(step);
            }
            None => self.line(&place, "  ", Meaning::Plain),
        }
        if tested.evidence().is_none() {
            self.obstacle(tested);
        }
    }

    fn checks(&mut self, step: &Checks) {
        for line in
            step.typed.iter().chain(step.docker.as_ref().filter(|line| step.typed.as_ref() != Some(line)))
        {
            // Never broken by us: it is there to be copied.
            let _ = writeln!(self.text, "    $ {}", escape::text(line));
        }
        for checked in &step.checked {
            let (mark, meaning) = if checked.holds { ("✓", Meaning::Good) } else { ("✗", Meaning::Bad) };
            self.line(&self.words.say(&checked.what), &format!("    {mark} "), meaning);
        }
    }

    fn commands(&mut self, finding: &Finding<'_>) {
        let mut commands: Vec<String> = finding.tests.iter().map(|it| say::command(it.test)).collect();
        commands.dedup();
        for command in commands {
            let _ = writeln!(self.text, "    {command} --step");
        }
    }

    fn played(&mut self, page: &Page<'_>) {
        let seconds = format!("{:.1}", page.seconds());
        let played = Message::new("claims-played").with("labs", page.labs as i64).with("seconds", seconds);
        self.line(&self.words.say(&played), "", Meaning::Dim);
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Wrapped to the width, the first line led by `lead`, the others set in as far.
    fn line(&mut self, text: &str, lead: &str, meaning: Meaning) {
        let rest = " ".repeat(lead.chars().count());
        let text = text.replace("PID 1", "PID\u{a0}1");
        for line in wrap(&text, self.style.width, lead, &rest).lines() {
            let _ = writeln!(self.text, "{}", paint(line, meaning, self.style));
        }
    }
}
