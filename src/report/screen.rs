//! A run as text for people.

use super::colour::{Meaning, paint};
pub use super::stage_tree::View;
use super::{stage_tree, visit};
use crate::engine::event::{
    Checked, Event, LabFinished, LabStarted, Left, Moment, Observed, Row, StepStarted, Stopped, Verdict,
    Visited,
};
use crate::escape;
use crate::i18n::{Message, Text, Words};
use crate::output::Style;
use std::fmt::Write as _;
use std::time::Duration;
use unicode_width::UnicodeWidthStr as _;

/// What is shown, and how.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// How text is drawn.
    pub style: Style,
    /// Which PIDs are shown.
    pub view: View,
    /// Whether every tree before an action is shown, even if it is the last one shown.
    pub always_before: bool,
    /// Whether system calls and reasons are shown.
    pub explain: bool,
}

/// Draws events one after the other.
pub struct Screen<'a> {
    pub(super) words: &'a Words,
    pub(super) look: Look,
    /// The tree before the action, kept until it is known what is beside it.
    before: Option<Vec<String>>,
    /// The processes of the last tree shown.
    shown: Option<crate::snapshot::Snapshot>,
    /// How many checks the step has had: the first one is set off.
    checked: bool,
    /// What is explained only after the answer.
    held: Option<Text>,
    /// Files that have been shown: the same file need not be read twice.
    files: Vec<(String, String)>,
}

/// How far a step's content is set in.
pub(super) const INDENT: &str = "  ";

/// How long the course's processes sleep.
const COURSE_SECONDS: f64 = 60.0;

/// How long `docker stop` waits.
const DOCKER_GRACE: f64 = 10.0;

/// Columns between two trees side by side.
const BETWEEN: usize = 4;

impl<'a> Screen<'a> {
    /// An empty screen.
    pub fn new(words: &'a Words, look: Look) -> Self {
        Self { words, look, before: None, shown: None, checked: false, held: None, files: Vec::new() }
    }

    /// The text for an event; may be empty.
    pub fn draw(&mut self, event: &Event) -> String {
        match event {
            Event::LabStarted(started) => self.started(started),
            Event::StepStarted(step) => self.step(step),
            Event::Observed(observed) => self.observed(observed),
            Event::Output { from, line } => self.output(from, line),
            Event::Stopped(stopped) => self.stopped(stopped),
            Event::Row(row) => self.row(row),
            Event::Checked(checked) => self.checked(checked),
            Event::Answered(answered) => {
                let held = self.held.take();
                self.answered(answered, held.as_ref())
            }
            Event::Told(text) => {
                format!("\n{}", self.paragraph(text.get(self.words.lang()), INDENT, Meaning::Plain))
            }
            Event::Noted(message) => {
                format!("\n{}", self.paragraph(&self.words.say(message), INDENT, Meaning::Plain))
            }
            Event::CutShort(process) => self.cut_short(process),
            Event::Visited(visited) => self.visited(visited),
            Event::Left(left) => self.left(*left),
            Event::Lesson(text) => self.lesson(text.get(self.words.lang())),
            Event::LabFinished(finished) => self.finished(*finished),
        }
    }

    /// Which PIDs are shown: on the host there is one view only.
    pub fn view(&self) -> View {
        self.look.view
    }

    /// A tree outside the course of events, which it does not change.
    pub fn aside(&self, observed: &Observed) -> String {
        let tree = stage_tree::draw(observed, self.look.view, self.words, self.inner());
        self.trees(None, &tree, observed.snapshot.stable)
    }

    /// A line about how long a wait may still take; it is drawn over itself.
    pub fn countdown(&self, left: Option<Duration>, may_skip: bool) -> String {
        match left {
            None => "\r\x1b[K".to_owned(),
            Some(left) => {
                let tenths = left.as_millis().div_ceil(100);
                let text = format!("{}.{}", tenths / 10, tenths % 10);
                let id = if may_skip { "run-countdown-skip" } else { "run-countdown" };
                let line = self.words.say(&Message::new(id).with("seconds", text));
                format!(
                    "\r{INDENT}{}\x1b[K",
                    super::table::cut(&line, self.look.style.width.saturating_sub(3))
                )
            }
        }
    }

