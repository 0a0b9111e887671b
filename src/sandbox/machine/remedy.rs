//! A refused start as the error that the user gets. Pure.

use super::{Cause, Facts, Mode, Refused, Remedy, cause, way_out};
use crate::error::{self, Error};
use crate::i18n::Message;
use crate::sandbox::orders::{Failure, Stage};
use nix::errno::Errno;

/// The error for a container's start that was refused: names the call and its errno; its hint is the exact
/// command for the cause. Exit 77, but 125 for what no setting of the machine forbids: processes are short, a
/// program or file is at fault.
pub fn remedy(facts: &Facts, refused: Refused) -> Error {
    let cause = cause(facts, refused);
    let failed = || Error::call(refused.stage.call(), refused.errno);
    let hint = hint(&way_out(facts, refused, cause));
    match cause {
        Cause::Elsewhere => return failed(),
        Cause::Processes => return failed().hint(hint),
        _ => {}
    }
    let message = Message::new("doctor-refused")
        .with("call", refused.stage.call())
        .with("errno", error::describe(refused.errno));
    Error::unable(message).hint(hint)
}

/// [`remedy`] with the facts of this machine, for what a shim reported.
pub fn unable(mode: Mode, failure: Failure) -> Error {
    remedy(&Facts::collect(), Refused::new(mode, failure))
}

/// The error for a process that could not be made, for `call`. EAGAIN is about limits, `fork(2)`: the hint then
/// says which one and how to raise it. Exit 125.
pub fn no_process(call: &str, error: &std::io::Error) -> Error {
    let failed = Error::io(call, error);
    if error.raw_os_error() != Some(libc::EAGAIN) {
        return failed;
    }
    let refused = Refused { mode: Mode::Privileged, stage: Stage::Fork, errno: Errno::EAGAIN };
    failed.hint(hint(&way_out(&Facts::collect(), refused, Cause::Processes)))
}

fn hint(remedy: &Remedy) -> Message {
    let id = ["doctor-hint-none", "doctor-hint-one", "doctor-hint-two"][remedy.commands.len().min(2)];
    let names = ["first", "second"];
    let with = |message: Message, (name, command): (_, &String)| message.with(name, command.clone());
    names.into_iter().zip(&remedy.commands).fold(Message::new(id).with("why", remedy.why.clone()), with)
}
