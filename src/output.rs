//! Standard output: the one place that writes to it.

use crate::error::{Error, Result};
use crate::wait::{self, Deadline};
use nix::errno::Errno;
use nix::sys::signal::Signal;
use std::io::IsTerminal;
use std::os::fd::AsFd;
use std::time::Duration;

/// How text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Columns of the terminal, or those that text in a file gets.
    pub width: usize,
}

/// What fits on a projector, and what text gets that goes into a file.
pub const WIDTH: usize = 80;

/// Standard output.
#[derive(Debug)]
pub struct Output {
    /// How text is drawn on it.
    pub style: Style,
    /// Whether a person sees it at once.
    pub terminal: bool,
}

impl Style {
    /// How text is drawn on a standard stream as it is: a terminal with its width, or a file or pipe.
    /// `color` is `--color`; none for `auto`, which means a terminal without `NO_COLOR`.
    pub fn of(stream: &(impl AsFd + IsTerminal), color: Option<bool>) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self { color: color.unwrap_or(stream.is_terminal() && !plain), width: width(stream) }
    }
}

impl Output {
    /// Standard output; `color` as for [`Style::of`].
    pub fn new(color: Option<bool>) -> Self {
        let stdout = std::io::stdout();
        let style = Style::of(&stdout, color);
        colored::control::set_override(style.color);
        Self { style, terminal: stdout.is_terminal() }
    }

    /// Writes all of it now.
    pub fn write(&self, text: &str) -> Result<()> {
        let stdout = std::io::stdout();
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            // At most a pipe's atomic size at a time, and only once there is room: a reader that
            // has stopped reading must not make us deaf to signals.
            let piece = &rest[..rest.len().min(libc::PIPE_BUF)];
            if !wait::writable(stdout.as_fd(), Deadline::after(Duration::from_hours(1)))? {
                continue;
            }
            match nix::unistd::write(stdout.as_fd(), piece) {
                Ok(written) => rest = &rest[written..],
                Err(Errno::EINTR | Errno::EAGAIN) => {}
                Err(Errno::EPIPE) => return Err(Error::Interrupted(Signal::SIGPIPE)),
                Err(Errno::EIO) if self.terminal => return Err(Error::Interrupted(Signal::SIGHUP)),
                Err(errno) => return Err(Error::call("write(standard output)", errno)),
            }
        }
        Ok(())
    }

    /// Writes a line.
    pub fn line(&self, text: &str) -> Result<()> {
        self.write(&format!("{text}\n"))
    }
}

fn width(stream: &(impl AsFd + IsTerminal)) -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|value| value.parse().ok());
    let real = || rustix::termios::tcgetwinsize(stream).ok().map(|size| usize::from(size.ws_col));
    asked
        .or_else(|| stream.is_terminal().then(real).flatten())
        .filter(|columns| *columns > 0)
        .unwrap_or(WIDTH)
        .clamp(40, 400)
}