    fn started(&mut self, started: &LabStarted) -> String {
        // On the host there is one view only.
        if started.init.is_empty() {
            self.look.view = View::Inside;
        }
        let title = format!("{} · {}", started.lab, started.title.get(self.words.lang()));
        let first = if started.init.is_empty() {
            self.words.get("run-on-host")
        } else {
            match started.containers {
                0 | 1 => format!("PID 1: {}", escape::text(&shell_words::join(&started.init))),
                several => self.words.say(&Message::new("run-containers").with("number", several as i64)),
            }
        };
        let mode = self.words.get(if started.privileged { "run-privileged" } else { "run-rootless" });
        let mut parts = vec![first, format!("Linux {}", escape::text(&started.kernel))];
        if !started.init.is_empty() {
            parts.push(mode);
        }
        let mut time = |[shorter, real]: [&'static str; 2], course: f64, here: f64| {
            let id = if here.total_cmp(&course).is_eq() { real } else { shorter };
            parts.push(self.words.say(&Message::new(id).with("seconds", here.to_string())));
        };
        if started.has_seconds {
            time(["run-seconds", "run-seconds-real"], COURSE_SECONDS, started.seconds);
        }
        if let Some(grace) = started.grace {
            time(["run-grace", "run-grace-real"], DOCKER_GRACE, grace);
        }
        let mut text = self.paragraph(&title, "", Meaning::Heading);
        text.push_str(&self.paragraph(&parts.join(" · "), "", Meaning::Dim));
        text
    }

    fn step(&mut self, step: &StepStarted) -> String {
        self.checked = false;
        let number = format!("{}/{}", step.step, step.of);
        let title = step.title.get(self.words.lang());
        let mut text = format!("\n{}", self.paragraph(&format!("{number}  {title}"), "", Meaning::Heading));
        if let Some(say) = &step.say {
            text.push_str(&self.paragraph(say.get(self.words.lang()), INDENT, Meaning::Plain));
        }
        let typed = step.line.as_ref().map(|line| &line.text);
        if let Some(docker) = step.docker.as_ref().filter(|docker| Some(*docker) != typed) {
            text.push_str(&self.command(&self.words.get("run-twin"), docker));
        }
        for file in &step.files {
            if !self.files.contains(file) {
                text.push_str(&self.file(&file.0, &file.1));
                self.files.push(file.clone());
            }
        }
        if let Some(line) = &step.line {
            text.push_str(&self.command(&format!("{} $", line.shell), &line.text));
        }
        // Where it is asked what will happen, the reason would give it away: it follows the answer.
        self.held = step.explain.clone().filter(|_| step.asks && self.look.explain);
        if let Some(explain) = step.explain.as_ref().filter(|_| self.look.explain && !step.asks) {
            text.push_str(&self.paragraph(explain.get(self.words.lang()), "  · ", Meaning::Dim));
        }
        text
    }

    /// A file as it stands in the container, its lines never broken.
    pub(super) fn file(&self, path: &str, content: &str) -> String {
        let mut text = format!("{INDENT}{}\n", paint(&escape::text(path), Meaning::Dim, self.look.style));
        for line in content.lines() {
            let _ = writeln!(text, "{INDENT}│ {}", escape::text(line));
        }
        text
    }

    /// A command to type, never broken by us: a terminal may do so, and copying still works.
    pub(super) fn command(&self, prompt: &str, line: &str) -> String {
        let prompt = paint(&escape::text(prompt), Meaning::Dim, self.look.style);
        format!("{INDENT}{prompt} {}\n", escape::text(line))
    }

    fn observed(&mut self, observed: &Observed) -> String {
        let tree = stage_tree::draw(observed, self.look.view, self.words, self.inner());
        match observed.moment {
            Moment::Before => {
                let news = self.look.always_before || !self.is_shown(observed);
                self.before = news.then_some(tree);
                String::new()
            }
            Moment::After => {
                self.shown = Some(observed.snapshot.clone());
                let before = self.before.take();
                self.trees(before, &tree, observed.snapshot.stable)
            }
        }
    }

