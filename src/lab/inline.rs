//! Labs are TOML 1.0: an inline table stays on one line, without a comma at its end. The parser reads
//! TOML 1.1, where both are allowed; older tools would refuse such a lab.

use super::fault::{Faults, Span};
use crate::i18n::Message;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Notes every inline table that TOML 1.0 does not allow.
pub(super) fn check(document: &Spanned<DeTable<'_>>, source: &str, faults: &Faults) {
    for value in document.get_ref().values() {
        check_value(value, source, faults);
    }
}

fn check_value(value: &Spanned<DeValue<'_>>, source: &str, faults: &Faults) {
    match value.get_ref() {
        DeValue::Array(array) => array.iter().for_each(|value| check_value(value, source, faults)),
        DeValue::Table(table) => {
            check_table(&value.span(), table, source, faults);
            table.values().for_each(|value| check_value(value, source, faults));
        }
        _ => {}
    }
}

fn check_table(span: &Span, table: &DeTable<'_>, source: &str, faults: &Faults) {
    let text = source.get(span.clone()).unwrap_or_default();
    if !text.starts_with('{') {
        return;
    }
    let between = without_values(span, table, source);
    if let Some(newline) = between.iter().find_map(|part| newline(part, source)) {
        // From the brace to the end of its line.
        faults.add(&(span.start..newline), Message::new("fault-inline-table"));
    } else if text[..text.len() - 1].trim_end().ends_with(',') {
        faults.add(&(span.end - 1..span.end), Message::new("fault-inline-comma"));
    }
}

/// The parts of a table's text that are not inside its values: lists and long strings may span lines.
fn without_values(span: &Span, table: &DeTable<'_>, source: &str) -> Vec<Span> {
    let mut spans: Vec<_> = table.values().flat_map(|value| value_spans(value, source)).collect();
    spans.sort_by_key(|span| span.start);
    let mut parts = Vec::new();
    let mut start = span.start;
    for value in spans {
        parts.push(start..value.start.max(start));
        start = value.end.max(start);
    }
    parts.push(start..span.end.max(start));
    parts
}

/// A dotted key's table has no text of its own; its values have.
fn value_spans(value: &Spanned<DeValue<'_>>, source: &str) -> Vec<Span> {
    let braced = source.get(value.span()).is_some_and(|text| text.starts_with('{'));
    match value.get_ref() {
        DeValue::Table(table) if !braced => {
            table.values().flat_map(|value| value_spans(value, source)).collect()
        }
        _ => vec![value.span()],
    }
}

fn newline(part: &Span, source: &str) -> Option<usize> {
    source.get(part.clone())?.find('\n').map(|offset| part.start + offset)
}
