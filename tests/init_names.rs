//! `pidlab init` under the names of tini, dumb-init, catatonit, docker-init and pause: their options, their environment.
//! `scripts/peer-tests` runs the tests that tini and dumb-init have themselves.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::init::{ORPHAN, PATH, UNTIL_REAPED, comm, namespace, state};
use common::mark::{Mark, kill_now};
use common::{PATIENCE, Run, sh, wait_until};
use nix::sys::signal::Signal;

/// A line of the shell with a folder in front of PATH in which that name is a link to the program.
fn named(name: &str, line: &str) -> Run {
    let prepare = "folder=$(mktemp -d) && ln -s \"$PIDLAB\" \"$folder/$NAME\" && PATH=$folder:$PATH; \
        trap \"rm -r $folder\" EXIT; ";
    sh(&format!("{prepare}{line}")).env("PATH", PATH).env("NAME", name)
}

const ALL: [&str; 4] = ["tini", "docker-init", "dumb-init", "catatonit"];

#[test]
fn a_link_of_that_name_is_that_init() {
    for name in ALL {
        named(name, &format!("{name} -- sh -c 'exit 9'; exit $?")).run().code(9);
        named(name, &format!("{name} sh -c 'kill -9 $$'; exit $?")).run().code(137);
    }
    // Its name stays its own.
    for name in ALL {
        named(name, &format!("{name} sh -c 'cat /proc/$PPID/comm'")).run().code(0).says([name]);
    }
    for name in ["init", "pidlab-init"] {
        named(name, &format!("{name} -s -- sh -c 'exit 8'; exit $?")).run().code(8).quiet();
    }
}

#[test]
fn versions_are_told_as_those_who_read_them_expect() {
    for name in ["tini", "docker-init"] {
        named(name, &format!("{name} --version")).run().code(0).quiet().says(["tini version 0.19.0"]);
    }
    named("dumb-init", "dumb-init -V").run().code(0).complains(["dumb-init v1.2.5\n"]);
    named("catatonit", "catatonit --version").run().code(0).quiet().says(["tini version 0.1.7_catatonit"]);
    named("pause", "pause -v").run().code(0).quiet().says(["pause.c "]);
}

#[test]
fn help_and_complaints_are_the_peers() {
    named("tini", "tini -h").run().code(0).quiet().says(["TINI_SUBREAPER", "-w", "Usage: tini"]);
    named("tini", "tini -l").run().code(0).quiet().says(["Apache"]);
    named("tini", "tini; exit $?").run().code(1).complains(["Usage: tini"]);
    named("tini", "tini -x true; exit $?").run().code(1).complains(["-x"]);
    named("tini", "tini -p NONE true; exit $?").run().code(1).complains(["Not a valid option for -p: NONE"]);
    named("dumb-init", "dumb-init --help").run().code(0).complains(["--single-child", "--rewrite"]);
    named("dumb-init", "dumb-init; exit $?").run().code(1).complains(["Try dumb-init --help"]);
    named("dumb-init", "dumb-init -r 1:32 true; exit $?").run().code(1).complains(["between 1 and 31"]);
    named("catatonit", "catatonit -h").run().code(0).complains(["-P"]);
    named("catatonit", "catatonit; exit $?").run().code(1).complains(["missing program name"]);
}

#[test]
fn tinis_options_and_environment() {
    let warning = "zombie reaping won't work";
    named("tini", "tini true").run().code(0).complains([warning]);
    named("tini", "tini -s true").run().code(0).quiet();
    named("tini", "tini true").env("TINI_SUBREAPER", "").run().code(0).quiet();
    named("tini", "tini true").env("TINI_VERBOSITY", "0").run().code(0).quiet();
    named("tini", "tini -s true").env("TINI_VERBOSITY", "3").run().code(0).complains(["true runs as PID"]);
    named("tini", "tini -svv true").run().code(0).complains(["true runs as PID"]);
    named("tini", "tini -s -e 3 -e4 -- sh -c 'exit 4'; exit $?").run().code(0);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orphan"), format!("{ORPHAN}{UNTIL_REAPED}")).unwrap();
    let line = "ln -s \"$PIDLAB\" tini; exec ./tini -w -- python3 ./orphan";
    let Some(run) = namespace(line) else { return };
    run.folder(&folder).run().code(0).complains(["Reaped zombie process with pid="]);
}

