//! `pidlab init`: the status that it passes on, the signals that it forwards, the orphans that it collects.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::init::{ORPHAN, PATH, UNTIL_REAPED, comm, ignored, init, modes, namespace, pending, state};
use common::mark::{Mark, kill_now};
use common::{PATIENCE, Running, read, sh, wait_until};
use nix::sys::signal::Signal::{self, SIGHUP, SIGINT, SIGKILL, SIGTERM, SIGUSR1, SIGUSR2};
use nix::sys::signal::kill;

#[test]
fn the_status_of_the_command_is_passed_on() {
    for mode in modes() {
        for status in [0, 1, 7, 77, 255] {
            init(&format!("{mode} -- sh -c 'exit {status}'")).run().code(status).quiet();
        }
    }
    init("sh -c 'exit 3'").run().code(3).quiet();
    init("-- echo --help -- x").run().code(0).quiet().says(["--help -- x\n"]);
}

#[test]
fn the_end_by_a_signal_is_128_and_its_number() {
    for mode in modes() {
        for signal in [SIGHUP, SIGINT, SIGTERM, SIGKILL, SIGUSR1, Signal::SIGABRT] {
            let number = signal as i32;
            let line = format!("{mode} -- sh -c 'ulimit -c 0; kill -{number} $$'");
            init(&line).run().code(128 + number).quiet();
        }
    }
}

#[test]
fn a_status_that_is_expected_becomes_0() {
    init("-e 143 -- sh -c 'kill $$'").run().code(0).quiet();
    init("-e 7 --expect=8 -- sh -c 'exit 8'").run().code(0).quiet();
    init("-e 0 -e 255 sh -c 'exit 255'").run().code(0).quiet();
    init("-e 142 -- sh -c 'kill $$'").run().code(143).quiet();
}

#[test]
fn what_cannot_be_executed_is_126_and_what_is_not_there_127() {
    init("-- no-such-program").run().code(127).complains(["pidlab init: no-such-program: No such file"]);
    init("-- /no/such/program").run().code(127).complains(["/no/such/program"]);
    init("-- /etc/passwd/x").run().code(127).complains(["Not a directory"]);
    init("-- ''").run().code(127).complains(["No such file"]);
    init("-- /etc/passwd").run().code(126).complains(["pidlab init: /etc/passwd: Permission denied"]);
    init("-- /etc").run().code(126).complains(["/etc"]);
}

#[test]
fn as_pid_1_it_is_the_same() {
    for mode in modes() {
        for (command, code) in
            [("sh -c \"exit 7\"", 7), ("sh -c \"kill -9 \\$\\$\"", 137), ("no-such-program", 127)]
        {
            let Some(run) = namespace(&format!("exec \"$PIDLAB\" init {mode} -- {command}")) else { return };
            run.run().code(code);
        }
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
    for mode in modes() {
        let mark = Mark::new();
        let run = mark.on(init(&format!("{mode} -- sh -c '{LISTENER}'"))).start();
        let pid = run.pid();
        forwards(run, |signal| kill(pid, signal).unwrap());
        mark.called("sleep").into_iter().for_each(kill_now);
        mark.all_end();
    }
}

#[test]
fn pid_1_forwards_signals_from_outside() {
    for mode in modes() {
        let mark = Mark::new();
        let script = LISTENER.replace('"', "\\\"").replace('$', "\\$");
        let line = format!("exec \"$PIDLAB\" init {mode} -- sh -c \"{script}\"");
        let Some(run) = namespace(&line) else { return };
        let mut run = mark.on(run).start();
        run.await_said("ready");
        let pid = nix::unistd::Pid::from_raw(mark.init());
        assert_eq!(comm(pid.as_raw()), "pidlab-init");
        let chosen = || ignored(pid.as_raw(), Signal::SIGCHLD) == (mode == "--reap kernel");
        wait_until("who reaps is settled", PATIENCE, chosen);
        forwards(run, |signal| kill(pid, signal).unwrap());
        mark.all_end();
    }
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
        kill(pid, SIGTERM).unwrap();
        if ends {
            run.end().code(143).quiet();
        } else {
            // Dropped when it was sent: nothing is pending, and nothing has ended.
            assert_eq!(pending(pid.as_raw()), 0);
            // Running or asleep: one that has just been started may still be at work.
            assert!(['S', 'R'].contains(&state(pid.as_raw())));
            kill_now(pid.as_raw());
            run.end();
        }
        mark.all_end();
    }
}

