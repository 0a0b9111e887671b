//! The labs of the course, played for real: what each claims is in the events of its run. `tests/matrix.rs` plays them
//! with every init.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::events::Events;
use common::{Run, pidlab, sh, skip};
use pidlab::sandbox::machine::Kernel;
use serde_json::{Value, json};

/// Programs themselves, not the scripts that version managers put before them.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Short, but long enough for a loaded machine.
const OPTIONS: &str = "--seconds 0.5";

fn run(arguments: &str) -> Run {
    sh(&format!("exec \"$PIDLAB\" run {OPTIONS} {arguments}")).env("PATH", PATH)
}

fn is_installed(program: &str) -> bool {
    sh(&format!("command -v {program}")).env("PATH", PATH).run().status.success()
}

#[track_caller]
fn events(arguments: &str) -> Events {
    run(&format!("--format json {arguments}")).run().code(0).quiet().events()
}

/// The number of the step that does this.
#[track_caller]
fn step(events: &Events, action: &Value) -> u64 {
    let found = events.of("step_started").find(|it| it["do"] == *action);
    found.unwrap_or_else(|| panic!("no step does {action}"))["step"].as_u64().unwrap()
}

/// All that the kernel was held against in a step, rows included: (what, whether it holds).
fn checks(events: &Events, step: u64) -> Vec<(&str, bool)> {
    let rows = events.of("row").filter(|it| it["step"] == step);
    let rows = rows.flat_map(|it| it["checks"].as_array().unwrap());
    let all = events.of("checked").filter(|it| it["step"] == step).chain(rows);
    all.map(|it| (it["what"].as_str().unwrap(), it["holds"] == true)).collect()
}

#[test]
fn signals_reach_pid_1_only_if_it_handles_them_or_from_outside() {
    let events = events("signals");
    let inside = step(&events, &json!({ "signal": "{sig}", "to": "ubuntu.init", "from": "shell" }));
    let rows: Vec<_> = events.of("row").filter(|it| it["step"] == inside).collect();
    let typed: Vec<&str> = rows.iter().map(|it| it["done"].as_str().unwrap()).collect();
    let expected = ["TERM", "INT", "HUP", "QUIT", "USR1", "STOP", "9"].map(|name| format!("kill -{name} 1"));
    assert_eq!(typed, expected);
    assert!(checks(&events, inside).iter().all(|(_, holds)| *holds) && checks(&events, inside).len() == 14);
    assert_eq!(events.after(inside).process("ubuntu.init")["state"], "sleeping");
    let stop = step(&events, &json!({ "signal": "STOP", "to": "ubuntu.init", "from": "host" }));
    assert_eq!(events.after(stop).process("ubuntu.init")["state"], "stopped");
    let kill = step(&events, &json!({ "signal": "KILL", "to": "ubuntu.init", "from": "host" }));
    assert!(events.after(kill).processes().is_empty());
    let handled = step(&events, &json!({ "signal": "TERM", "to": "handler.init", "from": "inside" }));
    assert!(events.after(handled).processes().is_empty());
    assert!(events.of("output").any(|it| it["from"] == "handler" && it["line"] == "SIGTERM has come"));
}

/// Where every PID 1 is what the lab is about, `--init` would be ignored: it is refused instead.
#[test]
fn a_lab_about_its_own_programs_takes_no_other() {
    for command in ["run", "show"] {
        let ended = pidlab([command, "signals", "--init", "tini"]).run().code(2);
        assert!(ended.complains(["signals", "--init", "hint: "]).stdout.is_empty());
    }
}

#[test]
fn a_stop_forwards_or_is_handled() {
    let events = events("stop --grace 0.7");
    let of = |name: &str| events.of("stopped").find(|it| it["container"] == name).unwrap().clone();
    assert!(of("ubuntu")["ms"].as_u64().unwrap() >= 700, "the grace time is the one that was asked for");
    for (name, status) in [("small", 143), ("handler", 0)] {
        assert_eq!(of(name)["killed"], false, "{name}");
        let stop = step(&events, &json!({ "stop": name }));
        let said = format!("PID 1: ended with exit status {status}");
        assert!(checks(&events, stop).contains(&(&*said, true)), "{name}");
    }
    assert!(events.of("output").any(|it| it["line"] == "my work is saved"));
}

