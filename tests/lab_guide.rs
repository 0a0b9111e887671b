//! The guide to writing labs tells the truth: its way leads to a lab that plays, and its keys are those of the parser.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::guide::{Stop, example, guide_in, keys, quoted, rows, way};
use common::screen::{holds, parts};
use common::{pidlab, read, sh, skip};
use std::collections::BTreeSet;
use std::path::Path;

fn in_folder(source: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my.toml");
    std::fs::write(&path, source).unwrap();
    (folder, path.to_string_lossy().into_owned())
}

#[test]
fn the_example_is_a_lab() {
    let (_folder, path) = in_folder(&example());
    for command in ["lint", "show"] {
        pidlab([command, &path]).run().code(0).quiet().says(["my"]);
    }
}

#[test]
fn the_example_plays_under_every_kind_of_init() {
    let (_folder, path) = in_folder(&example());
    for init in ["sleep", "reaper"] {
        let ended = pidlab(["run", &path, "--init", init]).run();
        if ended.status.code() == Some(77) {
            return skip(&format!("no containers here: {ended}"));
        }
        ended.code(0).says(["As expected", "The signal is pending"]);
    }
}

#[test]
fn the_example_is_found_by_name() {
    let (folder, _) = in_folder(&example());
    let labs = folder.path().to_string_lossy().into_owned();
    pidlab(["list"]).env("PIDLAB_LABS", &labs).run().code(0).says(["my", "A stopped process"]);
    pidlab(["show", "my"]).env("PIDLAB_LABS", &labs).run().code(0).says(["A stopped process"]);
}

/// Between what two lines have shown.
const MARK: &str = "\u{1e}";

/// The way as a script of bash: one shell types it all, and tells the exit status of each line.
fn script(way: &[Stop]) -> String {
    let heredoc = |arrow: &str, name: &str, text: &str| format!("cat {arrow} {name} <<'END'\n{text}END\n");
    let line = |stop: &Stop| match stop {
        Stop::Type(lines) => lines.clone(),
        Stop::File(name, text) => heredoc(">", name, text),
        Stop::Add(name, text) => heredoc(">>", name, text),
        Stop::Show(line, _) => format!("{line}\nprintf '\\n{MARK}%s{MARK}\\n' $?\n"),
    };
    way.iter().map(line).collect()
}

