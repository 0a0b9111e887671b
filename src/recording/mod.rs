//! A run written down and read back: events, not text, so that any language and any format can be drawn from it.
//!
//! JSON Lines. The first line is a [`Header`], every other one an [`Entry`]; `docs/recording.md` says what is
//! promised. What is read is not trusted: whatever it holds, drawing it does no harm.

mod history;
mod read;
mod sound;
mod source;
mod write;

use crate::engine::event::{Event, Prediction};
use crate::i18n::Message;
use crate::lab::Question;
use serde::{Deserialize, Serialize};

pub use history::History;
pub use read::{End, Recording, open, read};
pub use write::Recorder;

/// The format that this version writes, and the newest that it reads.
pub const FORMAT: u64 = 1;

/// What the first line says of itself.
const KIND: &str = "pidlab";

/// The first line.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Header {
    /// [`KIND`]
    recording: String,
    /// [`FORMAT`]
    format: u64,
    /// Of the program that has written it.
    version: String,
}

/// Every other line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// What the run has told.
    Event(Box<Event>),
    /// A question was put to the audience, before the action that decides it.
    Asked {
        /// Which.
        question: Question,
        /// What was said; none if nobody answered.
        said: Option<Prediction>,
    },
    /// The run ended early. The last line.
    Failed {
        /// Why.
        message: Message,
    },
    /// A signal ended the run, or nobody read its output any more. The last line.
    Interrupted {
        /// Its name.
        signal: String,
    },
}

impl Entry {
    /// The event, if it is one.
    pub fn event(&self) -> Option<&Event> {
        match self {
            Self::Event(event) => Some(event),
            _ => None,
        }
    }
}
