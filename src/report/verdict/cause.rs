//! The line at fault, as a compiler shows it.

use super::{Accused, Guilt};
use crate::escape;
use crate::i18n::{Message, Words};
use crate::script::Kind;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// The line with a marker below it, and what is wrong.
pub(super) fn excerpt(accused: &Accused, guilt: Guilt, words: &Words, width: usize) -> String {
    let source = escape::source(&accused.text);
    let span = &accused.suspect.span;
    // A marker over many lines hides the text; the first one says where.
    let end = accused.text[span.clone()].find('\n').map_or(span.end, |newline| span.start + newline);
    let path = accused.path.as_deref().map_or_else(|| words.get("try-line"), escape::text);
    let mark = AnnotationKind::Primary.span(span.start..end);
    let snippet = Snippet::source(source.as_str()).path(path.as_str()).annotation(mark);
    let label = words.get(if guilt == Guilt::Proven { "try-cause" } else { "try-cause-likely" });
    let title =
        textwrap::fill(&words.say(&why(accused.suspect.kind)), width.saturating_sub(label.len() + 2).max(24));
    let level = Level::ERROR.with_name(label);
    Renderer::plain().term_width(width).render(&[level.primary_title(title.as_str()).element(snippet)])
}

fn why(kind: Kind) -> Message {
    Message::new(match kind {
        Kind::NoExec => "try-cause-no-exec",
        Kind::TrapWaits => "try-cause-trap",
        Kind::Keeper => "try-cause-keeper",
        Kind::KeeperOfDaemon => "try-cause-daemon",
        Kind::Endless => "try-cause-endless",
        Kind::NoTrap => "try-cause-no-trap",
        Kind::TrapForgets => "try-cause-forgets",
    })
}

/// Line and column, both from 1, the column in characters.
pub(super) fn place(accused: &Accused) -> (usize, usize) {
    let before = &accused.text[..accused.suspect.span.start];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}
