//! What the init is told to do: its own options, or those and the environment of the program whose name it bears.

use super::voice::{DETAIL, TELL, WARN};
use crate::sys::stack::{Arguments, number, same};

/// Signals 1 to 31, `signal(7)`.
pub const SIGNALS: [&str; 31] = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
    "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ",
    "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
];
/// The highest real-time signal; the kernel's, not libc's.
const LAST_SIGNAL: u32 = 64;

/// The program that it is called as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// `pidlab init`, `pidlab-init`, `init`.
    Own,
    /// `tini`, `docker-init`.
    Tini,
    /// `dumb-init`.
    DumbInit,
    /// `catatonit`.
    Catatonit,
    /// Kubernetes' `pause`.
    Pause,
}

impl Name {
    /// By the name of the program, or by the first argument; with the arguments that follow.
    pub fn of(arguments: Arguments) -> Option<(Self, Arguments)> {
        let program = arguments.first().rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        let rest = arguments.rest();
        let by_argument = || same(rest.first(), b"init").then(|| (Self::Own, rest.rest()));
        Self::of_program(program).map(|name| (name, rest)).or_else(by_argument)
    }

    /// By the name of the program without its folder.
    pub fn of_program(program: &[u8]) -> Option<Self> {
        const NAMES: [(&str, Name); 8] = [
            ("init", Name::Own),
            ("pidlab-init", Name::Own),
            ("tini", Name::Tini),
            ("tini-static", Name::Tini),
            ("docker-init", Name::Tini),
            ("dumb-init", Name::DumbInit),
            ("catatonit", Name::Catatonit),
            ("pause", Name::Pause),
        ];
        NAMES.iter().find(|(name, _)| same(name.as_bytes(), program)).map(|(_, name)| *name)
    }

    /// The letters of its options, the letters of those with a value, and the long ones with their letters.
    pub fn grammar(self) -> (&'static [u8], &'static [u8], &'static [(&'static str, u8)]) {
        match self {
            Self::Own => (
                b"gcswv",
                b"per",
                &[
                    ("group", b'g'),
                    ("child", b'c'),
                    ("subreaper", b's'),
                    ("warn", b'w'),
                    ("verbose", b'v'),
                    ("parent-death", b'p'),
                    ("expect", b'e'),
                    ("rewrite", b'r'),
                    ("pause", b'P'),
                    ("grace", b'G'),
                    ("reap", b'R'),
                    ("lang", b'L'),
                    ("color", b'C'),
                ],
            ),
            Self::Tini => (b"sgwv", b"pe", &[]),
            Self::DumbInit => (b"cv", b"r", &[("single-child", b'c'), ("rewrite", b'r'), ("verbose", b'v')]),
            Self::Catatonit => (b"gP", b"", &[]),
            Self::Pause => (b"", b"", &[]),
        }
    }
}

/// Who reaps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reap {
    /// The kernel if it can and nothing speaks against it.
    Auto,
    /// A loop around `wait(2)`.
    Wait,
    /// The kernel: SIGCHLD is ignored.
    Kernel,
}

/// All that can be asked for.
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Options {
    /// Under which name.
    pub name: Name,
    /// How much is said.
    pub level: u8,
    /// The command; it may be empty with `pause` only.
    pub command: Arguments,
    /// Only to reap.
    pub pause: bool,
    /// Signals go to the command's whole process group.
    pub group: bool,
    /// The command gets a session of its own.
    pub session: bool,
    /// The command stays in our group.
    pub beside: bool,
    /// To ask for the orphans among our descendants if we are not PID 1.
    pub subreaper: bool,
    /// Each orphan is told.
    pub tell_each: bool,
    /// Who reaps.
    pub reap: Reap,
    /// The language; empty: the environment's.
    pub language: &'static [u8],
    /// The signal that we get when our parent dies; 0 for none.
    pub parent_death: u8,
    /// What is left gets that long after SIGTERM; milliseconds.
    pub grace: u32,
    /// What each signal becomes; 0: itself, `DROP`: nothing.
    rewrites: [u8; 64],
    /// A bit for each status that becomes 0.
    expected: [u64; 4],
}

