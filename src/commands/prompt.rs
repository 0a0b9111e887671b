//! What a run asks of whoever sits before the terminal.

use super::Context;
use crate::error::{Error, Result};
use crate::wait::{self, Deadline};
use nix::errno::Errno;
use std::io::IsTerminal as _;
use std::os::fd::AsFd as _;
use std::time::Duration;

/// Nobody is hurried.
const A_LESSON: Duration = Duration::from_hours(24);

/// Waits for Enter. The end of the input counts as one: a script may feed us.
pub(super) fn pause(context: &Context<'_>) -> Result<()> {
    context.output.write(&format!("\n  {} ", context.words.get("step-prompt")))?;
    let answered = read_line()?;
    if answered.is_none() || !context.output.terminal {
        context.output.write("\n")?;
    }
    Ok(())
}

/// Whether standard input is a terminal whose foreground is ours: a background job that reads is stopped.
pub(super) fn somebody_there() -> bool {
    let stdin = std::io::stdin();
    stdin.is_terminal() && nix::unistd::tcgetpgrp(stdin).is_ok_and(|group| group == nix::unistd::getpgrp())
}

/// Whether Enter has been pressed; does not wait for it.
pub(super) fn entered() -> Result<bool> {
    let stdin = std::io::stdin();
    let waiting = wait::readable(&[stdin.as_fd()], Deadline::after(Duration::ZERO))?[0];
    Ok(waiting && read_line()?.is_some())
}

/// A line of standard input, without its newline; none at its end. Byte by byte: what follows the line is
/// not ours.
pub(super) fn read_line() -> Result<Option<String>> {
    let stdin = std::io::stdin();
    let mut line = Vec::new();
    loop {
        if !wait::readable(&[stdin.as_fd()], Deadline::after(A_LESSON))?[0] {
            continue;
        }
        let mut byte = [0];
        match nix::unistd::read(stdin.as_fd(), &mut byte) {
            Ok(0) if line.is_empty() => return Ok(None),
            Ok(0) => break,
            Ok(_) if byte[0] == b'\n' => break,
            Ok(_) => line.push(byte[0]),
            Err(Errno::EINTR) => wait::check()?,
            // A background job must not read the terminal; a closed one has no more lines.
            Err(Errno::EIO) => return Ok(None),
            Err(errno) => return Err(Error::call("read(standard input)", errno)),
        }
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}
