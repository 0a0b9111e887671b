//! A role of this program: it makes orphans, in a container, and has them end.
//!
//! An orphan is a process whose parent has ended before it. To be sure of that without any wait for time to
//! pass, each orphan reads from a pipe until its end of file comes, and that comes once its parent, a middle
//! process, has ended and was collected.

use crate::sys::{self, Fork};
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::poll::{PollTimeout, poll};
use std::os::fd::OwnedFd;

/// The hidden first argument under which this program makes orphans; their number follows.
pub const ARGUMENT: &str = "__orphans";

/// The kernel's name for an orphan, by which it is counted.
pub const COMM: &str = "pidlab-orphan";

/// How many live at a time: a PID 1 that collects never has more than these to its charge.
const BATCH: u32 = 100;

/// At a limit on processes: how often a PID 1 is given time to make room, and how long (milliseconds).
const TRIES: u32 = 30;
const MAKE_ROOM: u8 = 10;

/// Makes `wanted` orphans and tells on descriptor 9 how many it could make. The status is 0 if it made all.
pub fn main(wanted: Option<&str>) -> i32 {
    let Some(wanted) = wanted.and_then(|number| number.parse().ok()) else { return 2 };
    let (mut made, mut barren) = (0, 0);
    while made < wanted && barren < TRIES {
        let few = batch(BATCH.min(wanted - made)).unwrap_or(0);
        made += few;
        barren = if few == 0 { barren + 1 } else { 0 };
        if few == 0 {
            // At a limit: a PID 1 that collects makes room.
            let _ = poll(&mut [], PollTimeout::from(MAKE_ROOM));
        }
    }
    tell(made);
    i32::from(made < wanted)
}

fn tell(made: u32) {
    // The pipe that whoever starts this role passes, as to a lab's shell.
    let status = sys::adopt_fd(9);
    let _ = nix::unistd::write(&status, format!("{made}\n").as_bytes());
}

/// One middle process and its children; returns how many there were.
fn batch(wanted: u32) -> nix::Result<u32> {
    let (end, open) = nix::unistd::pipe2(OFlag::O_CLOEXEC)?;
    match sys::fork()? {
        Fork::Child => middle(wanted, &end, open),
        Fork::Parent(pid) => {
            // Collected: its children have another parent by now.
            let made = collect(pid)?;
            drop(open);
            Ok(made)
        }
    }
}

fn middle(wanted: u32, end: &OwnedFd, open: OwnedFd) -> ! {
    // No child may hold the end whose closing it waits for.
    drop(open);
    let mut made = 0;
    while made < wanted {
        match sys::fork() {
            Ok(Fork::Child) => orphan(end),
            Ok(Fork::Parent(_)) => made += 1,
            Err(_) => break,
        }
    }
    // Few enough for an exit status.
    sys::exit_now(made as i32)
}

fn orphan(end: &OwnedFd) -> ! {
    sys::set_comm(&sys::c_string(COMM.as_bytes()));
    let mut byte = [0];
    while nix::unistd::read(end, &mut byte) == Err(Errno::EINTR) {}
    sys::exit_now(0)
}

/// The exit status of a middle process: how many it has made.
fn collect(pid: i32) -> nix::Result<u32> {
    use nix::sys::wait::{WaitStatus, waitpid};
    loop {
        match waitpid(nix::unistd::Pid::from_raw(pid), None) {
            Ok(WaitStatus::Exited(_, made)) => return Ok(u32::try_from(made).unwrap_or(0)),
            Ok(_) => return Ok(0),
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
}

const _: () = assert!(BATCH < 256, "a middle process tells its number by its exit status");
