//! TOML values read by hand, so that every fault has its place and says what is allowed there.

use super::fault::{Faults, Span};
use super::similar::did_you_mean;
use crate::i18n::{Message, Text};
use toml::de::{DeTable, DeValue};

/// Something with its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct At<T> {
    /// The thing.
    pub(super) value: T,
    /// Its place.
    pub(super) span: Span,
}

/// A value under its key.
#[derive(Clone)]
pub(super) struct Value<'a> {
    /// The key it stands under; of a list's element the list's.
    pub(super) key: &'a str,
    /// The key's place.
    pub(super) key_span: Span,
    /// The value's place.
    pub(super) span: Span,
    raw: &'a DeValue<'a>,
    faults: &'a Faults,
}

/// A table whose keys are taken one by one; what nobody asked for is a fault.
pub(super) struct Table<'a> {
    /// The table's place: its braces or its header.
    pub(super) span: Span,
    values: Vec<Value<'a>>,
    asked: Vec<&'static str>,
    faults: &'a Faults,
}

impl<'a> Table<'a> {
    /// A table as the TOML parser gives it; its keys in the order of the file.
    pub(super) fn new(table: &'a DeTable<'a>, span: Span, faults: &'a Faults) -> Self {
        let mut values: Vec<_> = table
            .iter()
            .map(|(key, value)| Value {
                key: key.get_ref(),
                key_span: key.span(),
                span: value.span(),
                raw: value.get_ref(),
                faults,
            })
            .collect();
        values.sort_by_key(|value| value.key_span.start);
        Self { span, values, asked: Vec::new(), faults }
    }

    /// Whether it has the key; does not take it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.values.iter().any(|value| value.key == key)
    }

    /// Takes what stands under `key`.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Value<'a>> {
        self.asked.push(key);
        let index = self.values.iter().position(|value| value.key == key)?;
        Some(self.values.remove(index))
    }

    /// Takes what must stand under `key`.
    pub(super) fn need(&mut self, key: &'static str) -> Option<Value<'a>> {
        let value = self.take(key);
        if value.is_none() {
            self.faults.add(&self.span, Message::new("fault-missing-key").with("key", key));
        }
        value
    }

    /// The text under a key that must be there.
    pub(super) fn need_string(&mut self, key: &'static str) -> Option<At<&'a str>> {
        self.need(key)?.string()
    }

    /// The pair of texts under a key that may be there.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Text> {
        self.take(key)?.table().and_then(super::text::read)
    }

    /// The pair of texts under a key that must be there.
    pub(super) fn need_text(&mut self, key: &'static str) -> Option<Text> {
        self.need(key)?.table().and_then(super::text::read)
    }

    /// The list under a key; empty if it is not there.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<Value<'a>> {
        self.take(key).and_then(|value| value.list()).unwrap_or_default()
    }

    /// Everything not taken yet: for tables whose keys are names.
    pub(super) fn rest(&mut self) -> Vec<Value<'a>> {
        std::mem::take(&mut self.values)
    }

    /// What is left are unknown keys.
    pub(super) fn finish(self) {
        for value in &self.values {
            let allowed = Message::new("fault-allowed").with("allowed", self.asked.join(", "));
            let meant = did_you_mean(value.key, self.asked.iter().copied());
            self.faults.add_with(
                &value.key_span,
                Message::new("fault-unknown-key").with("key", value.key),
                [allowed].into_iter().chain(meant),
            );
        }
    }

    /// Where faults of this file are noted.
    pub(super) fn faults(&self) -> &'a Faults {
        self.faults
    }
}

impl<'a> Value<'a> {
    /// A string that is not empty.
    pub(super) fn string(&self) -> Option<At<&'a str>> {
        let text = self.raw.as_str().or_else(|| self.wrong_type("type-string"))?;
        if text.trim().is_empty() {
            self.faults.add(&self.span, Message::new("fault-empty").with("key", self.key));
            return None;
        }
        Some(At { value: text, span: self.span.clone() })
    }

    /// A whole number.
    pub(super) fn integer(&self) -> Option<At<i64>> {
        let integer = self.raw.as_integer().or_else(|| self.wrong_type("type-integer"))?;
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let value = number.or_else(|| self.wrong_type("type-integer"))?;
        Some(At { value, span: self.span.clone() })
    }

    /// A whole number within a range.
    pub(super) fn integer_in(&self, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let number = self.integer()?.value;
        if !range.contains(&number) {
            self.out_of_range(&range.start().to_string(), &range.end().to_string());
            return None;
        }
        Some(number)
    }

    /// A number.
    pub(super) fn number(&self) -> Option<f64> {
        match self.raw {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => self.wrong_type("type-number"),
        }
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self) -> Option<bool> {
        self.raw.as_bool().or_else(|| self.wrong_type("type-boolean"))
    }

    /// A table.
    pub(super) fn table(&self) -> Option<Table<'a>> {
        let table = self.raw.as_table().or_else(|| self.wrong_type("type-table"))?;
        Some(Table::new(table, self.span.clone(), self.faults))
    }

    /// Whether it is this very string.
    pub(super) fn is(&self, text: &str) -> bool {
        self.raw.as_str() == Some(text)
    }

    /// Whether it is a list.
    pub(super) fn is_list(&self) -> bool {
        self.raw.is_array()
    }

    /// A list.
    pub(super) fn list(&self) -> Option<Vec<Value<'a>>> {
        let array = self.raw.as_array().or_else(|| self.wrong_type("type-list"))?;
        let element = |value: &'a toml::Spanned<DeValue<'a>>| Value {
            span: value.span(),
            raw: value.get_ref(),
            ..self.clone()
        };
        Some(array.iter().map(element).collect())
    }

    /// A list of strings.
    pub(super) fn strings(&self) -> Option<Vec<At<&'a str>>> {
        Some(self.list()?.iter().filter_map(Value::string).collect())
    }

    /// Notes that the value is not one of those allowed.
    pub(super) fn not_among(&self, typed: &str, allowed: &[&str]) {
        self.faults.add_with(
            &self.span,
            Message::new("fault-not-among").with("key", self.key).with("value", typed),
            [Message::new("fault-allowed").with("allowed", allowed.join(", "))]
                .into_iter()
                .chain(did_you_mean(typed, allowed.iter().copied())),
        );
    }

    /// Notes that a number is too small or too large.
    pub(super) fn out_of_range(&self, from: &str, to: &str) {
        let message = Message::new("fault-range").with("key", self.key).with("from", from).with("to", to);
        self.faults.add(&self.span, message);
    }

    /// Notes a fault at the value.
    pub(super) fn fault(&self, message: Message) {
        self.faults.add(&self.span, message);
    }

    /// Notes a fault at another place, such as the key's.
    pub(super) fn fault_at<T>(&self, place: &At<T>, message: Message) {
        self.faults.add(&place.span, message);
    }

    fn wrong_type<T>(&self, wanted: &'static str) -> Option<T> {
        self.fault(
            Message::new("fault-type")
                .with("key", self.key)
                .with("wanted", Message::new(wanted))
                .with("found", Message::new(type_of(self.raw))),
        );
        None
    }
}

fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "type-string",
        DeValue::Integer(_) => "type-integer",
        DeValue::Float(_) => "type-number",
        DeValue::Boolean(_) => "type-boolean",
        DeValue::Datetime(_) => "type-date",
        DeValue::Array(_) => "type-list",
        DeValue::Table(_) => "type-table",
    }
}
