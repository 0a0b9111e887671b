//! The few system calls that nix and rustix do not wrap, or wrap as unsafe; the only unsafe code.
#![allow(unsafe_code)]

pub mod raw;
pub mod signals;
pub mod stack;

use nix::errno::Errno;
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use std::ffi::{CStr, CString};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI32, Ordering};

/// The signal that asked us to end; 0 for none.
static PENDING_END: AtomicI32 = AtomicI32::new(0);

/// A pipe that gets a byte for each of them: it ends a poll(2) that has just begun. Never closed.
static WAKE: OnceLock<(OwnedFd, OwnedFd)> = OnceLock::new();

/// The signals that end a run.
const ENDING: [Signal; 4] = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP, Signal::SIGQUIT];

extern "C" fn note_end(signal: libc::c_int) {
    let errno = Errno::last_raw();
    // The first one counts: it is the one that our caller waits for.
    let _ = PENDING_END.compare_exchange(0, signal, Ordering::Relaxed, Ordering::Relaxed);
    if let Some((_, write)) = WAKE.get() {
        let byte = [0_u8];
        // SAFETY: write(2) is async-signal-safe; the descriptor is never closed; one byte is readable.
        unsafe { libc::write(write.as_raw_fd(), byte.as_ptr().cast(), 1) };
    }
    Errno::set_raw(errno);
}

/// From now on SIGINT, SIGTERM, SIGHUP and SIGQUIT are noted instead of obeyed. Not restarting: a write(2)
/// or read(2) that blocks comes back with EINTR.
pub fn note_ending_signals() -> nix::Result<()> {
    let pipe = nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC | nix::fcntl::OFlag::O_NONBLOCK)?;
    let _ = WAKE.set(pipe);
    let action = SigAction::new(SigHandler::Handler(note_end), SaFlags::empty(), SigSet::empty());
    for signal in ENDING {
        // SAFETY: the handler only uses atomics, write(2) and errno, all async-signal-safe.
        let before = unsafe { sigaction(signal, &action) }?;
        // nohup(1): whoever has it ignored wants us to go on when the terminal closes.
        if signal == Signal::SIGHUP && matches!(before.handler(), SigHandler::SigIgn) {
            // SAFETY: SIG_IGN runs no code of ours.
            unsafe { sigaction(signal, &before) }?;
        }
    }
    Ok(())
}

/// The signal that has asked us to end, if one has.
pub fn pending_end() -> Option<Signal> {
    Signal::try_from(PENDING_END.load(Ordering::Relaxed)).ok()
}

/// Readable once such a signal has come.
pub fn wake_fd() -> Option<BorrowedFd<'static>> {
    WAKE.get().map(|(read, _)| read.as_fd())
}

/// The default disposition for every signal that may have one, real-time signals included, and no signal
/// blocked. Ignored signals are inherited across exec: a caller that ignores SIGCHLD breaks `wait(2)`.
pub fn default_signals() {
    for number in 1..=libc::SIGRTMAX() {
        // SAFETY: SIG_DFL runs no code of ours. SIGKILL, SIGSTOP and libc's own two are refused: harmless.
        unsafe { libc::signal(number, libc::SIG_DFL) };
    }
    let _ = SigSet::empty().thread_set_mask();
}

/// The default disposition for one signal.
pub fn default_signal(signal: Signal) {
    // SAFETY: SIG_DFL runs no code of ours.
    let _ = unsafe { nix::sys::signal::signal(signal, SigHandler::SigDfl) };
}

/// Ends this process by `signal`, so that the caller sees what it expects (a shell shows 128+n).
pub fn end_by(signal: Signal) -> ! {
    default_signal(signal);
    let mut only = SigSet::empty();
    only.add(signal);
    let _ = only.thread_unblock();
    let _ = nix::sys::signal::raise(signal);
    // Reached if the signal is one that the kernel withholds from PID 1 of a namespace.
    std::process::exit(128 + signal as i32)
}

/// Closes what the caller of this program has left open: every descriptor but 0, 1 and 2, `close_range(2)`
/// (Linux 5.9). For the start of a process, before anything of its own is open.
pub fn close_inherited() {
    // SAFETY: nothing in this process has opened, and so owns, a descriptor above 2 yet. A refusal leaves
    // all as it is, which does no harm.
    unsafe { libc::syscall(libc::SYS_close_range, 3_u32, u32::MAX, 0_u32) };
}

/// Has the command's process killed when its parent ends, from before its exec on: `PR_SET_PDEATHSIG` survives
/// the exec of a program without privileges of its own (`prctl(2)`).
pub fn die_with_parent(command: &mut std::process::Command) {
    use std::os::unix::process::CommandExt as _;
    let ask = || {
        nix::sys::prctl::set_pdeathsig(Some(Signal::SIGKILL))?;
        Ok(())
    };
    // SAFETY: between fork and exec it makes one system call, and allocates nothing.
    unsafe { command.pre_exec(ask) };
}

/// A child of [`fork`], or the parent of one.
pub enum Fork {
    /// In the parent: the child's PID as the parent's namespace counts.
    Parent(i32),
    /// In the child.
    Child,
}

/// `fork(2)`, for a process with a single thread: only then may the child do more than exec.
pub fn fork() -> nix::Result<Fork> {
    // SAFETY: the callers (shim and init) have one thread, so no lock can be held by another.
    match unsafe { nix::unistd::fork() }? {
        nix::unistd::ForkResult::Parent { child } => Ok(Fork::Parent(child.as_raw())),
        nix::unistd::ForkResult::Child => Ok(Fork::Child),
    }
}