/// Types what the guide says, in a folder of its own, and sees what it shows.
fn follow(name: &str) {
    let way = way(&guide_in(name));
    let shows: Vec<_> = way.iter().filter(|stop| matches!(stop, Stop::Show(..))).collect();
    assert!(shows.len() > 8, "{name}: {way:?}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("way"), script(&way)).unwrap();
    let line = "mkdir bin && ln -s \"$PIDLAB\" bin/pidlab && PATH=$PWD/bin:$PATH exec bash way 2>&1";
    let ended = sh(line).folder(&folder).run().code(0).quiet();
    let mut pieces = ended.stdout.split(MARK);
    for stop in shows {
        let Stop::Show(line, screen) = stop else { continue };
        let (seen, status) = (pieces.next().unwrap(), pieces.next().unwrap());
        if status == "77" {
            return skip(&format!("{line} cannot run here: {seen}"));
        }
        let faulty = screen.iter().any(|line| line.starts_with("error: ") || line.starts_with("오류: "));
        assert_eq!(status, if faulty { "2" } else { "0" }, "{line}\n{seen}");
        holds(seen, &parts(screen), &format!("{name}: {line}"));
    }
    let schema = read(folder.path().join("mine/pidlab.schema.json"));
    assert!(serde_json::from_str::<serde_json::Value>(&schema).unwrap()["properties"].is_object());
}

#[test]
fn the_way_of_the_guide_leads_to_what_it_shows() {
    follow("README.md");
}

#[test]
fn the_korean_way_leads_to_what_it_shows() {
    follow("README.ko.md");
}

/// The Korean ten minutes are the same: only what is said and shown is Korean.
#[test]
fn both_ways_are_one() {
    let files = |name: &str| -> Vec<Stop> {
        way(&guide_in(name)).into_iter().filter(|it| matches!(it, Stop::File(..) | Stop::Add(..))).collect()
    };
    assert_eq!(files("README.md"), files("README.ko.md"));
}

/// What the parser allows beside an unknown key that is put into the example: `part` becomes `with`.
#[track_caller]
fn allowed(part: &str, with: &str) -> BTreeSet<String> {
    let example = example();
    assert!(example.contains(part), "{part} is not in the example");
    let (_folder, path) = in_folder(&example.replacen(part, with, 1));
    let ended = pidlab(["lint", &path]).run().code(2);
    let (_, rest) = ended.stdout.split_once("unknown key zzz").unwrap_or_else(|| panic!("{ended}"));
    list(rest)
}

/// The first list of what is allowed in lint's answer, which may be wrapped.
#[track_caller]
fn list(answer: &str) -> BTreeSet<String> {
    let (_, list) = answer.split_once("allowed here: ").unwrap_or_else(|| panic!("{answer}"));
    let list = list.split("\n\n").next().unwrap().split("= hint").next().unwrap();
    list.split(',').map(|key| key.trim().to_owned()).collect()
}

#[test]
fn the_keys_are_those_of_the_parser() {
    assert_eq!(keys("lab"), allowed("format = 1\n", "format = 1\nzzz = 1\n"));
    assert_eq!(keys("container"), allowed("init = \"sleep\"\n", "init = \"sleep\"\nzzz = 1\n"));
    assert_eq!(keys("step"), allowed("[[step]]\n", "[[step]]\nzzz = 1\n"));
    assert_eq!(keys("meet"), allowed("child_of = \"shell\"", "child_of = \"shell\", zzz = 1"));
    assert_eq!(keys("facts"), allowed("parent = \"shell\"", "parent = \"shell\", zzz = 1"));
    assert_eq!(keys("choice"), allowed("{ en = \"it ends\"", "{ zzz = 1, en = \"it ends\""));
    assert_eq!(keys("choice"), allowed("then = [ {", "then = [ { zzz = 1,"));
    assert_eq!(keys("choice"), allowed("[[lesson]]\n", "[[lesson]]\nzzz = 1\n"));
}

/// The keys of an `expect` are names of processes, but for these.
#[test]
fn the_keys_of_an_expectation_are_known() {
    let deeds = ["rc", "prints", "prints_not", "killed", "refused", "collected", "count"];
    assert_eq!(keys("expect"), deeds.into_iter().chain(["if"]).map(str::to_owned).collect());
    let conditions: BTreeSet<String> = ["reaps", "host", "on"].map(str::to_owned).into();
    assert_eq!(allowed("{ rc = 0, ", "{ rc = 0, if = { zzz = 1 }, "), conditions);
    let row = rows("expect").into_iter().find(|(first, _)| first.contains("if")).unwrap().1;
    for condition in conditions {
        assert!(row.contains(&format!("{{ {condition} = ")), "{condition}");
    }
}

#[test]
fn the_verbs_and_their_keys_are_known() {
    let action = "do = { type = \"sleep 1000 &\", into = \"shell\" }";
    for (verb, others) in rows("do") {
        let verb = quoted(&verb).pop_first().unwrap();
        let with = format!("do = {{ {verb} = 1, zzz = 1 }}");
        assert_eq!(quoted(&others), allowed(action, &with), "{verb}");
    }
    let (_folder, path) = in_folder(&example().replacen(action, "do = { zzz = 1 }", 1));
    assert_eq!(keys("do"), list(&pidlab(["lint", &path]).run().code(2).stdout));
}

/// Every key of every entry, and no other.
#[test]
fn the_keys_of_an_init_and_of_a_claim_are_those_in_use() {
    for (file, name) in [("labs/inits.toml", "init"), ("labs/claims.toml", "claim")] {
        let source = read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
        let file: toml::Table = toml::from_str(&source).unwrap();
        let entries = file[name].as_array().unwrap().iter().map(|entry| entry.as_table().unwrap());
        let used: BTreeSet<String> = entries.flat_map(|entry| entry.keys().cloned()).collect();
        assert_eq!(keys(name), used);
    }
}
