//! What a process is called on the screen, and the word for its state.

use crate::escape;
use crate::i18n::{Message, Words};
use crate::snapshot::{Ended, Process, State};
use nix::sys::signal::Signal;

/// Most bytes of a command line that are looked at: more than the widest terminal shows.
const SHOWN: usize = 2048;

/// Its command line, escaped; `[comm]` where it has none, as `ps` shows zombies and kernel threads.
pub fn label(process: &Process) -> String {
    let mut joined = Vec::new();
    for argument in &process.command {
        if !joined.is_empty() {
            joined.push(b' ');
        }
        joined.extend_from_slice(argument);
        if joined.len() > SHOWN {
            break;
        }
    }
    joined.truncate(SHOWN);
    let shown = joined.trim_ascii();
    if shown.is_empty() { format!("[{}]", escape::bytes(&process.comm)) } else { escape::bytes(shown) }
}

/// The word for its state, with a zombie's uncollected end: `zombie, exit 7`.
pub fn state(process: &Process, words: &Words) -> String {
    let word = words.get(state_id(process.state));
    match process.ended {
        Some(ended) if process.state == State::Zombie => {
            words.say(&Message::new("state-ended").with("state", word).with("end", end(ended)))
        }
        _ => word,
    }
}

/// How something ended, as part of a sentence: `exit 7`, `SIGKILL`.
pub fn end(ended: Ended) -> Message {
    match ended {
        Ended::Status(status) => Message::new("ended-status").with("status", i64::from(status)),
        Ended::Signal(signal) => Message::new("ended-signal").with("signal", signal_name(signal)),
    }
}

/// `SIGKILL`; a number for real-time signals, which have no names.
pub fn signal_name(signal: i32) -> String {
    Signal::try_from(signal).map_or_else(|_| signal.to_string(), |signal| signal.as_str().to_owned())
}

fn state_id(state: State) -> &'static str {
    match state {
        State::Running => "state-running",
        State::Sleeping => "state-sleeping",
        State::DiskSleep => "state-disk-sleep",
        State::Stopped => "state-stopped",
        State::Traced => "state-traced",
        State::Zombie => "state-zombie",
        State::Gone => "state-gone",
    }
}
