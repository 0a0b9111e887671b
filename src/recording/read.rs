//! Reads a recording: all of it, before anything of it is shown.

use super::source::{LARGEST, LONGEST, Piece, Source};
use super::{Entry, FORMAT, Header, KIND, sound};
use crate::engine::event::Event;
use crate::error::{Error, Exit, Result, describe};
use crate::i18n::{Message, Words};
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sys::stat::Mode;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::path::Path;

/// What a recording holds.
#[derive(Debug)]
pub struct Recording {
    /// In their order, from the start of the lab on.
    pub entries: Vec<Entry>,
    /// How far it goes.
    pub end: End,
}

/// How a recording ends.
#[derive(Debug)]
pub enum End {
    /// With the run.
    Whole,
    /// Before the run has come to its end; this is to be told when all has been shown.
    Early(Error),
}

/// The file of a recording.
pub fn open(path: &Path) -> Result<OwnedFd> {
    // A FIFO into which nobody writes yet is waited for at reading, where signals are heard.
    let flags = OFlag::O_RDONLY | OFlag::O_CLOEXEC | OFlag::O_NOCTTY | OFlag::O_NONBLOCK;
    nix::fcntl::open(path, flags, Mode::empty())
        .map_err(|errno| cannot("open", &path.to_string_lossy(), errno))
}

/// Reads and checks it. `name` is what it is called in errors.
pub fn read(from: BorrowedFd<'_>, name: &str, words: &Words) -> Result<Recording> {
    let mut source = Source::new(from, name);
    let mut reader = Reader { name, words, line: 0, entries: Vec::new() };
    loop {
        reader.line += 1;
        match source.next()? {
            Piece::Line(line) if reader.line == 1 => reader.header(&line)?,
            Piece::Line(line) => reader.entry(&line)?,
            Piece::End => return reader.finish(false),
            Piece::Cut if reader.line > 1 => return reader.finish(true),
            Piece::Cut => return Err(reader.none(b"")),
            Piece::TooLong if reader.line == 1 => return Err(reader.none(b"")),
            Piece::TooLong => return Err(reader.too_large("recording-long", LONGEST)),
            Piece::TooLarge => return Err(reader.too_large("recording-large", LARGEST)),
        }
    }
}

struct Reader<'a> {
    name: &'a str,
    words: &'a Words,
    /// From 1.
    line: usize,
    entries: Vec<Entry>,
}

impl Reader<'_> {
    fn header(&self, line: &[u8]) -> Result<()> {
        let header: Header = serde_json::from_slice(line).map_err(|_| self.none(line))?;
        if header.recording != KIND {
            return Err(self.none(line));
        }
        if header.format != FORMAT {
            let what = Message::new("recording-format")
                .with("version", header.version)
                .with("format", header.format.to_string())
                .with("own", FORMAT.to_string());
            return Err(self.fault(what).hint(Message::new("recording-format-hint")));
        }
        Ok(())
    }

    fn entry(&mut self, line: &[u8]) -> Result<()> {
        let entry: Entry = serde_json::from_slice(line).map_err(|error| {
            let error = error.to_string();
            let what = error.split(" at line ").next().unwrap_or_default();
            self.faulty(Message::new("recording-line").with("what", what))
        })?;
        if let Some(what) = self.out_of_place(&entry).or_else(|| sound::fault(&entry, self.words)) {
            return Err(self.faulty(what));
        }
        self.entries.push(entry);
        Ok(())
    }

    fn out_of_place(&self, entry: &Entry) -> Option<Message> {
        let first = matches!(entry.event(), Some(Event::LabStarted(_)));
        if first != self.entries.is_empty() {
            return Some(Message::new("recording-first"));
        }
        self.entries.last().is_some_and(is_last).then(|| Message::new("recording-after"))
    }

    fn finish(self, cut: bool) -> Result<Recording> {
        if self.line == 1 {
            let empty = Message::new("recording-empty").with("file", self.name);
            return Err(Error::usage(empty).hint(Message::new("recording-none-hint")));
        }
        let here = |id| Some(Message::new(id));
        let why = match self.entries.last() {
            _ if cut => here("recording-cut"),
            Some(Entry::Failed { message }) => {
                Some(Message::new("recording-failed").with("why", message.clone()))
            }
            Some(Entry::Interrupted { signal }) => {
                Some(Message::new("recording-interrupted").with("signal", signal.as_str()))
            }
            Some(last) if is_last(last) => None,
            _ => here("recording-early"),
        };
        let early = |what| End::Early(self.fault(what).hint(Message::new("recording-early-hint")));
        let end = why.map_or(End::Whole, early);
        Ok(Recording { entries: self.entries, end })
    }

    /// This is something else.
    fn none(&self, line: &[u8]) -> Error {
        let json = line.starts_with(br#"{"event":"lab_started""#);
        let hint = if json { "recording-json-hint" } else { "recording-none-hint" };
        self.fault(Message::new("recording-none")).hint(Message::new(hint))
    }

    fn faulty(&self, what: Message) -> Error {
        self.fault(what).hint(Message::new("recording-faulty-hint"))
    }

    fn too_large(&self, id: &'static str, bytes: usize) -> Error {
        self.faulty(Message::new(id).with("mib", (bytes >> 20).to_string()))
    }

    fn fault(&self, what: Message) -> Error {
        let message = Message::new("recording-fault").with("file", self.name);
        Error::usage(message.with("line", self.line.to_string()).with("what", what))
    }
}

/// Whether nothing can follow it.
fn is_last(entry: &Entry) -> bool {
    match entry {
        Entry::Event(event) => matches!(**event, Event::LabFinished(_) | Event::Left(_)),
        Entry::Asked { .. } => false,
        Entry::Failed { .. } | Entry::Interrupted { .. } => true,
    }
}

fn cannot(call: &str, name: &str, errno: Errno) -> Error {
    let call = format!("{call}({name})");
    let message = Message::new("error-call").with("call", call).with("errno", describe(errno));
    Error::of(Exit::Usage, message).hint(Message::new("recording-none-hint"))
}
