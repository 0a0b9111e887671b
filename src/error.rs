//! The one error type: a sentence that names the thing, a hint that names the way out, an exit code.

use crate::i18n::Message;
use nix::sys::signal::Signal;

/// Exit codes of every command but `init`, which passes on its child's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// As expected, or observed.
    Success = 0,
    /// The kernel did something else than the lab expects.
    Differs = 1,
    /// Wrong usage, or a faulty lab.
    Usage = 2,
    /// This machine cannot run it; the hint is the remedy.
    Unable = 77,
    /// pidlab itself failed.
    Failed = 125,
}

/// Why a command ended early.
#[derive(Debug, Clone)]
pub enum Error {
    /// Something to tell, with a way out and an exit code. Boxed: errors are rare, results are not.
    Told(Box<Told>),
    /// A signal asked pidlab to end, or (SIGPIPE) nobody reads its output any more. Not a failure: the
    /// process cleans up and then ends by that signal, as its caller expects.
    Interrupted(Signal),
}

/// What an [`Error`] tells.
#[derive(Debug, Clone)]
pub struct Told {
    /// The exit code.
    pub exit: Exit,
    /// Lower case, no full stop; names the call, the object and the errno.
    pub message: Message,
    /// A sentence with a command to type.
    pub hint: Option<Message>,
    /// Already rendered lines to print instead of `message`, e.g. a lab file's excerpt with a marker.
    pub excerpt: Option<String>,
}

/// The result of anything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Wrong usage or a faulty lab: exit 2.
    pub fn usage(message: Message) -> Self {
        Self::told(Exit::Usage, message)
    }

    /// This machine cannot: exit 77.
    pub fn unable(message: Message) -> Self {
        Self::told(Exit::Unable, message)
    }

    /// pidlab itself failed: exit 125.
    pub fn failed(message: Message) -> Self {
        Self::told(Exit::Failed, message)
    }

    /// A system call failed: `call` as one would write it (`fork()`, `open("/x")`), and its errno.
    pub fn call(call: impl Into<String>, errno: impl Into<nix::errno::Errno>) -> Self {
        let errno = errno.into();
        Self::failed(Message::new("error-call").with("call", call.into()).with("errno", describe(errno)))
    }

    /// [`Error::call`] for an error of the standard library.
    pub fn io(call: impl Into<String>, error: &std::io::Error) -> Self {
        match error.raw_os_error() {
            Some(raw) => Self::call(call, nix::errno::Errno::from_raw(raw)),
            None => Self::failed(
                Message::new("error-call").with("call", call.into()).with("errno", error.to_string()),
            ),
        }
    }

    /// Adds the way out.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        if let Self::Told(told) = &mut self {
            told.hint = Some(hint);
        }
        self
    }

    /// With any exit code.
    pub fn of(exit: Exit, message: Message) -> Self {
        Self::told(exit, message)
    }

    fn told(exit: Exit, message: Message) -> Self {
        Self::Told(Box::new(Told { exit, message, hint: None, excerpt: None }))
    }
}

/// `Permission denied (EACCES)`, as `strerror(3)` and the man pages have it.
pub fn describe(errno: nix::errno::Errno) -> String {
    format!("{} ({errno:?})", errno.desc())
}
