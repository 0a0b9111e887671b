//! One process's files below an open `/proc`, whichever `/proc` that is: the machine's or a container's.
//!
//! A process may vanish between any two calls: then the answer is none, never an error. Permission denied
//! is an error of kind [`io::ErrorKind::PermissionDenied`].

use super::parse::{self, RawStat};
use rustix::fs::{Mode, OFlags, openat, readlinkat_raw};
use rustix::io::Errno;
use std::ffi::CStr;
use std::io::{self, Write as _};
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};

/// Most of a command line that is read. A process may have megabytes, and there may be many such.
const LONGEST_COMMAND: usize = 32 * 1024;

/// Memory into which files are read, one after the other; give the same one to every call.
#[derive(Debug)]
pub struct Buffer(Vec<u8>);

impl Default for Buffer {
    fn default() -> Self {
        Self(vec![0; 4096])
    }
}

/// Opens a `/proc`, by the path where it is mounted.
pub fn open(path: &str) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, flags, Mode::empty())?)
}

/// `PID/stat`.
pub fn stat(proc: BorrowedFd<'_>, pid: i32, buffer: &mut Buffer) -> io::Result<Option<RawStat>> {
    let Some(bytes) = file(proc, pid, "stat", usize::MAX, buffer)? else { return Ok(None) };
    parse::stat(bytes).map(Some).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))
}

/// `NSpid` of `PID/status`: one PID for each namespace from that of this `/proc` down to its own.
pub fn status_nspid(proc: BorrowedFd<'_>, pid: i32, buffer: &mut Buffer) -> io::Result<Option<Vec<i32>>> {
    Ok(file(proc, pid, "status", usize::MAX, buffer)?.map(parse::ns_pids))
}

/// The arguments in `PID/cmdline`, of the first 32 KiB; empty for zombies and kernel threads.
pub fn cmdline(proc: BorrowedFd<'_>, pid: i32, buffer: &mut Buffer) -> io::Result<Option<Vec<Vec<u8>>>> {
    Ok(file(proc, pid, "cmdline", LONGEST_COMMAND, buffer)?.map(parse::arguments))
}

/// The PIDs in `PID/task/TID/children` of all its threads, `proc_tid_children(5)`; empty if it has gone.
/// Not atomic: a process that gets another parent meanwhile may be in neither list.
pub fn children(proc: BorrowedFd<'_>, pid: i32, buffer: &mut Buffer) -> io::Result<Vec<i32>> {
    let mut found = Vec::new();
    for thread in threads(proc, pid)? {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC;
        let path = Path::new(pid, &format!("task/{thread}/children"));
        let filled = openat(proc, path.as_c_str(), flags, Mode::empty())
            .and_then(|fd| fill_wholly(&fd, &mut buffer.0));
        match filled {
            Ok(length) => found.extend(parse::numbers(&buffer.0[..length])),
            Err(errno) => drop(vanished::<()>(errno)?),
        }
    }
    Ok(found)
}

/// Reads until a read gives nothing: a long list comes in pieces, the end of which a short read does not show.
fn fill_wholly(fd: &OwnedFd, room: &mut Vec<u8>) -> Result<usize, Errno> {
    let mut length = 0;
    loop {
        if length == room.len() {
            room.resize(room.len() * 2, 0);
        }
        match rustix::io::read(fd, &mut room[length..])? {
            0 => return Ok(length),
            count => length += count,
        }
    }
}

fn threads(proc: BorrowedFd<'_>, pid: i32) -> io::Result<Vec<i32>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    match openat(proc, Path::new(pid, "task").as_c_str(), flags, Mode::empty()) {
        Ok(directory) => pids(directory.as_fd()),
        Err(errno) => vanished(errno).map(Option::unwrap_or_default),
    }
}

/// The numbers among the entries of a directory: the processes of a `/proc`, ascending as the kernel lists them.
pub fn pids(directory: BorrowedFd<'_>) -> io::Result<Vec<i32>> {
    let mut found = Vec::new();
    let listing = match rustix::fs::Dir::read_from(directory) {
        Ok(listing) => listing,
        Err(errno) => return vanished(errno).map(Option::unwrap_or_default),
    };
    for entry in listing {
        match entry {
            Ok(entry) => {
                found.extend(entry.file_name().to_str().ok().and_then(|name| name.parse::<i32>().ok()));
            }
            // The process whose threads these are has gone meanwhile.
            Err(Errno::NOENT | Errno::SRCH) => break,
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(found)
}

/// The inode of `PID/ns/pid`: which PID namespace the process is in. None if it has gone.
pub fn pid_namespace(proc: BorrowedFd<'_>, pid: i32) -> io::Result<Option<u64>> {
    let mut target = [0_u8; 64];
    match readlinkat_raw(proc, Path::new(pid, "ns/pid").as_c_str(), &mut target) {
        Ok(length) => Ok(parse::namespace(&target[..length])),
        // Of one that goes in this very moment the kernel says the same (`proc_ns_readlink()`).
        Err(Errno::ACCESS) if !is_there(proc, pid) => Ok(None),
        Err(errno) => vanished(errno),
    }
}

fn is_there(proc: BorrowedFd<'_>, pid: i32) -> bool {
    openat(proc, Path::new(pid, "stat").as_c_str(), OFlags::PATH | OFlags::CLOEXEC, Mode::empty()).is_ok()
}

/// The file's bytes, at most `limit`; none if the process has gone.
pub(super) fn file<'b>(
    proc: BorrowedFd<'_>,
    pid: i32,
    leaf: &str,
    limit: usize,
    buffer: &'b mut Buffer,
) -> io::Result<Option<&'b [u8]>> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    let filled = openat(proc, Path::new(pid, leaf).as_c_str(), flags, Mode::empty())
        .and_then(|fd| fill(&fd, limit, &mut buffer.0));
    match filled {
        Ok(length) => Ok(Some(&buffer.0[..length])),
        Err(errno) => vanished(errno),
    }
}

