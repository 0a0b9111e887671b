//! What a run leaves behind when it is interrupted, killed, or started by a careless caller: nothing.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, kill_now, mounts_left};
use common::terminal::Terminal;
use common::{Ended, PATIENCE, Run, Running, as_user, ordinary, pidlab, sh, skip, wait_until};
use nix::sys::signal::Signal::{self, SIGHUP, SIGINT, SIGKILL, SIGPIPE, SIGTERM};
use std::io::{BufRead as _, BufReader};
use std::time::{Duration, Instant};

const LABS: [&str; 3] = ["zombie", "wait", "orphan"];

/// How many steps a lab has, and in which one something is awaited for the first time.
fn steps(lab: &str) -> (usize, usize) {
    let text = common::read(format!("{}/labs/{lab}.toml", env!("CARGO_MANIFEST_DIR")));
    let steps: Vec<&str> = text.split("[[step]]").skip(1).collect();
    (steps.len(), 1 + steps.iter().position(|step| step.contains("do = { await")).unwrap())
}

/// Waits in the step in which sleep ends.
const LONG: [&str; 6] = ["run", "zombie", "--seconds", "60", "--format", "json"];

/// A run that waits for Enter in a step, before its action.
struct Held {
    mark: Mark,
    run: Running,
}

impl Held {
    fn new(lab: &str, step: usize) -> Self {
        let mark = Mark::new();
        // What is awaited takes its time only if it is not to be passed.
        let seconds = if step > steps(lab).1 { "1" } else { "60" };
        let run = pidlab(["run", lab, "--step", "--seconds", seconds]).keep_stdin();
        let mut held = Self { run: mark.on(run).start(), mark };
        for earlier in 1..step {
            held.run.await_said(&format!("\n{earlier}/"));
            held.run.type_in("\n");
        }
        held.run.await_said(&format!("\n{step}/"));
        held
    }

    /// Sends a signal, and expects that it ends the run and that nothing is left.
    fn interrupted_by(self, signal: Signal) {
        self.run.signal(signal);
        self.run.end().ended_by(signal);
        self.mark.all_end();
    }
}

/// A run of the lab whose sleep is awaited and will not end soon, and its mark.
fn waiting(prepare: impl FnOnce(Run) -> Run) -> (Mark, Running) {
    let mark = Mark::new();
    let mut run = mark.on(prepare(pidlab(LONG))).start();
    run.await_said("\"step\":5,\"moment\":\"before\"");
    (mark, run)
}

/// A run in each step of a lab.
fn held_in_each(lab: &'static str) -> Vec<Held> {
    let steps = steps(lab).0;
    std::thread::scope(|scope| {
        let starting: Vec<_> = (1..=steps).map(|step| scope.spawn(move || Held::new(lab, step))).collect();
        starting.into_iter().map(|held| held.join().unwrap()).collect()
    })
}

fn in_every_step(lab: &'static str, signal: Signal) {
    for run in held_in_each(lab) {
        run.interrupted_by(signal);
    }
    assert_eq!(mounts_left(), [""; 0]);
}

#[test]
fn sigint_in_every_step_ends_all() {
    in_every_step(LABS[0], SIGINT);
    in_every_step(LABS[2], SIGINT);
}

#[test]
fn sigterm_in_every_step_ends_all() {
    in_every_step(LABS[0], SIGTERM);
    in_every_step(LABS[1], SIGTERM);
}

#[test]
fn sighup_in_every_step_ends_all() {
    in_every_step(LABS[0], SIGHUP);
    in_every_step(LABS[2], SIGHUP);
}

#[test]
fn a_signal_while_sleep_is_awaited_ends_all() {
    for signal in [SIGINT, SIGTERM, SIGHUP, Signal::SIGQUIT] {
        let (mark, run) = waiting(|run| run);
        run.signal(signal);
        run.end().ended_by(signal);
        mark.all_end();
    }
}

/// The best of a few: a loaded machine may be slow once.
#[test]
fn all_are_gone_within_a_second() {
    let took = || {
        let (mark, run) = waiting(|run| run);
        let begun = Instant::now();
        run.signal(SIGINT);
        run.end().ended_by(SIGINT);
        mark.all_end();
        begun.elapsed()
    };
    let best = (0..3).map(|_| took()).min().unwrap();
    assert!(best < Duration::from_secs(1), "{best:?}");
}

