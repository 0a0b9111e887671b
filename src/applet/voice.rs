//! What the init says, on stderr: the sentences of `i18n/*/init.ftl`, and where programs read along under the name
//! of a peer, that peer's own.

use super::options::{Name, Options, SIGNALS};
use crate::sys::raw;
use crate::sys::stack::{Arguments, decimal, same};
use core::mem::MaybeUninit;

/// From which level on something is said: always; unless silenced; with `-v`; with `-vv`.
/// Failures.
pub const ALWAYS: u8 = 0;
/// What may be wrong.
pub const WARN: u8 = 1;
/// What is done.
pub const TELL: u8 = 2;
/// Each orphan.
pub const DETAIL: u8 = 3;

const ENGLISH: &str = include_str!("../../i18n/en/init.ftl");
const KOREAN: &str = include_str!("../../i18n/ko/init.ftl");
const TINI: &str = include_str!("texts/tini.ftl");
const DUMB_INIT: &str = include_str!("texts/dumb-init.ftl");

/// What is put in for `{ $name }`.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// In decimal digits.
    Number(i32),
    /// Escaped.
    Text(&'a [u8]),
    /// Its name.
    Signal(i32),
}

/// Who speaks, and how much.
#[derive(Clone, Copy)]
pub struct Voice {
    name: Name,
    level: u8,
    korean: bool,
}

impl Voice {
    /// In that language; if it is empty in the environment's, `locale(7)`, as `Lang::detect` has it.
    pub fn of(options: &Options, environment: Arguments) -> Self {
        let set = |name: &[u8]| environment.variable(name).filter(|value| !value.is_empty());
        let first = set(b"PIDLAB_LANG").or_else(|| set(b"LC_ALL")).or_else(|| set(b"LC_MESSAGES"));
        let of_environment = first.or_else(|| set(b"LANG")).unwrap_or_default();
        let language = if options.language.is_empty() { of_environment } else { options.language };
        let korean = language.len() >= 2 && same(&language[..2], b"ko");
        Self { name: options.name, level: options.level, korean }
    }

    /// Whether each orphan is told of.
    pub fn tells_of_orphans(&self) -> bool {
        self.level >= DETAIL || self.name == Name::DumbInit && self.level >= TELL
    }

    /// Says a sentence, its values in place of `{ $… }`.
    pub fn say(&self, level: u8, id: &str, values: &[(&str, Value<'_>)]) {
        if level > self.level {
            return;
        }
        let sentence = self.text(id);
        // Who reads dumb-init's words reads no others.
        let foreign = self.name == Name::DumbInit && level > ALWAYS && find(DUMB_INIT, id).is_none();
        if sentence.is_empty() || foreign {
            return;
        }
        let mut line = Line { room: [const { MaybeUninit::uninit() }; 512], length: 0 };
        line.add(match self.name {
            Name::Own => b"pidlab init: ",
            Name::Tini => b"[tini] ",
            Name::DumbInit => b"[dumb-init] ",
            Name::Catatonit => b"catatonit: ",
            Name::Pause => b"pause: ",
        });
        let mut pieces = sentence.split(|byte| *byte == b'{' || *byte == b'}');
        while let Some(text) = pieces.next() {
            line.add(text);
            let Some(placeable) = pieces.next() else { break };
            let name = placeable.trim_ascii().get(1..).unwrap_or_default();
            if let Some((_, value)) = values.iter().find(|(known, _)| same(known.as_bytes(), name)) {
                line.add_value(*value);
            }
        }
        line.end();
    }

    /// The sentence itself; nothing if it is not for this voice.
    pub fn text(&self, id: &str) -> &'static [u8] {
        let peer = match self.name {
            Name::Tini => TINI,
            Name::DumbInit => DUMB_INIT,
            _ => "",
        };
        let own = if self.korean { KOREAN } else { ENGLISH };
        find(peer, id).or_else(|| find(own, id)).unwrap_or_default()
    }
}

/// The text behind `id = ` in a Fluent file; a sentence is one line here.
fn find(file: &'static str, id: &str) -> Option<&'static [u8]> {
    file.as_bytes().split(|byte| *byte == b'\n').find_map(|line| {
        let (name, text) = line.split_at_checked(id.len())?;
        let (equals, text) = text.split_at_checked(3)?;
        (same(name, id.as_bytes()) && same(equals, b" = ")).then_some(text)
    })
}

/// One line of output, written in one piece.
struct Line {
    room: [MaybeUninit<u8>; 512],
    length: usize,
}

impl Line {
    fn add(&mut self, text: &[u8]) {
        for byte in text {
            // What came from outside must not steer a terminal.
            let byte = if *byte < b' ' || *byte == 0x7f { b'?' } else { *byte };
            self.put(byte);
        }
    }

    fn put(&mut self, byte: u8) {
        if let Some(place) = self.room.get_mut(self.length) {
            place.write(byte);
            self.length += 1;
        }
    }

    fn add_value(&mut self, value: Value<'_>) {
        let mut digits = [0; 20];
        match value {
            Value::Text(text) => self.add(text),
            Value::Number(number) => self.add(decimal(u64::from(number.unsigned_abs()), &mut digits)),
            Value::Signal(signal) => {
                if let Some(name) = SIGNALS.get((signal - 1) as usize) {
                    self.add(b"SIG");
                    self.add(name.as_bytes());
                } else {
                    self.add(b"SIGRTMIN+");
                    self.add(decimal((signal - 34).max(0) as u64, &mut digits));
                }
            }
        }
    }

    fn end(&mut self) {
        self.length = self.length.min(self.room.len() - 1);
        self.put(b'\n');
        raw::complain(&self.room, self.length);
    }
}
