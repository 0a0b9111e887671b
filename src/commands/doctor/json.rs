//! The diagnosis as one JSON object. Keys and identifiers are stable.

use super::Diagnosis;
use super::check::{Check, Status};
use crate::i18n::Words;
use serde::Serialize;

#[derive(Serialize)]
struct Object<'a> {
    can_run: bool,
    mode: &'static str,
    /// Why not, in the user's language.
    reason: Option<String>,
    checks: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    status: Status,
    value: &'a str,
    remedy: Option<&'a str>,
}

impl<'a> Entry<'a> {
    fn of(check: &'a Check) -> Self {
        Self { id: check.id, status: check.status, value: &check.raw, remedy: check.remedy.as_deref() }
    }
}

pub(super) fn object(diagnosis: &Diagnosis, words: &Words) -> String {
    let object = Object {
        can_run: diagnosis.refused.is_none(),
        mode: diagnosis.mode.name(),
        reason: diagnosis.refused.as_ref().map(|(_, remedy)| words.say(&remedy.why)),
        checks: diagnosis.checks.iter().map(Entry::of).collect(),
    };
    // Strings, booleans and lists: nothing in it can fail to serialize.
    serde_json::to_string(&object).unwrap_or_default() + "\n"
}
