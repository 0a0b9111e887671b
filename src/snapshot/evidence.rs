//! What decides a question: a line as the kernel wrote it.

use super::{Ended, HostPid};

/// One thing that the kernel says of a process, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A line of a file.
    Line {
        /// What the lab calls the process.
        name: String,
        /// Whether the container's own `/proc` was read, with PIDs as inside; else it was the host's.
        inside: bool,
        /// Which file, `/proc/16/status`.
        path: String,
        /// The line, without its newline.
        line: Vec<u8>,
    },
    /// A process that is not there any more.
    Missing {
        /// What the lab calls it.
        name: String,
        /// As of a line.
        inside: bool,
        /// Where it would be, `/proc/16`.
        path: String,
        /// What opening that led to, `ENOENT`.
        errno: String,
    },
    /// The wait status of a process that is gone, which no file shows: whoever collected it was given it.
    Status {
        /// What the lab calls it.
        name: String,
        /// The PID that it had on the host.
        pid: HostPid,
        /// What the status says.
        ended: Ended,
    },
}
