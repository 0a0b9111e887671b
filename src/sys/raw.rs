//! System calls without libc, for `init`: libc may not have started yet, and in a vfork'd child it must not be
//! used. Safe to call: what is handed over is checked by its type, or does no harm to memory.
#![allow(unsafe_code)]

use super::stack::Arguments;
use core::arch::asm;
use core::mem::MaybeUninit;
use core::ptr::null_mut;
use libc::{c_int, c_long};

/// `errno`, as errno(3) numbers it.
pub type Errno = c_int;
/// A call's value, or why there is none.
pub type Result<T> = core::result::Result<T, Errno>;

/// A C string's address.
pub type CStr = *const u8;

/// A system call with up to six arguments; the kernel returns −errno for an error.
///
/// # Safety
/// As that call demands of its arguments.
#[inline(always)]
#[allow(clippy::inline_always, reason = "without it the arguments travel as an array")]
pub(super) unsafe fn call<const N: usize>(number: c_long, arguments: [usize; N]) -> Result<usize> {
    let at = |index: usize| if index < N { arguments[index] } else { 0 };
    let result: isize;
    // SAFETY: the kernel changes the named registers and what the arguments point to, nothing else.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") number as isize => result,
            in("rdi") at(0), in("rsi") at(1), in("rdx") at(2), in("r10") at(3), in("r8") at(4), in("r9") at(5),
            lateout("rcx") _, lateout("r11") _,
            options(nostack),
        );
    }
    // SAFETY: as above.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        asm!(
            "svc #0",
            in("x8") number,
            inlateout("x0") at(0) => result,
            in("x1") at(1), in("x2") at(2), in("x3") at(3), in("x4") at(4), in("x5") at(5),
            options(nostack),
        );
    }
    if result < 0 { Err(-result as Errno) } else { Ok(result as usize) }
}

/// A call that takes numbers only: it can do no harm to memory.
macro_rules! harmless {
    ($number:ident $(, $argument:expr)*) => {{
        // SAFETY: no argument is an address.
        unsafe { call(::libc::$number, [$($argument as isize as usize),*]) }
    }};
}
pub(super) use harmless;

/// `clone(2)` as vfork(2) has it: the child runs `child(data)` in our memory, below our stack, while we are halted;
/// we go on once it has executed a program or ended. Its PID and pidfd (−1 before Linux 5.2).
#[inline(always)]
#[allow(clippy::inline_always, reason = "as vfork(2): the frame that it was called from must stay")]
pub fn vfork<T>(child: extern "C" fn(&mut T) -> !, data: &mut T) -> Result<(c_int, c_int)> {
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::CLONE_PIDFD | libc::SIGCHLD;
    let mut pidfd: c_int = -1;
    let result: isize;
    // SAFETY: the child's calls write below the stack pointer, where nothing of ours is (an asm block that may
    // push leaves no red zone), and to `data`, which is handed over. It never comes back, as its type says.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        asm!(
            "syscall",
            "test rax, rax",
            "jnz 2f",
            "xor ebp, ebp",
            "mov rdi, r8",
            "call r9",
            "ud2",
            "2:",
            inlateout("rax") libc::SYS_clone as isize => result,
            in("rdi") flags as usize, in("rsi") 0_usize, in("rdx") &raw mut pidfd, in("r10") 0_usize,
            in("r8") &raw mut *data, in("r9") child, lateout("rcx") _, lateout("r11") _,
        );
    }
    // SAFETY: as above.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        asm!(
            "svc #0",
            "cbnz x0, 2f",
            "mov x29, xzr",
            "mov x0, x5",
            "blr x6",
            "brk #1",
            "2:",
            in("x8") libc::SYS_clone,
            inlateout("x0") flags as isize => result,
            in("x1") 0_usize, in("x2") &raw mut pidfd, in("x3") 0_usize, in("x4") 0_usize,
            in("x5") &raw mut *data, in("x6") child, lateout("x30") _,
        );
    }
    if result < 0 { Err(-result as Errno) } else { Ok((result as c_int, pidfd)) }
}

/// `execve(2)` of a C string; returns only on failure.
pub fn execve(path: CStr, arguments: Arguments) -> Errno {
    let addresses = [path as usize, arguments.argv() as usize, arguments.envp() as usize];
    // SAFETY: the arrays that the kernel gave us. A wrong path is EFAULT.
    unsafe { call(libc::SYS_execve, addresses) }.err().unwrap_or(0)
}

/// The longest path, with its NUL.
pub const PATH_MAX: usize = 4096;