const DROP: u8 = 0xff;

impl Options {
    /// The defaults of that name.
    pub fn new(name: Name, command: Arguments) -> Self {
        Self {
            name,
            level: WARN,
            command,
            pause: name == Name::Pause,
            group: false,
            session: name == Name::DumbInit,
            beside: false,
            subreaper: name == Name::Catatonit,
            tell_each: false,
            reap: Reap::Auto,
            language: b"",
            parent_death: 0,
            grace: 0,
            rewrites: [0; 64],
            expected: [0; 4],
        }
    }

    /// Reads environment and options. False if something makes no sense, or asks for an explanation: that is left
    /// to the command line.
    pub fn read(&mut self) -> bool {
        let mut rest = self.command;
        self.environment(rest);
        while let Some((b'-', word)) = rest.first().split_first() {
            let Some((first, long)) = word.split_first() else { break };
            rest = rest.rest();
            if *first == b'-' {
                if long.is_empty() {
                    break;
                }
                let end = long.iter().position(|byte| *byte == b'=');
                let (name, value) = long.split_at_checked(end.unwrap_or(long.len())).unwrap_or_default();
                let known = self.name.grammar().2.iter().find(|(known, _)| same(known.as_bytes(), name));
                let Some((_, letter)) = known else { return false };
                let value = end.and_then(|_| value.get(1..));
                if !self.option(*letter, value, &mut rest) {
                    return false;
                }
            } else if !self.letters(word, &mut rest) {
                return false;
            }
        }
        self.command = rest;
        self.rewrite_stops();
        self.pause || !rest.is_empty()
    }

    /// `-gv`, `-p TERM`, `-pTERM`.
    fn letters(&mut self, mut word: &'static [u8], rest: &mut Arguments) -> bool {
        let (flags, valued, _) = self.name.grammar();
        while let Some((letter, more)) = word.split_first() {
            if valued.contains(letter) {
                return self.option(*letter, (!more.is_empty()).then_some(more), rest);
            }
            if !flags.contains(letter) || !self.option(*letter, None, rest) {
                return false;
            }
            word = more;
        }
        true
    }

    fn option(&mut self, letter: u8, value: Option<&'static [u8]>, rest: &mut Arguments) -> bool {
        let takes_value = b"perGRLC".contains(&letter);
        if !takes_value {
            return value.is_none() && self.flag(letter);
        }
        let value = value.or_else(|| {
            let next = rest.first();
            let any = !rest.is_empty();
            *rest = rest.rest();
            any.then_some(next)
        });
        value.is_some_and(|value| self.value(letter, value).is_some())
    }

    fn flag(&mut self, letter: u8) -> bool {
        match letter {
            b'g' => self.group = true,
            b'c' if self.name == Name::DumbInit => (self.session, self.beside) = (false, true),
            b'c' => self.group = false,
            b's' => self.subreaper = true,
            b'w' => self.tell_each = true,
            b'v' if self.name == Name::DumbInit => self.level = DETAIL,
            b'v' => self.level = self.level.saturating_add(1),
            _ => self.pause = true,
        }
        true
    }

    fn value(&mut self, letter: u8, value: &'static [u8]) -> Option<()> {
        match letter {
            b'p' => self.parent_death = signal(value)?,
            b'e' => {
                let status = number(value).filter(|status| *status < 256)?;
                *self.expected.get_mut(status as usize / 64)? |= 1 << (status % 64);
            }
            b'r' => {
                let (from, to) = pair(self.name, value)?;
                *self.rewrites.get_mut(usize::from(from) - 1)? = to;
            }
            b'G' => self.grace = time(value)?,
            b'L' => self.language = value,
            // Nothing is coloured here.
            b'C' => {}
            _ if same(value, b"auto") => self.reap = Reap::Auto,
            _ if same(value, b"wait") => self.reap = Reap::Wait,
            _ if same(value, b"kernel") => self.reap = Reap::Kernel,
            _ => return None,
        }
        Some(())
    }

