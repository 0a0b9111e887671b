//! How labs are played, for real: each verdict, each PID 1, each way to run and to look.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::events::Events;
use common::{Ended, Run, ordinary, pidlab, sh, skip};
use serde_json::json;
use std::sync::LazyLock;
use unicode_width::UnicodeWidthStr as _;

/// Long enough for a loaded machine to kill the parent before the sleep ends, short enough to wait for.
const SECONDS: &str = "--seconds 0.5";

/// `pidlab run` with these arguments, quoted as for a shell, as whoever runs the tests.
fn run(arguments: &str) -> Run {
    sh(&format!("exec \"$PIDLAB\" run {SECONDS} {arguments}"))
}

/// The same, as events; it must succeed without a complaint.
#[track_caller]
fn events(arguments: &str) -> Events {
    run(&format!("--format json {arguments}")).run().code(0).quiet().events()
}

/// The run that most tests look at: `zombie` under `sleep infinity`.
fn zombie() -> &'static Events {
    static RUN: LazyLock<Events> = LazyLock::new(|| events("zombie"));
    &RUN
}

/// What it shows to people.
fn text() -> &'static str {
    static RUN: LazyLock<String> = LazyLock::new(|| run("zombie").run().code(0).quiet().stdout);
    &RUN
}

/// Whether pidlab can make a container without privilege here.
fn rootless_works() -> bool {
    ordinary("unshare -Urmpf --mount-proc true").run().status.success()
}

/// Programs themselves, not the scripts that version managers put before them: as PID 1 those would reap.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

fn is_installed(program: &str) -> bool {
    sh(&format!("command -v {program}")).env("PATH", PATH).run().status.success()
}

#[test]
fn sleep_leaves_the_zombie_until_the_container_goes() {
    let events = zombie();
    assert_eq!((events.verdict(), events.zombies()), ("as_expected", 1));
    let ended = events.after(5);
    let zombie = ended.process("sleep");
    assert_eq!((&zombie["state"], &zombie["ppid"]), (&"zombie".into(), &1.into()), "{zombie}");
    assert_eq!(zombie["ended"], json!({ "status": 0 }));
    assert_eq!(zombie["host_ppid"], ended.process("ubuntu.init")["host_pid"], "the PID 1 of the container");
    assert_eq!(ended.changes("sleep"), ["became_zombie"]);
    assert_eq!(events.after(6).changes("sleep"), ["reaped"]);
    assert!(events.after(6).processes().is_empty());
}

/// The twin of the test above: only PID 1 differs.
#[test]
fn a_reaper_leaves_none() {
    let events = events("zombie --init reaper");
    assert_eq!((events.verdict(), events.zombies()), ("as_expected", 0));
    assert!(events.after(5).find("sleep").is_none());
    assert_eq!(events.after(5).changes("sleep"), ["exited"]);
}

#[test]
fn sleep_is_the_default() {
    assert_eq!(zombie().only("lab_started")["init"], json!(["sleep", "infinity"]));
}

#[test]
fn the_orphan_goes_to_pid_1_in_every_view() {
    let events = zombie();
    let before = events.after(3);
    let (shell, parent, sleep) = (before.process("shell"), before.process("parent"), before.process("sleep"));
    assert_eq!(shell["ppid"], 0, "its parent is outside");
    assert_eq!((&parent["ppid"], &sleep["ppid"]), (&shell["pid"], &parent["pid"]));
    assert_eq!((&parent["host_ppid"], &sleep["host_ppid"]), (&shell["host_pid"], &parent["host_pid"]));
    let after = events.after(4);
    let (sleep, init) = (after.process("sleep"), after.process("ubuntu.init"));
    // Whether it runs or sleeps in the moment it is looked at is chance; alive it must be.
    assert!(["sleeping", "running", "disk-sleep"].iter().any(|state| sleep["state"] == *state), "{sleep}");
    assert_eq!(sleep["ppid"], 1);
    assert_eq!(sleep["host_ppid"], init["host_pid"]);
    assert_eq!((after.changes("sleep"), after.changes("parent")), (vec!["reparented"], vec!["exited"]));
}

