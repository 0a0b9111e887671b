//! Lines of a file or a pipe that may hold anything.

use crate::error::{Error, Result};
use crate::wait::{self, Deadline};
use nix::errno::Errno;
use std::os::fd::BorrowedFd;
use std::time::Duration;

/// No line of a recording is longer: the tree of a hundred thousand processes would be.
pub(super) const LONGEST: usize = 16 << 20;

/// No recording is larger.
pub(super) const LARGEST: usize = 256 << 20;

/// A line, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Without its newline.
    Line(Vec<u8>),
    /// What stands behind the last newline.
    Cut,
    /// Longer than [`LONGEST`].
    TooLong,
    /// All lines together are larger than [`LARGEST`].
    TooLarge,
    /// Nothing is left.
    End,
}

/// Reads lines, and listens to signals meanwhile.
pub(super) struct Source<'f> {
    fd: BorrowedFd<'f>,
    name: &'f str,
    buffer: Vec<u8>,
    /// What has been taken from the buffer.
    taken: usize,
    read: usize,
    ended: bool,
}

impl<'f> Source<'f> {
    pub(super) fn new(fd: BorrowedFd<'f>, name: &'f str) -> Self {
        Self { fd, name, buffer: Vec::new(), taken: 0, read: 0, ended: false }
    }

    pub(super) fn next(&mut self) -> Result<Piece> {
        let mut searched = self.taken;
        loop {
            if let Some(at) = self.buffer[searched..].iter().position(|byte| *byte == b'\n') {
                let line = self.buffer[self.taken..searched + at].to_vec();
                self.taken = searched + at + 1;
                return Ok(Piece::Line(line));
            }
            searched = self.buffer.len();
            if searched - self.taken > LONGEST {
                return Ok(Piece::TooLong);
            }
            if self.read > LARGEST {
                return Ok(Piece::TooLarge);
            }
            if self.ended {
                return Ok(if searched == self.taken { Piece::End } else { Piece::Cut });
            }
            self.buffer.drain(..self.taken);
            searched -= self.taken;
            self.taken = 0;
            self.fill()?;
        }
    }

    fn fill(&mut self) -> Result<()> {
        let mut piece = vec![0; 1 << 16];
        if !wait::readable(&[self.fd], Deadline::after(Duration::from_hours(1)))?[0] {
            return Ok(());
        }
        match nix::unistd::read(self.fd, &mut piece) {
            Ok(0) => self.ended = true,
            Ok(count) => {
                self.read += count;
                self.buffer.extend_from_slice(&piece[..count]);
            }
            Err(Errno::EINTR | Errno::EAGAIN) => {}
            Err(errno) => return Err(Error::call(format!("read({})", self.name), errno)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::os::fd::AsFd as _;

    fn pieces(content: &[u8]) -> Vec<Piece> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        std::io::Seek::rewind(&mut file).unwrap();
        let mut source = Source::new(file.as_fd(), "test");
        let mut pieces = Vec::new();
        while pieces.last().is_none_or(|piece| matches!(piece, Piece::Line(_))) {
            pieces.push(source.next().unwrap());
        }
        pieces
    }

    #[test]
    fn lines_come_one_by_one_and_what_is_cut_off_is_told() {
        let line = |text: &[u8]| Piece::Line(text.to_vec());
        assert_eq!(pieces(b""), [Piece::End]);
        assert_eq!(pieces(b"a\n\nb\n"), [line(b"a"), line(b""), line(b"b"), Piece::End]);
        assert_eq!(pieces(b"a\nb"), [line(b"a"), Piece::Cut]);
        let long = vec![b'x'; 200_000];
        assert_eq!(pieces(&[b"a\n", &*long, b"\nb\n"].concat())[1], line(&long));
        assert_eq!(pieces(&vec![b'x'; LONGEST + 100_000]), [Piece::TooLong]);
    }
}
