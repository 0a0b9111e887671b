//! `pidlab init`: the status that it passes on, the signals that it forwards, the orphans that it collects.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, kill_now};
use common::{PATIENCE, Run, Running, read, sh, skip, wait_until};
use nix::sys::signal::Signal::{self, SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2};

/// Folders that everybody may read: `execvp(3)` takes a closed one for a program that may not be executed.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// `pidlab init` with these arguments, quoted as for a shell.
fn init(arguments: &str) -> Run {
    sh(&format!("exec \"$PIDLAB\" init {arguments}")).env("PATH", PATH)
}

/// Waits until it has its signals in hand: from then on none is lost.
fn await_name(run: &Running, name: &str) {
    let comm = format!("/proc/{}/comm", run.pid());
    wait_until(name, PATIENCE, || std::fs::read_to_string(&comm).is_ok_and(|comm| comm.trim_end() == name));
}

/// A PID namespace with a `/proc` of its own; its PID 1 is what this line of a shell turns into.
fn namespace(line: &str) -> Option<Run> {
    let unshare = "unshare -Urpf --kill-child --mount-proc";
    if !sh(&format!("{unshare} true")).run().status.success() {
        skip("no PID namespace can be made here");
        return None;
    }
    Some(sh(&format!("exec {unshare} sh -c '{line}'")).env("PATH", PATH))
}

#[test]
fn the_status_of_the_command_is_passed_on() {
    for status in [0, 1, 7, 77, 255] {
        init(&format!("-- sh -c 'exit {status}'")).run().code(status).quiet();
    }
    init("sh -c 'exit 3'").run().code(3).quiet();
    init("-- echo --help -- x").run().code(0).quiet().says(["--help -- x\n"]);
}

#[test]
fn the_end_by_a_signal_is_128_and_its_number() {
    for signal in [SIGHUP, SIGINT, SIGTERM, Signal::SIGKILL, SIGUSR1, Signal::SIGABRT] {
        let number = signal as i32;
        init(&format!("-- sh -c 'ulimit -c 0; kill -{number} $$'")).run().code(128 + number).quiet();
    }
}

#[test]
fn what_cannot_be_executed_is_126_and_what_is_not_there_127() {
    init("-- no-such-program").run().code(127).complains(["pidlab init: no-such-program: No such file"]);
    init("-- /no/such/program").run().code(127).complains(["/no/such/program"]);
    init("-- /etc/passwd").run().code(126).complains(["pidlab init: /etc/passwd: Permission denied"]);
    init("-- /etc").run().code(126).complains(["/etc"]);
}

#[test]
fn as_pid_1_it_is_the_same() {
    for (command, code) in
        [("sh -c \"exit 7\"", 7), ("sh -c \"kill -9 \\$\\$\"", 137), ("no-such-program", 127)]
    {
        let Some(run) = namespace(&format!("exec \"$PIDLAB\" init -- {command}")) else { return };
        run.run().code(code);
    }
}

#[test]
fn input_and_output_are_the_commands() {
    init("-- cat").stdin("through\n").run().code(0).quiet().says(["through\n"]);
    init("-- sh -c 'echo to stderr >&2'").run().code(0).complains(["to stderr"]);
}

/// Tells of each signal that it gets, and ends with SIGUSR2.
const LISTENER: &str = "for s in TERM INT HUP USR1; do trap \"echo got $s\" $s; done; \
    trap \"exit 5\" USR2; echo ready; while :; do sleep 1000 >/dev/null 2>&1 & wait; kill $!; done";

/// Sends these through an init to its command.
fn forwards(mut run: Running, to: impl Fn(Signal)) {
    run.await_said("ready");
    for signal in [SIGTERM, SIGINT, SIGHUP, SIGUSR1] {
        to(signal);
        run.await_said(&format!("got {}", &signal.as_str()[3..]));
    }
    to(SIGUSR2);
    run.end().code(5);
}

#[test]
fn signals_are_forwarded() {
    let mark = Mark::new();
    let run = mark.on(init(&format!("-- sh -c '{LISTENER}'"))).start();
    let pid = run.pid();
    forwards(run, |signal| nix::sys::signal::kill(pid, signal).unwrap());
    mark.called("sleep").into_iter().for_each(kill_now);
    mark.all_end();
}

#[test]
fn pid_1_forwards_signals_from_outside() {
    let mark = Mark::new();
    let script = LISTENER.replace('"', "\\\"").replace('$', "\\$");
    let Some(run) = namespace(&format!("exec \"$PIDLAB\" init -- sh -c \"{script}\"")) else { return };
    let mut run = mark.on(run).start();
    run.await_said("ready");
    let pid = nix::unistd::Pid::from_raw(mark.init());
    assert_eq!(read(format!("/proc/{pid}/comm")).trim_end(), "pidlab-init");
    forwards(run, |signal| nix::sys::signal::kill(pid, signal).unwrap());
    mark.all_end();
}

