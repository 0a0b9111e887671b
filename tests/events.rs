//! The keys of `--format json`, held against `docs/events.md`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{pidlab, read, skip};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

type Keys = BTreeSet<String>;

/// What the page says.
struct Page {
    /// The keys of each `Event …` and `Object …`.
    keys: BTreeMap<String, Keys>,
    /// The kinds of changes, and the keys that each has besides.
    changes: BTreeMap<String, Keys>,
}

static PAGE: LazyLock<Page> = LazyLock::new(|| {
    let text = read(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/events.md"));
    let mut page = Page { keys: BTreeMap::new(), changes: BTreeMap::new() };
    let mut heading = String::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            heading = title.replace('`', "");
            assert!(page.keys.insert(heading.clone(), Keys::new()).is_none(), "{heading} twice");
        } else if line.starts_with("| `") {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let name = in_quotes(cells[1]).remove(0);
            if cells.len() == 5 {
                page.changes.insert(name, in_quotes(cells[3]).into_iter().collect());
            } else {
                page.keys.get_mut(&heading).unwrap().insert(name);
            }
        }
    }
    page
});

/// The words between backticks.
fn in_quotes(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn keys(object: &Value) -> Keys {
    object.as_object().unwrap_or_else(|| panic!("no object: {object}")).keys().cloned().collect()
}

#[track_caller]
fn is_as_documented(object: &Value, heading: &str) {
    let documented = PAGE.keys.get(heading).unwrap_or_else(|| panic!("docs/events.md has no {heading}"));
    assert_eq!(&keys(object), documented, "{heading} of docs/events.md (right) and {object}");
}

/// A lab in which a process turns into another program.
const TURNING: &str = r##"
format = 1
id = "turning"
title = { en = "Turning", ko = "변신" }
story = { en = "A bash turns into a sleep.", ko = "bash가 sleep이 됩니다." }
needs = ["bash"]
seconds = 1
grace = 0.1

[containers.ubuntu]
init = "sleep"

[containers.script]
init = "/run/script.sh"
fixed = true
files = { "/run/script.sh" = "#!/bin/bash\nsleep infinity & wait\n" }

[[step]]
title = { en = "Script", ko = "스크립트" }
do = { start = "script" }

[[step]]
title = { en = "Signals", ko = "시그널" }
do = { signal = "{sig}", to = "script.init", from = "host" }
each = { sig = ["TERM", "HUP"] }
expect = [ { "script.init" = { state = "sleeping" } } ]

[[step]]
title = { en = "Stop", ko = "멈춥니다" }
do = { stop = "script" }
expect = [ { killed = true, "script.init" = { state = "gone", ended = { signal = "KILL" } } } ]

[[step]]
title = { en = "Enter", ko = "들어갑니다" }
do = { exec = ["bash"], in = "ubuntu", as = "shell" }
expect = [ { shell = { state = "sleeping" } } ]

[[step]]
title = { en = "Start", ko = "띄웁니다" }
do = { type = "bash -c 'sleep {seconds}; exec sleep 1000' &", into = "shell" }
meet = { parent = { comm = "bash", child_of = "shell" }, nap = { comm = "sleep", child_of = "parent" } }
expect = [ { nap = { state = "sleeping" } } ]

[[step]]
title = { en = "Wait", ko = "기다립니다" }
do = { await = "nap", until = "gone" }
expect = [ { parent = { comm = "sleep" } } ]
"##;

/// Every event of these runs: all labs, and one more.
fn events() -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("turning.toml");
    std::fs::write(&file, TURNING).unwrap();
    let mut running = Vec::new();
    for lab in ["zombie", "wait", "orphan", file.to_str().unwrap()] {
        running.push(pidlab(["run", lab, "--seconds", "0.5", "--format", "json"]).start());
    }
    let ended = running.into_iter().map(|run| run.end().events().0);
    ended.flatten().collect()
}

#[test]
fn every_event_has_the_documented_keys_and_no_others() {
    let events = events();
    let mut kinds = Keys::new();
    let mut objects = BTreeSet::new();
    let mut changes = BTreeMap::<String, Keys>::new();
    for event in &events {
        let kind = event["event"].as_str().unwrap().to_owned();
        let mut rest = event.clone();
        rest.as_object_mut().unwrap().remove("event");
        is_as_documented(&rest, &format!("Event {kind}"));
        kinds.insert(format!("Event {kind}"));
        if event["typed"].is_object() {
            is_as_documented(&event["typed"], "Object typed");
        }
        for (list, heading) in [("files", "Object file"), ("checks", "Object outcome")] {
            for entry in event[list].as_array().into_iter().flatten() {
                is_as_documented(entry, heading);
                objects.insert(heading);
            }
        }
        for entry in event["evidence"].as_array().into_iter().flatten() {
            is_as_documented(entry, "Object evidence");
            objects.insert("Object evidence");
        }
        for process in event["processes"].as_array().into_iter().flatten() {
            is_as_documented(process, "Object process");
        }
        for change in event["changes"].as_array().into_iter().flatten() {
            let more = keys(change).difference(&PAGE.keys["Object change"]).cloned().collect::<Keys>();
            assert!(PAGE.keys["Object change"].is_subset(&keys(change)), "{change}");
            changes.entry(change["change"].as_str().unwrap().to_owned()).or_default().extend(more);
        }
    }
    let documented: Keys = PAGE.keys.keys().filter(|it| it.starts_with("Event ")).cloned().collect();
    assert_eq!(objects.len(), 3, "{objects:?}");
    assert_eq!(kinds, documented, "events that were seen (left) and that are documented");
    assert_eq!(changes, PAGE.changes, "changes that were seen (left) and that are documented");
}

