//! A lab's shell: a real bash that reads from a pipe the very lines that a learner would type.

use crate::error::{Error, Result};
use crate::sandbox::container::Pipes;
use crate::wait::{self, Deadline};
use nix::errno::Errno;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};

/// Typed first. Called after each line it tells, on a descriptor of its own, the line's status and the PID
/// of the last background job, and leaves `$?` as it was. The moment it runs is also the moment at which
/// bash reports a killed job: it does so before its next command.
const PRELUDE: &str = "__pidlab() { local s=$?; printf '%s %s\\n' \"$s\" \"$!\" >&9; return \"$s\"; }\n";

/// The call of it.
const TELL: &str = "__pidlab\n";

/// How a typed line ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineEnd {
    /// `$?`
    pub(super) rc: i32,
}

/// A shell that is typed into.
#[derive(Debug)]
pub(super) struct Shell {
    /// What the lab calls it.
    pub(super) name: String,
    /// None for a program that is no shell: it reads nothing.
    input: Option<OwnedFd>,
    status: OwnedFd,
    output: OwnedFd,
    told: Vec<u8>,
    /// Lines whose end has not been told yet.
    open: usize,
    printed: Printed,
}

impl Shell {
    pub(super) fn new(name: &str, pipes: Pipes) -> Result<Self> {
        let shell = Self::of(name, Some(pipes.input), pipes.status, pipes.output);
        shell.write(PRELUDE)?;
        Ok(shell)
    }

    /// A program that only prints: the end of its input comes at once, as under `docker exec` without `-i`.
    pub(super) fn deaf(name: &str, pipes: Pipes) -> Self {
        Self::of(name, None, pipes.status, pipes.output)
    }

    fn of(name: &str, input: Option<OwnedFd>, status: OwnedFd, output: OwnedFd) -> Self {
        let name = name.to_owned();
        Self { name, input, status, output, told: Vec::new(), open: 0, printed: Printed::default() }
    }

    /// Types a line; its end is told later.
    pub(super) fn type_line(&mut self, line: &str) -> Result<()> {
        self.write(&format!("{line}\n{TELL}"))?;
        self.open += 1;
        Ok(())
    }

    /// Has bash say what it has to say about jobs that have ended: it does so when it reads the line after
    /// the one during which it noticed.
    pub(super) fn nudge(&mut self) -> Result<()> {
        if self.reads() {
            self.write(&TELL.repeat(2))?;
            self.open += 2;
        }
        Ok(())
    }

    /// Whether it is a shell that reads lines.
    pub(super) fn reads(&self) -> bool {
        self.input.is_some()
    }

    /// Whether it is still busy with a line.
    pub(super) fn busy(&self) -> bool {
        self.open > 0
    }

    /// Readable when a line has ended.
    pub(super) fn status(&self) -> BorrowedFd<'_> {
        self.status.as_fd()
    }

    /// The end of a line, if one has been told.
    pub(super) fn line_end(&mut self) -> Result<Option<LineEnd>> {
        if !self.told.contains(&b'\n')
            && wait::readable(&[self.status()], Deadline::after(std::time::Duration::ZERO))?[0]
        {
            let mut bytes = [0; 64];
            match nix::unistd::read(&self.status, &mut bytes) {
                // The shell is dead: no line of it will end any more.
                Ok(0) => self.open = 0,
                Ok(count) => self.told.extend(&bytes[..count]),
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(Error::call("read(the shell's line status)", errno)),
            }
        }
        Ok(self.take_line().map(|rc| {
            self.open = self.open.saturating_sub(1);
            LineEnd { rc }
        }))
    }

    fn take_line(&mut self) -> Option<i32> {
        let end = self.told.iter().position(|byte| *byte == b'\n')?;
        let line: Vec<u8> = self.told.drain(..=end).collect();
        let text = String::from_utf8_lossy(&line);
        text.split_whitespace().next().and_then(|rc| rc.parse().ok()).or(Some(-1))
    }

    /// The lines that it and its children have printed since the last call.
    pub(super) fn printed(&mut self) -> Vec<Vec<u8>> {
        self.printed.read(self.output.as_fd())
    }

    /// A dead shell reads nothing: that is not an error here, the tree shows it.
    fn write(&self, text: &str) -> Result<()> {
        let Some(input) = &self.input else { return Ok(()) };
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            wait::check()?;
            match nix::unistd::write(input, rest) {
                Ok(count) => rest = &rest[count..],
                Err(Errno::EINTR) => {}
                Err(Errno::EPIPE) => return Ok(()),
                Err(errno) => return Err(Error::call("write(a line for the shell)", errno)),
            }
        }
        Ok(())
    }
}

/// At most so many lines are kept between two looks; a program that prints without end prints no more.
const MOST_LINES: usize = 200;

/// Bytes from a pipe, in lines.
#[derive(Debug, Default)]
pub(super) struct Printed {
    rest: Vec<u8>,
}

impl Printed {
    /// The complete lines that have come.
    pub(super) fn read(&mut self, pipe: BorrowedFd<'_>) -> Vec<Vec<u8>> {
        let mut bytes = [0; 4096];
        let mut lines = Vec::new();
        while lines.len() < MOST_LINES {
            match nix::unistd::read(pipe, &mut bytes) {
                Ok(0) | Err(_) => break,
                Ok(count) => self.push(&bytes[..count], &mut lines),
            }
        }
        lines
    }

    fn push(&mut self, bytes: &[u8], lines: &mut Vec<Vec<u8>>) {
        for byte in bytes {
            // A line without end is cut: what is shown of it would be cut anyway.
            if *byte == b'\n' || self.rest.len() >= 4096 {
                lines.push(std::mem::take(&mut self.rest));
            }
            if *byte != b'\n' {
                self.rest.push(*byte);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_lines_and_an_open_one_waits() {
        let mut printed = Printed::default();
        let mut lines = Vec::new();
        printed.push(b"one\ntw", &mut lines);
        assert_eq!(lines, [b"one"]);
        printed.push(b"o\n\n", &mut lines);
        assert_eq!(lines, [b"one".to_vec(), b"two".to_vec(), Vec::new()]);
    }
}