/// The twin: the same signal to a PID 1 that is no init is dropped by the kernel.
#[test]
fn sigterm_ends_a_command_under_it_and_not_one_that_is_pid_1() {
    for (line, ends) in [("exec \"$PIDLAB\" init -- sleep 1000", true), ("exec sleep 1000", false)] {
        let mark = Mark::new();
        let Some(run) = namespace(line) else { return };
        let run = mark.on(run).start();
        wait_until("sleep runs", PATIENCE, || !mark.called("sleep").is_empty());
        let pid = nix::unistd::Pid::from_raw(mark.init());
        nix::sys::signal::kill(pid, SIGTERM).unwrap();
        if ends {
            run.end().code(143).quiet();
        } else {
            // Dropped when it was sent: nothing is pending, and nothing has ended.
            let status = read(format!("/proc/{pid}/status"));
            let pending = status.lines().find_map(|line| line.strip_prefix("ShdPnd:")).unwrap();
            assert_eq!(u64::from_str_radix(pending.trim(), 16), Ok(0), "{status}");
            // Running or asleep: one that has just been started may still be at work.
            assert!(["State:\tS", "State:\tR"].iter().any(|state| status.contains(state)), "{status}");
            kill_now(pid.as_raw());
            run.end();
        }
        mark.all_end();
    }
}

/// Makes five orphans, waits for their end (they hold a pipe open), and says `zombies` once five zombies are
/// there, `clean` once none of the five is.
const ORPHANS: &str = "for i in 1 2 3 4 5; do (sleep 0.1 &); done | cat; while :; do \
    set -- $(cat /proc/[0-9]*/stat 2>/dev/null | grep \"(sleep) \" | grep -v \"^1 \" | cut -d\" \" -f3); \
    case \"$*\" in \"Z Z Z Z Z\") echo zombies; exit;; \"\") echo clean; exit;; esac; done";

/// What becomes of orphans under what the shell turns into.
#[track_caller]
fn orphans_under(pid_1: &str, become_what: &str) {
    let mark = Mark::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orphans"), ORPHANS).unwrap();
    let Some(run) = namespace(&format!("sh ./orphans & exec {pid_1}")) else { return };
    let mut run = mark.on(run).folder(&folder).start();
    run.await_said(become_what);
    run.signal(Signal::SIGKILL);
    run.end();
    mark.all_end();
}

#[test]
fn orphans_are_collected() {
    orphans_under("\"$PIDLAB\" init -- tail -f /dev/null", "clean\n");
    orphans_under("\"$PIDLAB\" init --pause", "clean\n");
}

/// The twin: only PID 1 differs.
#[test]
fn a_sleep_as_pid_1_leaves_them() {
    orphans_under("sleep 1000", "zombies\n");
}

#[test]
fn orphans_do_not_keep_it() {
    let mark = Mark::new();
    // Without a namespace they outlive it.
    let run = init("-- sh -c 'sleep 1000 >/dev/null 2>&1 & exit 4'");
    mark.on(run).run().code(4).quiet();
    mark.called("sleep").into_iter().for_each(kill_now);
    mark.all_end();
    let Some(run) = namespace("exec \"$PIDLAB\" init -- sh -c \"sleep 1000 & exit 4\"") else { return };
    mark.on(run).run().code(4).quiet();
    mark.all_end();
}

#[test]
fn pause_ends_when_it_is_asked_to() {
    for signal in [SIGTERM, SIGINT] {
        let run = init("--pause").start();
        await_name(&run, "pidlab-pause");
        for other in [SIGHUP, SIGUSR1, Signal::SIGCHLD] {
            run.signal(other);
        }
        run.signal(signal);
        run.end().code(0).quiet();
    }
}

#[test]
fn a_caller_that_ignores_sigchld_is_no_hindrance() {
    let line = "trap \"\" CHLD; exec \"$PIDLAB\" init -- sh -c \"exit 6\"";
    sh(&format!("exec bash -c '{line}'")).run().code(6).quiet();
}

#[test]
fn under_the_name_of_init_it_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let line = "ln -s \"$PIDLAB\" init && exec ./init sh -c 'exit 8'";
    sh(line).folder(&folder).run().code(8).quiet();
}

#[test]
fn alone_it_explains_itself() {
    init("").run().code(2).complains(["pidlab init --help"]);
    init("--help").run().code(0).quiet().says(["pidlab init"]);
    init("--no-such-option").run().code(2).complains(["--no-such-option"]);
}
