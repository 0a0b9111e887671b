//! A refused start as the error that the user gets. Pure.

use super::{Cause, Facts, Refused, Remedy, cause, way_out};
use crate::error::{self, Error};
use crate::i18n::Message;

/// The error for a container's start that was refused: names the call and its errno; its hint is the exact
/// command for the cause. Exit 77, but 125 where only processes are short.
pub fn remedy(facts: &Facts, refused: Refused) -> Error {
    let cause = cause(facts, refused);
    let hint = hint(&way_out(facts, refused, cause));
    if cause == Cause::Processes {
        return Error::call(refused.call(), refused.errno).hint(hint);
    }
    let message = Message::new("doctor-refused")
        .with("call", refused.call())
        .with("errno", error::describe(refused.errno));
    Error::unable(message).hint(hint)
}

/// [`remedy`] with the facts of this machine, now.
pub fn unable(refused: Refused) -> Error {
    remedy(&Facts::collect(), refused)
}

fn hint(remedy: &Remedy) -> Message {
    let id = ["doctor-hint-none", "doctor-hint-one", "doctor-hint-two"][remedy.commands.len().min(2)];
    let names = ["first", "second"];
    let with = |message: Message, (name, command): (_, &String)| message.with(name, command.clone());
    names.into_iter().zip(&remedy.commands).fold(Message::new(id).with("why", remedy.why.clone()), with)
}
