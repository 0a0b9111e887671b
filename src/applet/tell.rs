//! What the init tells of itself, an event each: with `-v` for a class, at the worst for whoever looks at a log.

use super::voice::Value::{Number, Signal, Text};
use super::voice::{ALWAYS, DETAIL, TELL, Voice, WARN};
use crate::sys::raw::{self, Errno};

impl Voice {
    /// Orphans will not come here.
    pub fn not_pid_1(&self) {
        self.say(WARN, "init-not-pid-1", &[("pid", Number(raw::getpid()))]);
    }

    /// `prctl(PR_SET_CHILD_SUBREAPER)` was refused.
    pub fn no_subreaper(&self, errno: Errno) {
        self.say(ALWAYS, "init-no-subreaper", &[("error", Text(raw::reason(errno)))]);
    }

    /// No process could be made.
    pub fn no_fork(&self, errno: Errno) {
        self.say(ALWAYS, "init-no-fork", &[("error", Text(raw::reason(errno)))]);
    }

    /// The command could not be executed.
    pub fn not_executed(&self, command: &[u8], errno: Errno) {
        self.say(
            ALWAYS,
            "init-not-executed",
            &[("command", Text(command)), ("error", Text(raw::reason(errno)))],
        );
    }

    /// `--reap kernel` cannot be had.
    pub fn no_kernel_reaping(&self) {
        self.say(ALWAYS, "init-no-kernel-reaping", &[]);
    }

    /// The command runs.
    pub fn started(&self, command: &[u8], pid: i32, session: bool) {
        if session {
            self.say(TELL, "init-session", &[]);
        }
        self.say(TELL, "init-started", &[("command", Text(command)), ("pid", Number(pid))]);
    }

    /// The terminal's signal for having been given up is not the command's.
    pub fn hand_off(&self, signal: i32) {
        self.say(TELL, "init-hand-off", &[("number", Number(signal))]);
    }

    /// Who reaps: the kernel, or for this reason we.
    pub fn reaps(&self, why_wait: Option<&str>) {
        match why_wait {
            None => self.say(TELL, "init-reaps-kernel", &[]),
            Some(why) => self.say(TELL, "init-reaps-wait", &[("why", Text(self.text(why)))]),
        }
    }

    /// A signal has come, and becomes this one.
    pub fn received(&self, signal: i32, becomes: i32) {
        self.say(DETAIL, "init-received", &[("number", Number(signal))]);
        if becomes == 0 {
            self.say(TELL, "init-dropped", &[("number", Number(signal)), ("signal", Signal(signal))]);
        } else if becomes != signal {
            let (from, to) = (("signal", Signal(signal)), ("becomes", Signal(becomes)));
            self.say(
                TELL,
                "init-rewritten",
                &[from, to, ("number", Number(signal)), ("other", Number(becomes))],
            );
        }
    }

    /// A signal was passed on.
    pub fn passed_on(&self, signal: i32, pid: i32, group: bool) {
        let id = if group { "init-passed-on-group" } else { "init-passed-on" };
        self.say(TELL, id, &[("signal", Signal(signal)), ("number", Number(signal)), ("pid", Number(pid))]);
    }

    /// We stop.
    pub fn stops(&self) {
        self.say(TELL, "init-stopped", &[]);
    }

    /// An orphan was reaped.
    pub fn reaped(&self, pid: i32, asked_for: bool) {
        self.say(if asked_for { WARN } else { DETAIL }, "init-reaped", &[("pid", Number(pid))]);
    }

    /// The command has ended.
    pub fn ended(&self, pid: i32, status: i32, by_signal: bool) {
        self.say(DETAIL, "init-sigchld", &[]);
        let (pid, told) = (("pid", Number(pid)), ("status", Number(status)));
        if by_signal {
            let signal = status - 128;
            self.say(
                TELL,
                "init-killed",
                &[pid, told, ("signal", Signal(signal)), ("number", Number(signal))],
            );
        } else {
            self.say(TELL, "init-exited", &[pid, told]);
        }
    }

    /// So do we.
    pub fn over(&self, status: i32, expected: bool) {
        let id = if expected { "init-expected" } else { "init-over" };
        self.say(TELL, id, &[("status", Number(status))]);
    }

    /// What is left gets time; milliseconds.
    pub fn grace(&self, time: u32) {
        self.say(TELL, "init-grace", &[("time", Number(time as i32))]);
    }

    /// Nothing is left, or the time is over.
    pub fn grace_over(&self, nothing_left: bool) {
        self.say(TELL, if nothing_left { "init-nothing-left" } else { "init-grace-over" }, &[]);
    }

    /// `--pause` begins.
    pub fn pausing(&self) {
        self.say(TELL, "init-pausing", &[]);
    }

    /// `--pause` ends.
    pub fn shutting_down(&self, signal: i32) {
        self.say(TELL, "init-shutting-down", &[("signal", Signal(signal))]);
    }
}