#[test]
fn the_death_of_pid_1_ends_all_without_a_word() {
    for init in ["sleep", "reaper", "bash"] {
        let events = events(&format!("init-death --init {init}"));
        assert_eq!(events.verdict(), "as_expected", "{init}");
        let farewells = events.of("output").filter(|it| it["line"] == "farewell").count();
        assert_eq!(farewells, 1, "when SIGTERM asked, and never again");
        let kill = step(&events, &json!({ "signal": "KILL", "to": "ubuntu.init", "from": "host" }));
        assert!(events.after(kill).processes().is_empty(), "{init}");
        for said in [
            "not printed in this step: farewell",
            "the shim outside had to collect PID 1, shell, and nobody else",
        ] {
            assert!(checks(&events, kill).contains(&(said, true)), "{init}: {said}");
        }
        let late = step(&events, &json!({ "exec": ["bash"], "in": "ubuntu", "as": "late" }));
        assert_eq!(checks(&events, late), [("the kernel refused it: ENOMEM", true)]);
    }
}

/// Its own twin: the same program, the same orphan, only SIGCHLD differs.
#[test]
fn a_pid_1_that_ignores_sigchld_has_no_zombies() {
    let events = events("autoreap");
    let kill = |name: &str, from: &str| step(&events, &json!({ "signal": "TERM", "to": name, "from": from }));
    let (waits_not, ignores) = (kill("orphan", "shell"), kill("second", "inside"));
    assert_eq!(events.after(waits_not).process("orphan")["state"], "zombie");
    assert!(events.after(ignores).find("second").is_none());
    for (step, init) in [(waits_not, "plain.init"), (ignores, "ignoring.init")] {
        assert_eq!(events.after(step).process(init)["command"], json!(["sleep", "infinity"]));
    }
    assert!(
        events
            .of("output")
            .any(|it| it["from"] == "inside" && it["line"].as_str().unwrap().ends_with("10000"))
    );
}

#[test]
fn a_start_script_that_ends_in_exec_hands_on_pid_1_and_signals() {
    let events = events("entrypoint");
    for (container, killed, comm) in [
        ("plain", true, "start.sh"),
        ("execs", false, "service"),
        ("traps", true, "start.sh"),
        ("waits", false, "start.sh"),
    ] {
        let stopped = events.of("stopped").find(|it| it["container"] == container).unwrap();
        assert_eq!(stopped["killed"], killed, "{container}");
        let stop = step(&events, &json!({ "stop": container }));
        let name = format!("{container}.init");
        assert_eq!(events.after(stop - 1).process(&name)["comm"], comm);
        let said =
            events.of("output").filter(|it| it["from"] == container && it["line"] == "service: goodbye");
        assert_eq!(said.count(), usize::from(!killed), "{container}");
    }
    let exec = step(&events, &json!({ "type": "touch /run/database", "into": "shell" }));
    let (before, after) = (events.after(exec - 1), events.after(exec));
    assert_eq!(after.changes("execs.init"), ["execed"]);
    assert_eq!(before.process("execs.init")["host_pid"], after.process("execs.init")["host_pid"]);
}

#[test]
fn what_pid_1_is_in_shell_form_depends_on_the_shell() {
    if !["dash", "busybox"].into_iter().all(is_installed) {
        return skip("dash or busybox is not installed");
    }
    let events = events("shell-form");
    for (container, comm, killed) in [
        ("brackets", "service", false),
        ("dash", "dash", true),
        ("bash", "service", false),
        ("ash", "service", false),
        ("list", "bash", true),
    ] {
        let start = step(&events, &json!({ "start": container }));
        assert_eq!(events.after(start).process(&format!("{container}.init"))["comm"], comm, "{container}");
        let stopped = events.of("stopped").find(|it| it["container"] == container).unwrap();
        assert_eq!(stopped["killed"], killed, "{container}");
    }
}

