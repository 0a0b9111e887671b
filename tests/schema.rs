//! `pidlab schema` and the reader of labs agree: what plays is not refused by an editor, and what an editor can know
//! to be wrong, it knows. The schema is put to a validator of its own: Debian's python3-jsonschema.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::guide::{quoted, rows, rows_behind};
use common::{files, pidlab, read, sh, skip};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// A sound lab that has every key there is.
const EVERYTHING: &str = r#"format = 1
id = "everything"
title = { en = "T", ko = "제목" }
story = { en = "S", ko = "이야기" }
claims = ["A1"]
needs = ["bash"]
kernel = "5.12"
seconds = 1
grace = 1.5
sources = ["wait(2)"]
files = { "/run/x" = "x" }
[containers.box]
init = "sleep"
[containers.other]
init = "/run/y 1"
fixed = true
real = { programs = ["y"], init = "{program} 1", files = { "/run/z" = "z" } }
files = { "/run/y" = "y" }
pids = 400
nests = true
[[step]]
title = { en = "T", ko = "제목" }
say = { en = "S", ko = "말" }
explain = { en = "E", ko = "설명" }
do = { start = "box" }
docker = "docker run {init}"
expect = [
  { "box.init" = { state = ["running", "sleeping"], comm = "sleep", pid = 1, ppid = 0, levels = 2, memory = true, wchan = "w" } },
  { "box.init" = { same_as = "box.init", state = "sleeping" }, if = { reaps = false } },
  { count = { zombie = 0 }, if = { host = false } },
  { count = { running = 0, sleeping = 1, stopped = 0 }, if = { on = { TERM = "nothing" } } },
  { prints_not = "x", if = { on = { INT = "ends" } } },
]
[[step]]
title = { en = "T", ko = "제목" }
do = { exec = ["bash"], in = "box", as = "shell" }
[[step]]
title = { en = "T", ko = "제목" }
do = { exec = ["true"], in = "box", as = "probe", forget = true }
[[step]]
title = { en = "T", ko = "제목" }
do = { collect = "probe" }
[[step]]
title = { en = "T", ko = "제목" }
do = { type = "sleep {seconds} &", into = "shell" }
meet = { child = { comm = "sleep", child_of = "shell" } }
ask = { en = "A?", ko = "질문?" }
choices = [
  { en = "a", ko = "가", when = { child = { state = "gone" } } },
  { en = "b", ko = "나", when = { child = { parent = "shell", state = "sleeping" } } },
]
because = { en = "B", ko = "이유" }
expect = [ { rc = 0, prints = "x", child = { parent = "adopter" } } ]
then = [ { when = { child = { state = "gone" } }, en = "T", ko = "말" }, { en = "T", ko = "말" } ]
[[step]]
title = { en = "T", ko = "제목" }
each = { sig = ["TERM", "INT"] }
do = { signal = "{sig}", to = "child", from = "shell" }
[[step]]
title = { en = "T", ko = "제목" }
do = { await = "child", until = "zombie" }
expect = [
  { child = { state = "zombie", ended = { status = 7 } }, if = { reaps = true } },
  { child = { state = "zombie", ended = { status = "any" } }, if = { reaps = false } },
]
[[step]]
title = { en = "T", ko = "제목" }
do = { stop = "box" }
expect = [ { killed = true, collected = ["box.init"] } ]
[[step]]
title = { en = "T", ko = "제목" }
do = { start = "other" }
[[step]]
title = { en = "T", ko = "제목" }
do = { signal = "KILL", to = "other.init", from = "host" }
expect = [ { "other.init" = { state = "gone", ended = { signal = "KILL" } } } ]
[[step]]
title = { en = "T", ko = "제목" }
do = { exec = ["bash"], in = "other", as = "late" }
expect = [ { refused = "ENOMEM" } ]
[[step]]
title = { en = "T", ko = "제목" }
do = { remove = "other" }
[[lesson]]
when = { child = { was = "zombie" } }
en = "L"
ko = "교훈"
"#;