#[test]
fn each_process_has_a_pid_in_two_namespaces() {
    let events = zombie();
    let tree = events.after(3);
    let namespace = &tree.process("ubuntu.init")["pid_namespace"];
    assert!(namespace.as_u64().is_some_and(|inode| inode > 0));
    for process in tree.processes() {
        let pids = process["ns_pids"].as_array().unwrap();
        assert_eq!(pids[..], [process["host_pid"].clone(), process["pid"].clone()], "{process}");
        assert_ne!(process["host_pid"], process["pid"]);
        assert_eq!(&process["pid_namespace"], namespace);
    }
}

#[test]
fn of_a_command_of_the_users_own_nothing_is_expected() {
    for (command, left) in [("sleep 1000", 1), ("bash -c 'sleep 1000 & wait'", 0)] {
        let events = events(&format!("zombie --init \"{command}\""));
        assert_eq!((events.verdict(), events.zombies()), ("observed", left), "{command}");
    }
    let text = run("zombie --init 'sleep 1000'").run().code(0).quiet();
    text.says(["PID 1: sleep 1000", "pidlab does not know this PID 1", "one zombie"]);
}

#[test]
fn a_file_is_a_pid_1_too() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("my init.sh");
    std::fs::write(&script, "#!/bin/sh\nsleep 1000 & wait\n").unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&script, mode).unwrap();
    let said = format!("'{}'", script.display());
    let run = pidlab(["run", "zombie", "--seconds", "0.5", "--format", "json", "--init", &said]).run();
    let events = run.code(0).quiet().events();
    assert_eq!((events.verdict(), events.zombies()), ("observed", 0));
    assert_eq!(events.only("lab_started")["init"], json!([script.to_str().unwrap()]));
}

/// The number of the step that does this.
#[track_caller]
fn step(events: &Events, action: &serde_json::Value) -> u64 {
    let found = events.of("step_started").find(|it| it["do"] == *action);
    found.unwrap_or_else(|| panic!("no step does {action}"))["step"].as_u64().unwrap()
}

#[test]
fn a_living_parent_that_does_not_wait() {
    for (init, left) in [("sleep", 1), ("reaper", 0)] {
        let events = events(&format!("wait --init {init}"));
        assert_eq!((events.verdict(), events.zombies()), ("as_expected", left), "{init}");
        let dead = events.after(step(&events, &json!({ "await": "child", "until": "exit" })));
        let child = dead.process("child");
        assert_eq!((&child["state"], &child["ended"]), (&json!("zombie"), &json!({ "status": 7 })));
        assert_eq!(child["ppid"], dead.process("parent")["pid"], "{init} can only collect its own");
        let kill = step(&events, &json!({ "signal": "KILL", "to": "child", "from": "shell" }));
        assert_eq!(events.after(kill).process("child"), child, "kill -9 changes nothing");
        let rc = events.of("checked").find(|it| it["step"] == kill).unwrap();
        assert!(rc["holds"] == true && rc["what"].as_str().unwrap().ends_with(" 0"), "{rc}");
        let kill = step(&events, &json!({ "signal": "KILL", "to": "parent", "from": "shell" }));
        let adopted = events.after(kill).find("child").map(|child| &child["ppid"]);
        assert_eq!(adopted, (init == "sleep").then_some(&json!(1)), "{init}");
    }
}

#[test]
fn on_the_host_pid_1_or_a_subreaper_adopts() {
    let events = events("orphan");
    assert_eq!(events.verdict(), "as_expected");
    assert_eq!(events.only("lab_started")["init"], json!([]));
    let tree = events.after(3);
    let sleep = tree.process("sleep");
    let adopter = tree.processes().iter().find(|it| it["host_pid"] == sleep["host_ppid"]).unwrap();
    assert_ne!(sleep["host_ppid"], tree.process("shell")["host_pid"], "the grandparent does not adopt");
    assert_eq!(sleep["ppid"], sleep["host_ppid"]);
    let comm = adopter["comm"].as_str().unwrap();
    assert!(!comm.starts_with("pidlab"), "{adopter}");
    let pid = adopter["host_pid"].as_i64().unwrap();
    assert_eq!(common::read(format!("/proc/{pid}/comm")).trim_end(), comm);
}