#[test]
fn the_host_orphan_ends_with_its_run() {
    let mark = Mark::new();
    let mut run = mark.on(pidlab(["run", "orphan", "--seconds", "300", "--format", "json"])).start();
    run.await_said("\"step\":4,\"moment\":\"before\"");
    assert_eq!(mark.called("sleep").len(), 1);
    run.signal(SIGTERM);
    run.end().ended_by(SIGTERM);
    mark.all_end();
}

#[test]
fn pidlab_killed_in_any_step() {
    for lab in LABS {
        for held in held_in_each(lab) {
            held.run.signal(SIGKILL);
            held.run.end().ended_by(SIGKILL);
            // The orphan on the host has nobody who would end it; it is a sleep that ends by itself.
            if lab != "orphan" {
                held.mark.all_end();
            }
            held.mark.called("sleep").into_iter().for_each(kill_now);
            held.mark.all_end();
        }
    }
    assert_eq!(mounts_left(), [""; 0]);
}

#[test]
fn the_host_orphan_of_a_killed_run_ends_by_its_own_sleep() {
    let mark = Mark::new();
    let mut run = mark.on(pidlab(["run", "orphan", "--seconds", "2", "--format", "json"])).start();
    run.await_said("\"step\":4,\"moment\":\"before\"");
    run.signal(SIGKILL);
    run.end().ended_by(SIGKILL);
    mark.all_end();
}

/// The kernel removes no cgroup by itself: the shim does, if it is only its pidlab that is killed, and the next run if the
/// shim is killed too.
#[test]
fn the_pids_cgroup_of_a_killed_run_is_removed() {
    let start = || {
        let mark = Mark::new();
        let run =
            pidlab(["run", "pid-limit", "--step", "--seconds", "60"]).env("PIDLAB_TEST_PID_LIMIT", "cgroup");
        let mut run = mark.on(run).keep_stdin().start();
        run.await_said("\n1/");
        run.type_in("\n");
        run.await_said("\n2/");
        let shim = mark.called("pidlab-shim")[0];
        let folder = pids_cgroup(shim).filter(|folder| folder.ends_with(&format!("/pidlab-{shim}")));
        (mark, run, shim, folder)
    };
    for (stopped, killed) in [(false, false), (true, false), (false, true)] {
        let (mark, run, shim, folder) = start();
        let Some(folder) = folder else { return skip("no pids cgroup can be made here") };
        if stopped {
            nix::sys::signal::kill(nix::unistd::Pid::from_raw(shim), Signal::SIGSTOP).unwrap();
        }
        run.signal(SIGKILL);
        if killed {
            kill_now(shim);
        }
        run.end().ended_by(SIGKILL);
        mark.all_end();
        if killed {
            let (_mark, other, ..) = start();
            other.signal(SIGINT);
            other.end().ended_by(SIGINT);
        }
        let is_gone = || !std::path::Path::new(&folder).exists();
        wait_until(&format!("{folder} is removed ({stopped}, {killed})"), PATIENCE, is_gone);
    }
}

/// The folder of a process's pids cgroup, if the whole hierarchy is mounted here.
fn pids_cgroup(pid: i32) -> Option<String> {
    let groups = common::read(format!("/proc/{pid}/cgroup"));
    let path = |start: &str| groups.lines().find_map(|line| Some(line.split_once(start)?.1.to_owned()));
    let folders = [
        path(":pids:").map(|it| format!("/sys/fs/cgroup/pids{it}")),
        path("0::").map(|it| format!("/sys/fs/cgroup{it}")),
    ];
    folders.into_iter().flatten().find(|folder| std::path::Path::new(&format!("{folder}/pids.max")).exists())
}

#[test]
fn the_shim_killed_in_any_step_is_a_clear_failure() {
    for Held { mark, mut run } in held_in_each(LABS[0]).into_iter().skip(1) {
        let shims = mark.called("pidlab-shim");
        assert_eq!(shims.len(), 1);
        kill_now(shims[0]);
        wait_until("only pidlab is left", PATIENCE, || mark.living().len() == 1);
        run.type_in("\n\n\n\n\n\n");
        run.end().code(125).complains(["pidlab-shim", "hint:"]);
        mark.all_end();
    }
}

