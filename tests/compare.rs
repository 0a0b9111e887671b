//! `pidlab compare` with real programs on the real kernel. What is claimed of one has a twin of which the
//! opposite holds.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, mounts_left};
use common::{Ended, Run, able, as_user, ordinary, pidlab, sh, skip, unread};
use nix::sys::signal::Signal;
use pidlab::sandbox::program::find_program;
use serde_json::{Value, json};
use std::time::Duration;
use unicode_width::UnicodeWidthStr as _;

/// What these tests run on a busy machine.
const LONG: Duration = Duration::from_mins(2);

/// What a comparison says, by program.
struct Compared(Value);

impl Compared {
    fn of(ended: Ended) -> Self {
        Self(serde_json::from_str(&ended.code(0).quiet().stdout).unwrap())
    }

    #[track_caller]
    fn init(&self, name: &str) -> &Value {
        let inits = self.0["inits"].as_array().unwrap();
        inits.iter().find(|init| init["name"] == name).unwrap_or_else(|| panic!("no {name} in {}", self.0))
    }

    /// What each of the five signals leads to, in their order.
    fn signals(&self, name: &str) -> Vec<&str> {
        let signals = self.init(name)["signals"].as_array().unwrap();
        signals.iter().map(|it| it["leads_to"].as_str().unwrap()).collect()
    }

    #[track_caller]
    fn signal(&self, name: &str, signal: &str) -> &Value {
        let signals = self.init(name)["signals"].as_array().unwrap();
        signals.iter().find(|it| it["signal"] == signal).unwrap()
    }

    fn zombies(&self, name: &str) -> (&Value, &Value) {
        let orphans = &self.init(name)["orphans"];
        (&orphans["made"], &orphans["zombies"])
    }

    /// How PID 1 ended for each end of its service.
    fn exits(&self, name: &str) -> Vec<&Value> {
        self.init(name)["exits"].as_array().unwrap().iter().map(|exit| &exit["ended"]).collect()
    }
}

fn compare<const N: usize>(inits: [&str; N]) -> Option<Compared> {
    let arguments = ["compare", "--format", "json"].into_iter().chain(inits);
    able(pidlab(arguments).patience(LONG).run()).map(Compared::of)
}

#[test]
fn a_sleep_leaves_zombies_and_is_deaf_and_tini_is_its_opposite() {
    let Some(compared) = compare(["sleep", "tini"]) else { return };
    assert_eq!(compared.zombies("sleep"), (&json!(1000), &json!(1000)));
    assert_eq!(compared.zombies("tini"), (&json!(1000), &json!(0)));
    assert_eq!(compared.init("sleep")["orphans"]["wakeups"], 0);
    assert!(compared.init("tini")["orphans"]["wakeups"].as_u64().unwrap() > 0);
    assert_eq!(compared.signals("sleep"), ["nothing"; 5]);
    assert_eq!(compared.signal("sleep", "TERM")["why"], "dropped");
    assert_eq!(compared.signals("tini"), ["forwards"; 5]);
    assert_eq!(compared.signal("tini", "TERM")["child_got"], "TERM");
    assert_eq!(compared.signal("tini", "TERM")["ended"], json!({ "status": 143 }));
    assert_eq!(
        compared.exits("tini"),
        [&json!({ "status": 0 }), &json!({ "status": 7 }), &json!({ "status": 137 })]
    );
    assert_eq!(compared.init("sleep")["missing"]["exits"], "no_command");
    let crash =
        |name| (compared.init(name)["crash"]["own_child"].clone(), &compared.init(name)["crash"]["leads_to"]);
    assert_eq!(crash("sleep"), (json!(false), &json!("lives_on")));
    assert_eq!(crash("tini"), (json!(true), &json!("ends")));
    for name in ["sleep", "tini"] {
        assert_eq!(compared.init(name)["comm"], name);
        assert_eq!(compared.init(name)["threads"], 1);
        assert!(compared.init(name)["memory_kib"].as_u64().unwrap() > 20);
    }
}

/// The same script, with and without a trap; and one that has PID 1 end without a child.
#[test]
fn a_trap_makes_the_difference() {
    let deaf = "bash -c 'sleep infinity & wait'";
    let trapped = "bash -c 'trap exit TERM; sleep infinity & wait'";
    let Some(compared) = compare([deaf, trapped, "pause"]) else { return };
    assert_eq!(compared.signal(deaf, "TERM")["leads_to"], "nothing");
    assert_eq!(compared.signal(trapped, "TERM")["leads_to"], "ends");
    assert_eq!(compared.signal(trapped, "HUP")["leads_to"], "nothing");
    assert_eq!(compared.signals("pause"), ["ends", "ends", "nothing", "nothing", "nothing"]);
    assert_eq!(compared.signal("pause", "HUP")["why"], "taken");
    // Bash waits, so it reaps; but what `wait` returns is not the service's status.
    assert_eq!(compared.zombies(deaf).1, &json!(0));
    assert_eq!(compared.exits(deaf)[1], &json!({ "status": 0 }));
    assert_eq!(compared.init(deaf)["waits"], false);
}

