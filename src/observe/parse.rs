//! The bytes of `/proc/PID/stat`, `status`, `cmdline` and `ns/pid` → plain fields. Pure.

use crate::snapshot::{Ended, State};
use procfs::FromRead as _;
use procfs::process::Stat;

/// `PF_KTHREAD` of the kernel's `include/linux/sched.h`: a kernel thread. Unchanged since Linux 2.6.27.
const KERNEL_THREAD: u32 = 0x0020_0000;

/// What pidlab wants of `/proc/PID/stat`, `proc_pid_stat(5)`. PIDs are those of the namespace to which that
/// `/proc` belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawStat {
    /// Field 1.
    pub pid: i32,
    /// Field 2 without its parentheses: any bytes but NUL.
    pub comm: Vec<u8>,
    /// Field 3.
    pub state: State,
    /// Field 4; 0 if the parent is outside the namespace.
    pub ppid: i32,
    /// Field 22, in clock ticks since boot.
    pub start_time: u64,
    /// Whether it is a thread of the kernel, from field 9.
    pub kernel_thread: bool,
    /// Field 52, as `waitpid(2)` would fill it in. 0 if the reader may not see it.
    pub exit_code: Option<i32>,
}

impl RawStat {
    /// How a zombie ended; none for a process that lives. True only for a reader who may look into the
    /// process (`PTRACE_MODE_READ_FSCREDS`, as for `ns/pid`): for others the kernel puts 0 here.
    pub fn ended(&self) -> Option<Ended> {
        if self.state == State::Zombie { self.exit_code.map(Ended::from_wait_status) } else { None }
    }
}

/// Reads `/proc/PID/stat`; none if the bytes are no such file.
///
/// The numbers are read by the procfs crate. The name is not: it makes U+FFFD of bytes that are no UTF-8.
pub fn stat(bytes: &[u8]) -> Option<RawStat> {
    let comm = comm(bytes)?.to_vec();
    let stat = Stat::from_read(bytes).ok()?;
    Some(RawStat {
        pid: stat.pid,
        comm,
        state: State::from_letter(stat.state),
        ppid: stat.ppid,
        start_time: stat.starttime,
        kernel_thread: stat.flags & KERNEL_THREAD != 0,
        exit_code: stat.exit_code,
    })
}

/// A name may contain `) (` and newlines: it ends at the last parenthesis.
fn comm(bytes: &[u8]) -> Option<&[u8]> {
    let open = bytes.iter().position(|byte| *byte == b'(')?;
    let close = bytes.iter().rposition(|byte| *byte == b')')?;
    // The procfs crate cuts around both without looking.
    (open > 0 && close + 2 <= bytes.len()).then(|| bytes.get(open + 1..close))?
}

/// The numbers of `NSpid` in `/proc/PID/status`: from the namespace of that `/proc` down to the process's own.
/// Empty on a kernel before Linux 4.1. The `Name` line cannot forge it: there the kernel escapes newlines.
pub fn ns_pids(status: &[u8]) -> Vec<i32> {
    status
        .split(|byte| *byte == b'\n')
        .find_map(|line| line.strip_prefix(b"NSpid:"))
        .map(numbers)
        .unwrap_or_default()
}

/// Decimal numbers between white space.
pub(super) fn numbers(line: &[u8]) -> Vec<i32> {
    let line = std::str::from_utf8(line).unwrap_or_default();
    line.split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect()
}

/// The arguments in `/proc/PID/cmdline`, each ended by a NUL. A process may have written anything there.
pub fn arguments(cmdline: &[u8]) -> Vec<Vec<u8>> {
    if cmdline.is_empty() {
        return Vec::new();
    }
    let cmdline = cmdline.strip_suffix(b"\0").unwrap_or(cmdline);
    cmdline.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect()
}

/// The inode in the target of `/proc/PID/ns/pid`, `pid:[4026531836]`, `namespaces(7)`.
pub fn namespace(link: &[u8]) -> Option<u64> {
    let inode = link.strip_prefix(b"pid:[")?.strip_suffix(b"]")?;
    std::str::from_utf8(inode).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(comm: &[u8], state: &str, exit_code: i32) -> Vec<u8> {
        let mut line = b"4711 (".to_vec();
        line.extend_from_slice(comm);
        // Fields 5 to 52: every number but flags, start time and exit code is 0.
        let mut fields = vec!["0".to_owned(); 48];
        fields[9 - 5] = "4194304".to_owned();
        fields[22 - 5] = "987654321".to_owned();
        fields[52 - 5] = exit_code.to_string();
        line.extend_from_slice(format!(") {state} 12 {}\n", fields.join(" ")).as_bytes());
        line
    }

    #[test]
    fn the_fields_of_a_plain_process() {
        let stat = stat(&line(b"sleep", "S", 0)).unwrap();
        let expected = RawStat {
            pid: 4711,
            comm: b"sleep".to_vec(),
            state: State::Sleeping,
            ppid: 12,
            start_time: 987_654_321,
            kernel_thread: false,
            exit_code: Some(0),
        };
        assert_eq!(stat, expected);
        assert_eq!(stat.ended(), None);
    }

    #[test]
    fn a_name_may_look_like_the_rest_of_the_line() {
        for odd in
            [&b"a) (b"[..], b") Z 1 (", b"a\nb", b"\x80\xff", b"", b"((", "좀비".as_bytes(), b"\x1b[2J"]
        {
            let stat = stat(&line(odd, "S", 0)).unwrap();
            assert_eq!((stat.comm.as_slice(), stat.ppid, stat.state), (odd, 12, State::Sleeping));
        }
    }

    #[test]
    fn a_zombie_keeps_how_it_ended() {
        let by = |code| stat(&line(b"x", "Z", code)).unwrap().ended();
        assert_eq!(by(7 << 8), Some(Ended::Status(7)));
        assert_eq!(by(9), Some(Ended::Signal(9)));
        assert_eq!(by(0), Some(Ended::Status(0)));
    }

    #[test]
    fn what_is_no_stat_is_refused() {
        for bad in [&b""[..], b"(", b")(", b"()", b"1 (x)", b"1 (x) S", b"x (x) S 1", b"1 )x( S 1"] {
            assert_eq!(stat(bad), None, "{}", bad.escape_ascii());
        }
    }

    #[test]
    fn nspid_has_a_number_for_each_level() {
        assert_eq!(ns_pids(b"Name:\tx\nNStgid:\t9\t8\nNSpid:\t18461\t16\t1\nNSpgid:\t0\n"), [18461, 16, 1]);
        assert_eq!(ns_pids(b"Name:\tNSpid:\\n7\nNSpid:\t5\n"), [5]);
        assert!(ns_pids(b"Name:\tx\n").is_empty());
    }

    #[test]
    fn arguments_end_with_a_nul_and_may_be_empty() {
        assert!(arguments(b"").is_empty());
        assert_eq!(arguments(b"sleep\x0060\0"), [&b"sleep"[..], b"60"]);
        assert_eq!(arguments(b"a\0\0"), [&b"a"[..], b""]);
        assert_eq!(arguments(b"\0"), [&b""[..]]);
        assert_eq!(arguments(b"title without an end"), [&b"title without an end"[..]]);
    }

    #[test]
    fn the_inode_of_a_namespace() {
        assert_eq!(namespace(b"pid:[4026531836]"), Some(4_026_531_836));
        assert_eq!(namespace(b"mnt:[4026531836]"), None);
    }
}
