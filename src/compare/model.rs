//! What was found, as plain values. What follows from several of them is told by functions without a kernel.

use crate::i18n::Message;
use crate::snapshot::Ended;
use std::time::Duration;

/// How many orphans are made.
pub const ORPHANS: u32 = 1000;

/// The signals that are sent, in the order in which they are shown.
pub const SIGNALS: [i32; 5] = [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT, libc::SIGUSR1];

/// How long nothing must be seen before "nothing" is said, where the kernel gives no evidence. supervisord needs two
/// rounds of a second each to see what has come, the init of `BusyBox` one, and a busy machine more.
pub const QUIET: Duration = Duration::from_secs(5);

/// How long a PID 1 may take to end, or to start its service again, once that has ended: the init of `BusyBox`
/// sleeps for a second after each of its last signals, supervisord before it starts again what ended at once.
pub const PATIENCE: Duration = Duration::from_secs(8);

/// How long none must be collected before the zombies that are left count as left.
pub const STALLED: Duration = Duration::from_secs(3);

/// How long a PID 1 that goes on collecting is watched: supervisord collects a hundred a second.
pub const WATCHED: Duration = Duration::from_secs(6);

/// A figure, or why there is none.
pub type Cell<T> = Result<T, Missing>;

/// Why something could not be measured.
#[derive(Debug, Clone, PartialEq)]
pub enum Missing {
    /// The measurement failed.
    Failed(Message),
    /// It runs no command whose place a command with a known status could take.
    NoCommand,
    /// It has such a command, but never ran it.
    NotRun,
    /// It did not end, so that it cannot be seen whom it waits for.
    NeverEnds,
    /// The kernel does not keep it.
    NotKept,
}

/// One program after the whole battery.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name in `inits.toml`, or its command.
    pub name: String,
    /// The command.
    pub command: Vec<String>,
    /// What was found, or why it could not even be started.
    pub found: Result<Figures, Message>,
}

/// What was found of a program.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// PID 1's name in the kernel.
    pub comm: Vec<u8>,
    /// PID 1's threads.
    pub threads: usize,
    /// PID 1's proportional set size, in KiB, at rest.
    pub memory: Cell<u64>,
    /// What became of its orphans.
    pub orphans: Cell<Orphans>,
    /// One for each of [`SIGNALS`].
    pub signals: Vec<Cell<Reaction>>,
    /// One for each of [`Service::ALL`].
    pub exits: Vec<Cell<Exit>>,
    /// A service behind it was killed.
    pub crash: Cell<Crash>,
    /// Whether it lets others end before it ends.
    pub waits: Cell<bool>,
}

/// What became of orphans that have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orphans {
    /// How many there were: fewer than [`ORPHANS`] where no more processes could be made.
    pub made: u32,
    /// How many of them were zombies in the end.
    pub zombies: u32,
    /// Whether PID 1 was still collecting when that was given up.
    pub unfinished: bool,
    /// From the moment at which all were orphans and had ended until the last one was collected.
    pub late: Duration,
    /// How often PID 1 was woken meanwhile.
    pub wakeups: u64,
    /// How long PID 1 was on a processor.
    pub cpu: Option<Duration>,
}

/// What followed a signal from the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reaction {
    /// The signal that PID 1's child was sent then, and when.
    pub child: Option<(i32, Duration)>,
    /// How PID 1 ended, and when.
    pub ended: Option<(Ended, Duration)>,
    /// If neither, how that is known.
    pub silence: Option<Silence>,
}

/// Why nothing follows a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The kernel dropped it: it was not pending, and PID 1 was not woken.
    Dropped,
    /// The same, and PID 1 ignores this signal.
    Ignored,
    /// PID 1 blocks it and does not fetch it.
    Kept,
    /// PID 1 took it, and nothing was seen within [`QUIET`].
    Taken,
    /// The same, but its child ignores this signal, so that it cannot be seen whether it got it.
    Deaf,
    /// Nothing was seen within [`QUIET`], and of a PID 1 that is never at rest no more can be said.
    Unclear,
}

/// A service's end that PID 1 could pass on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// `exit 0`
    Well,
    /// `exit 7`
    Seven,
    /// `kill -9 $$`
    Killed,
}

