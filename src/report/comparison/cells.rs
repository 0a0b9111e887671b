//! A result in a word or a number, and why it is so.

use super::super::fold::thousands;
use super::super::label::signal_name;
use crate::compare::{
    After, Cell, Crash, Exit, Figures, Missing, Orphans, PATIENCE, QUIET, Reaction, STALLED, Service,
    Silence, Verdict, WATCHED,
};
use crate::escape;
use crate::i18n::{Message, Words};
use crate::snapshot::Ended;
use std::time::Duration;

/// What stands in a cell, and the reasons for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) notes: Vec<Message>,
}

/// Later than this is late: worth a note.
const LATE: Duration = Duration::from_millis(200);

impl Shown {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), notes: Vec::new() }
    }

    fn because(mut self, note: Message) -> Self {
        self.notes.push(note);
        self
    }

    /// Nothing, and why.
    pub(super) fn missing(why: Message) -> Self {
        Self::plain("–").because(why)
    }
}

/// A cell, or why it is empty.
pub(super) fn cell<T>(cell: &Cell<T>, show: impl FnOnce(&T) -> Shown) -> Shown {
    match cell {
        Ok(value) => show(value),
        Err(missing) => Shown::missing(why(missing)),
    }
}

fn why(missing: &Missing) -> Message {
    match missing {
        Missing::Failed(message) => message.clone(),
        Missing::NoCommand => Message::new("compare-note-no-command"),
        Missing::NotRun => Message::new("compare-note-not-run"),
        Missing::NeverEnds => Message::new("compare-note-never-ends"),
        Missing::NotKept => Message::new("compare-note-not-kept"),
    }
}

pub(super) fn comm(figures: &Figures) -> Shown {
    Shown::plain(escape::bytes(&figures.comm))
}

pub(super) fn zombies(orphans: &Orphans, words: &Words) -> Shown {
    if orphans.unfinished {
        // How many there are just now is chance.
        let note = Message::new("compare-note-unfinished").with("left", i64::from(orphans.zombies));
        return Shown::plain(words.get("compare-late")).because(note.with("seconds", seconds(WATCHED)));
    }
    let mut shown = Shown::plain(thousands(orphans.zombies as usize));
    if orphans.made < crate::compare::ORPHANS {
        shown = shown.because(Message::new("compare-note-fewer").with("made", i64::from(orphans.made)));
    }
    if orphans.zombies > 0 {
        shown.because(Message::new("compare-note-zombies").with("seconds", seconds(STALLED)))
    } else if orphans.late > LATE {
        shown.because(
            Message::new("compare-note-late").with("seconds", format!("{:.1}", orphans.late.as_secs_f64())),
        )
    } else {
        shown
    }
}

pub(super) fn cpu(orphans: &Orphans) -> Shown {
    match orphans.cpu {
        Some(time) => Shown::plain(milliseconds(time)),
        None => Shown::missing(why(&Missing::NotKept)),
    }
}

/// What a signal leads to, and how long it took.
pub(super) fn reaction(reaction: &Reaction, verdict: Verdict, words: &Words) -> Shown {
    let timed =
        |id: &'static str, time| Shown::plain(words.say(&Message::new(id).with("ms", milliseconds(time))));
    match verdict {
        Verdict::Ends(time) => match reaction.child {
            Some((got, _)) => timed("compare-ends", time)
                .because(Message::new("compare-note-service-first").with("signal", signal_name(got))),
            None => timed("compare-ends", time),
        },
        Verdict::Forwards(time) => timed("compare-forwards", time),
        Verdict::Turns(got, time) => timed("compare-turns", time)
            .because(Message::new("compare-note-turned").with("signal", signal_name(got))),
        Verdict::Nothing => Shown::plain(words.get("compare-nothing")).because(silence(reaction.silence)),
    }
}

fn silence(silence: Option<Silence>) -> Message {
    match silence {
        Some(Silence::Dropped) => Message::new("compare-note-dropped"),
        Some(Silence::Ignored) => Message::new("compare-note-ignored"),
        Some(Silence::Kept) => Message::new("compare-note-kept"),
        Some(Silence::Taken) => Message::new("compare-note-taken").with("seconds", seconds(QUIET)),
        Some(Silence::Deaf) => Message::new("compare-note-deaf").with("seconds", seconds(QUIET)),
        Some(Silence::Unclear) | None => Message::new("compare-note-unclear").with("seconds", seconds(QUIET)),
    }
}

