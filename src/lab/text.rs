//! Texts in both languages, and the placeholders of command lines.

use super::fault::Span;
use super::reader::Table;
use crate::i18n::{Message, Text};

/// `{ en = "…", ko = "…" }`, and nothing else.
pub(super) fn read(mut table: Table<'_>) -> Option<Text> {
    let text = take(&mut table);
    table.finish();
    text
}

/// Takes `en` and `ko` from a table that may have more keys.
pub(super) fn take(table: &mut Table<'_>) -> Option<Text> {
    let en = language(table, "en");
    let ko = language(table, "ko");
    Some(Text { en: en?, ko: ko? })
}

fn language(table: &mut Table<'_>, code: &'static str) -> Option<String> {
    let Some(value) = table.take(code) else {
        table.faults().add(&table.span, Message::new("fault-missing-language").with("language", code));
        return None;
    };
    let text = value.string()?.value;
    if let Some((_, name)) = placeholders(text).first() {
        value.fault(Message::new("fault-placeholder-in-text").with("name", *name));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        value.fault(Message::new("fault-control"));
    }
    Some(text.trim().to_owned())
}

/// The placeholders of a line, `{name}`, with their places in it. Other braces, and `${…}`, are the shell's.
pub fn placeholders(line: &str) -> Vec<(Span, &str)> {
    let mut found = Vec::new();
    for (start, _) in line.match_indices('{') {
        let inner = &line[start + 1..];
        let Some(end) = inner.find('}') else { break };
        let name = &inner[..end];
        if is_placeholder(name) && !line[..start].ends_with('$') {
            found.push((start..start + end + 2, name));
        }
    }
    found
}

/// Replaces the placeholders that `value` knows; the others stay.
pub fn fill(line: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = 0;
    for (span, name) in placeholders(line) {
        let Some(value) = value(name) else { continue };
        out.push_str(&line[rest..span.start]);
        out.push_str(&value);
        rest = span.end;
    }
    out.push_str(&line[rest..]);
    out
}

fn is_placeholder(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_of_the_shell_stay() {
        for line in ["{ sleep 1; }", "echo {a,b}", "echo ${pid}", "trap '{' X", "{}", "{X}"] {
            assert_eq!(placeholders(line), [], "{line}");
        }
    }

    #[test]
    fn known_placeholders_are_filled_and_others_stay() {
        let line = "kill -9 {parent}; sleep {seconds} & echo ${parent} {other}";
        let filled = fill(line, |name| match name {
            "parent" => Some("15".into()),
            "seconds" => Some("2".into()),
            _ => None,
        });
        assert_eq!(filled, "kill -9 15; sleep 2 & echo ${parent} {other}");
    }
}