#[test]
fn the_shim_killed_while_sleep_is_awaited() {
    let (mark, run) = waiting(|run| run);
    kill_now(mark.called("pidlab-shim")[0]);
    run.end().code(125).complains(["pidlab-shim", "killed", "pidlab doctor"]);
    mark.all_end();
}

#[test]
fn pid_1_killed_in_any_step_is_said() {
    // In the last step it is about to be removed.
    for Held { mark, mut run } in held_in_each(LABS[0]).into_iter().skip(1) {
        kill_now(mark.init());
        wait_until("only pidlab and its shim are left", PATIENCE, || mark.living().len() == 2);
        run.type_in("\n\n\n\n\n\n");
        run.end().code(1).complains(["PID 1 (`sleep infinity`)", "SIGKILL", "hint: "]);
        mark.all_end();
    }
}

#[test]
fn pid_1_killed_while_sleep_is_awaited() {
    for (lang, parts) in
        [("en", ["ended by SIGKILL", "kills every other process"]), ("ko", ["SIGKILL", "PID 1"])]
    {
        let (mark, run) = waiting(|run| run.env("PIDLAB_LANG", lang));
        kill_now(mark.init());
        let told = joined(&run.end().code(1).stderr);
        assert!(parts.iter().all(|part| told.contains(part)) && told.contains("sleep infinity"), "{told}");
        mark.all_end();
    }
}

#[test]
fn a_pid_1_that_ends_at_once_is_said() {
    for (init, status) in [("true", 0), ("false", 1), ("sh -c \"exit 7\"", 7)] {
        for (lang, said) in [("en", "exit status "), ("ko", "상태 ")] {
            let mark = Mark::new();
            let run = pidlab(["run", "zombie", "--init", init, "--lang", lang]);
            let ended = mark.on(run).run().code(1);
            let told = joined(&ended.stderr);
            assert!(told.contains("PID 1") && told.contains(init.split(' ').next().unwrap()), "{ended}");
            assert!(told.contains(&format!("{said}{status}")), "{ended}");
            assert!(told.contains("pidlab run zombie --init sleep"), "{ended}");
            mark.all_end();
        }
    }
}

#[test]
fn a_pid_1_that_ends_later_is_said() {
    let mark = Mark::new();
    let run = pidlab(["run", "zombie", "--init", "sh -c \"sleep 1; exit 3\"", "--seconds", "60"]);
    let ended = mark.on(run).run().code(1);
    assert!(joined(&ended.stderr).contains("exit status 3"), "{ended}");
    mark.all_end();
}

/// As one line: sentences are wrapped.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a line of a run, then nothing more.
#[track_caller]
fn first_line(run: Run) -> (String, Ended) {
    let (reader, writer) = std::io::pipe().unwrap();
    let run = run.stdout(writer).start();
    let mut line = String::new();
    BufReader::new(reader).read_line(&mut line).unwrap();
    (line, run.end())
}

#[test]
fn a_reader_that_has_enough_ends_the_run() {
    for format in ["text", "json"] {
        let mark = Mark::new();
        let run = mark.on(pidlab(["run", "zombie", "--seconds", "60", "--format", format]));
        let (line, ended) = first_line(run);
        assert!(line.contains("zombie"), "{line}");
        ended.ended_by(SIGPIPE).quiet();
        mark.all_end();
    }
}

#[test]
fn in_a_pipeline_of_bash() {
    let mark = Mark::new();
    let line = "exec bash -c '\"$PIDLAB\" run zombie --seconds 60 | head -1; echo \"${PIPESTATUS[*]}\"'";
    mark.on(sh(line)).run().code(0).quiet().says(["zombie · ", "\n141 0\n"]);
    mark.all_end();
}

#[test]
fn nobody_reads_while_sleep_is_awaited() {
    let (reader, writer) = std::io::pipe().unwrap();
    let mark = Mark::new();
    let run = mark.on(pidlab(LONG)).stdout(writer).start();
    let mut lines = BufReader::new(reader).lines();
    assert!(lines.any(|line| line.unwrap().contains("\"step\":5,\"moment\":\"before\"")));
    drop(lines);
    run.end().ended_by(SIGPIPE).quiet();
    mark.all_end();
}