    /// The tree as it is now; the next one is held against it.
    pub(super) fn now(&mut self, observed: &Observed) -> String {
        self.shown = Some(observed.snapshot.clone());
        self.block(None, &stage_tree::draw(observed, self.look.view, self.words, self.inner()))
    }

    fn is_shown(&self, observed: &Observed) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.stands_like(&observed.snapshot))
    }

    fn trees(&self, before: Option<Vec<String>>, after: &[String], stable: bool) -> String {
        let mut text = String::from("\n");
        match before {
            None => text.push_str(&self.block(None, after)),
            Some(before) => text.push_str(&self.beside(&before, after)),
        }
        if !stable {
            text.push_str(&self.paragraph(&self.words.get("run-unstable"), INDENT, Meaning::Dim));
        }
        text
    }

    /// Before and after side by side where there is room, else one below the other.
    fn beside(&self, before: &[String], after: &[String]) -> String {
        let left = before.iter().map(|line| visible_width(line)).max().unwrap_or_default().max(8);
        let right = after.iter().map(|line| visible_width(line)).max().unwrap_or_default();
        if before.is_empty() || INDENT.len() + left + BETWEEN + right > self.look.style.width {
            let first = self.block(Some("run-before"), before);
            return format!("{first}\n{}", self.block(Some("run-after"), after));
        }
        let heading = |id| paint(&self.words.get(id), Meaning::Dim, self.look.style);
        let (mut left_lines, mut right_lines) = (vec![heading("run-before")], vec![heading("run-after")]);
        left_lines.extend(before.iter().cloned());
        right_lines.extend(after.iter().cloned());
        let mut text = String::new();
        for row in 0..left_lines.len().max(right_lines.len()) {
            let one = left_lines.get(row).map_or("", String::as_str);
            let other = right_lines.get(row).map_or("", String::as_str);
            let gap = " ".repeat(left + BETWEEN - visible_width(one));
            let _ = writeln!(text, "{}", format!("{INDENT}{one}{gap}{other}").trim_end());
        }
        text
    }

    pub(super) fn block(&self, heading: Option<&str>, lines: &[String]) -> String {
        let mut text = String::new();
        if let Some(id) = heading {
            let _ = writeln!(text, "{INDENT}{}", paint(&self.words.get(id), Meaning::Dim, self.look.style));
        }
        if lines.is_empty() {
            text.push_str(&self.paragraph(&self.words.get("run-nothing"), INDENT, Meaning::Dim));
        }
        for line in lines {
            let _ = writeln!(text, "{INDENT}{line}");
        }
        text
    }

    fn output(&self, from: &str, line: &[u8]) -> String {
        let lead = format!("{INDENT}{}│ ", escape::text(from));
        let spaced: Vec<u8> = line.iter().map(|byte| if *byte == b'\t' { b' ' } else { *byte }).collect();
        self.paragraph(&escape::bytes(&spaced), &lead, Meaning::Dim)
    }

    fn checked(&mut self, checked: &Checked) -> String {
        let first = !std::mem::replace(&mut self.checked, true);
        let (mark, meaning) = if checked.holds { ("✓", Meaning::Good) } else { ("✗", Meaning::Bad) };
        let mut text = if first { "\n".to_owned() } else { String::new() };
        text.push_str(&self.paragraph(&self.words.say(&checked.what), &format!("{INDENT}{mark} "), meaning));
        if let Some(seen) = &checked.seen {
            let seen = self.words.say(&Message::new("check-seen").with("seen", seen.clone()));
            text.push_str(&self.paragraph(&seen, "    ", Meaning::Plain));
        }
        text
    }

    fn stopped(&self, stopped: &Stopped) -> String {
        let id = if stopped.killed { "run-stopped-killed" } else { "run-stopped" };
        let ms = stopped.after.as_millis() as usize;
        // Most that listen end within a millisecond or two.
        let ms = if ms < 10 {
            format!("{:.1}", stopped.after.as_secs_f64() * 1000.0)
        } else {
            super::fold::thousands(ms)
        };
        let text = self.words.say(&Message::new(id).with("ms", ms));
        format!("\n{}", self.paragraph(&text, INDENT, Meaning::Plain))
    }

    /// One line for each row, so that they read as a table.
    fn row(&mut self, row: &Row) -> String {
        let first = !std::mem::replace(&mut self.checked, true);
        let holds = row.checks.iter().all(|checked| checked.holds);
        let (mark, meaning) = if holds { ("✓", Meaning::Good) } else { ("✗", Meaning::Bad) };
        let said = |checked: &Checked| match &checked.seen {
            None => self.words.say(&checked.what),
            Some(seen) => self.words.say(&Message::new("check-seen").with("seen", seen.clone())),
        };
        let checks: Vec<String> = row.checks.iter().map(said).collect();
        let lead = format!("{INDENT}{mark} {:<13} ", escape::text(&row.done));
        let text = self.paragraph(&checks.join(" · "), &lead, meaning);
        if first { format!("\n{text}") } else { text }
    }

    /// The tree, and each change in words: not everybody knows the marks.
    fn visited(&mut self, visited: &Visited) -> String {
        let observed = &visited.observed;
        self.shown = Some(observed.snapshot.clone());
        self.before = None;
        if observed.changes.is_empty() {
            let text = self.words.get("visit-nothing");
            return format!("\n{}", self.paragraph(&text, INDENT, Meaning::Plain));
        }
        let heading = self.words.get("visit-changed");
        let mut text = format!("\n{}", self.paragraph(&heading, INDENT, Meaning::Plain));
        text.push_str(&self.aside(observed));
        text.push('\n');
        for change in visit::changes(observed, self.words) {
            text.push_str(&self.paragraph(&change, "  · ", Meaning::Plain));
        }
        text
    }

    fn left(&self, left: Left) -> String {
        let message = Message::new("run-left").with("step", left.step as i64).with("of", left.of as i64);
        format!("\n{}", self.paragraph(&self.words.say(&message), "· ", Meaning::Plain))
    }

    fn cut_short(&self, process: &crate::snapshot::Process) -> String {
        let message = Message::new("run-cut-short")
            .with("process", super::label::label(process))
            .with("pid", i64::from(process.pid.0));
        self.paragraph(&self.words.say(&message), INDENT, Meaning::Dim)
    }

    fn lesson(&self, text: &str) -> String {
        let bar = format!("{INDENT}→ ");
        format!("\n{}", self.paragraph(text, &bar, Meaning::Heading))
    }

    fn finished(&self, finished: LabFinished) -> String {
        let (id, mark, meaning) = match finished.verdict {
            Verdict::AsExpected => ("verdict-as-expected", "✓", Meaning::Good),
            Verdict::Differs => ("verdict-differs", "✗", Meaning::Bad),
            Verdict::Observed => ("verdict-observed", "·", Meaning::Plain),
        };
        let text = self.words.say(&Message::new(id).with("zombies", finished.zombies_left as i64));
        format!("\n{}", self.paragraph(&text, &format!("{mark} "), meaning))
    }

    /// Wrapped to the width, the first line led by `lead`, the others set in as far.
    pub(super) fn paragraph(&self, text: &str, lead: &str, meaning: Meaning) -> String {
        // A name or a line may be long: what follows it must have room.
        let rest = " ".repeat(lead.width().min(self.look.style.width / 2));
        let options =
            textwrap::Options::new(self.look.style.width).initial_indent(lead).subsequent_indent(&rest);
        let mut lines = String::new();
        for line in textwrap::wrap(text, options) {
            let _ = writeln!(lines, "{}", paint(&line, meaning, self.look.style));
        }
        lines
    }

    pub(super) fn inner(&self) -> Style {
        Style { width: self.look.style.width.saturating_sub(INDENT.len()), ..self.look.style }
    }
}

/// Columns of a line that may hold colours.
fn visible_width(line: &str) -> usize {
    let mut width = 0;
    let mut rest = line;
    while let Some(start) = rest.find('\x1b') {
        width += rest[..start].width();
        rest = rest[start..].split_once('m').map_or("", |(_, after)| after);
    }
    width + rest.width()
}
