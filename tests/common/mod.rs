//! The binary run for real: with a deadline, and everything that it says and leaves caught.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed"
)]

pub mod events;
pub mod guide;
pub mod init;
pub mod mark;
pub mod screen;
pub mod terminal;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fmt;
use std::io::{Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take unless a test says otherwise.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// pidlab with these arguments, in English, 80 columns wide, without colour; what the environment says of
/// language and terminal is put aside.
pub fn pidlab<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    let mut command = Command::new(binary());
    command.args(arguments);
    Run::new(command)
}

/// The binary under test: cargo's, or the one that `PIDLAB_BINARY` names.
fn binary() -> std::path::PathBuf {
    std::env::var_os("PIDLAB_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_pidlab").into()).into()
}

/// A line of `sh`, in which `$PIDLAB` is the binary.
pub fn sh(line: &str) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", line]).env("PIDLAB", binary());
    Run::new(command)
}

/// The same as an ordinary user, also if the tests run as root.
pub fn ordinary(line: &str) -> Run {
    as_user(65534, line)
}

/// The same as that user if the tests run as root, else as the one who runs them.
pub fn as_user(user: u32, line: &str) -> Run {
    if !nix::unistd::geteuid().is_root() {
        return sh(line);
    }
    // Through a descriptor: the folder of the binary may be closed to others.
    let become_user = "exec 7<\"$PIDLAB\"; cd /; PIDLAB=/proc/self/fd/7 \
        exec setpriv --reuid \"$1\" --regid \"$1\" --clear-groups sh -c \"$2\"";
    let mut run = sh(become_user);
    run.command.args(["sh", &user.to_string(), line]);
    run
}

/// A program that is about to run.
pub struct Run {
    command: Command,
    stdin: Vec<u8>,
    keep_stdin: bool,
    patience: Duration,
}

impl Run {
    fn new(mut command: Command) -> Self {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "COLUMNS", "PIDLAB_LABS", "BASH_ENV", "ENV"]
        {
            command.env_remove(name);
        }
        command.env("PIDLAB_LANG", "en");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, stdin: Vec::new(), keep_stdin: false, patience: PATIENCE }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// What it reads; then the end of file.
    pub fn stdin(mut self, text: &str) -> Self {
        self.stdin = text.as_bytes().to_vec();
        self
    }

    /// More can be typed with [`Running::type_in`]: there is no end of file.
    pub fn keep_stdin(mut self) -> Self {
        self.keep_stdin = true;
        self
    }

    /// It gets this terminal as its own: a session's leader with the terminal in control.
    pub fn terminal(mut self, terminal: &terminal::Terminal) -> Self {
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(self.command.get_program()).args(self.command.get_args());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.env("TERM", "xterm").stdin(terminal.end()).stdout(terminal.end()).stderr(terminal.end());
        self.command = command;
        self
    }

    /// Where it starts.
    pub fn folder(mut self, folder: impl AsRef<std::path::Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Standard output goes there instead of being caught.
    pub fn stdout(mut self, to: impl Into<Stdio>) -> Self {
        self.command.stdout(to);
        self
    }

    /// Standard error goes there instead of being caught.
    pub fn stderr(mut self, to: impl Into<Stdio>) -> Self {
        self.command.stderr(to);
        self
    }

    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Starts it; its end is awaited by [`Running::end`].
    pub fn start(mut self) -> Running {
        // As at a prompt: whoever runs the tests under nohup has SIGHUP ignored, and a shell cannot trap
        // what was ignored when it began.
        for signal in [Signal::SIGHUP, Signal::SIGINT, Signal::SIGQUIT, Signal::SIGTERM] {
            pidlab::sys::default_signal(signal);
        }
        let what = format!("{:?}", self.command);
        let mut child = self.command.spawn().unwrap_or_else(|error| panic!("{what}: {error}"));
        let mut stdin = child.stdin.take();
        // It may end without reading.
        let _ = stdin.as_mut().map(|stdin| stdin.write_all(&self.stdin));
        let out = Caught::new(child.stdout.take().map(OwnedFd::from));
        let err = Caught::new(child.stderr.take().map(OwnedFd::from));
        let stdin = stdin.filter(|_| self.keep_stdin);
        Running { child, what, until: Instant::now() + self.patience, stdin, out, err }
    }

    /// Runs it to its end.
    pub fn run(self) -> Ended {
        self.start().end()
    }
}

