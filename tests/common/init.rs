//! What the tests of `pidlab init` share.

use super::{Run, read, sh, skip};
use nix::sys::signal::Signal;

/// Folders that everybody may read: `execvp(3)` takes a closed one for a program that may not be executed.
pub const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// The ways to reap that this kernel knows.
pub fn modes() -> Vec<&'static str> {
    let all = ["--reap wait", "--reap kernel"];
    let known = init("--reap kernel -- true").run();
    if known.status.success() {
        return all.into();
    }
    known.code(125).complains(["Linux 6.15"]);
    skip("this kernel does not tell the status of a child that it has reaped itself");
    all[..1].into()
}

/// `pidlab init` with these arguments, quoted as for a shell; a subreaper, so that it has nothing to warn of.
pub fn init(arguments: &str) -> Run {
    sh(&format!("exec \"$PIDLAB\" init -s {arguments}")).env("PATH", PATH)
}

/// A PID namespace with a `/proc` of its own; its PID 1 is what this line of a shell turns into.
pub fn namespace(line: &str) -> Option<Run> {
    let unshare = "unshare -Urpf --kill-child --mount-proc";
    if !sh(&format!("{unshare} true")).run().status.success() {
        skip("no PID namespace can be made here");
        return None;
    }
    Some(sh(&format!("exec {unshare} sh -c '{line}'")).env("PATH", PATH))
}

/// Its name in the kernel; empty if it is gone.
pub fn comm(pid: i32) -> String {
    std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default().trim_end().to_owned()
}

/// A set of signals of `/proc/PID/status`.
pub fn signals(pid: i32, field: &str) -> u64 {
    let status = read(format!("/proc/{pid}/status"));
    let found = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    u64::from_str_radix(found.unwrap().trim(), 16).unwrap()
}

/// Whether it ignores that signal.
pub fn ignored(pid: i32, signal: Signal) -> bool {
    signals(pid, "SigIgn") >> (signal as i32 - 1) & 1 == 1
}

/// What is pending for the process as a whole.
pub fn pending(pid: i32) -> u64 {
    signals(pid, "ShdPnd")
}

/// Its state: `R`, `S`, `T`, `Z`, ….
pub fn state(pid: i32) -> char {
    let stat = read(format!("/proc/{pid}/stat"));
    stat.rsplit(") ").next().and_then(|rest| rest.chars().next()).unwrap()
}

/// A Python script. It makes an orphan that tells who its new parent is, and waits for its end.
pub const ORPHAN: &str = "import os\n\
    read, write = os.pipe()\n\
    if os.fork() == 0:\n    \
        middle = os.getpid()\n    \
        if os.fork() == 0:\n        \
            while os.getppid() == middle: pass\n        \
            print(os.getppid(), flush=True)\n        \
            os.write(write, b\"%d\" % os.getpid())\n    \
        os._exit(0)\n\
    os.wait()\n\
    os.close(write)\n\
    pid = int(os.read(read, 20))\n\
    os.read(read, 1)";

/// Behind [`ORPHAN`]: it waits until somebody has reaped it.
pub const UNTIL_REAPED: &str = "\nwhile os.path.exists(\"/proc/%d\" % pid): pass";