#[test]
fn a_subreaper_adopts_before_pid_1_and_only_while_it_lives() {
    let events = events("subreaper");
    let kill = |name: &str| step(&events, &json!({ "signal": "KILL", "to": name, "from": "shell" }));
    assert_eq!(events.after(kill("parent")).process("first")["ppid"], 1, "without one it is PID 1");
    let tree = events.after(kill("helper"));
    assert_eq!(tree.process("second")["ppid"], tree.process("subreaper")["pid"]);
    assert_ne!(tree.process("second")["ppid"], tree.process("app")["pid"], "not the grandparent");
    assert_eq!(events.after(kill("subreaper")).process("app")["ppid"], 1);
}

#[test]
fn an_init_collects_its_own_children_only() {
    for (init, reaps) in [("reaper", true), ("sleep", false)] {
        let events = events(&format!("reaper-limits --init {init}"));
        assert_eq!(events.verdict(), "as_expected", "{init}");
        let dead = events.after(step(&events, &json!({ "signal": "TERM", "to": "child", "from": "shell" })));
        let (child, parent) = (dead.process("child"), dead.process("parent"));
        assert_eq!((&child["state"], &child["ppid"]), (&json!("zombie"), &parent["pid"]), "{init}");
        let adopted =
            events.after(step(&events, &json!({ "signal": "KILL", "to": "parent", "from": "shell" })));
        assert_eq!(adopted.find("child").is_none(), reaps, "{init}");
    }
}

#[test]
fn a_tree_has_pid_1_for_its_root_and_one_more_for_each_exec() {
    let events = events("tree");
    let start = events.after(step(&events, &json!({ "start": "box" })));
    let parent = |name: &str| start.process(name)["ppid"].clone();
    let pid = |name: &str| start.process(name)["pid"].clone();
    assert_eq!((pid("box.init"), parent("box.init")), (json!(1), json!(0)));
    assert_eq!((parent("b"), parent("c"), parent("d")), (json!(1), pid("b"), pid("b")));
    let kill = events.after(step(&events, &json!({ "signal": "KILL", "to": "b", "from": "shell" })));
    assert_eq!(kill.process("shell")["ppid"], 0, "a root of its own");
    assert_eq!((kill.changes("c"), kill.changes("d")), (vec!["reparented"], vec!["reparented"]));
    assert_eq!((&kill.process("c")["ppid"], &kill.process("d")["ppid"]), (&json!(1), &json!(1)));
}

#[test]
fn a_container_lives_as_long_as_its_pid_1_and_has_its_status() {
    let events = events("foreground");
    let typed = |shell: &str| step(&events, &json!({ "type": "touch /run/configuration", "into": shell }));
    assert!(events.after(typed("shell")).processes().is_empty(), "it went to the background");
    assert!(checks(&events, typed("shell")).contains(&("PID 1: ended with exit status 0", true)));
    assert_eq!(events.after(typed("inside")).process("front.init")["pid"], 1);
    let fail = step(&events, &json!({ "signal": "USR1", "to": "front.init", "from": "host" }));
    assert!(checks(&events, fail).contains(&("PID 1: ended with exit status 3", true)));
}

#[test]
fn containers_do_not_see_each_other_and_the_host_sees_both() {
    let events = events("isolation");
    let last = events.after(step(&events, &json!({ "type": "uname -r", "into": "shell1" })));
    let (one, two) = (last.process("one.init"), last.process("two.init"));
    assert_eq!((&one["pid"], &two["pid"]), (&json!(1), &json!(1)));
    assert_ne!(one["pid_namespace"], two["pid_namespace"]);
    assert_ne!(one["host_pid"], two["host_pid"]);
    assert_eq!(one["ns_pids"], json!([one["host_pid"], 1]));
    let said =
        |shell: &str, line: &str| events.of("output").any(|it| it["from"] == shell && it["line"] == line);
    assert!(said("shell1", "nginx") && !said("shell1", "httpd"));
    assert!(said("shell2", "httpd") && !said("shell2", "nginx"));
    for (shell, process) in [("shell1", one), ("shell2", two)] {
        assert!(said(shell, &format!("pid:[{}]", process["pid_namespace"])), "inside and outside agree");
    }
    assert!(said("shell1", events.only("lab_started")["kernel"].as_str().unwrap()));
}