/// A signal that PID 1 ignores, one without a handler, one that it turns into another, and one of which it cannot
/// be seen whether it was passed on.
#[test]
fn every_kind_of_silence_is_told() {
    let ignores = "bash -c 'trap \"\" TERM; exec sleep infinity'";
    let turns = "bash -c 'sleep infinity & trap \"kill -TERM $!\" HUP; trap \"\" USR1; while :; do wait; \
                 jobs -r | grep -q . || sleep infinity & done'";
    let deaf = "tini -- bash -c 'trap \"\" HUP; exec sleep infinity'";
    let busy = "bash -c 'while :; do :; done'";
    let Some(compared) = compare([ignores, turns, deaf, busy]) else { return };
    assert_eq!(compared.signal(deaf, "HUP")["why"], "deaf");
    assert_eq!(compared.signal(deaf, "TERM")["leads_to"], "forwards");
    assert_eq!(compared.signal(busy, "TERM")["why"], "unclear");
    assert_eq!(compared.signal(ignores, "TERM")["why"], "ignored");
    assert_eq!(compared.signal(ignores, "HUP")["why"], "dropped");
    assert_eq!(compared.signal(turns, "HUP")["child_got"], "TERM");
    assert_eq!(compared.signal(turns, "HUP")["leads_to"], "turns");
    assert_eq!(compared.signal(turns, "USR1")["why"], "ignored");
}

#[test]
fn an_init_that_waits_for_others_is_told_from_one_that_does_not() {
    let Some(compared) = compare(["busybox", "dumb-init"]) else { return };
    assert_eq!(compared.init("busybox")["waits"], true);
    assert_eq!(compared.init("dumb-init")["waits"], false);
    assert_eq!(compared.init("busybox")["crash"]["leads_to"], "restarts");
    assert_eq!(compared.init("busybox")["exits"][1]["leads_to"], "lives_on");
}

/// What `inits.toml` says is what is measured, as root or not.
#[test]
fn all_named_inits_do_what_the_labs_expect() {
    let here = |init: &&pidlab::lab::Init| init.program().is_none_or(|it| find_program(it).is_some());
    let here: Vec<&pidlab::lab::Init> = pidlab::lab::inits().iter().filter(here).collect();
    let rootless = "exec \"$PIDLAB\" compare --format json";
    for run in [pidlab(["compare", "--format", "json"]), ordinary(rootless)] {
        let Some(ended) = able(run.patience(LONG).run()) else { return };
        let compared = Compared::of(ended);
        assert!(compared.0["inits"].as_array().unwrap().len() >= 8, "{}", compared.0);
        for init in &here {
            // An ordinary user may not see all of them.
            let all = compared.0["inits"].as_array().unwrap();
            let Some(found) = all.iter().find(|it| it["name"] == *init.name) else { continue };
            assert_eq!(found["failed"], Value::Null, "{found}");
            let orphans = &found["orphans"];
            let reaps = orphans["zombies"] == 0 || orphans["unfinished"] == true;
            assert_eq!(reaps, init.reaps, "{found}");
            for (signal, expected) in [("TERM", init.on.term), ("INT", init.on.int)] {
                let word = format!("{expected:?}").to_lowercase();
                assert_eq!(compared.signal(&init.name, signal)["leads_to"], *word, "{signal}: {found}");
            }
        }
    }
}

fn wide(text: &str, width: usize) -> Vec<&str> {
    text.lines().filter(|line| line.width() > width).collect()
}

#[test]
fn the_page_fits_and_has_no_note_without_a_number() {
    for (lang, parts) in
        [("en", ["ZOMBIES", "1,000¹", "nothing", "passed"]), ("ko", ["좀비", "1,000¹", "없음", "전달"])]
    {
        for width in [40, 60, 80] {
            let run = pidlab(["compare", "sleep", "dumb-init", "--lang", lang, "--rootless"]);
            let Some(ended) = able(run.env("COLUMNS", &width.to_string()).run()) else { return };
            let ended = ended.code(0).quiet().says(parts).says(["rootless", "SIGUSR1", "\n¹ "]);
            assert_eq!(wide(&ended.stdout, width), Vec::<&str>::new(), "{width}");
            assert!(!ended.stdout.contains(['\x1b', '\r']), "{ended}");
        }
    }
}

