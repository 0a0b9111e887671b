//! What an expectation says of the step as a whole: lines, counts, what the kernel refused.

use super::facts::{COUNT, STATES, STATUS, state_of};
use super::model::{Action, Deed, Sender};
use super::reader::{At, Table, Value};
use super::scope::Scope;
use crate::i18n::Message;
use nix::errno::Errno;

/// Takes the keys of an expectation that name no process. Also tells whether there were any, faulty or not.
pub(super) fn read(table: &mut Table<'_>, action: Option<&Action>, scope: &Scope<'_>) -> (Vec<Deed>, bool) {
    let taken = [
        table.take("rc").map(|value| status(&value, action)),
        table.take("prints").map(|value| text(&value).map(Deed::Prints)),
        table.take("prints_not").map(|value| text(&value).map(Deed::PrintsNot)),
        table.take("killed").map(|value| killed(&value, action)),
        table.take("refused").map(|value| refused(&value, action)),
        table.take("collected").map(|value| collected(&value, scope)),
    ];
    let counts = table.take("count").map(|value| counts(&value));
    let any = counts.is_some() || taken.iter().any(Option::is_some);
    let deeds = taken.into_iter().flatten().flatten().chain(counts.into_iter().flatten());
    (deeds.collect(), any)
}

/// Only a line that was typed has an exit status.
fn status(value: &Value<'_>, action: Option<&Action>) -> Option<Deed> {
    let typed =
        matches!(action, None | Some(Action::Type { .. } | Action::Signal { from: Sender::Shell(_), .. }));
    if !typed {
        value.fault(Message::new("fault-rc-without-line"));
        return None;
    }
    value.integer_in(STATUS).map(|number| Deed::Rc(number as i32))
}

fn text(value: &Value<'_>) -> Option<String> {
    Some(value.string()?.value.to_owned())
}

fn killed(value: &Value<'_>, action: Option<&Action>) -> Option<Deed> {
    if !matches!(action, None | Some(Action::Stop { .. })) {
        value.fault(Message::new("fault-killed-without-stop"));
        return None;
    }
    value.boolean().map(Deed::Killed)
}

fn refused(value: &Value<'_>, action: Option<&Action>) -> Option<Deed> {
    if !matches!(action, None | Some(Action::Exec { .. })) {
        value.fault(Message::new("fault-refused-without-exec"));
        return None;
    }
    let typed = value.string()?.value;
    let known = errnos().iter().any(|errno| errno == typed);
    if !known {
        value.not_among(typed, &["ENOMEM", "EAGAIN", "EPERM", "ENOENT"]);
    }
    known.then(|| Deed::Refused(typed.to_owned()))
}

/// The names of all errors of system calls, `errno(3)`.
pub(super) fn errnos() -> Vec<String> {
    let known = (1..134).map(Errno::from_raw).filter(|errno| *errno != Errno::UnknownErrno);
    known.map(|errno| format!("{errno:?}")).collect()
}

fn collected(value: &Value<'_>, scope: &Scope<'_>) -> Option<Deed> {
    let names = value.strings()?;
    let known = names.iter().filter(|name| scope.process(name));
    Some(Deed::Collected(known.map(|name| name.value.to_owned()).collect()))
}

/// `count = { zombie = 3 }`
fn counts(value: &Value<'_>) -> Vec<Deed> {
    let Some(mut table) = value.table() else { return Vec::new() };
    let all = table.rest();
    if all.is_empty() {
        value.fault(Message::new("fault-empty").with("key", value.key));
    }
    all.iter().filter_map(count).collect()
}

fn count(value: &Value<'_>) -> Option<Deed> {
    let Some(state) = state_of(value.key).filter(|state| *state != crate::snapshot::State::Gone) else {
        let words: Vec<_> = STATES.iter().map(|state| state.word()).filter(|word| *word != "gone").collect();
        let place = At { value: value.key, span: value.key_span.clone() };
        let message = Message::new("fault-count").with("state", value.key);
        value.fault_at(&place, message.with("allowed", words.join(", ")));
        return None;
    };
    Some(Deed::Count(state, value.integer_in(COUNT)? as usize))
}