/// Its own twin: the same crash below an application and below pause.
#[test]
fn pause_collects_what_an_application_leaves() {
    let events = events("pod");
    let two = events.after(step(&events, &json!({ "start": "nginx2" })));
    assert_eq!(two.processes().iter().filter(|it| it["pid"] == 1).count(), 2);
    let signal =
        |signal: &str, to: &str| step(&events, &json!({ "signal": signal, "to": to, "from": "host" }));
    for (application, child, zombie) in [("second", "helper", true), ("app", "child", false)] {
        let kill = signal("KILL", application);
        let joined = events.after(kill - 1).process(application);
        assert_eq!(joined["ppid"], 0, "sharing a namespace makes nobody a parent");
        assert_eq!(events.after(kill).process(child)["ppid"], 1);
        let left = events.after(signal("TERM", child));
        assert_eq!(left.find(child).is_some_and(|it| it["state"] == "zombie"), zombie, "{application}");
    }
    let stopped = events.only("stopped");
    assert_eq!((&stopped["container"], &stopped["killed"]), (&json!("pause"), &json!(false)));
}

#[test]
fn what_only_keeps_a_container_up_hides_a_dead_service() {
    let events = events("forbidden");
    for (container, service, zombie) in [
        ("tail", "service", true),
        ("sleep", "service2", true),
        ("loop", "service3", false),
        ("bash", "service4", false),
    ] {
        let tree = events.after(step(&events, &json!({ "signal": "KILL", "to": service, "from": "host" })));
        assert!(tree.find(&format!("{container}.init")).is_some(), "{container} is up");
        assert_eq!(tree.find(service).is_some_and(|it| it["state"] == "zombie"), zombie, "{container}");
        let stopped = events.of("stopped").find(|it| it["container"] == container);
        assert!(stopped.is_none_or(|it| it["killed"] == true), "{container} is deaf to SIGTERM");
    }
    let right = step(&events, &json!({ "signal": "KILL", "to": "right.init", "from": "host" }));
    assert!(events.after(right).processes().is_empty());
}

#[test]
fn an_init_below_an_init_adopts_only_as_a_subreaper() {
    if !is_installed("tini") {
        return skip("tini is not installed");
    }
    let events = events("double-init");
    let kill = |name: &str| step(&events, &json!({ "signal": "KILL", "to": name, "from": "host" }));
    assert_eq!(events.after(kill("helper")).process("job")["ppid"], 1);
    let tree = events.after(kill("helper2"));
    assert_eq!(tree.process("job2")["ppid"], tree.process("inner2")["pid"]);
    let warned = |line: &Value| line["line"].as_str().unwrap().contains("not running as PID 1");
    let warned: Vec<_> = events.of("output").filter(|it| warned(it)).map(|it| &it["from"]).collect();
    assert!(!warned.is_empty() && warned.iter().all(|from| *from == "double"), "{warned:?}");
}

/// Its own twin: the same crash under a script and under supervisord.
#[test]
fn a_manager_of_containers_sees_pid_1_only() {
    if !is_installed("supervisord") {
        return skip("supervisord is not installed");
    }
    let events = events("two-apps");
    let kill = |name: &str| step(&events, &json!({ "signal": "KILL", "to": name, "from": "host" }));
    let tree = events.after(kill("db"));
    assert!(tree.find("db").is_none() && tree.find("web").is_some());
    assert_eq!(tree.process("script.init")["pid"], 1, "up, all the same");
    let tree = events.after(kill("db2"));
    assert!(tree.find("db2").is_none());
    assert_eq!(tree.process("again")["ppid"], 1, "started anew");
}

fn is_older_than(version: (u32, u32)) -> bool {
    let release = common::read("/proc/sys/kernel/osrelease");
    Kernel { release, ..Kernel::default() }.version().is_some_and(|running| running < version)
}