/// Faults that are beyond a schema, and where if not everywhere: they depend on other parts of the lab.
const BEYOND: [(&str, &str); 9] = [
    ("fault-unknown-process", ""),
    ("fault-unknown-container", ""),
    ("fault-no-shell", ""),
    ("fault-other-container", ""),
    ("fault-contradiction", ""),
    ("fault-same-as-itself", ""),
    ("fault-not-forgotten", ""),
    ("fault-stop-forgotten", ""),
    // Whether the values must be signals.
    ("fault-not-among", "/each"),
];

/// What is put in the place of every value.
fn others() -> [Value; 9] {
    let strings = [json!("zzz"), json!(" "), json!("a name of more than 15 bytes")];
    let [word, blank, long] = strings;
    [json!(true), json!(-1), json!(5_000_000), json!(1.5), word, blank, long, json!([]), json!({})]
}

/// The lab with each of its values, one after the other, left out or replaced, and each table with a key too many;
/// and what was done to it.
fn spoilt() -> Vec<(String, Value)> {
    let sound = lab(EVERYTHING);
    let mut all = Vec::new();
    let mut spoil = |what: String, path: &str, change: &dyn Fn(&mut Value)| {
        let mut lab = sound.clone();
        change(lab.pointer_mut(path).unwrap());
        all.push((what, lab));
    };
    let mut seen = BTreeSet::new();
    for path in paths(&sound, "") {
        // The second title is like the first.
        if !seen.insert(path.replace(|c: char| c.is_ascii_digit(), "")) {
            continue;
        }
        for other in others() {
            spoil(format!("{path} = {other}"), &path, &|value| *value = other.clone());
        }
        let (parent, key) = path.rsplit_once('/').unwrap();
        spoil(format!("no {path}"), parent, &|parent| leave_out(parent, &key.replace("~1", "/")));
        if sound.pointer(&path).unwrap().is_object() {
            spoil(format!("{path}/zzz"), &path, &|table| table["zzz"] = json!({ "zzz": 1 }));
        }
    }
    all
}

fn leave_out(parent: &mut Value, key: &str) {
    match parent {
        Value::Array(list) => drop(list.remove(key.parse().unwrap())),
        table => drop(table.as_object_mut().unwrap().remove(key)),
    }
}

/// Where each value of the tree stands, as JSON pointers.
fn paths(value: &Value, here: &str) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Array(list) => list.iter().enumerate().map(|(n, value)| (n.to_string(), value)).collect(),
        Value::Object(table) => table.iter().map(|(key, value)| (key.replace('/', "~1"), value)).collect(),
        _ => Vec::new(),
    };
    let below = |(key, value): (String, &Value)| {
        let path = format!("{here}/{key}");
        [vec![path.clone()], paths(value, &path)].concat()
    };
    children.into_iter().flat_map(below).collect()
}

fn lab(source: &str) -> Value {
    toml::from_str(source).unwrap()
}

/// A lab as a file, every table in braces.
fn file(lab: &Value) -> String {
    let lines = lab.as_object().unwrap().iter().map(|(key, value)| format!("{key} = {}\n", inline(value)));
    lines.collect()
}