/// A subreaper between init and us adopts before init does: `PR_SET_CHILD_SUBREAPER`.
#[test]
fn a_subreaper_is_named_and_the_reason_given() {
    if !is_installed("tini") {
        return skip("tini is not installed");
    }
    let ended = sh(&format!("exec tini -s -- \"$PIDLAB\" run orphan {SECONDS}")).run().code(0).quiet();
    ended.says(["sleep: adopted by tini -s --", "made itself a subreaper"]);
}

#[test]
fn privilege_or_none_is_chosen_by_itself_and_said() {
    let root = nix::unistd::geteuid().is_root();
    let events = zombie();
    let status = common::read("/proc/self/status");
    let capable = status.lines().find_map(|line| line.strip_prefix("CapEff:")).unwrap();
    let capable = u64::from_str_radix(capable.trim(), 16).unwrap() >> 21 & 1 == 1;
    assert_eq!(events.only("lab_started")["privileged"], capable, "CAP_SYS_ADMIN is what counts");
    if root && capable {
        assert!(text().contains("· privileged ·"), "{}", text());
    }
}

#[test]
fn without_privilege_it_is_the_same() {
    if !rootless_works() {
        return skip("an ordinary user cannot make a container here");
    }
    let line = |options: &str| format!("exec \"$PIDLAB\" run {SECONDS} {options}");
    for (options, zombies) in
        [("zombie", 1), ("zombie --init reaper", 0), ("wait", 1), ("orphan --init sleep", 1)]
    {
        let ended = ordinary(&line(&format!("--format json {options}"))).run().code(0).quiet();
        let events = ended.events();
        assert_eq!((events.verdict(), events.zombies()), ("as_expected", zombies), "{options}");
        assert_eq!(events.only("lab_started")["privileged"], false);
    }
    ordinary(&line("orphan")).run().code(0).quiet().says(["✓ As expected."]);
    ordinary(&line("zombie")).run().code(0).quiet().says(["· rootless ·"]);
}

#[test]
fn rootless_can_be_forced() {
    if !sh("unshare -Urmpf --mount-proc true").run().status.success() {
        return skip("no user namespace can be made here");
    }
    let events = events("zombie --rootless");
    assert_eq!((events.verdict(), events.zombies()), ("as_expected", 1));
    assert_eq!(events.only("lab_started")["privileged"], false);
}

#[test]
fn both_languages_tell_the_same() {
    let english = text();
    let parts = [
        "zombie · An orphan ends",
        "5/6  sleep ends",
        "STATE",
        "zombie, exit 0",
        "✓ As expected. One zombie",
    ];
    assert!(parts.iter().all(|part| english.contains(part)), "{english}");
    let korean = run("zombie --lang ko").run().code(0).quiet();
    let korean = korean.says(["5/6  sleep이 끝납니다", "좀비", "커널"]);
    let sentences = ["PROCESS", "STATE", "As expected", "with docker", "its parent"];
    assert!(sentences.iter().all(|sentence| !korean.stdout.contains(sentence)), "{korean}");
}