/// A signal that came before the command was there. That needs no luck: what is pending and blocked survives an
/// exec, so it waits for the init from its first instruction on.
#[test]
fn a_signal_that_came_before_the_command_is_passed_on_to_it() {
    let early = "import os, signal, sys\n\
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])\n\
        os.kill(os.getpid(), signal.SIGTERM)\n\
        os.execv(sys.argv[1], sys.argv[1:])";
    for mode in modes() {
        // The command must have SIGTERM open: the mask that it gets is the caller's.
        let command = "python3 -c \"import signal, time\n\
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])\ntime.sleep(1000)\"";
        let line = format!("exec python3 -c '{early}' \"$PIDLAB\" init -s {mode} -- {command}");
        sh(&line).env("PATH", PATH).run().code(143).quiet();
    }
}

#[test]
fn signals_are_rewritten_and_dropped() {
    for mode in modes() {
        let mark = Mark::new();
        let options = "-r TERM:USR1 -rHUP:0 --rewrite 2:SIGHUP";
        let run = mark.on(init(&format!("{mode} {options} -- sh -c '{LISTENER}'")));
        let mut run = run.start();
        run.await_said("ready");
        for (sent, got) in [(SIGTERM, "got USR1"), (SIGINT, "got HUP")] {
            kill(run.pid(), SIGHUP).unwrap();
            kill(run.pid(), sent).unwrap();
            run.await_said(got);
        }
        kill(run.pid(), SIGUSR2).unwrap();
        let ended = run.end().code(5);
        assert_eq!(ended.stdout.matches("got HUP").count(), 1, "{ended}");
        mark.called("sleep").into_iter().for_each(kill_now);
        mark.all_end();
    }
}

/// To the group with -g: a child of the command's gets it too. The twin without: it does not.
#[test]
fn the_group_gets_signals_only_if_asked_for() {
    for mode in modes() {
        for (group, count) in [("-g", 2), ("", 1), ("-g -c", 1)] {
            let one = "trap \"echo got; exit\" USR1; echo ready; while :; do sleep 0.01; done";
            let line = format!("{mode} {group} -- sh -c '({one}) & {one}'");
            let mark = Mark::new();
            let mut run = mark.on(init(&line)).start();
            run.await_times("ready", 2);
            kill(run.pid(), SIGUSR1).unwrap();
            run.await_said("got");
            if count == 1 {
                // Its end cannot be awaited: it lives on.
                mark.called("sh").into_iter().for_each(kill_now);
            }
            let ended = run.end();
            assert_eq!(ended.stdout.matches("got").count(), count, "{ended}");
            mark.all_end();
        }
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
    run.signal(SIGKILL);
    run.end();
    mark.all_end();
}

#[test]
fn orphans_are_collected() {
    for mode in modes() {
        orphans_under(&format!("\"$PIDLAB\" init {mode} -- tail -f /dev/null"), "clean\n");
        orphans_under(&format!("\"$PIDLAB\" init {mode} --pause"), "clean\n");
    }
    orphans_under("\"$PIDLAB\" init -w -- tail -f /dev/null", "clean\n");
}

/// The twin: only PID 1 differs.
#[test]
fn a_sleep_as_pid_1_leaves_them() {
    orphans_under("sleep 1000", "zombies\n");
}

#[test]
fn each_orphan_is_told_of_if_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orphan"), format!("{ORPHAN}{UNTIL_REAPED}")).unwrap();
    for (option, tells) in [("-w", true), ("-vv", true), ("", false)] {
        let line = format!("exec \"$PIDLAB\" init {option} -- python3 ./orphan");
        let Some(run) = namespace(&line) else { return };
        let ended = run.folder(&folder).run().code(0).says(["1\n"]);
        assert_eq!(ended.stderr.contains("pidlab init: reaped PID "), tells, "{ended}");
    }
}