/// The group gets signals with `-g`, or with `TINI_KILL_PROCESS_GROUP`, or under dumb-init unless it is told not to.
#[test]
fn each_ones_word_for_the_group() {
    let one = "trap \"echo got; exit\" USR1; echo ready; while :; do sleep 0.01; done";
    // It waits for the other, which dumb-init's SIGTERM to the rest of its session would end.
    let main = "trap \"echo got; wait; exit\" USR1; echo ready; while :; do sleep 0.01; done";
    for (name, variable, options, count) in [
        ("tini", "", "-s", 1),
        ("tini", "", "-sg", 2),
        ("tini", "TINI_KILL_PROCESS_GROUP", "-s", 2),
        ("catatonit", "", "", 1),
        ("catatonit", "", "-g", 2),
        ("dumb-init", "", "", 2),
        ("dumb-init", "", "-c", 1),
        ("dumb-init", "DUMB_INIT_SETSID", "", 1),
        ("dumb-init", "", "--single-child", 1),
    ] {
        let mark = Mark::new();
        let script = format!("({one}) & {main}");
        let line = format!("{name} {options} -- sh -c '{script}'");
        let mut run = mark.on(named(name, &line)).env("DUMB_INIT_DEBUG", "0");
        if !variable.is_empty() {
            run = run.env(variable, "0");
        }
        let mut run = run.start();
        run.await_times("ready", 2);
        let init = mark.called(name)[0];
        nix::sys::signal::kill(nix::unistd::Pid::from_raw(init), Signal::SIGUSR1).unwrap();
        run.await_times("got", count);
        mark.called("sh").into_iter().filter(|_| count == 1).for_each(kill_now);
        let ended = run.end();
        assert_eq!(ended.stdout.matches("got").count(), count, "{name} {variable} {options}: {ended}");
        mark.all_end();
    }
}

/// dumb-init's rule: in a session of its own the command gets SIGSTOP instead, and the init stops too.
#[test]
fn dumb_init_stops_with_its_command() {
    for (options, signal) in
        [("", Signal::SIGTSTP), ("", Signal::SIGTTIN), ("-c", Signal::SIGTSTP), ("-c", Signal::SIGTTOU)]
    {
        let mark = Mark::new();
        // A job of a shell: in a process group that has lost its shell the kernel drops SIGTSTP, setpgid(2).
        let job = format!(
            "set -m; dumb-init {options} -- sleep 1000 & while kill -0 $!; do wait $!; done 2>/dev/null"
        );
        let run = mark.on(named("dumb-init", &format!("bash -c '{job}'"))).start();
        wait_until("sleep runs", PATIENCE, || !mark.called("sleep").is_empty());
        let (init, sleep) = (mark.called("dumb-init")[0], mark.called("sleep")[0]);
        let send = |signal| nix::sys::signal::kill(nix::unistd::Pid::from_raw(init), signal).unwrap();
        send(signal);
        wait_until("both stop", PATIENCE, || state(init) == 'T' && state(sleep) == 'T');
        send(Signal::SIGCONT);
        wait_until("both go on", PATIENCE, || state(init) == 'S' && state(sleep) == 'S');
        send(Signal::SIGTERM);
        run.end();
        mark.all_end();
    }
}

#[test]
fn dumb_init_rewrites_and_speaks() {
    let (mark, folder) = (Mark::new(), tempfile::tempdir().unwrap());
    let line = "ln -s \"$PIDLAB\" dumb-init; exec ./dumb-init -v -r 15:0 -r 10:1 sleep 1000 2>&1";
    let mut run = mark.on(sh(line).env("PATH", PATH)).folder(&folder).start();
    run.await_said("[dumb-init] setsid complete.\n[dumb-init] Child spawned with PID ");
    run.signal(Signal::SIGTERM);
    run.await_said("[dumb-init] Received signal 15.\n");
    run.await_said("[dumb-init] Not forwarding signal 15 to children (ignored).\n");
    run.signal(Signal::SIGUSR1);
    let ended = run.end().code(129).says([
        "[dumb-init] Translating signal 10 to 1.\n",
        "[dumb-init] Forwarded signal 1 to children.\n",
        "was terminated by signal 1.\n",
        "[dumb-init] Child exited with status 129. Goodbye.\n",
    ]);
    // dumb-init's words and no others.
    assert!(ended.stdout.lines().all(|line| line.starts_with("[dumb-init] ")), "{ended}");
    mark.all_end();
}

#[test]
fn catatonit_is_always_a_subreaper_and_can_pause() {
    named("catatonit", "catatonit true").run().code(0).quiet();
    pauses("catatonit", "-P");
}

#[test]
fn pause_pauses() {
    pauses("pause", "");
    let run = named("pause", "pause").start();
    run.signal(Signal::SIGKILL);
    run.end();
}

fn pauses(name: &str, options: &str) {
    for signal in [Signal::SIGTERM, Signal::SIGINT] {
        let mark = Mark::new();
        // Not under a shell: that would wait for it.
        let line = format!("ln -s \"$PIDLAB\" {name}; exec ./{name} {options}");
        let folder = tempfile::tempdir().unwrap();
        let run = mark.on(sh(&line)).folder(&folder).start();
        wait_until("its name", PATIENCE, || comm(run.pid().as_raw()) == name);
        let leaves = || {
            std::fs::read_link(format!("/proc/{}/cwd", run.pid()))
                .is_ok_and(|at| at == std::path::Path::new("/"))
        };
        wait_until("it leaves its folder", PATIENCE, leaves);
        run.signal(Signal::SIGUSR1);
        run.signal(signal);
        run.end().code(0);
        mark.all_end();
    }
}