/// A program that runs; killed if the test gives it up.
pub struct Running {
    child: Child,
    what: String,
    until: Instant,
    stdin: Option<ChildStdin>,
    out: Caught,
    err: Caught,
}

impl Running {
    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id() as i32)
    }

    pub fn signal(&self, signal: Signal) {
        kill(self.pid(), signal).unwrap();
    }

    /// Waits until it catches a signal: from then on it ends in order.
    pub fn await_handler(&self, signal: Signal) {
        let status = format!("/proc/{}/status", self.pid());
        wait_until(&format!("{} catches {signal}", self.what), PATIENCE, || {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let caught = text.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0");
            u64::from_str_radix(caught.trim(), 16).unwrap_or(0) >> (signal as i32 - 1) & 1 == 1
        });
    }

    /// Writes to its standard input, which was kept.
    pub fn type_in(&mut self, text: &str) {
        // It may have ended.
        let _ = self.stdin.as_mut().unwrap().write_all(text.as_bytes());
    }

    /// Reads what it says until this is part of it; fails if it says no more.
    #[track_caller]
    pub fn await_said(&mut self, part: &str) {
        self.await_times(part, 1);
    }

    /// Reads what it says until this is part of it so many times.
    #[track_caller]
    pub fn await_times(&mut self, part: &str, count: usize) {
        let mut end = None;
        while self.out.seen().matches(part).count() < count {
            let open = self.out.from.is_some();
            assert!(open, "{part:?} is not in\n{}\n{}", self.out.seen(), self.err.seen());
            self.pass(&mut end);
        }
    }

    /// What it has said so far.
    pub fn said(&self) -> String {
        self.out.seen()
    }

    /// Reads what it says until it has ended and whoever holds its output has too.
    pub fn end(mut self) -> Ended {
        let pidfd = rustix::process::pidfd_open(
            rustix::process::Pid::from_child(&self.child),
            rustix::process::PidfdFlags::empty(),
        )
        .unwrap();
        let mut end = Some(pidfd);
        while self.out.from.is_some() || self.err.from.is_some() || end.is_some() {
            self.pass(&mut end);
        }
        let status = self.child.wait().unwrap();
        let (out, err) = (std::mem::take(&mut self.out), std::mem::take(&mut self.err));
        Ended { what: self.what.clone(), status, stdout: out.text(), stderr: err.text() }
    }

    fn pass(&mut self, end: &mut Option<OwnedFd>) {
        let left = self.until.saturating_duration_since(Instant::now());
        let ready = ready(&[self.out.from.as_ref(), self.err.from.as_ref(), end.as_ref()], left);
        let late = !ready.contains(&true) && left.is_zero();
        assert!(!late, "{} is late\n{}\n{}", self.what, self.out.seen(), self.err.seen());
        if ready[0] {
            self.out.read();
        }
        if ready[1] {
            self.err.read();
        }
        if ready[2] {
            *end = None;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Which of these can be read, or have ended, within that time.
fn ready(fds: &[Option<&OwnedFd>; 3], left: Duration) -> [bool; 3] {
    let present: Vec<usize> = (0..3).filter(|n| fds[*n].is_some()).collect();
    let fd = |n: usize| PollFd::new(fds[n].unwrap().as_fd(), PollFlags::POLLIN);
    let mut polled: Vec<PollFd<'_>> = present.iter().map(|n| fd(*n)).collect();
    let timeout = PollTimeout::try_from(left.as_millis() + 1).unwrap_or(PollTimeout::MAX);
    let mut ready = [false; 3];
    if poll(&mut polled, timeout).is_ok() {
        for (n, fd) in present.iter().zip(&polled) {
            ready[*n] = fd.any().unwrap_or(false);
        }
    }
    ready
}

#[derive(Default)]
struct Caught {
    from: Option<OwnedFd>,
    bytes: Vec<u8>,
}

impl Caught {
    fn new(from: Option<OwnedFd>) -> Self {
        Self { from, bytes: Vec::new() }
    }

    fn read(&mut self) {
        let mut piece = [0; 16384];
        match nix::unistd::read(self.from.as_ref().unwrap(), &mut piece) {
            Ok(0) => self.from = None,
            Ok(read) => self.bytes.extend_from_slice(&piece[..read]),
            Err(nix::errno::Errno::EINTR) => {}
            Err(errno) => panic!("read: {errno}"),
        }
    }

    fn seen(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn text(self) -> String {
        String::from_utf8(self.bytes).expect("UTF-8 on standard output and standard error")
    }
}

/// What a program has left.
pub struct Ended {
    what: String,
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    /// Its exit code must be this one.
    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.status.code(), Some(code), "{self}");
        self
    }

    /// This signal must have ended it.
    #[track_caller]
    pub fn ended_by(self, signal: Signal) -> Self {
        assert_eq!(self.status.signal(), Some(signal as i32), "{self}");
        self
    }

    /// Standard output must contain each of these.
    #[track_caller]
    pub fn says<const N: usize>(self, parts: [&str; N]) -> Self {
        for part in parts {
            assert!(self.stdout.contains(part), "{part:?} is not in the output of {self}");
        }
        self
    }

    /// Standard error must contain each of these. Where a line ends depends on how long the paths in it are.
    #[track_caller]
    pub fn complains<const N: usize>(self, parts: [&str; N]) -> Self {
        let joined = self.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in parts {
            let there = self.stderr.contains(part) || joined.contains(part);
            assert!(there, "{part:?} is not in the complaint of {self}");
        }
        self
    }

    /// Standard error must be empty.
    #[track_caller]
    pub fn quiet(self) -> Self {
        assert_eq!(self.stderr, "", "{self}");
        self
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n--- stdout\n{}\n--- stderr\n{}", self.what, self.status, self.stdout, self.stderr)
    }
}

/// Looks every few milliseconds until the condition holds; fails once the patience is over.
#[track_caller]
pub fn wait_until(what: &str, patience: Duration, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + patience;
    while !holds() {
        assert!(Instant::now() < until, "not within {patience:?}: {what}");
        let _ = poll(&mut [], PollTimeout::from(3_u8));
    }
}

/// Says why a test cannot run here. A failure where everything must run. Use: `return skip("no bash")`.
#[track_caller]
pub fn skip(why: &str) {
    assert!(std::env::var_os("PIDLAB_MUST_RUN").is_none_or(|value| value != "1"), "cannot run: {why}");
    eprintln!("skipped: {why}");
}

/// None if something that it needs is not here.
#[track_caller]
pub fn able(ended: Ended) -> Option<Ended> {
    if ended.status.code() == Some(77) {
        skip(&format!("{ended}"));
        return None;
    }
    Some(ended)
}

/// A pipe that nobody reads any more.
pub fn unread() -> OwnedFd {
    nix::unistd::pipe().unwrap().1
}

/// A pipe that is full; nobody reads it, but it is open as long as the first of the pair lives.
pub fn full() -> (OwnedFd, OwnedFd) {
    let (read, write) = nix::unistd::pipe2(nix::fcntl::OFlag::O_NONBLOCK).unwrap();
    while nix::unistd::write(&write, &[b' '; 4096]).is_ok() {}
    nix::fcntl::fcntl(&write, nix::fcntl::FcntlArg::F_SETFL(nix::fcntl::OFlag::empty())).unwrap();
    (read, write)
}

/// The whole of a file.
pub fn read(path: impl AsRef<std::path::Path>) -> String {
    let mut text = String::new();
    std::fs::File::open(&path)
        .and_then(|mut file| file.read_to_string(&mut text))
        .unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()));
    text
}

/// Every file below a folder of the project whose name ends so, in order.
pub fn files(folder: &str, end: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(end) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A file's path below the project's folder.
pub fn short(path: &std::path::Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_string_lossy().into_owned()
}
