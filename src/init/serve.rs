//! The work of PID 1: to reap, and to pass signals on.

use super::child::{Place, Start, child};
use super::{Child, FAILED, Init};
use crate::applet::options::{Name, Reap};
use crate::sys::raw;
use crate::sys::signals::{self, Signals};
use core::mem::MaybeUninit;
use libc::siginfo_t;

/// How many of the dead are collected before one looks for signals again: a storm of the one must not delay the
/// other.
const BATCH: u32 = 64;

impl Init<'_> {
    /// Reaps and passes on until the command has ended: its wait status.
    pub(super) fn serve(&self, child: Child) -> i32 {
        // What follows can wait, the command cannot: with one CPU it would.
        raw::sched_yield();
        let why_wait = self.why_wait();
        self.tell.reaps(why_wait);
        raw::forget_start();
        if why_wait.is_some() { self.wait(child) } else { self.let_the_kernel(child) }
    }

    /// What speaks against leaving it to the kernel.
    fn why_wait(&self) -> Option<&'static str> {
        let tells = self.options.tell_each || self.tell.tells_of_orphans();
        match self.options.reap {
            Reap::Wait => Some("init-why-asked"),
            Reap::Auto if tells => Some("init-why-tell"),
            // The kernel tells nobody of a stop if SIGCHLD is ignored.
            Reap::Auto if self.has_shell_above() => Some("init-why-job-control"),
            Reap::Auto if !kernel_tells() => Some("init-why-kernel"),
            Reap::Auto | Reap::Kernel => None,
        }
    }

    /// Whether somebody may do job control with us.
    fn has_shell_above(&self) -> bool {
        self.terminal.is_some() && !self.is_pid_1 && raw::getsid() != raw::getpid()
    }

    /// The classic loop. One SIGCHLD may stand for many, so all that have ended are collected.
    fn wait(&self, child: Child) -> i32 {
        let mut info = MaybeUninit::uninit();
        let mut more = true;
        loop {
            // Without this, in a storm, a signal with a higher number than SIGCHLD's would never have its turn.
            while let Some(signal) = Signals::ALL.but(libc::SIGCHLD).take(Some(0), &mut info) {
                self.pass_on(child, signal);
            }
            if !more
                && let Some(signal) = Signals::ALL.take(None, &mut info)
                && !tells_of_a_child(signal)
            {
                self.pass_on(child, signal);
            }
            match self.collect(child) {
                Ok(left) => more = left,
                Err(status) => return status,
            }
        }
    }

    /// Collects some of the dead; whether there may be more, or the command's wait status.
    fn collect(&self, child: Child) -> Result<bool, i32> {
        let stops = if self.has_shell_above() { libc::WUNTRACED } else { 0 };
        for _ in 0..BATCH {
            match raw::wait4(-1, libc::WNOHANG | stops) {
                None => return Ok(false),
                Some((pid, status)) if libc::WIFSTOPPED(status) => {
                    if pid == child.pid {
                        self.stopped(child, libc::WSTOPSIG(status));
                    }
                }
                Some((pid, status)) if pid == child.pid => return Err(status),
                Some((pid, _)) => self.tell.reaped(pid, self.options.tell_each),
            }
        }
        Ok(true)
    }

    /// With SIGCHLD ignored the kernel reaps every child, adopted ones included, and wakes nobody. What is left
    /// to do is to pass signals on, and to see the command's end on its pidfd.
    fn let_the_kernel(&self, child: Child) -> i32 {
        signals::on_sigchld(libc::SIG_IGN);
        // Those that ended before. From now on none does so unseen.
        while let Some((pid, status)) = raw::wait4(-1, libc::WNOHANG) {
            if pid == child.pid {
                return status;
            }
        }
        let signals = signals::signalfd();
        let mut info = MaybeUninit::uninit();
        loop {
            let over = signals::wait_for(child.pidfd, signals);
            if let Some(signal) = Signals::ALL.take(Some(0), &mut info) {
                self.pass_on(child, signal);
            } else if over {
                return raw::collected_status(child.pidfd).unwrap_or(FAILED << 8);
            }
        }
    }

    /// A signal goes on as it came: with the value of `sigqueue(3)`, and as often as it was queued.
    fn pass_on(&self, child: Child, info: &mut siginfo_t) {
        let signal = info.si_signo;
        let becomes = self.options.rewritten(signal);
        self.tell.received(signal, becomes);
        if signal == libc::SIGCONT && !self.options.session && !self.options.beside {
            self.lend_terminal(child);
        }
        if becomes != 0 {
            // What the terminal has stopped is the whole group.
            let continues = signal == libc::SIGCONT && self.has_shell_above();
            let group = self.options.group || self.options.session || continues;
            info.si_signo = becomes;
            send(child, info, group && !self.options.beside);
            self.tell.passed_on(becomes, child.pid, group);
        }
        if self.options.name == Name::DumbInit
            && [libc::SIGTSTP, libc::SIGTTIN, libc::SIGTTOU].contains(&signal)
        {
            self.stop();
        }
    }

    /// The command has stopped. If it wants the terminal and we have it (`fg` sends no SIGCONT to a job that runs),
    /// it gets it; else we do as it does.
    fn stopped(&self, child: Child, signal: i32) {
        if (signal == libc::SIGTTIN || signal == libc::SIGTTOU) && self.lend_terminal(child) {
            let _ = signals::kill(-child.pid, libc::SIGCONT);
        } else {
            self.stop();
        }
    }

    /// The terminal is for the command, if a shell has given it to us.
    fn lend_terminal(&self, child: Child) -> bool {
        let Some((terminal, _)) = self.terminal else { return false };
        let ours = raw::foreground(terminal) == Some(raw::getpgrp());
        if ours {
            raw::set_foreground(terminal, child.pid);
        }
        ours
    }

    /// Stops until SIGCONT comes, which is then passed on.
    fn stop(&self) {
        self.tell.stops();
        let _ = signals::kill(raw::getpid(), libc::SIGSTOP);
    }
}

fn send(child: Child, info: &siginfo_t, group: bool) {
    let signal = info.si_signo;
    // Only what a process has sent with a value may be sent on as it is; the kernel allows no more.
    let queued = (info.si_code < 0 && info.si_code != libc::SI_TKILL).then_some(info);
    let sent = signals::signal_pidfd(child.pidfd, signal, queued, group);
    if matches!(sent, Ok(_) | Err(libc::ESRCH)) {
        return;
    }
    // Linux < 5.1, or < 6.9 for a group. There nobody but us reaps the command: its PID is still its own.
    let _ = match queued {
        Some(info) if !group => signals::queue(child.pid, signal, info),
        _ => signals::kill(if group { -child.pid } else { child.pid }, signal),
    };
}

/// The kernel's word about a child, not SIGCHLD from some process.
fn tells_of_a_child(info: &siginfo_t) -> bool {
    info.si_signo == libc::SIGCHLD && info.si_code > 0
}

/// Whether the kernel tells the status of a child that has been reaped: tried with one that ends at once.
pub(super) fn kernel_tells() -> bool {
    let mut start = Start::new(None, Place::Ours, Signals::ALL);
    let Ok((pid, pidfd)) = raw::vfork(child, &mut start) else { return false };
    let tells = raw::wait4(pid, 0).is_some() && raw::collected_status(pidfd) == Some(0);
    raw::close(pidfd);
    tells
}