#[test]
fn a_full_device_is_a_failure_that_names_the_call() {
    for format in ["text", "json"] {
        let mark = Mark::new();
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let run = pidlab(["run", "zombie", "--format", format]).stdout(full);
        mark.on(run).run().code(125).complains(["write(standard output)", "ENOSPC"]);
        mark.all_end();
    }
}

/// A file system that fills up while a run goes on.
#[test]
fn a_disk_that_fills_up() {
    let mark = Mark::new();
    let line = "ulimit -f 1; trap '' XFSZ; exec \"$PIDLAB\" run zombie --seconds 0.2 --format json > out";
    let folder = tempfile::tempdir().unwrap();
    mark.on(sh(line).folder(&folder)).run().code(125).complains(["write(standard output)", "EFBIG"]);
    mark.all_end();
}

#[test]
fn a_terminal_that_is_closed_ends_the_run() {
    for arguments in [vec!["run", "zombie", "--seconds", "60"], vec!["run", "orphan", "--step"]] {
        let mark = Mark::new();
        let mut terminal = Terminal::new(80);
        let step = if arguments.contains(&"--step") { "Enter: go on" } else { " s more" };
        let run = mark.on(pidlab(arguments)).terminal(&terminal).start();
        terminal.await_said(step);
        drop(terminal);
        run.end().ended_by(SIGHUP);
        mark.all_end();
    }
}

#[test]
fn ctrl_c_on_a_terminal_ends_the_run_and_leaves_the_terminal_as_it_was() {
    for option in ["--step", "--ask", "--explain"] {
        let mark = Mark::new();
        let mut terminal = Terminal::new(80);
        let before = terminal.modes();
        let run = mark.on(pidlab(["run", "zombie", "--seconds", "60", option])).terminal(&terminal).start();
        terminal.await_said(match option {
            "--step" => "Enter: go on",
            "--ask" => "Your prediction, 1 to",
            _ => " s more",
        });
        terminal.press("\x03");
        run.end().ended_by(SIGINT);
        assert_eq!(terminal.modes(), before, "{option}");
        mark.all_end();
    }
}

#[test]
fn the_terminal_is_as_it_was_however_a_run_ends() {
    for (init, signal) in
        [("sleep", None), ("false", None), ("sleep", Some(SIGTERM)), ("sleep", Some(SIGINT))]
    {
        let mark = Mark::new();
        let mut terminal = Terminal::new(80);
        let before = terminal.modes();
        let seconds = if signal.is_some() { "60" } else { "0.2" };
        let run = pidlab(["run", "zombie", "--init", init, "--seconds", seconds]);
        let run = mark.on(run).terminal(&terminal).start();
        if let Some(signal) = signal {
            terminal.await_said(" s more");
            run.signal(signal);
            run.end().ended_by(signal);
        } else {
            terminal.await_said(if init == "false" { "hint" } else { "As expected" });
            run.end().code(i32::from(init == "false"));
        }
        assert_eq!(terminal.modes(), before, "{init} {signal:?}");
        let said = terminal.finish();
        assert_eq!(said.matches("\x1b[?25l").count(), said.matches("\x1b[?25h").count(), "the cursor");
        mark.all_end();
    }
}

#[test]
fn on_a_terminal_there_is_colour_and_a_countdown() {
    let mut terminal = Terminal::new(100);
    let run = pidlab(["run", "zombie", "--seconds", "1"]).terminal(&terminal).start();
    terminal.await_said("As expected");
    run.end().code(0);
    let said = terminal.finish();
    assert!(said.contains("\x1b[") && said.contains(" s more"), "{said}");
    assert!(said.contains("\r\x1b[K"), "the countdown is cleared away");
}