/// `folder/program` as a C string; an empty folder is the working directory. None if that is too long.
pub fn path(folder: &[u8], program: &[u8], room: &mut MaybeUninit<[u8; PATH_MAX]>) -> Option<CStr> {
    let slash: &[u8] = if folder.is_empty() { b"" } else { b"/" };
    if folder.len() + slash.len() + program.len() >= PATH_MAX {
        return None;
    }
    let start: *mut u8 = room.as_mut_ptr().cast();
    let mut end = start;
    for byte in folder.iter().chain(slash).chain(program).chain(b"\0") {
        // SAFETY: there is room, as was just seen. Volatile, so that this does not become a call of memcpy.
        unsafe {
            end.write_volatile(*byte);
            end = end.add(1);
        }
    }
    Some(start)
}

/// What an error that a command's start may meet is called, as strerror(3) has it.
pub fn reason(errno: Errno) -> &'static [u8] {
    const KNOWN: [(Errno, &str); 12] = [
        (libc::ENOENT, "No such file or directory"),
        (libc::EACCES, "Permission denied"),
        (libc::EPERM, "Operation not permitted"),
        (libc::EAGAIN, "Resource temporarily unavailable"),
        (libc::ENOMEM, "Cannot allocate memory"),
        (libc::ENOTDIR, "Not a directory"),
        (libc::ELOOP, "Too many levels of symbolic links"),
        (libc::E2BIG, "Argument list too long"),
        (libc::ENOEXEC, "Exec format error"),
        (libc::ETXTBSY, "Text file busy"),
        (libc::ENAMETOOLONG, "File name too long"),
        (libc::EINVAL, "Invalid argument"),
    ];
    KNOWN.iter().find(|(known, _)| *known == errno).map_or(b"it cannot be done", |(_, text)| text.as_bytes())
}

/// `exit_group(2)`.
pub fn exit(status: c_int) -> ! {
    loop {
        let _ = harmless!(SYS_exit_group, status);
    }
}

/// `getpid(2)`: as our own PID namespace counts.
pub fn getpid() -> c_int {
    harmless!(SYS_getpid).unwrap_or(0) as c_int
}

/// `prctl(2)` with one number.
pub fn prctl(option: c_int, value: usize) -> Result<usize> {
    harmless!(SYS_prctl, option, value)
}

/// `PR_SET_NAME(2const)`: at most 15 bytes.
pub fn set_comm(name: &'static core::ffi::CStr) {
    let _ = prctl(libc::PR_SET_NAME, name.as_ptr() as usize);
}

/// Whether the kernel gives us the orphans among our descendants, `PR_GET_CHILD_SUBREAPER(2const)`.
pub fn is_subreaper() -> bool {
    let mut answer: c_int = 0;
    let _ = prctl(libc::PR_GET_CHILD_SUBREAPER, &raw mut answer as usize);
    answer != 0
}

/// Writes to stderr. A closed one is no reason to fail.
pub fn complain(text: &[MaybeUninit<u8>], length: usize) {
    // SAFETY: so many bytes can be read there; the kernel does not mind what they are.
    let _ = unsafe { call(libc::SYS_write, [2, text.as_ptr() as usize, length.min(text.len())]) };
}

/// The working directory as a descriptor, for [`go_to`]; we ourselves go to `/`, so as to keep no file system busy. None, and
/// nothing done, where one could not go back.
pub fn leave_folder() -> Option<c_int> {
    let flags = libc::O_PATH | libc::O_DIRECTORY | libc::O_CLOEXEC;
    let arguments = [libc::AT_FDCWD as usize, c".".as_ptr() as usize, flags as usize];
    // SAFETY: a C string.
    let folder = unsafe { call(libc::SYS_openat, arguments) }.ok()? as c_int;
    let returns = go_to(folder).is_ok();
    // SAFETY: a C string.
    (returns && unsafe { call(libc::SYS_chdir, [c"/".as_ptr() as usize]) }.is_ok()).then_some(folder)
}

/// `fchdir(2)`.
pub fn go_to(folder: c_int) -> Result<usize> {
    harmless!(SYS_fchdir, folder)
}

/// Closes all descriptors but 0, 1, 2 and one.
pub fn close_all_but(kept: c_int) {
    let above = kept.max(2) + 1;
    // An empty range is refused.
    if kept > 3 {
        close_range(3, kept - 1);
    }
    close_range(above, c_int::MAX);
}

fn close_range(first: c_int, last: c_int) {
    if harmless!(SYS_close_range, first, last, 0) == Err(libc::ENOSYS) {
        // Linux < 5.9.
        (first..=last.min(1023)).for_each(close);
    }
}