/// A subreaper gets the orphans below it although it is not PID 1. The twin without -s does not.
#[test]
fn a_subreaper_adopts_though_it_is_not_pid_1() {
    for (option, adopts) in [("-s", true), ("--subreaper", true), ("", false)] {
        let line = format!("echo $$; exec \"$PIDLAB\" init {option} -- python3 -c '{ORPHAN}'");
        let ended = sh(&line).env("PATH", PATH).run().code(0);
        let said: Vec<&str> = ended.stdout.lines().collect();
        assert_eq!(said[0] == said[1], adopts, "{ended}");
        assert_eq!(ended.stderr.contains("neither PID 1 nor a subreaper"), !adopts, "{ended}");
    }
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

/// What is left when the command ends acts on SIGTERM, whatever its session. The twin without --grace has no time to.
#[test]
fn what_is_left_gets_time_if_asked_for() {
    let left =
        "setsid sh -c \"trap \\\"echo farewell; exit\\\" TERM; echo ready; while :; do sleep 0.01; done\"";
    let command = format!("({left} &); while ! grep -q ready said; do :; done; exit 9");
    for mode in modes() {
        for (grace, says) in [("--grace 10s", true), ("", false)] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("command"), format!("exec >said\n{command}")).unwrap();
            let line = format!("exec \"$PIDLAB\" init {mode} {grace} -- sh ./command");
            let Some(run) = namespace(&line) else { return };
            run.folder(&folder).run().code(9);
            let said = read(folder.path().join("said"));
            assert_eq!(said.contains("farewell"), says, "{mode} {grace}: {said}");
        }
    }
}

/// Who does not act on it does not keep it beyond that time.
#[test]
fn the_time_for_what_is_left_is_limited() {
    let line =
        "exec \"$PIDLAB\" init -v --grace 50ms -- sh -c \"(trap \\\"\\\" TERM; sleep 1000 &); exit 3\"";
    let Some(run) = namespace(line) else { return };
    let ended = run.run().code(3).complains(["SIGTERM to all that is left", "the time is over"]);
    assert!(!ended.stderr.contains("nothing is left"), "{ended}");
}

#[test]
fn pause_ends_when_it_is_asked_to() {
    for mode in modes() {
        for signal in [SIGTERM, SIGINT] {
            let run = init(&format!("{mode} --pause")).start();
            wait_until("its name", PATIENCE, || comm(run.pid().as_raw()) == "pidlab-pause");
            for other in [SIGHUP, SIGUSR1, Signal::SIGCHLD] {
                run.signal(other);
            }
            run.signal(signal);
            run.end().code(0).quiet();
        }
    }
}

#[test]
fn it_tells_what_it_does_in_the_language_of_the_environment() {
    let line = "exec \"$PIDLAB\" init -v -- sh -c \"kill -TERM \\$PPID; sleep 100\"";
    let Some(run) = namespace(line) else { return };
    run.run().code(143).complains(["sh runs as PID 2", "SIGTERM passed on to PID 2", "ended by SIGTERM"]);
    let Some(run) = namespace(line) else { return };
    run.env("PIDLAB_LANG", "ko").run().code(143).complains([
        "sh 시작, PID 2",
        "SIGTERM 전달",
        "종료 상태 143",
    ]);
    init("-v --lang ko -- true").run().code(0).complains(["true 시작"]);
    sh("exec \"$PIDLAB\" --lang ko init -v -- true").env("PATH", PATH).run().code(0).complains(["true 시작"]);
}

#[test]
fn alone_it_explains_itself() {
    init("").run().code(2).complains(["pidlab init --help"]);
    init("--help").run().code(0).quiet().says(["docker", "stop", "--grace"]);
    init("-V").run().code(0).quiet().says(["pidlab "]);
    for (wrong, complaint) in [
        ("--no-such-option", "--no-such-option"),
        ("-p NONE -- true", "NONE"),
        ("-e 256 -- true", "256"),
        ("-r 15 -- true", "15"),
        ("-r 65:1 -- true", "65:1"),
        ("--grace soon -- true", "soon"),
        ("--reap never -- true", "never"),
        ("-g", "COMMAND"),
    ] {
        init(wrong).run().code(2).complains([complaint, "pidlab init --help"]);
    }
}