    /// In a session of its own the command's group is an orphaned one, for which the kernel drops the
    /// terminal's stop signals (setpgid(2)): SIGSTOP stops it all the same.
    fn rewrite_stops(&mut self) {
        for signal in [libc::SIGTSTP, libc::SIGTTIN, libc::SIGTTOU] {
            if let Some(becomes @ 0) = self.rewrites.get_mut(signal as usize - 1).filter(|_| self.session) {
                *becomes = libc::SIGSTOP as u8;
            }
        }
    }

    fn environment(&mut self, variables: Arguments) {
        let is = |name: &[u8], value: &[u8]| variables.variable(name).is_some_and(|is| same(is, value));
        match self.name {
            Name::Tini => {
                self.subreaper = variables.variable(b"TINI_SUBREAPER").is_some();
                self.group = variables.variable(b"TINI_KILL_PROCESS_GROUP").is_some();
                let level = variables.variable(b"TINI_VERBOSITY").map(|level| number(level).unwrap_or(0));
                self.level = level.map_or(WARN, |level| level.min(9) as u8);
            }
            Name::DumbInit => {
                self.level = if is(b"DUMB_INIT_DEBUG", b"1") { DETAIL } else { 0 };
                self.beside = is(b"DUMB_INIT_SETSID", b"0");
                self.session = !self.beside;
            }
            Name::Catatonit if variables.variable(b"CATATONIT_DEBUG").is_some() => self.level = TELL,
            _ => {}
        }
    }

    /// What a signal is passed on as; 0 if it is dropped.
    pub fn rewritten(&self, signal: i32) -> i32 {
        match self.rewrites.get(signal as usize - 1) {
            None | Some(0) => signal,
            Some(&DROP) => 0,
            Some(other) => i32::from(*other),
        }
    }

    /// The status to end with.
    pub fn expects(&self, status: i32) -> bool {
        self.expected.get(status as usize / 64).is_some_and(|bits| bits >> (status % 64) & 1 == 1)
    }
}

/// Whether an option takes this value.
pub fn value_is_valid(name: Name, letter: u8, value: &[u8]) -> bool {
    match letter {
        b'p' => signal(value).is_some(),
        b'e' => number(value).is_some_and(|status| status < 256),
        b'r' => pair(name, value).is_some(),
        b'G' => time(value).is_some(),
        _ => true,
    }
}

/// `FROM:TO` of a rewriting; 0 drops. dumb-init knows no real-time signals.
fn pair(name: Name, pair: &[u8]) -> Option<(u8, u8)> {
    let colon = pair.iter().position(|byte| *byte == b':')?;
    let (from, to) = (signal(pair.get(..colon)?)?, pair.get(colon + 1..)?);
    let to = if same(to, b"0") { DROP } else { signal(to)? };
    let last = if name == Name::DumbInit { 31 } else { 64 };
    (from <= last && (to <= last || to == DROP)).then_some((from, to))
}

/// A signal by number or by name, `15`, `TERM` or `SIGTERM`.
fn signal(text: &[u8]) -> Option<u8> {
    let name = match text.split_at_checked(3) {
        Some((prefix, rest)) if same(prefix, b"SIG") => rest,
        _ => text,
    };
    let by_name = SIGNALS.iter().position(|known| same(known.as_bytes(), name)).map(|index| index as u32 + 1);
    by_name
        .or_else(|| number(text))
        .filter(|signal| (1..=LAST_SIGNAL).contains(signal))
        .map(|signal| signal as u8)
}

/// `2s`, `500ms`, `1m`; without a unit seconds. In milliseconds.
fn time(text: &[u8]) -> Option<u32> {
    let digits = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (count, unit) = text.split_at_checked(digits)?;
    let factor = match () {
        () if unit.is_empty() || same(unit, b"s") => 1000,
        () if same(unit, b"ms") => 1,
        () if same(unit, b"m") => 60_000,
        () => return None,
    };
    number(count)?.checked_mul(factor)
}
