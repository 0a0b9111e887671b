//! A terminal with nobody but the test before it.

use super::PATIENCE;
use nix::fcntl::{OFlag, open};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::{PtyMaster, grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::stat::Mode;
use nix::sys::termios::{Termios, tcgetattr};
use rustix::termios::{Winsize, tcsetwinsize};
use std::os::fd::{AsFd as _, OwnedFd};
use std::process::Stdio;
use std::time::Instant;

/// Both ends of it, and what has come through.
pub struct Terminal {
    master: PtyMaster,
    slave: OwnedFd,
    seen: Vec<u8>,
}

impl Terminal {
    pub fn new(columns: u16) -> Self {
        // Closed on exec: who holds the master keeps the terminal open.
        let flags = OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC;
        let master = posix_openpt(flags).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let slave = open(ptsname_r(&master).unwrap().as_str(), flags, Mode::empty()).unwrap();
        let size = Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&slave, size).unwrap();
        Self { master, slave, seen: Vec::new() }
    }

    /// What a program gets.
    pub(super) fn end(&self) -> Stdio {
        Stdio::from(self.slave.try_clone().unwrap())
    }

    /// Its modes.
    pub fn modes(&self) -> Termios {
        tcgetattr(&self.slave).unwrap()
    }

    /// Presses keys.
    pub fn press(&self, keys: &str) {
        assert_eq!(nix::unistd::write(&self.master, keys.as_bytes()), Ok(keys.len()));
    }

    /// Its foreground process group.
    pub fn foreground(&self) -> nix::unistd::Pid {
        nix::unistd::tcgetpgrp(&self.master).unwrap()
    }

    /// Makes it narrower or wider.
    pub fn resize(&self, columns: u16) {
        let size = Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.slave, size).unwrap();
    }

    /// Reads what comes within a moment.
    pub fn await_more(&mut self) {
        self.read(PollTimeout::from(100_u8));
    }

    /// Reads until this has been written on it.
    #[track_caller]
    pub fn await_said(&mut self, part: &str) {
        self.await_times(part, 1);
    }

    /// Reads until this has been written on it so many times.
    #[track_caller]
    pub fn await_times(&mut self, part: &str, count: usize) {
        let until = Instant::now() + PATIENCE;
        while self.said().matches(part).count() < count {
            assert!(Instant::now() < until, "{part:?} is not in\n{}", self.said());
            self.read(PollTimeout::from(100_u8));
        }
    }

    /// All that has been written on it.
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }

    /// The rest of what has been written on it.
    pub fn finish(&mut self) -> String {
        while self.read(PollTimeout::ZERO) {}
        self.said()
    }

    fn read(&mut self, timeout: PollTimeout) -> bool {
        let mut fds = [PollFd::new(self.master.as_fd(), PollFlags::POLLIN)];
        if poll(&mut fds, timeout).unwrap() == 0 {
            return false;
        }
        let mut piece = [0; 4096];
        let read = nix::unistd::read(&self.master, &mut piece).unwrap();
        self.seen.extend_from_slice(&piece[..read]);
        true
    }
}