#[test]
fn markdown_has_tables_and_footnotes() {
    let Some(ended) =
        able(pidlab(["compare", "sleep", "bash -c 'a=1|sleep 9 `'", "--format", "markdown"]).run())
    else {
        return;
    };
    let ended = ended.code(0).says(["| PID 1 | COMM |", "|---|---|---:|", "| `sleep` | sleep | 1,000[^1] |"]);
    let ended = ended.says(["\n[^1]: "]);
    // A bar of one's own is none of the table's.
    ended.says(["a=1\\|sleep 9 '"]);
}

#[test]
fn wrong_names_are_explained_before_anything_is_measured() {
    let ended = pidlab(["compare", "tinny"]).run();
    ended.code(2).says([]).complains(["tinny", "did you mean tini?"]);
    pidlab(["compare", "sleep", "host"]).run().code(2).complains(["host", "`pidlab compare"]);
    pidlab(["compare", "sleep", "a 'b"]).run().code(2).complains(["a 'b"]);
    pidlab(["compare", "./nowhere"]).run().code(77).complains(["./nowhere"]);
    pidlab(["compare", "--format", "xml"]).run().code(2).complains(["xml", "markdown"]);
    let none = pidlab(["compare", "tini"]).env("PATH", "/nowhere").run();
    none.code(77).complains(["tini is not installed", "apt-get install tini"]);
}

/// Where no container can be made, the remedy is a run's.
#[test]
fn a_machine_that_cannot_gets_the_remedy() {
    if !ordinary("unshare -Ur true").run().status.success() {
        return skip("an ordinary user cannot make a user namespace");
    }
    let change = "echo 0 > /proc/sys/user/max_user_namespaces";
    let line = format!("exec unshare -Ur sh -c '{change} && exec \"$PIDLAB\" compare sleep tini --rootless'");
    let ended = ordinary(&line).run().code(77).says([]);
    ended.complains(["error: ", "ENOSPC", "hint: ", "sudo sysctl -w", "user.max_user_namespaces="]);
}

#[test]
fn one_that_ends_at_once_is_a_row_and_alone_an_error() {
    let Some(ended) = able(pidlab(["compare", "sh -c 'exit 3'", "pause"]).run()) else { return };
    ended.code(0).says(["pidlab-pause", "exit status 3"]);
    pidlab(["compare", "sh -c 'exit 3'"]).run().code(1).complains(["exit status 3", "hint: "]);
}

/// A limit on processes makes fewer orphans, and that is said; nobody's zombies are in another's way.
#[test]
fn fewer_orphans_are_told() {
    if !nix::unistd::geteuid().is_root() {
        return skip("a user of its own, whose processes nobody else counts, takes root");
    }
    let line = "bash -c 'ulimit -u 250; exec \"$PIDLAB\" compare sleep tail tini --format json --rootless'";
    let Some(ended) = able(as_user(54321, line).patience(LONG).run()) else { return };
    let compared = Compared::of(ended);
    for name in ["sleep", "tail"] {
        let (made, zombies) = compared.zombies(name);
        assert!((100..250).contains(&made.as_u64().unwrap()) && made == zombies, "{made} {zombies}");
    }
    // A hundred at a time are no more than that.
    assert_eq!(compared.zombies("tini"), (&json!(1000), &json!(0)));
    assert_eq!(compared.signals("tini"), ["forwards"; 5]);
}

#[test]
fn a_reader_that_has_gone_ends_it() {
    let mark = Mark::new();
    let started = std::time::Instant::now();
    mark.on(pidlab(["compare"])).stdout(unread()).run().ended_by(Signal::SIGPIPE).quiet();
    assert!(started.elapsed() < Duration::from_secs(10), "it measured for nobody");
    mark.all_end();
    let Some(ended) = able(sh("\"$PIDLAB\" compare pause | head -n 1").run()) else { return };
    ended.code(0).says(["Linux"]);
}

fn start(mark: &Mark) -> common::Running {
    let run: Run = pidlab(["compare", "sleep", "tini", "bash", "pause"]);
    mark.on(run).start()
}

/// Waits until so many PID 1 live.
fn await_inits(mark: &Mark, count: usize) {
    common::wait_until("containers", common::PATIENCE, || {
        mark.living().iter().filter(|it| it.ns_pids.len() > 1 && it.ns_pids.last() == Some(&1)).count()
            >= count
    });
}

#[test]
fn whatever_ends_it_nothing_is_left() {
    if able(pidlab(["compare", "pause"]).run()).is_none() {
        return;
    }
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGKILL] {
        // While one is measured alone, and while many are.
        for count in [1, 4] {
            let mark = Mark::new();
            let running = start(&mark);
            await_inits(&mark, count);
            running.signal(signal);
            running.end().ended_by(signal);
            mark.all_end();
        }
    }
    assert_eq!(mounts_left(), Vec::<String>::new());
}