#[test]
fn the_views() {
    let inside = run("zombie --view inside").run().code(0).stdout;
    let host = run("zombie --view host").run().code(0).stdout;
    let headings = |text: &str| -> Vec<String> {
        let heading = text.lines().find(|line| line.trim_start().starts_with("PROCESS")).unwrap();
        heading.split("  ").map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(headings(text()), ["PROCESS", "PID", "PPID", "STATE", "HOST PID", "HOST PPID"]);
    assert_eq!(headings(&inside), ["PROCESS", "PID", "PPID", "STATE"]);
    assert_eq!(headings(&host), ["PROCESS", "STATE", "HOST PID", "HOST PPID"]);
}

#[test]
fn the_tree_before_an_action_always_or_when_it_is_news() {
    let trees = |text: &str| text.lines().filter(|line| line.trim() == "before").count();
    assert_eq!(trees(&run("zombie --before always").run().code(0).stdout), 6, "once a step");
    assert!((1..6).contains(&trees(text())), "the first one at least");
}

#[test]
fn reasons_are_told_on_request() {
    let told = run("zombie --explain").run().code(0);
    let told = told.says(["pid_namespaces(7)", "setns(2)", "zap_pid_ns_processes()"]);
    assert!(!text().contains("setns(2)") && told.stdout.len() > text().len());
    run("zombie --explain --lang ko").run().code(0).says(["pid_namespaces(7)", "setns(2)"]);
}

#[test]
fn colour_is_for_terminals_and_those_who_ask() {
    let colours = |run: Run| run.run().code(0).quiet().stdout.contains("\x1b[");
    assert!(!text().contains("\x1b["), "into a pipe");
    assert!(colours(run("zombie --color always")));
    assert!(colours(run("zombie --color always").env("NO_COLOR", "1")), "asked for");
    assert!(!colours(run("zombie --color never")));
    let stripped = without_colour(&run("zombie --color always").run().stdout);
    for word in ["✓", "↳", "✗", "Z └─", "zombie, exit 0"] {
        assert!(stripped.contains(word), "{word}: meaning is never by colour alone\n{stripped}");
    }
}

fn without_colour(text: &str) -> String {
    let mut pieces = text.split('\x1b');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('m').map_or("", |(_, rest)| rest))
}

/// A line that is meant to be copied is not broken: a typed line, a docker twin, what a shell printed.
fn is_copied(line: &str) -> bool {
    let line = line.trim_start();
    ["shell $ ", "with docker:", "Docker에서는:", "shell│"].iter().any(|start| line.starts_with(start))
}

#[track_caller]
fn fits(ended: &Ended, width: usize) {
    for line in ended.stdout.lines().filter(|line| !is_copied(line)) {
        assert!(line.width() <= width, "{} columns, not {width}: {line}\n{ended}", line.width());
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [60, 80, 200] {
        let start = |lab: &str, lang: &str| {
            let line = format!("{lab} --explain --before always --lang {lang}");
            run(&line).env("COLUMNS", &width.to_string()).start()
        };
        let running = ["zombie", "wait", "orphan"].map(|lab| ["en", "ko"].map(|lang| start(lab, lang)));
        for run in running.into_iter().flatten() {
            fits(&run.end().code(0).quiet(), width);
        }
    }
}

#[test]
fn before_and_after_stand_side_by_side_where_there_is_room() {
    let beside = |width: &str| {
        let text = run("zombie --before always").env("COLUMNS", width).run().code(0).stdout;
        text.lines().any(|line| line.trim_start().starts_with("before ") && line.ends_with(" after"))
    };
    assert!(beside("200") && !beside("80"));
}

#[test]
fn step_by_step_and_the_end_of_input_goes_on() {
    let ended = run("zombie --step").stdin("\n\n").run().code(0).quiet();
    assert_eq!(ended.stdout.matches("Enter: go on").count(), 6, "{ended}");
}

#[test]
fn json_asks_nobody() {
    for option in ["--step", "--ask"] {
        let ended = run(&format!("zombie --format json {option}")).run().code(2);
        assert!(ended.complains([option, "--format json"]).stdout.is_empty());
    }
}

#[test]
fn the_seconds_are_those_that_pass() {
    let events = zombie();
    assert_eq!(events.only("lab_started")["seconds"], 0.5);
    let typed = events.of("step_started").find(|it| it["step"] == 3).unwrap();
    assert_eq!(typed["typed"]["line"], "bash -c \"(bash -c 'sleep 0.5')\" &");
    assert_eq!(typed["typed"]["shell"], "shell");
}
