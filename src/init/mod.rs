//! `pidlab init`: what PID 1 owes its namespace, `pid_namespaces(7)`. To be read in one sitting, from here on.
//!
//! It starts one command, reaps whatever ends (the command's orphans become its children), passes every signal on
//! to the command, and ends with the command's status. It runs before libc has started (`src/entry.rs`), has one
//! thread, and allocates nothing. What it is told and what it says is in `applet`.

mod child;
mod serve;

use crate::applet::options::{Name, Options, Reap};
use crate::applet::voice::Voice;
use crate::sys::raw;
use crate::sys::signals::{self, Signals};
use crate::sys::stack::Arguments;
use child::{Place, Start, child};
use core::mem::MaybeUninit;

/// Our own failure, as `env(1)` and `timeout(1)` have it.
const FAILED: i32 = 125;
/// How often one looks whether those have ended who are not our children; nanoseconds.
const LOOK: u64 = 20_000_000;

/// Becomes an init, if one is asked for and its arguments make sense.
pub fn begin(arguments: Arguments) {
    let Some((name, rest)) = Name::of(arguments) else { return };
    // For PID 1 the kernel drops a signal that has no handler, but keeps a blocked one. So this comes first.
    let blocked = Signals::ALL.block();
    let mut options = Options::new(name, rest);
    if options.read() {
        let tell = Voice::of(&options, arguments);
        let init = Init { options: &options, tell, is_pid_1: raw::getpid() == 1, terminal: terminal() };
        raw::exit(init.run(blocked));
    }
    blocked.block();
}

/// The one of 0, 1 and 2 that is our controlling terminal, with its foreground process group.
fn terminal() -> Option<(i32, i32)> {
    (0..3).find_map(|fd| raw::foreground(fd).map(|group| (fd, group)))
}

struct Init<'a> {
    options: &'a Options,
    tell: Voice,
    is_pid_1: bool,
    terminal: Option<(i32, i32)>,
}

/// The command's process. The pidfd never means another process, as a PID may once its process is reaped; −1 before
/// Linux 5.2.
#[derive(Clone, Copy)]
struct Child {
    pid: i32,
    pidfd: i32,
}