/// Reads until the end of the file, which a read shows that does not fill the room: these files are
/// rendered in one go. A second read for each of them would cost a quarter of the time.
fn fill(fd: &OwnedFd, limit: usize, room: &mut Vec<u8>) -> Result<usize, Errno> {
    let mut length = 0;
    loop {
        length += rustix::io::read(fd, &mut room[length..])?;
        if length < room.len() || length >= limit {
            return Ok(length.min(limit));
        }
        room.resize(room.len() * 2, 0);
    }
}

/// `proc(5)`: opening a file of a process that has gone gives ENOENT, reading one that is open ESRCH.
pub(super) fn vanished<T>(errno: Errno) -> io::Result<Option<T>> {
    if matches!(errno, Errno::NOENT | Errno::SRCH) { Ok(None) } else { Err(errno.into()) }
}

/// `PID/leaf` with its NUL, on the stack: thousands are made for one tree.
struct Path([u8; 64]);

impl Path {
    fn new(pid: i32, leaf: &str) -> Self {
        let mut bytes = [0; 64];
        // Eleven digits and 33 letters at most: it fits, and a NUL is left.
        let _ = write!(&mut bytes[..63], "{pid}/{leaf}");
        Self(bytes)
    }

    fn as_c_str(&self) -> &CStr {
        CStr::from_bytes_until_nul(&self.0).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::State;
    use std::time::{Duration, Instant};

    #[test]
    fn this_very_process() {
        let proc = open("/proc").unwrap();
        let me = std::process::id() as i32;
        let mut buffer = Buffer::default();
        let stat = stat(proc.as_fd(), me, &mut buffer).unwrap().unwrap();
        assert_eq!((stat.pid, stat.kernel_thread), (me, false));
        assert_eq!(stat.ppid, std::os::unix::process::parent_id() as i32);
        assert_ne!(stat.state, State::Zombie);
        let arguments = cmdline(proc.as_fd(), me, &mut buffer).unwrap().unwrap();
        assert_eq!(arguments[0], std::env::args().next().unwrap().into_bytes());
        assert_eq!(status_nspid(proc.as_fd(), me, &mut buffer).unwrap().unwrap()[0], me);
        assert!(pid_namespace(proc.as_fd(), me).unwrap().is_some());
    }

    #[test]
    fn who_is_not_there_is_no_error() {
        let proc = open("/proc").unwrap();
        // Above the kernel's highest possible PID, PID_MAX_LIMIT.
        let nobody = 4_194_305;
        let mut buffer = Buffer::default();
        assert_eq!(stat(proc.as_fd(), nobody, &mut buffer).unwrap(), None);
        assert_eq!(cmdline(proc.as_fd(), nobody, &mut buffer).unwrap(), None);
        assert_eq!(pid_namespace(proc.as_fd(), nobody).unwrap(), None);
    }

    #[test]
    fn a_long_command_line_is_cut_and_a_shorter_one_is_whole() {
        for (length, expected) in [(10_000, 10_000), (100_000, LONGEST_COMMAND)] {
            let mut child = std::process::Command::new("sleep")
                .args(["60", &"0".repeat(length)])
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            let proc = open("/proc").unwrap();
            let deadline = Instant::now() + Duration::from_secs(10);
            let mut arguments = Vec::new();
            // spawn() may return in the middle of the exec, when there is no command line yet.
            while arguments.is_empty() && Instant::now() < deadline {
                let read = cmdline(proc.as_fd(), child.id() as i32, &mut Buffer::default());
                arguments = read.unwrap().unwrap();
            }
            child.kill().unwrap();
            child.wait().unwrap();
            let total: usize = arguments.iter().map(Vec::len).sum();
            let before = "sleep".len() + "60".len();
            assert!(total.abs_diff(expected) <= before + 3, "{total} instead of {expected}");
        }
    }
}