/// The status with which PID 1 ended.
pub(super) fn exit(service: Service, exit: Exit, words: &Words) -> Shown {
    match exit {
        Exit::Ended(Ended::Status(status)) if status == service.passed_on() => {
            Shown::plain(status.to_string())
        }
        Exit::Ended(Ended::Status(status)) => {
            Shown::plain(status.to_string()).because(Message::new("compare-note-own-status"))
        }
        Exit::Ended(Ended::Signal(signal)) => Shown::plain(signal_name(signal)),
        Exit::LivesOn => Shown::plain(words.get("compare-lives-on"))
            .because(Message::new("compare-note-without").with("seconds", seconds(QUIET))),
    }
}

pub(super) fn crash(crash: &Crash, words: &Words) -> Shown {
    let watched = if crash.own { PATIENCE } else { QUIET };
    match crash.after {
        After::Ended(_) => Shown::plain(words.get("compare-yes")),
        After::Again => Shown::plain(words.get("compare-again")).because(Message::new("compare-note-again")),
        After::LivesOn { woken } => Shown::plain(words.get("compare-no")).because(if woken {
            Message::new("compare-note-lives-on").with("seconds", seconds(watched))
        } else {
            Message::new("compare-note-not-woken").with("seconds", seconds(watched))
        }),
    }
}

pub(super) fn waits(waits: bool, words: &Words) -> Shown {
    if waits {
        Shown::plain(words.get("compare-yes"))
    } else {
        Shown::plain(words.get("compare-no")).because(Message::new("compare-note-killed"))
    }
}

/// `0.3`, `12`: as exact as it is.
pub(super) fn milliseconds(time: Duration) -> String {
    let exact = time.as_secs_f64() * 1000.0;
    if exact < 9.95 { format!("{exact:.1}") } else { format!("{exact:.0}") }
}

fn seconds(time: Duration) -> String {
    time.as_secs_f64().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    fn ids(shown: &Shown) -> Vec<&str> {
        shown.notes.iter().map(Message::id).collect()
    }

    #[test]
    fn times_are_as_exact_as_they_are() {
        let shown =
            [0, 340, 9_940, 9_960, 12_400, 1_002_600].map(|us| milliseconds(Duration::from_micros(us)));
        assert_eq!(shown, ["0.0", "0.3", "9.9", "10", "12", "1003"]);
        assert_eq!((seconds(QUIET), seconds(PATIENCE)), ("5".to_owned(), "8".to_owned()));
    }

    #[test]
    fn a_status_that_is_not_the_service_s_has_a_note() {
        let words = Words::new(Lang::En);
        let passed = exit(Service::Seven, Exit::Ended(Ended::Status(7)), &words);
        assert_eq!((passed.text.as_str(), ids(&passed)), ("7", vec![]));
        let lost = exit(Service::Seven, Exit::Ended(Ended::Status(0)), &words);
        assert_eq!((lost.text.as_str(), ids(&lost)), ("0", vec!["compare-note-own-status"]));
        let killed = exit(Service::Killed, Exit::Ended(Ended::Status(137)), &words);
        assert_eq!((killed.text.as_str(), ids(&killed)), ("137", vec![]));
    }

    #[test]
    fn nothing_has_its_reason() {
        let words = Words::new(Lang::En);
        for (silence, id) in [
            (Silence::Dropped, "compare-note-dropped"),
            (Silence::Ignored, "compare-note-ignored"),
            (Silence::Kept, "compare-note-kept"),
            (Silence::Taken, "compare-note-taken"),
            (Silence::Deaf, "compare-note-deaf"),
            (Silence::Unclear, "compare-note-unclear"),
        ] {
            let seen = Reaction { child: None, ended: None, silence: Some(silence) };
            let shown = reaction(&seen, Verdict::Nothing, &words);
            assert_eq!((shown.text.as_str(), ids(&shown)), ("nothing", vec![id]));
        }
    }

    #[test]
    fn zombies_and_lateness_have_theirs() {
        let words = Words::new(Lang::En);
        let orphans = |zombies, late| Orphans {
            made: 1000,
            zombies,
            unfinished: false,
            late: Duration::from_secs(late),
            wakeups: 0,
            cpu: None,
        };
        assert_eq!(zombies(&orphans(1000, 0), &words).text, "1,000");
        assert_eq!(ids(&zombies(&orphans(1000, 0), &words)), ["compare-note-zombies"]);
        assert_eq!(ids(&zombies(&orphans(0, 9), &words)), ["compare-note-late"]);
        assert_eq!(ids(&zombies(&orphans(0, 0), &words)), Vec::<&str>::new());
        assert_eq!(ids(&cpu(&orphans(0, 0))), ["compare-note-not-kept"]);
    }
}