impl Init<'_> {
    fn run(&self, blocked: Signals) -> i32 {
        self.prepare();
        if self.options.pause {
            return self.pause();
        }
        if self.options.reap == Reap::Kernel && !serve::kernel_tells() {
            self.tell.no_kernel_reaping();
            return FAILED;
        }
        match self.start(blocked) {
            Ok(child) => {
                let status = self.serve(child);
                self.end(child, status)
            }
            Err(status) => status,
        }
    }

    /// What must be so before the command runs.
    fn prepare(&self) {
        if self.options.name == Name::Own {
            // Started through /proc/self/exe it would be `exe`.
            raw::set_comm(if self.options.pause { c"pidlab-pause" } else { c"pidlab-init" });
        }
        // Ignored signals survive exec: with SIGCHLD among them there would be no status to wait for.
        signals::on_sigchld(libc::SIG_DFL);
        if self.options.parent_death != 0 {
            let _ = raw::prctl(libc::PR_SET_PDEATHSIG, self.options.parent_death.into());
        }
        if self.is_pid_1 {
            return;
        }
        if self.options.subreaper
            && let Err(errno) = raw::prctl(libc::PR_SET_CHILD_SUBREAPER, 1)
        {
            self.tell.no_subreaper(errno);
        }
        if !raw::is_subreaper() {
            self.tell.not_pid_1();
        }
    }

    /// Starts the command; if it cannot be, the status to end with.
    fn start(&self, blocked: Signals) -> Result<Child, i32> {
        let command = self.options.command;
        let mut start = Start::new(Some(command), self.place(), blocked);
        start.folder = raw::leave_folder();
        let (pid, pidfd) = raw::vfork(child, &mut start).map_err(|errno| {
            self.tell.no_fork(errno);
            FAILED
        })?;
        raw::close_all_but(pidfd);
        if start.errno != 0 {
            self.tell.not_executed(command.first(), start.errno);
            return Err(child::status_of(start.errno));
        }
        self.tell.started(command.first(), pid, self.options.session);
        Ok(Child { pid, pidfd })
    }

    fn place(&self) -> Place {
        if self.options.session {
            self.give_terminal_up();
            return Place::Session;
        }
        if self.options.beside {
            return Place::Ours;
        }
        // From the background there is nothing to give: `fg` will continue us, and then it is handed over.
        let foreground = self.terminal.filter(|(_, group)| *group == raw::getpgrp());
        Place::Group(foreground.map(|(terminal, _)| terminal))
    }

    /// A session's leader that gives its terminal up gets SIGHUP and SIGCONT for it: not meant for the command.
    fn give_terminal_up(&self) {
        let leads = raw::getsid() == raw::getpid();
        if !raw::terminal(libc::TIOCNOTTY) || !leads {
            return;
        }
        for signal in [libc::SIGHUP, libc::SIGCONT] {
            if Signals::only(signal).take(Some(0), &mut MaybeUninit::uninit()).is_some() {
                self.tell.hand_off(signal);
            }
        }
    }

    /// The status to end with, after what is left has had its time.
    fn end(&self, child: Child, status: i32) -> i32 {
        let by_signal = libc::WIFSIGNALED(status);
        let status = if by_signal { 128 + libc::WTERMSIG(status) } else { libc::WEXITSTATUS(status) };
        self.tell.ended(child.pid, status, by_signal);
        if self.options.name == Name::DumbInit {
            self.say_goodbye(child);
        }
        self.grace(child);
        // For a script that goes on after us: its terminal's foreground was lent.
        if let Some((terminal, group)) = self.terminal.filter(|_| !self.is_pid_1) {
            raw::set_foreground(terminal, group);
        }
        let expected = self.options.expects(status);
        self.tell.over(status, expected);
        if expected { 0 } else { status }
    }

    /// dumb-init's way: SIGTERM to whoever is left of the session, and no time.
    fn say_goodbye(&self, child: Child) {
        let signal = self.options.rewritten(libc::SIGTERM);
        self.tell.passed_on(signal, child.pid, true);
        if self.options.session {
            let _ = signals::kill(-child.pid, signal);
        }
    }

    /// What is left when the command has ended gets SIGTERM and time to act on it.
    fn grace(&self, child: Child) {
        // PID 1 reaches all of its namespace, whatever their session; another process only a group.
        let left = if self.is_pid_1 { -1 } else { -child.pid };
        if self.options.grace == 0 || signals::kill(left, libc::SIGTERM).is_err() {
            return;
        }
        let _ = signals::kill(left, libc::SIGCONT);
        self.tell.grace(self.options.grace);
        signals::on_sigchld(libc::SIG_DFL);
        let until = raw::now() + u64::from(self.options.grace) * 1_000_000;
        let mut info = MaybeUninit::uninit();
        loop {
            while raw::wait4(-1, libc::WNOHANG).is_some() {}
            let time = until.saturating_sub(raw::now());
            let nothing_left = signals::kill(left, 0).is_err();
            if nothing_left || time == 0 {
                return self.tell.grace_over(nothing_left);
            }
            if let Some(signal) = Signals::ALL.but(libc::SIGCHLD).take(Some(0), &mut info) {
                let _ = signals::kill(left, self.options.rewritten(signal.si_signo));
            } else {
                let _ = Signals::only(libc::SIGCHLD).take(Some(time.min(LOOK)), &mut info);
            }
        }
    }

    /// Without a command it only reaps. The kernel does that on any version, as nobody asks for a status.
    fn pause(&self) -> i32 {
        raw::leave_folder();
        raw::close_all_but(0);
        if self.options.reap != Reap::Wait {
            signals::on_sigchld(libc::SIG_IGN);
        }
        self.tell.pausing();
        raw::forget_start();
        let mut info = MaybeUninit::uninit();
        loop {
            while raw::wait4(-1, libc::WNOHANG).is_some() {}
            let signal = Signals::ALL.take(None, &mut info).map_or(0, |info| info.si_signo);
            if signal == libc::SIGINT || signal == libc::SIGTERM {
                self.tell.shutting_down(signal);
                return 0;
            }
        }
    }
}