fn inline(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => {
            let pair = |(key, value): (&String, &Value)| format!("{} = {}", json!(key), inline(value));
            format!("{{ {} }}", table.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}

fn schema(lang: &str) -> Value {
    serde_json::from_str(&pidlab(["schema", "--lang", lang]).run().code(0).quiet().stdout).unwrap()
}

/// What a thousand labs take on a busy machine; else three seconds.
const LONG: Duration = Duration::from_mins(2);

const VALIDATOR: &str = r"
import json, sys
from jsonschema import Draft7Validator
given = json.load(sys.stdin)
Draft7Validator.check_schema(given['schema'])
valid = Draft7Validator(given['schema']).is_valid
json.dump([valid(lab) for lab in given['labs']], sys.stdout)
";

/// Whether the schema allows each of these. None if there is nothing here to ask.
fn allowed(schema: &Value, labs: &[Value]) -> Option<Vec<bool>> {
    if !sh("/usr/bin/python3 -c 'import jsonschema'").run().status.success() {
        skip("python3-jsonschema is not installed");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("given"), json!({ "schema": schema, "labs": labs }).to_string())
        .unwrap();
    std::fs::write(folder.path().join("validate.py"), VALIDATOR).unwrap();
    let run = sh("/usr/bin/python3 validate.py < given").folder(&folder).patience(LONG);
    let said = run.run().code(0).quiet().stdout;
    Some(serde_json::from_str(&said).unwrap())
}

#[test]
fn every_lab_is_allowed() {
    let labs = files("labs", ".toml")
        .into_iter()
        .filter(|path| !["inits.toml", "claims.toml"].iter().any(|other| path.ends_with(other)));
    let labs: Vec<Value> = labs.map(|path| lab(&read(path))).chain([lab(EVERYTHING)]).collect();
    assert!(labs.len() > 20);
    for lang in ["en", "ko"] {
        let Some(allowed) = allowed(&schema(lang), &labs) else { return };
        for (lab, allowed) in labs.iter().zip(allowed) {
            assert!(allowed, "{}", lab["id"]);
        }
    }
}

#[test]
fn what_the_reader_refuses_the_schema_refuses_and_nothing_else() {
    assert_eq!(pidlab::lab::parse(&file(&lab(EVERYTHING))).map(|lab| lab.id), Ok("everything".to_owned()));
    let (spoilt, labs): (Vec<_>, Vec<_>) = spoilt().into_iter().unzip();
    let Some(allowed) = allowed(&schema("en"), &labs) else { return };
    let (mut refused, mut disagree) = (0, Vec::new());
    for ((lab, allowed), what) in labs.iter().zip(allowed).zip(spoilt) {
        let faults = pidlab::lab::parse(&file(lab)).err().unwrap_or_default();
        let beyond = |id| BEYOND.iter().any(|(fault, place)| id == *fault && what.contains(place));
        let plain: BTreeSet<&str> =
            faults.iter().map(|fault| fault.message.id()).filter(|id| !beyond(*id)).collect();
        refused += usize::from(!allowed);
        if !allowed && faults.is_empty() || allowed && !plain.is_empty() {
            disagree.push(format!("{what}: {} {plain:?}", if allowed { "allowed" } else { "refused" }));
        }
    }
    assert!(refused > 300, "{refused} of {}", labs.len());
    assert!(disagree.is_empty(), "{}\n{}", disagree.len(), disagree.join("\n"));
}

/// Every key of a table that the schema knows, wherever it stands.
fn known(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Array(all) => all.iter().for_each(|one| known(one, found)),
        Value::Object(all) => {
            let keys = all.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
            found.extend(keys.cloned());
            all.values().for_each(|one| known(one, found));
        }
        _ => {}
    }
}

/// Else the test above would say nothing of a key.
#[test]
fn the_lab_has_every_key() {
    let mut keys = BTreeSet::new();
    known(&schema("en"), &mut keys);
    let lab = lab(EVERYTHING);
    let used: BTreeSet<String> =
        paths(&lab, "").iter().map(|path| path.rsplit_once('/').unwrap().1.to_owned()).collect();
    assert_eq!(keys.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new());
}

const STEP: &str = "/properties/step/items";

/// The tables of the guide, and where the schema has them.
const TABLES: [(&str, &str, &str); 8] = [
    ("lab", "", ""),
    ("container", "", "/properties/containers/additionalProperties"),
    ("real", "", "/properties/containers/additionalProperties/properties/real"),
    ("step", STEP, ""),
    ("meet", STEP, "/properties/meet/additionalProperties"),
    ("facts", STEP, "/properties/then/items/properties/when/additionalProperties"),
    ("expect", STEP, "/properties/expect/items"),
    ("choice", STEP, "/properties/choices/items"),
];

#[test]
fn the_guide_has_the_same_keys_in_the_same_words() {
    let schema = schema("en");
    for (name, base, rest) in TABLES {
        let table = schema.pointer(&format!("{base}{rest}")).unwrap();
        let keys: Vec<_> = table["properties"].as_object().unwrap().keys().cloned().collect();
        let mut told = BTreeSet::new();
        for (first, others) in rows(name) {
            let (column, text) = others.rsplit_once(" | ").unwrap_or(("", &others));
            let quoted = quoted(&first);
            for key in &quoted {
                let described = table["properties"][key]["description"].as_str().unwrap();
                let exact = quoted.len() == 1;
                let same = if exact { described == plain(text) } else { described.starts_with(&plain(text)) };
                assert!(same, "{name} {key}: {described}\n{text}");
                let required = table["required"].as_array().unwrap().contains(&json!(key));
                assert_eq!(required, column.trim().ends_with("needed"), "{name} {key}");
            }
            told.extend(quoted);
        }
        assert_eq!(told.into_iter().collect::<Vec<_>>(), keys, "{name}");
    }
}

#[test]
fn the_guide_has_the_same_verbs_in_the_same_words() {
    let schema = schema("en");
    let verbs = schema.pointer(&format!("{STEP}/properties/do/oneOf")).unwrap().as_array().unwrap();
    let table = rows("do");
    assert_eq!(table.len(), verbs.len());
    let verb_of = |verb: &str| verbs.iter().find(|one| one["required"][0] == *verb).unwrap();
    for (verb, keys) in table {
        let schema = verb_of(quoted(&verb).first().unwrap());
        let known: BTreeSet<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(quoted(&keys), known, "{verb}");
        let needed = known.iter().filter(|key| *key != "forget").count();
        assert_eq!(schema["required"].as_array().unwrap().len(), needed, "{verb}");
    }
    for (example, text) in rows_behind("### Actions") {
        let verb = example.trim().trim_start_matches('`').split(' ').next().unwrap();
        assert_eq!(verb_of(verb)["properties"][verb]["description"], plain(&text), "{verb}");
    }
}

/// Without what only Markdown has.
fn plain(text: &str) -> String {
    text.trim()
        .replace("[inits.toml](inits.toml)", "inits.toml")
        .replace("[claims.toml](claims.toml)", "claims.toml")
}

/// No sentence is nobody's, and none is missing.
#[test]
fn every_key_is_described_in_both_languages() {
    for lang in ["en", "ko"] {
        let mut said = BTreeSet::new();
        descriptions(&schema(lang), &mut said);
        let words = pidlab::i18n::Words::new(if lang == "ko" {
            pidlab::i18n::Lang::Ko
        } else {
            pidlab::i18n::Lang::En
        });
        let file = read(format!("i18n/{lang}/schema.ftl"));
        let ids = file.lines().filter_map(|line| line.strip_prefix("schema-")?.split_once(" = "));
        let known: BTreeSet<String> =
            ids.filter(|(id, _)| *id != "title").map(|(id, _)| words.get(&format!("schema-{id}"))).collect();
        assert_eq!(said, known);
        let hangul = |text: &&String| text.contains(|c: char| ('가'..='힣').contains(&c));
        assert_eq!(known.iter().filter(hangul).count(), if lang == "ko" { known.len() } else { 0 });
    }
}

fn descriptions(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Array(all) => all.iter().for_each(|one| descriptions(one, found)),
        Value::Object(all) => {
            found.extend(all.get("description").and_then(Value::as_str).map(str::to_owned));
            all.values().for_each(|one| descriptions(one, found));
        }
        _ => {}
    }
}
