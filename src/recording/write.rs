//! Writes a run down while it goes on: each line as soon as it is told, so that a run that is killed leaves all
//! that was told until then.

use super::{Entry, FORMAT, Header, KIND};
use crate::engine::event::{Audience, Event, Interval, Onward, Prediction, Wish};
use crate::error::{Error, Exit, Result, describe};
use crate::i18n::Message;
use crate::lab::Question;
use crate::wait::{self, Deadline};
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sys::stat::Mode;
use serde::Serialize;
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Between a run and its audience.
pub struct Recorder<'a> {
    audience: &'a mut dyn Audience,
    file: OwnedFd,
    path: PathBuf,
    begun: bool,
}

impl<'a> Recorder<'a> {
    /// Opens the file. What was in it stays until there is something to write.
    pub fn new(path: &Path, audience: &'a mut dyn Audience) -> Result<Self> {
        // A FIFO that nobody reads is refused, with ENXIO, instead of waited for.
        let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_CLOEXEC | OFlag::O_NOCTTY | OFlag::O_NONBLOCK;
        let file = nix::fcntl::open(path, flags, Mode::from_bits_truncate(0o666))
            .map_err(|errno| failed("open", path, errno, Exit::Usage))?;
        Ok(Self { audience, file, path: path.to_owned(), begun: false })
    }

    /// Notes how a run has ended that has no last event. What cannot be written then is no news.
    pub fn close(self, error: &Error) {
        let entry = match error {
            Error::Told(told) => Entry::Failed { message: told.message.clone() },
            Error::Interrupted(signal) => Entry::Interrupted { signal: signal.as_str().to_owned() },
        };
        if self.begun {
            let _ = self.write(&line(&entry));
        }
    }

    fn note(&mut self, entry: &Entry) -> Result<()> {
        let mut text = String::new();
        if !self.begun {
            self.begun = true;
            let version = env!("CARGO_PKG_VERSION").to_owned();
            text = line(&Header { recording: KIND.to_owned(), format: FORMAT, version });
            // Only a file has an older recording in it; a pipe cannot be cut.
            let _ = nix::unistd::ftruncate(&self.file, 0);
        }
        text += &line(entry);
        self.write(&text)
    }

    fn write(&self, text: &str) -> Result<()> {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            match nix::unistd::write(&self.file, rest) {
                Ok(written) => rest = &rest[written..],
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => {
                    wait::writable(self.file.as_fd(), Deadline::after(Duration::from_hours(1)))?;
                }
                Err(errno) => return Err(failed("write", &self.path, errno, Exit::Failed)),
            }
        }
        Ok(())
    }
}

impl Audience for Recorder<'_> {
    fn tell(&mut self, event: &Event) -> Result<()> {
        self.note(&Entry::Event(Box::new(event.clone())))?;
        self.audience.tell(event)
    }

    fn pause(&mut self, interval: &mut dyn Interval) -> Result<Onward> {
        self.audience.pause(interval)
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Prediction>> {
        let said = self.audience.ask(question)?;
        self.note(&Entry::Asked { question: question.clone(), said })?;
        Ok(said)
    }

    fn tick(&mut self, left: Option<Duration>) -> Result<Wish> {
        self.audience.tick(left)
    }
}

/// One line of the file. Nothing in it is without a form in JSON.
fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

fn failed(call: &str, path: &Path, errno: Errno, exit: Exit) -> Error {
    let call = format!("{call}({})", path.display());
    let message = Message::new("error-call").with("call", call).with("errno", describe(errno));
    Error::of(exit, message).hint(Message::new("record-hint"))
}