#[test]
fn the_other_commands_have_the_documented_keys_and_no_others() {
    let object = |command: &str| -> Value {
        serde_json::from_str(&pidlab([command, "--format", "json"]).run().stdout).unwrap()
    };
    let each = |list: &Value, heading: &str| {
        let list = list.as_array().unwrap();
        assert!(!list.is_empty(), "{heading}");
        for entry in list {
            is_as_documented(entry, heading);
        }
    };
    let tree = object("tree");
    is_as_documented(&tree, "Object tree");
    each(&tree["processes"], "Object process");
    let doctor = object("doctor");
    is_as_documented(&doctor, "Object doctor");
    each(&doctor["checks"], "Object check");
    let list = object("list");
    is_as_documented(&list, "Object list");
    each(&list["labs"], "Object lab");
    each(&list["inits"], "Object init");
    for init in list["inits"].as_array().unwrap() {
        is_as_documented(&init["on"], "Object on");
        is_as_documented(&init["about"], "Object text");
    }
    for lab in list["labs"].as_array().unwrap() {
        is_as_documented(&lab["title"], "Object text");
    }
}

#[test]
fn a_comparison_has_the_documented_keys_and_no_others() {
    let ended = pidlab(["compare", "tini", "sleep", "true", "--format", "json"]).run();
    if ended.status.code() == Some(77) {
        return skip(&format!("no container, or no tini: {ended}"));
    }
    let comparison: Value = serde_json::from_str(&ended.code(0).stdout).unwrap();
    is_as_documented(&comparison, "Object comparison");
    assert_eq!(comparison["absent"].as_array().unwrap().len(), 0);
    let inits = comparison["inits"].as_array().unwrap();
    for init in inits {
        is_as_documented(init, "Object compared");
    }
    for init in &inits[..2] {
        is_as_documented(&init["orphans"], "Object orphans");
        is_as_documented(&init["crash"], "Object crash");
        assert_eq!(init["signals"].as_array().unwrap().len(), 5);
        for (list, heading) in [("signals", "Object reaction"), ("exits", "Object exit")] {
            for entry in init[list].as_array().unwrap() {
                is_as_documented(entry, heading);
            }
        }
    }
    assert_eq!(inits[0]["exits"].as_array().unwrap().len(), 3);
    assert_eq!((&inits[1]["missing"]["exits"], &inits[1]["waits"]), (&"no_command".into(), &Value::Null));
    let sentence = inits[2]["failed"].as_str().unwrap();
    assert!(sentence.contains("`true`") && inits[2]["comm"].is_null(), "{sentence}");
}

#[test]
fn claims_have_the_documented_keys_and_no_others() {
    let ended = pidlab(["claims", "A10", "A21", "--format", "json"]).run();
    if ended.status.code() == Some(77) {
        return skip(&format!("no container: {ended}"));
    }
    let page: Value = serde_json::from_str(&ended.code(0).stdout).unwrap();
    is_as_documented(&page, "Object claims");
    let claims = page["claims"].as_array().unwrap();
    assert_eq!(claims.len(), 2);
    for claim in claims {
        is_as_documented(claim, "Object claim");
        for test in claim["tests"].as_array().unwrap() {
            is_as_documented(test, "Object test");
            for check in test["checks"].as_array().unwrap() {
                is_as_documented(check, "Object outcome");
            }
        }
    }
}

/// The keys of an action are those of a lab file; what an action does is told by its first word.
#[test]
fn an_action_is_written_as_in_the_lab_file() {
    let steps = pidlab(["run", "zombie", "--seconds", "0.5", "--format", "json"]).run().code(0).events();
    let actions: Vec<String> = steps.of("step_started").map(|step| step["do"].to_string()).collect();
    assert_eq!(
        actions,
        [
            r#"{"start":"ubuntu"}"#,
            r#"{"as":"shell","exec":["bash"],"in":"ubuntu"}"#,
            r#"{"into":"shell","type":"bash -c \"(bash -c 'sleep {seconds}')\" &"}"#,
            r#"{"from":"shell","signal":"KILL","to":"parent"}"#,
            r#"{"await":"sleep","until":"exit"}"#,
            r#"{"remove":"ubuntu"}"#,
        ]
    );
}

#[test]
fn words_that_programs_compare_do_not_depend_on_the_language() {
    let run = |lang: &str| {
        let run = pidlab(["run", "zombie", "--seconds", "0.5", "--format", "json", "--lang", lang]).run();
        let events = run.code(0).events();
        let verdict = events.verdict().to_owned();
        let zombie = events.after(5).process("sleep")["state"].clone();
        (verdict, zombie, events.after(5).changes("sleep").join(" "))
    };
    assert_eq!(run("en"), ("as_expected".to_owned(), "zombie".into(), "became_zombie".to_owned()));
    assert_eq!(run("ko"), run("en"));
}