impl Service {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Well, Self::Seven, Self::Killed];

    /// The status that a shell, and PID 1 of a container, passes on for it.
    pub fn passed_on(self) -> i32 {
        match self {
            Self::Well => 0,
            Self::Seven => 7,
            Self::Killed => 128 + libc::SIGKILL,
        }
    }
}

/// What followed the end of the command that PID 1 runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// PID 1 ended with it.
    Ended(Ended),
    /// PID 1 lived on: it started it again, or did nothing for [`QUIET`]. Which of the two may be chance, as
    /// supervisord restarts what had ended well only if it saw that within a second.
    LivesOn,
}

/// What followed the death of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crash {
    /// Whether the service was PID 1's own child; else it had daemonised, and PID 1 had adopted it.
    pub own: bool,
    /// What followed.
    pub after: After,
}

/// What PID 1 did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// It ended, after this time.
    Ended(Duration),
    /// It started the service again.
    Again,
    /// It lived on as if nothing had happened; whether it was woken at all.
    LivesOn {
        /// Whether it was on a processor.
        woken: bool,
    },
}

/// What a signal leads to, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// PID 1 ends.
    Ends(Duration),
    /// Its child gets it.
    Forwards(Duration),
    /// Its child gets another signal, and PID 1 lives on.
    Turns(i32, Duration),
    /// Nothing.
    Nothing,
}

impl Verdict {
    /// A PID 1 that ends with its service, and has passed the signal on, ends because that did. One that would
    /// have started it again ends because it was told to, and has told its service first.
    pub fn of(reaction: &Reaction, signal: i32, crash: &Cell<Crash>) -> Self {
        let again = matches!(crash, Ok(Crash { after: After::Again, .. }));
        match (reaction.child, reaction.ended) {
            (Some((got, time)), ended) if got == signal && !(again && ended.is_some()) => {
                Self::Forwards(time)
            }
            (_, Some((_, time))) => Self::Ends(time),
            (Some((got, time)), None) => Self::Turns(got, time),
            (None, None) => Self::Nothing,
        }
    }
}

impl Figures {
    /// One verdict for each of [`SIGNALS`].
    pub fn verdicts(&self) -> impl Iterator<Item = (i32, &Cell<Reaction>, Option<Verdict>)> {
        SIGNALS.iter().zip(&self.signals).map(|(signal, cell)| {
            let verdict = cell.as_ref().ok().map(|reaction| Verdict::of(reaction, *signal, &self.crash));
            (*signal, cell, verdict)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(1);
    const LATER: Duration = Duration::from_millis(9);
    const TERM: i32 = libc::SIGTERM;

    fn verdict(child: Option<i32>, ended: bool, crash: After) -> Verdict {
        let reaction = Reaction {
            child: child.map(|signal| (signal, SOON)),
            ended: ended.then_some((Ended::Status(0), LATER)),
            silence: None,
        };
        Verdict::of(&reaction, TERM, &Ok(Crash { own: true, after: crash }))
    }

    #[test]
    fn who_passes_on_and_who_ends_by_itself() {
        let ends = After::Ended(SOON);
        assert_eq!(verdict(Some(TERM), true, ends), Verdict::Forwards(SOON), "tini");
        assert_eq!(verdict(Some(TERM), false, ends), Verdict::Forwards(SOON), "its child does not care");
        assert_eq!(verdict(Some(TERM), true, After::Again), Verdict::Ends(LATER), "supervisord, SIGTERM");
        assert_eq!(verdict(Some(libc::SIGHUP), true, After::Again), Verdict::Ends(LATER));
        assert_eq!(verdict(Some(libc::SIGHUP), false, After::Again), Verdict::Turns(libc::SIGHUP, SOON));
        assert_eq!(verdict(None, true, ends), Verdict::Ends(LATER), "pause");
        assert_eq!(verdict(None, false, After::LivesOn { woken: false }), Verdict::Nothing, "sleep");
    }

    #[test]
    fn without_a_crash_that_could_be_seen_the_child_s_signal_counts() {
        let reaction =
            Reaction { child: Some((TERM, SOON)), ended: Some((Ended::Status(0), LATER)), silence: None };
        assert_eq!(Verdict::of(&reaction, TERM, &Err(Missing::NeverEnds)), Verdict::Forwards(SOON));
    }
}