#[test]
fn a_process_limit_is_a_failure_that_names_the_call() {
    // One that nobody has: what counts are the processes of the user. The first ones are refused to pidlab and
    // its shim, the last ones to the shell inside.
    let user = 1_000_000 + std::process::id();
    let most = if nix::unistd::geteuid().is_root() { 1..=5 } else { 1..=1 };
    for limit in most {
        let mark = Mark::new();
        let line = format!("exec prlimit --nproc={limit} \"$PIDLAB\" run zombie --seconds 0.2");
        let ended = mark.on(as_user(user, &line)).run();
        if limit > 1 && ended.status.code() == Some(77) {
            return skip("an ordinary user cannot make a container here");
        }
        ended.code(125).complains(["fork()", "EAGAIN", "hint: "]);
        mark.all_end();
    }
}

#[test]
fn too_few_descriptors_are_a_failure_that_names_the_call() {
    for limit in [4, 6, 8, 10, 12, 14, 16] {
        let mark = Mark::new();
        let line = format!("exec prlimit --nofile={limit} \"$PIDLAB\" run zombie --seconds 0.2");
        let ended = mark.on(sh(&line)).run();
        if ended.status.code() != Some(0) {
            let told = ended.code(125).complains(["error: ", "EMFILE"]);
            assert!(told.stderr.contains("()") || told.stderr.contains("open("), "{limit}: {told}");
        }
        mark.all_end();
    }
}

/// A run that must succeed although its caller left things in disorder.
#[track_caller]
fn works(line: &str) -> Ended {
    let mark = Mark::new();
    let ended = mark.on(sh(line)).run().code(0);
    mark.all_end();
    ended
}

#[test]
fn a_caller_that_ignores_signals_changes_nothing() {
    let ignored = "trap '' CHLD INT TERM HUP QUIT PIPE USR1 TSTP";
    let run = "exec \"$PIDLAB\" run zombie --seconds 0.2 --init reaper";
    works(
        &format!("exec bash -c \"{ignored}; $0\"")
            .replace("$0", &run.replace('"', "\\\"").replace('$', "\\$")),
    )
    .quiet()
    .says(["✓ As expected. No zombie was left."]);
}

#[test]
fn a_caller_that_ignores_signals_can_still_interrupt() {
    for signal in [SIGINT, SIGTERM] {
        let mark = Mark::new();
        let line = "trap '' INT TERM; exec \"$PIDLAB\" run zombie --seconds 60 --format json";
        let mut run = mark.on(sh(line)).start();
        run.await_said("\"step\":5,\"moment\":\"before\"");
        run.signal(signal);
        run.end().ended_by(signal);
        mark.all_end();
    }
}

#[test]
fn closed_descriptors() {
    let run = "exec \"$PIDLAB\" run zombie --seconds 0.2";
    works(&format!("{run} <&-")).quiet().says(["✓ As expected. One zombie"]);
    works(&format!("{run} 2>&-")).quiet().says(["✓ As expected. One zombie"]);
    works(&format!("{run} <&- 2>&-")).quiet().says(["✓ As expected. One zombie"]);
    // Nobody can see it, but it is no failure of ours either.
    works(&format!("{run} >&-")).quiet();
    works(&format!("{run} <&- >&- 2>&-"));
}

#[test]
fn a_caller_with_many_open_descriptors() {
    let open = "for fd in $(seq 10 250); do eval \"exec $fd</etc/passwd\"; done";
    let line = format!("exec bash -c '{open}; exec \"$PIDLAB\" run zombie --seconds 0.2'");
    works(&line).quiet().says(["✓ As expected. One zombie"]);
}

#[test]
fn what_a_caller_has_open_does_not_reach_the_container() {
    let mark = Mark::new();
    let run = sh("exec 8</etc/passwd; exec \"$PIDLAB\" run zombie --seconds 60 --format json");
    let mut run = mark.on(run).start();
    run.await_said("\"step\":5,\"moment\":\"before\"");
    let open = |pid: i32| -> Vec<String> {
        let folder = std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap();
        let mut fds: Vec<_> = folder.map(|fd| fd.unwrap().file_name().into_string().unwrap()).collect();
        fds.sort();
        fds
    };
    assert_eq!(open(mark.init()), ["0", "1", "2"]);
    assert_eq!(open(mark.called("bash")[0])[..4], ["0", "1", "2", "9"], "9: for the end of a line");
    run.signal(SIGTERM);
    run.end().ended_by(SIGTERM);
    mark.all_end();
}

