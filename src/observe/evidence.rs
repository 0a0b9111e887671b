//! Single lines of `/proc` as they stand there: what decides a question is shown as the kernel wrote it.

use super::read::{self, Buffer};
use crate::snapshot::Evidence;
use rustix::fs::{Mode, OFlags, openat};
use std::io;
use std::os::fd::BorrowedFd;

/// Instead of a field of `status`: the file `comm`.
pub const COMM: &str = "comm";

/// Instead of a field of `status`: the file `statm`, all zeros where no memory is left, `proc_pid_statm(5)`.
pub const STATM: &str = "statm";

/// A `/proc`.
pub struct Proc<'a> {
    /// Its folder.
    pub proc: BorrowedFd<'a>,
    /// Whether it is a container's own; else it is the host's.
    pub inside: bool,
}

/// The lines of `PID/status` with these fields, in this order, and of `PID/comm` and `PID/statm` for [`COMM`] and [`STATM`]; one
/// [`Evidence::Missing`] if there is no such process any more. Nothing if the PID means another process by
/// now, which the start time `born` tells, or if the process vanishes meanwhile.
pub fn lines(
    place: &Proc<'_>,
    name: &str,
    pid: i32,
    born: u64,
    fields: &[&str],
) -> io::Result<Vec<Evidence>> {
    let (mut buffer, mut found) = (Buffer::default(), Vec::new());
    if fields.is_empty() {
        return Ok(found);
    }
    match read::stat(place.proc, pid, &mut buffer)? {
        None => return Ok(missing(place, name, pid)),
        Some(stat) if stat.start_time != born => return Ok(found),
        Some(_) => {}
    }
    for field in fields {
        let whole = [COMM, STATM].contains(field);
        let leaf = if whole { *field } else { "status" };
        let Some(bytes) = read::file(place.proc, pid, leaf, usize::MAX, &mut buffer)? else { continue };
        let mut lines = bytes.split(|byte| *byte == b'\n');
        // A name may hold newlines; in `status` the kernel escapes them, in `comm` it does not.
        let line = if whole {
            bytes.strip_suffix(b"\n")
        } else {
            lines.find(|line| line.strip_prefix(field.as_bytes()).is_some_and(|rest| rest.starts_with(b":")))
        };
        found.extend(line.map(|line| Evidence::Line {
            name: name.to_owned(),
            inside: place.inside,
            path: format!("/proc/{pid}/{leaf}"),
            line: line.to_vec(),
        }));
    }
    Ok(found)
}

/// That the process is gone, if opening its folder fails.
fn missing(place: &Proc<'_>, name: &str, pid: i32) -> Vec<Evidence> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    match openat(place.proc, pid.to_string(), flags, Mode::empty()) {
        Ok(_) => Vec::new(),
        Err(errno) => vec![Evidence::Missing {
            name: name.to_owned(),
            inside: place.inside,
            path: format!("/proc/{pid}"),
            errno: format!("{:?}", nix::errno::Errno::from_raw(errno.raw_os_error())),
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::fd::AsFd as _;

    #[test]
    fn lines_are_those_of_the_file() {
        let proc = read::open("/proc").unwrap();
        let me = std::process::id() as i32;
        let stat = read::stat(proc.as_fd(), me, &mut Buffer::default()).unwrap().unwrap();
        let place = Proc { proc: proc.as_fd(), inside: false };
        let found = lines(&place, "me", me, stat.start_time, &["PPid", COMM, STATM]).unwrap();
        let texts: Vec<_> = found
            .iter()
            .map(|it| match it {
                Evidence::Line { path, line, .. } => (path.as_str(), String::from_utf8_lossy(line)),
                other => panic!("{other:?}"),
            })
            .collect();
        let parent = format!("PPid:\t{}", std::os::unix::process::parent_id());
        assert_eq!(texts[0], (format!("/proc/{me}/status").as_str(), parent.as_str().into()));
        let comm = std::fs::read_to_string("/proc/self/comm").unwrap();
        assert_eq!(texts[1], (format!("/proc/{me}/comm").as_str(), comm.trim_end().into()));
        assert_eq!(texts[2].0, format!("/proc/{me}/statm"));
        assert_eq!(texts[2].1.split(' ').filter(|pages| pages.parse::<u64>().is_ok()).count(), 7);
        assert!(lines(&place, "other", me, stat.start_time + 1, &["PPid"]).unwrap().is_empty());
    }

    #[test]
    fn who_is_gone_is_missing() {
        let proc = read::open("/proc").unwrap();
        let place = Proc { proc: proc.as_fd(), inside: true };
        let found = lines(&place, "x", 4_194_305, 1, &["State"]).unwrap();
        let missing = Evidence::Missing {
            name: "x".to_owned(),
            inside: true,
            path: "/proc/4194305".to_owned(),
            errno: "ENOENT".to_owned(),
        };
        assert_eq!(found, [missing]);
    }
}