/// Lets go of the program's pages that only its start has needed: what is needed again is mapped again, from the page
/// cache. An init stays for days; what maps its pages is what each container costs.
pub fn forget_start() {
    unsafe extern "C" {
        // The linker's: where code and constants begin and end.
        static __executable_start: u8;
        static etext: u8;
    }
    let (start, end) = (&raw const __executable_start as usize, &raw const etext as usize);
    let arguments = [start, end.saturating_sub(start), libc::MADV_DONTNEED as usize];
    // SAFETY: these pages are never written to: read again, they are as they were, madvise(2).
    let _ = unsafe { call(libc::SYS_madvise, arguments) };
}

/// `sched_yield(2)`.
pub fn sched_yield() {
    let _ = harmless!(SYS_sched_yield);
}

/// `close(2)`.
pub fn close(fd: c_int) {
    let _ = harmless!(SYS_close, fd);
}

/// `setsid(2)`.
pub fn setsid() {
    let _ = harmless!(SYS_setsid);
}

/// A process group of one's own.
pub fn setpgid() {
    let _ = harmless!(SYS_setpgid, 0, 0);
}

/// Our process group.
pub fn getpgrp() -> c_int {
    harmless!(SYS_getpgid, 0).unwrap_or(0) as c_int
}

/// Our session.
pub fn getsid() -> c_int {
    harmless!(SYS_getsid, 0).unwrap_or(0) as c_int
}

/// The terminal's foreground process group; none if that descriptor is not our controlling terminal.
pub fn foreground(terminal: c_int) -> Option<c_int> {
    let mut group: c_int = 0;
    // SAFETY: the kernel writes an int.
    let result = unsafe {
        call(libc::SYS_ioctl, [terminal as usize, libc::TIOCGPGRP as usize, &raw mut group as usize])
    };
    result.is_ok().then_some(group)
}

/// `tcsetpgrp(3)`. From the background only with SIGTTOU blocked, as we have it.
pub fn set_foreground(terminal: c_int, group: c_int) {
    // SAFETY: the kernel reads an int.
    let _ = unsafe {
        call(libc::SYS_ioctl, [terminal as usize, libc::TIOCSPGRP as usize, &raw const group as usize])
    };
}

/// `TIOCNOTTY(2const)`, `TIOCSCTTY(2const)`: gives the controlling terminal up, takes it.
pub fn terminal(request: libc::Ioctl) -> bool {
    harmless!(SYS_ioctl, 0, request, 0).is_ok()
}

/// `wait4(2)`: PID and wait status of a child (−1: of any) that has ended, or stopped if that is asked for.
pub fn wait4(pid: c_int, options: c_int) -> Option<(c_int, c_int)> {
    let mut status: c_int = 0;
    let arguments = [pid as usize, &raw mut status as usize, options as usize, null_mut::<u8>() as usize];
    // SAFETY: the kernel writes an int.
    match unsafe { call(libc::SYS_wait4, arguments) } {
        Ok(0) | Err(_) => None,
        Ok(pid) => Some((pid as c_int, status)),
    }
}

/// The wait status of a process that has been collected, by whomever: `PIDFD_GET_INFO` with `PIDFD_INFO_EXIT`
/// (Linux 6.15). None from older kernels.
pub fn collected_status(pidfd: c_int) -> Option<c_int> {
    const INFO_EXIT: u64 = 1 << 3;
    /// `_IOWR(0xFF, 11, struct pidfd_info)`, 64 bytes long as in its first version.
    const GET_INFO: usize = 0xC040_FF0B;
    // The mask, cgroup, eleven IDs of 4 bytes, and in the last 4 bytes the exit code.
    let mut info = [INFO_EXIT, 0, 0, 0, 0, 0, 0, 0];
    // SAFETY: the kernel writes 64 bytes at most, as the request says.
    let answered = unsafe { call(libc::SYS_ioctl, [pidfd as usize, GET_INFO, info.as_mut_ptr() as usize]) };
    (answered.is_ok() && info[0] & INFO_EXIT != 0).then_some((info[7] >> 32) as c_int)
}

/// Nanoseconds of `CLOCK_MONOTONIC`.
pub fn now() -> u64 {
    let mut time = [0_u64; 2];
    let arguments = [libc::CLOCK_MONOTONIC as usize, time.as_mut_ptr() as usize];
    // SAFETY: the kernel writes a timespec.
    let _ = unsafe { call(libc::SYS_clock_gettime, arguments) };
    time[0] * 1_000_000_000 + time[1]
}
