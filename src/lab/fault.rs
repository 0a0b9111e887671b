//! A fault of a lab file: where it is, what is wrong, what is allowed there.

use crate::escape;
use crate::i18n::{Message, Words};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::cell::RefCell;
use std::ops::Range;

/// Bytes of the source text.
pub type Span = Range<usize>;

/// Something that a lab file must not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// What is allowed there, or probably meant.
    pub help: Vec<Message>,
}

impl Fault {
    /// Line and column in `source`, both from 1, the column in characters.
    pub fn place(&self, source: &str) -> (usize, usize) {
        let start = boundary(source, self.span.start);
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// The faults of one file, gathered while it is read.
#[derive(Debug, Default)]
pub(super) struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    /// Notes a fault.
    pub(super) fn add(&self, span: &Span, message: Message) {
        self.add_with(span, message, []);
    }

    /// Notes a fault with what is allowed instead.
    pub(super) fn add_with(&self, span: &Span, message: Message, help: impl IntoIterator<Item = Message>) {
        let fault = Fault { span: span.clone(), message, help: help.into_iter().collect() };
        self.0.borrow_mut().push(fault);
    }

    /// How many there are so far.
    pub(super) fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// All of them, in the order of the file.
    pub(super) fn into_sorted(self) -> Vec<Fault> {
        let mut faults = self.0.into_inner();
        faults.sort_by_key(|fault| fault.span.start);
        faults
    }
}

/// Columns of a rendered fault: what fits on a projector.
const WIDTH: usize = 80;

/// The faults of the file `path` as lines for people: `path:line:column`, the line, a marker, the help.
pub fn render(path: &str, source: &str, faults: &[Fault], words: &Words) -> String {
    let (path, source) = (escape::text(path), escape::source(source));
    let reports = faults.iter().map(|fault| render_one(&path, &source, fault, words));
    reports.collect::<Vec<_>>().join("\n\n")
}

fn render_one(path: &str, source: &str, fault: &Fault, words: &Words) -> String {
    let start = boundary(source, fault.span.start);
    let end = first_line_end(source, start, boundary(source, fault.span.end));
    let snippet = Snippet::source(source).path(path).annotation(AnnotationKind::Primary.span(start..end));
    let error = Level::ERROR.with_name(words.get("error-label"));
    let mut group = Group::with_title(error.primary_title(wrapped(words, &fault.message))).element(snippet);
    for help in &fault.help {
        let hint = Level::HELP.with_name(words.get("hint-label"));
        group = group.element(hint.message(wrapped(words, help)));
    }
    Renderer::plain().term_width(WIDTH).render(&[group])
}

/// Room for the label before the text: `error: `, `   = help: `.
const LABEL: usize = 14;

fn wrapped(words: &Words, message: &Message) -> String {
    textwrap::fill(&words.say(message), WIDTH - LABEL)
}

/// A marker over many lines hides the text; the first line of it says where.
fn first_line_end(source: &str, start: usize, end: usize) -> usize {
    let end = end.max(start);
    source[start..end].find('\n').map_or(end, |newline| start + newline)
}

fn boundary(source: &str, index: usize) -> usize {
    let mut index = index.min(source.len());
    while !source.is_char_boundary(index) {
        index -= 1;
    }
    index
}