#[test]
fn a_folder_below_tmp_stays_visible() {
    let folder = tempfile::Builder::new().prefix("pidlab test ").tempdir_in("/tmp").unwrap();
    let script = folder.path().join("init");
    std::fs::write(&script, "#!/bin/sh\nls\nsleep 1000\n").unwrap();
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let run = pidlab(["run", "zombie", "--init", "./init", "--seconds", "0.2"]).folder(&folder);
    run.run().code(0).quiet().says(["ubuntu│ init", "Observed"]);
}

#[test]
fn a_folder_that_has_been_deleted() {
    let line =
        "folder=$(mktemp -d); cd \"$folder\"; rmdir \"$folder\"; exec \"$PIDLAB\" run zombie --seconds 0.2";
    works(line).says(["✓ As expected. One zombie"]);
}

#[test]
fn what_a_shell_would_read_has_no_effect() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("environment.sh");
    std::fs::write(&script, "trap 'echo trapped' EXIT\necho read\nset -x\nkill() { echo fooled; }\n")
        .unwrap();
    let script = script.to_str().unwrap();
    for lab in ["zombie", "orphan", "wait"] {
        let mark = Mark::new();
        let run = pidlab(["run", lab, "--seconds", "0.5"])
            .env("BASH_ENV", script)
            .env("ENV", script)
            .env("SHELLOPTS", "errexit:xtrace")
            .env("BASH_FUNC_kill%%", "() { echo fooled; }")
            .env("PROMPT_COMMAND", "echo prompted")
            .env("POSIXLY_CORRECT", "1");
        let ended = mark.on(run).run().code(0).quiet();
        for word in ["trapped", "│ read", "fooled", "prompted", "│ +"] {
            assert!(!ended.stdout.contains(word), "{word}: {ended}");
        }
        mark.all_end();
    }
}

#[test]
fn an_ordinary_user_leaves_nothing_either() {
    if !ordinary("unshare -Urmpf --mount-proc true").run().status.success() {
        return skip("an ordinary user cannot make a container here");
    }
    let victims: [fn(&Mark, &Running) -> i32; 3] =
        [|_, run| run.pid().as_raw(), |mark, _| mark.called("pidlab-shim")[0], |mark, _| mark.init()];
    for (victim, code) in victims.iter().zip([None, Some(125), Some(1)]) {
        let mark = Mark::new();
        let line = "exec \"$PIDLAB\" run zombie --seconds 60 --format json --rootless";
        let mut run = mark.on(ordinary(line)).start();
        run.await_said("\"step\":5,\"moment\":\"before\"");
        kill_now(victim(&mark, &run));
        assert_eq!(run.end().status.code(), code);
        mark.all_end();
    }
    assert_eq!(mounts_left(), [""; 0]);
}

#[test]
fn two_runs_at_the_same_time_do_not_meet() {
    let (one, two) = (waiting(|run| run), waiting(|run| run));
    assert_ne!(one.0.init(), two.0.init());
    one.1.signal(SIGINT);
    one.1.end().ended_by(SIGINT);
    one.0.all_end();
    assert_eq!(two.0.called("pidlab-shim").len(), 1, "the other goes on");
    two.1.signal(SIGTERM);
    two.1.end().ended_by(SIGTERM);
    two.0.all_end();
}

/// Without the mark's own twin the tests above could not fail.
#[test]
fn what_is_left_would_be_found() {
    let (mark, run) = waiting(|run| run);
    let living: Vec<String> = mark.living().into_iter().map(|process| process.comm).collect();
    for comm in ["pidlab", "pidlab-shim", "sleep", "bash"] {
        assert!(living.iter().any(|it| it == comm), "{comm} is not among {living:?}");
    }
    run.signal(SIGTERM);
    run.end().ended_by(SIGTERM);
    mark.all_end();
}

/// Stands where bash is looked for: it reads lines as a lab types them, and misses the first end of a child, as bash
/// may (once in some ten thousand).
const FORGETFUL: &str = r#"#!/usr/bin/python3
import os, signal, sys

told = 0

def child_ended(*_):
    global told
    told += 1
    if told > 1:
        os.waitpid(-1, os.WNOHANG)

