//! Signals without libc, for `init`: `signal(7)`, `sigwaitinfo(2)`, `signalfd(2)`, `pidfd_send_signal(2)`.
#![allow(unsafe_code)]

use super::raw::{Result, call, harmless};
use core::mem::MaybeUninit;
use core::ptr::null;
use libc::{c_int, siginfo_t};

/// A set of signals, as the kernel has it: bit 0 is signal 1.
#[derive(Clone, Copy)]
pub struct Signals(pub u64);

impl Signals {
    /// SIGKILL and SIGSTOP are in it, but nothing comes of it.
    pub const ALL: Self = Self(!0);

    /// One.
    #[must_use]
    pub const fn only(signal: c_int) -> Self {
        Self(1 << (signal - 1))
    }

    /// All of these but one.
    #[must_use]
    pub const fn but(self, signal: c_int) -> Self {
        Self(self.0 & !Self::only(signal).0)
    }

    /// Makes this the set of blocked signals; returns what it was.
    #[allow(clippy::return_self_not_must_use, reason = "what it was matters only to who unblocks")]
    pub fn block(self) -> Self {
        let mut before = Self(0);
        let addresses = [
            libc::SIG_SETMASK as usize,
            &raw const self as usize,
            &raw mut before as usize,
            size_of::<u64>(),
        ];
        // SAFETY: two sets of the size that is passed.
        let _ = unsafe { call(libc::SYS_rt_sigprocmask, addresses) };
        before
    }

    /// Takes one of them that is pending, waits for one that long (nanoseconds; none: as long as it takes).
    /// `rt_sigtimedwait(2)`: the lowest number first.
    pub fn take(self, patience: Option<u64>, into: &mut MaybeUninit<siginfo_t>) -> Option<&mut siginfo_t> {
        let time = patience.map(|ns| [ns / 1_000_000_000, ns % 1_000_000_000]);
        let time = time.as_ref().map_or(null(), |time| time.as_ptr());
        let addresses =
            [&raw const self as usize, into.as_mut_ptr() as usize, time as usize, size_of::<u64>()];
        // SAFETY: a set, room for a siginfo_t, a timespec or NULL.
        let taken = unsafe { call(libc::SYS_rt_sigtimedwait, addresses) };
        // SAFETY: the kernel has filled it.
        taken.is_ok().then(|| unsafe { into.assume_init_mut() })
    }
}

/// A descriptor that is readable while a signal is pending, `signalfd(2)`.
pub fn signalfd() -> Result<c_int> {
    let all = Signals::ALL;
    let arguments = [usize::MAX, &raw const all as usize, size_of::<u64>(), libc::SFD_CLOEXEC as usize];
    // SAFETY: a set of the size that is passed.
    unsafe { call(libc::SYS_signalfd4, arguments) }.map(|fd| fd as c_int)
}

/// Waits until a signal is pending or the process has ended and been collected, which is its pidfd's hang-up;
/// whether that is so.
pub fn wait_for(pidfd: c_int, signals: Result<c_int>) -> bool {
    let mut fds = [
        libc::pollfd { fd: pidfd, events: 0, revents: 0 },
        libc::pollfd { fd: signals.unwrap_or(-1), events: libc::POLLIN, revents: 0 },
    ];
    // SAFETY: two of them, no timeout, no change of the mask.
    let _ = unsafe { call(libc::SYS_ppoll, [fds.as_mut_ptr() as usize, fds.len(), 0, 0]) };
    fds[0].revents != 0
}

/// What becomes of SIGCHLD: `SIG_IGN` (the kernel collects our children itself, sigaction(2)) or `SIG_DFL`.
pub fn on_sigchld(handler: usize) {
    // handler, flags, restorer, mask: the kernel's struct.
    let action = [handler, 0, 0, 0];
    let addresses = [libc::SIGCHLD as usize, action.as_ptr() as usize, 0, size_of::<u64>()];
    // SAFETY: neither of them runs code of ours.
    let _ = unsafe { call(libc::SYS_rt_sigaction, addresses) };
}

/// `kill(2)`: a process, with −1 all, with another negative number a process group. Signal 0 only asks.
pub fn kill(whom: c_int, signal: c_int) -> Result<usize> {
    harmless!(SYS_kill, whom, signal)
}

/// `pidfd_send_signal(2)`, to the process or to its group; with `info` its value is passed on.
pub fn signal_pidfd(pidfd: c_int, signal: c_int, info: Option<&siginfo_t>, group: bool) -> Result<usize> {
    const TO_GROUP: usize = 1 << 2;
    let info = info.map_or(null(), |info| &raw const *info);
    let flags = if group { TO_GROUP } else { 0 };
    // SAFETY: a siginfo_t or NULL.
    unsafe { call(libc::SYS_pidfd_send_signal, [pidfd as usize, signal as usize, info as usize, flags]) }
}

/// `rt_sigqueueinfo(2)`: a signal with its value.
pub fn queue(pid: c_int, signal: c_int, info: &siginfo_t) -> Result<usize> {
    // SAFETY: a siginfo_t.
    unsafe { call(libc::SYS_rt_sigqueueinfo, [pid as usize, signal as usize, &raw const *info as usize]) }
}
