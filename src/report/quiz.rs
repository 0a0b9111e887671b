//! A quiz as text: what one needs to know to predict, then the kernel's answer.

use super::colour::Meaning;
use super::screen::{INDENT, Look, Screen, View};
use crate::engine::event::{Confidence, Event, Observed, StepStarted};
use crate::i18n::{Message, Words};
use crate::output::Style;
use crate::quiz::deck::{Again, Card};
use crate::quiz::score::Score;

/// Draws one question after the other.
pub struct Page<'a> {
    words: &'a Words,
    style: Style,
    screen: Screen<'a>,
    /// What has been done before the question.
    before: Vec<String>,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub fn new(words: &'a Words, style: Style) -> Self {
        Self { words, style, screen: screen(words, style), before: Vec::new() }
    }

    /// A question's first lines; `init` is the command of its PID 1, empty on the host, and none where the
    /// question may be just that.
    pub fn heading(&mut self, card: &Card, of: usize, lab: &str, init: Option<&[String]>) -> String {
        self.screen = screen(self.words, self.style);
        self.before.clear();
        let mut parts = vec![format!("{}/{of}", card.number), lab.to_owned()];
        parts.extend(init.map(|init| match init {
            [] => self.words.get("run-on-host"),
            _ => format!("PID 1: {}", crate::escape::text(&shell_words::join(init))),
        }));
        let line = parts.join(" · ");
        let mut text = format!("\n{}", self.screen.paragraph(&line, "", Meaning::Heading));
        let id = card.again().map(|again| match again {
            Again::Init => "quiz-again-init",
            Again::Shell => "quiz-again-shell",
            Again::Same => "quiz-again",
        });
        if let Some(id) = id {
            text.push_str(&self.screen.paragraph(&self.words.get(id), "", Meaning::Plain));
        }
        text
    }

    /// A step before the question: a line, and the files that it brings.
    pub fn before(&mut self, step: &StepStarted) {
        let title = step.title.get(self.words.lang());
        let mut text = self.screen.paragraph(title, "  · ", Meaning::Plain);
        for (path, content) in &step.files {
            text.push_str(&self.screen.file(path, content));
        }
        if let Some(line) = &step.line {
            text.push_str(&self.screen.command(&format!("  {} $", line.shell), &line.text));
        }
        self.before.push(text);
    }

    /// All that one may know before one predicts: what has been done, the tree, what is about to be done.
    pub fn question(&mut self, step: &StepStarted, tree: &Observed) -> String {
        let mut text = String::new();
        if !self.before.is_empty() {
            text.push_str(&self.screen.paragraph(&self.words.get("quiz-before"), INDENT, Meaning::Dim));
            text.extend(self.before.drain(..));
        }
        if !tree.snapshot.processes.is_empty() {
            text.push('\n');
            text.push_str(&self.screen.now(tree));
        }
        let title = step.title.get(self.words.lang());
        text.push('\n');
        text.push_str(&self.screen.paragraph(title, INDENT, Meaning::Heading));
        if let Some(say) = &step.say {
            text.push_str(&self.screen.paragraph(say.get(self.words.lang()), INDENT, Meaning::Plain));
        }
        for (path, content) in &step.files {
            text.push_str(&self.screen.file(path, content));
        }
        match (&step.line, &step.docker) {
            (Some(line), _) => {
                text.push_str(&self.screen.command(&format!("{} $", line.shell), &line.text));
            }
            (None, Some(docker)) => {
                text.push_str(&self.screen.command(&self.words.get("run-twin"), docker));
            }
            (None, None) => {}
        }
        text
    }

    /// What follows the question.
    pub fn draw(&mut self, event: &Event) -> String {
        self.screen.draw(event)
    }

    /// Whether a missed question comes again.
    pub fn missed(&self, last_time: bool) -> String {
        let id = if last_time { "quiz-stands" } else { "quiz-returns" };
        format!("\n{}", self.screen.paragraph(&self.words.get(id), INDENT, Meaning::Dim))
    }

    /// Where to go on.
    pub fn end(&self) -> String {
        format!("\n{}", self.screen.paragraph(&self.words.get("quiz-end"), "", Meaning::Plain))
    }

    /// How it went, and the seed that gives the same questions.
    pub fn score(&self, score: &Score, seed: u64) -> String {
        let counted = |id, (right, of): (usize, usize)| {
            self.words.say(&Message::new(id).with("right", right as i64).with("of", of as i64))
        };
        let mut lines = vec![counted("quiz-score", score.first_go())];
        let sure = [
            ("quiz-score-certain", Confidence::Certain),
            ("quiz-score-fairly", Confidence::Fairly),
            ("quiz-score-guess", Confidence::Guess),
        ];
        let said = sure.map(|(id, sure)| (id, score.of(sure)));
        lines.extend(said.into_iter().filter(|(_, (_, of))| *of > 0).map(|(id, count)| counted(id, count)));
        lines.push(self.words.say(&Message::new("quiz-seed").with("seed", seed.to_string())));
        let mut text = String::from("\n");
        for line in &lines {
            text.push_str(&self.screen.paragraph(line, INDENT, Meaning::Plain));
        }
        text
    }
}

fn screen(words: &Words, style: Style) -> Screen<'_> {
    Screen::new(words, Look { style, view: View::Inside, always_before: false, explain: false })
}