signal.signal(signal.SIGCHLD, child_ended)
for line in sys.stdin:
    words = line.split()
    if words == ["__pidlab"]:
        os.write(9, b"0 0\n")
    elif words[:1] == ["sleep"]:
        os.spawnvp(os.P_NOWAIT, "sleep", words)
    elif words[:2] == ["kill", "-9"]:
        os.kill(int(words[2]), signal.SIGKILL)
"#;

const KILLED_CHILD: &str = r#"format = 1
id = "killed-child"
title = { en = "A killed child", ko = "죽은 자식" }
needs = ["bash"]
sources = ["wait(2)"]
story = { en = "A shell's child is killed.", ko = "셸의 자식을 죽입니다." }
lesson = [ { en = "The shell collects it.", ko = "셸이 회수합니다." } ]

[containers.c]
init = "sleep"

[[step]]
title = { en = "A shell", ko = "셸" }
do = { exec = ["bash"], in = "c", as = "shell" }
expect = [ { shell = { state = "sleeping" } } ]

[[step]]
title = { en = "Its child", ko = "자식" }
do = { type = "sleep 1000", into = "shell" }
meet = { child = { comm = "sleep", child_of = "shell" } }
expect = [ { child = { state = "sleeping" } } ]

[[step]]
title = { en = "It is killed", ko = "자식을 죽입니다" }
do = { signal = "KILL", to = "child", from = "shell" }
expect = [ { child = { state = "gone" } } ]
"#;

/// That a shell has missed a signal is no verdict on the kernel.
#[test]
fn a_shell_that_misses_the_end_of_its_child_is_told_once_more() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (shell, lab) = (folder.path().join("bash"), folder.path().join("killed-child.toml"));
    std::fs::write(&shell, FORGETFUL).unwrap();
    std::fs::set_permissions(&shell, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::write(&lab, KILLED_CHILD).unwrap();
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", folder.path().display());
    let ended = pidlab(["run", lab.to_str().unwrap(), "--format", "json"]).env("PATH", &path).run();
    assert_eq!(ended.code(0).quiet().events().verdict(), "as_expected");
}

/// Fifty programs are started and killed, one after the other.
fn one_after_the_other() -> String {
    let head = r#"format = 1
id = "many"
title = { en = "Many programs", ko = "많은 프로그램" }
sources = ["fork(2)"]
story = { en = "They come and go.", ko = "왔다가 갑니다." }
lesson = [ { en = "Each is seen.", ko = "모두 보입니다." } ]

[containers.box]
init = "sleep"
"#;
    let comes_and_goes = r#"
[[step]]
title = { en = "One comes", ko = "옵니다" }
do = { exec = ["sleep", "1000"], in = "box", as = "NAME" }
expect = [ { NAME = { state = "sleeping" } } ]

[[step]]
title = { en = "It goes", ko = "갑니다" }
do = { signal = "KILL", to = "NAME", from = "host" }
expect = [ { NAME = { state = "gone" } } ]
"#;
    let steps: Vec<String> = (0..50).map(|n| comes_and_goes.replace("NAME", &format!("p{n}"))).collect();
    format!("{head}{}", steps.concat())
}

/// On a busy host a PID comes round again within seconds: whoever has it now is not hidden by whoever had it. Here the
/// host is a PID namespace with 30 PIDs (a number below 300 is given once only).
#[test]
fn a_pid_of_the_host_that_is_used_again_hides_nobody() {
    let around = |line: &str| sh(&format!("exec unshare -Urpf --mount-proc sh -c '{line}'"));
    let few = "echo 330 > /proc/sys/kernel/pid_max";
    if !around(few).run().status.success() {
        return skip("a PID namespace has no pid_max of its own here (Linux 6.14), or none can be made");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("many.toml"), one_after_the_other()).unwrap();
    let used = "n=0; while [ $n -lt 300 ]; do (:); n=$((n + 1)); done";
    let line = format!("{used}; {few} && exec \"$PIDLAB\" run ./many.toml --format json");
    let ended = around(&line).folder(&folder).run();
    assert_eq!(ended.code(0).quiet().events().verdict(), "as_expected");
}