/// Collects one child that has ended, this one or (-1) whichever: its PID and wait status. None if none has, or
/// there is none. `waitpid(2)` itself, since the caller passes the raw status on.
pub fn collect(child: i32) -> nix::Result<Option<(i32, i32)>> {
    let mut status = 0;
    // SAFETY: status is valid for writing one int.
    match Errno::result(unsafe { libc::waitpid(child, &raw mut status, libc::WNOHANG) }) {
        Ok(0) | Err(Errno::ECHILD) => Ok(None),
        Ok(pid) => Ok(Some((pid, status))),
        Err(errno) => Err(errno),
    }
}

/// A descriptor that the kernel has just installed for us, e.g. with `SCM_RIGHTS`.
pub fn adopt_fd(raw: std::os::fd::RawFd) -> OwnedFd {
    // SAFETY: the callers take it from the system call that made it; nobody else knows it.
    unsafe { std::os::fd::FromRawFd::from_raw_fd(raw) }
}

/// `_exit(2)`: ends at once, without the exit handlers that belong to the parent's copy.
pub fn exit_now(status: i32) -> ! {
    // SAFETY: never returns, touches no memory.
    unsafe { libc::_exit(status) }
}

#[repr(C)]
struct MountAttr {
    set: u64,
    clear: u64,
    propagation: u64,
    userns_fd: u64,
}

const MOUNT_ATTR_RDONLY: u64 = 1;
const AT_RECURSIVE: libc::c_uint = 0x8000;

/// Makes the mount at `path` and all below it read-only with one call, `mount_setattr(2)` (Linux 5.12).
pub fn mount_read_only_recursively(path: &CStr) -> nix::Result<()> {
    let attr = MountAttr { set: MOUNT_ATTR_RDONLY, clear: 0, propagation: 0, userns_fd: 0 };
    // SAFETY: path is NUL-terminated, attr is a struct mount_attr of the size that is passed.
    let result = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            libc::AT_FDCWD,
            path.as_ptr(),
            AT_RECURSIVE,
            &raw const attr,
            size_of::<MountAttr>(),
        )
    };
    Errno::result(result).map(drop)
}

/// Linux' `struct pidfd_info` as of 6.15.
#[repr(C)]
#[derive(Default)]
struct PidfdInfo {
    mask: u64,
    cgroupid: u64,
    ids: [u32; 11],
    exit_code: i32,
    coredump: u32,
    spare: [u32; 2],
}

const PIDFD_INFO_EXIT: u64 = 1 << 3;
/// `_IOWR(0xFF, 11, struct pidfd_info)` with the size of the first version (64 bytes).
const PIDFD_GET_INFO: libc::Ioctl = 0xC040_FF0B_u32 as libc::Ioctl;

/// The wait status of a process that has ended *and* been collected, by whomever (Linux 6.15,
/// `PIDFD_INFO_EXIT`); none where the kernel cannot tell.
pub fn collected_status(pidfd: BorrowedFd<'_>) -> Option<i32> {
    let mut info = PidfdInfo { mask: PIDFD_INFO_EXIT, ..PidfdInfo::default() };
    // SAFETY: the kernel writes at most as many bytes as the request encodes (64), fewer than info has.
    let result = unsafe { libc::ioctl(pidfd.as_raw_fd(), PIDFD_GET_INFO, &raw mut info) };
    (result == 0 && info.mask & PIDFD_INFO_EXIT != 0).then_some(info.exit_code)
}

/// `execve(2)` with what was prepared before the fork; returns only on failure.
pub fn exec(path: &CStr, argv: &CStrings, env: &CStrings) -> Errno {
    // SAFETY: both arrays are NULL-terminated and point into strings that live as long as they do.
    unsafe { libc::execve(path.as_ptr(), argv.pointers.as_ptr(), env.pointers.as_ptr()) };
    Errno::last()
}

/// A NULL-terminated array of C strings, made before a fork so that nothing is allocated after it.
#[derive(Debug)]
pub struct CStrings {
    _strings: Vec<CString>,
    pointers: Vec<*const libc::c_char>,
}

impl CStrings {
    /// From bytes; a NUL within ends a string early, as it would in C.
    pub fn new<'a>(strings: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let strings: Vec<CString> = strings.into_iter().map(c_string).collect();
        let pointers = strings.iter().map(|s| s.as_ptr()).chain([std::ptr::null()]).collect();
        Self { _strings: strings, pointers }
    }
}

/// A C string of the bytes up to the first NUL.
pub fn c_string(bytes: &[u8]) -> CString {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    CString::new(&bytes[..end]).unwrap_or_default()
}

/// `dup2(2)` onto a number that is free or one of ours.
pub fn dup_to(fd: BorrowedFd<'_>, number: i32) -> nix::Result<()> {
    if fd.as_raw_fd() == number {
        // dup2 onto itself would leave close-on-exec set.
        let flags = nix::fcntl::FdFlag::empty();
        return nix::fcntl::fcntl(fd, nix::fcntl::FcntlArg::F_SETFD(flags)).map(drop);
    }
    // SAFETY: the callers use numbers that no Rust object owns: they exec right afterwards.
    Errno::result(unsafe { libc::dup2(fd.as_raw_fd(), number) }).map(drop)
}

/// Sets the name that the kernel shows, at most 15 bytes, `PR_SET_NAME(2const)`.
pub fn set_comm(name: &CStr) {
    // SAFETY: the kernel reads at most 16 bytes of a NUL-terminated string.
    unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) };
}