/// Its own twin: with an init that reaps there is room again. By each of the means that a kernel may have.
#[test]
fn zombies_use_up_pids() {
    let host = common::read("/proc/sys/kernel/pid_max");
    let start = |means: &'static str, init: &'static str, reaps: bool| {
        let run = run(&format!("pid-limit --format json --init {init}")).env("PIDLAB_TEST_PID_LIMIT", means);
        (means, reaps, run.start())
    };
    let all = [
        start("pid_max", "sleep", false),
        start("pid_max", "reaper", true),
        start("cgroup", "sleep", false),
        start("cgroup", "reaper", true),
        start("nproc", "sleep", false),
        start("nproc", "reaper", true),
    ];
    for (means, reaps, run) in all {
        let Some(ended) = common::able(run.end()) else { continue };
        let events = ended.code(0).quiet().events();
        assert_eq!(events.verdict(), "as_expected", "{means}");
        let said = |part: &str| events.of("output").any(|it| it["line"].as_str().unwrap().contains(part));
        assert_eq!((said("400 were made"), said("Cannot fork")), (reaps, !reaps), "{means}");
        assert_eq!(events.zombies() > 90, !reaps, "{means}");
        let repair = step(&events, &json!({ "exec": ["bash"], "in": "ubuntu", "as": "repair" }));
        let refused = ("the kernel refused it: EAGAIN", true);
        assert_eq!(checks(&events, repair).contains(&refused), !reaps, "{means}");
        let told = |part: &str| events.of("told").any(|it| it["text"].as_str().unwrap().contains(part));
        let used = [("pid_max", "pid_max of its"), ("cgroup", "is a pids cgroup"), ("nproc", "RLIMIT_NPROC")];
        let used: Vec<&str> = used.iter().filter(|(_, part)| told(part)).map(|(means, _)| *means).collect();
        // Not every machine hands out a cgroup, nor every kernel a pid_max for each namespace.
        let may_lack = means == "cgroup" || means == "pid_max" && is_older_than((6, 14));
        assert!(used == [means] || may_lack && used == ["nproc"], "{means}: {used:?}");
    }
    assert_eq!(common::read("/proc/sys/kernel/pid_max"), host, "the host's own limit");
}

#[test]
fn unshare_by_hand_needs_a_fork_and_a_proc() {
    let events = events("unshare");
    let said: Vec<&str> = events.of("output").map(|it| it["line"].as_str().unwrap()).collect();
    assert!(said[0].starts_with("I am PID ") && said[0] != "I am PID 1.", "{said:?}");
    assert!(said[1].ends_with("Cannot allocate memory"), "{said:?}");
    assert_eq!(said[2..], ["I am PID 1.", "sleep", "I am PID 1.", "bash"]);
}

/// What programs print must not depend on the learner's language: labs look for their words.
#[test]
fn programs_in_a_container_speak_english_and_keep_the_encoding() {
    let lab = r#"format = 1
id = "locale"
title = { en = "T", ko = "제목" }
story = { en = "S", ko = "이야기" }
[containers.box]
init = "sleep"
[[step]]
title = { en = "T", ko = "제목" }
do = { exec = ["bash"], in = "box", as = "shell" }
[[step]]
title = { en = "T", ko = "제목" }
do = { type = "echo \"<$LC_ALL|$LANGUAGE|$LC_MESSAGES|$LC_CTYPE>\"", into = "shell" }
expect = [ { prints = "<||C|ko_KR.UTF-8>" } ]
"#;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("locale.toml"), lab).unwrap();
    let run = run("./locale.toml").folder(&folder).env("LC_ALL", "ko_KR.UTF-8").env("LANGUAGE", "ko");
    run.env("LC_CTYPE", "C").run().code(0).says(["As expected"]);
}

#[test]
fn a_process_has_a_pid_in_each_namespace_that_sees_it() {
    let events = events("nested");
    let made = events
        .of("step_started")
        .find(|it| it["typed"]["line"].as_str().is_some_and(|line| line.ends_with('&')));
    let tree = events.after(made.unwrap()["step"].as_u64().unwrap());
    let (app, inner, init) = (tree.process("app"), tree.process("inner"), tree.process("ubuntu.init"));
    assert_eq!(app["ns_pids"], json!([app["host_pid"], app["pid"], 2]));
    assert_eq!(inner["ns_pids"], json!([inner["host_pid"], inner["pid"], 1]));
    assert_eq!((&app["ppid"], &app["host_ppid"]), (&inner["pid"], &inner["host_pid"]));
    assert_eq!(app["pid_namespace"], inner["pid_namespace"]);
    assert_ne!(app["pid_namespace"], init["pid_namespace"]);
    let kill = events.after(step(&events, &json!({ "signal": "KILL", "to": "inner", "from": "shell" })));
    assert!(kill.find("app").is_none() && kill.find("ubuntu.init").is_some());
}
