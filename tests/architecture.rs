//! Who may use whom, and what may stand where. The table is the design; the source is held against it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{files, read, short};
use std::collections::BTreeSet;

/// What everybody may use who is not [`ALONE`].
const EVERYBODY: [&str; 3] = ["error", "escape", "i18n"];

/// Those to whom [`EVERYBODY`] does not apply: what their lines say is all that they may use.
const ALONE: [&str; 8] = ["sys", "escape", "i18n", "error", "wrap", "init", "applet", "entry"];

/// A module (a file or folder of `src/`) and what of ours it may use.
const MAY_USE: [(&str, &[&str]); 29] = [
    // What everything rests on.
    ("sys", &[]),
    ("escape", &[]),
    ("wrap", &[]),
    ("i18n", &["escape"]),
    ("error", &["i18n"]),
    ("wait", &["sys"]),
    ("output", &["wait"]),
    // The way of the data.
    ("snapshot", &[]),
    ("lab", &["snapshot"]),
    ("observe", &["snapshot"]),
    ("sandbox", &["lab", "snapshot", "sys", "wait"]),
    ("shim", &["sandbox", "sys"]),
    ("engine", &["lab", "sandbox", "observe", "snapshot", "wait"]),
    ("compare", &["sandbox", "observe", "snapshot", "orphans", "wait"]),
    ("claims", &["lab", "engine"]),
    ("quiz", &["lab", "engine"]),
    ("report", &["lab", "claims", "quiz", "compare", "snapshot", "engine", "output", "wait", "wrap"]),
    ("orphans", &["sys"]),
    ("init", &["applet", "sys"]),
    ("applet", &["sys"]),
    ("entry", &["init", "sys"]),
    // The command line.
    ("cli", &[]),
    ("help", &["cli", "output"]),
    ("usage", &["cli", "help", "output"]),
    ("stderr", &["output", "wrap"]),
    (
        "commands",
        &[
            "applet", "claims", "quiz", "cli", "compare", "help", "lab", "snapshot", "observe", "sandbox",
            "engine", "report", "output", "wait", "wrap",
        ],
    ),
    // The roles under which the program starts itself, and the entry.
    ("hidden", &["applet", "orphans", "shim", "sandbox", "error"]),
    ("main", &["cli", "commands", "entry", "help", "hidden", "output", "stderr", "sys", "usage"]),
    ("lib", &[]),
];

/// The only files with unsafe code.
const UNSAFE: [&str; 5] =
    ["src/sys.rs", "src/sys/raw.rs", "src/sys/signals.rs", "src/sys/stack.rs", "src/entry.rs"];

/// No file is longer.
const LINES: usize = 400;

/// A file's code: no comment lines and, as they may use what they like, no unit tests.
fn code(path: &std::path::Path) -> String {
    let text = read(path);
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn sources() -> Vec<(String, String)> {
    files("src", ".rs").iter().map(|path| (short(path), code(path))).collect()
}

/// `src/lab/model.rs` belongs to `lab`.
fn module(path: &str) -> &str {
    let path = path.strip_prefix("src/").unwrap();
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Our modules that are named after `crate::` (in the binary `pidlab::`), also in braces.
fn used(code: &str, root: &str) -> BTreeSet<String> {
    let paths = code.match_indices(root).filter(|(at, _)| !code[..*at].ends_with(is_part_of_name));
    paths.flat_map(|(at, root)| first_names(&code[at + root.len()..])).collect()
}

fn is_part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == ':'
}

/// `a::b` → a; `{a, b::{c, d}}` → a, b.
fn first_names(path: &str) -> Vec<String> {
    let Some(list) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut names, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' | ',' if depth == 0 => {
                names.push(name(list[start..at].trim()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn name(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn paths_are_read_as_the_compiler_reads_them() {
    let code = "use crate::error::{Error, Result};\nuse crate::{lab::model::{Lab, Step},\n  sys};\n\
                fn f() -> crate::wait::Deadline { mycrate::x(); }\npub(crate) fn g() {}";
    let found: Vec<_> = used(code, "crate::").into_iter().collect();
    assert_eq!(found, ["error", "lab", "sys", "wait"]);
}

#[test]
fn each_module_uses_only_what_the_table_allows() {
    for (path, code) in sources() {
        let module = module(&path);
        let row = MAY_USE.iter().find(|(name, _)| *name == module);
        let (_, allowed) = row.unwrap_or_else(|| panic!("{path}: {module} is not in the table"));
        let root = if module == "main" { "pidlab::" } else { "crate::" };
        for other in used(&code, root) {
            let common = !ALONE.contains(&module) && EVERYBODY.contains(&&*other);
            let fine = other == module || common || allowed.contains(&&*other);
            assert!(fine, "{path} uses {other}; {module} may use {allowed:?}");
        }
    }
}

/// Words of code that stand in it, and where that is allowed.
fn only_in(word: &str, allowed: impl Fn(&str) -> bool) {
    for (path, code) in sources() {
        let found = code.match_indices(word).any(|(at, _)| {
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            let part_of_longer =
                code[..at].ends_with(is_part) || code[at + word.len()..].starts_with(is_part);
            !part_of_longer
        });
        assert!(!found || allowed(&path), "`{word}` in {path}");
    }
}

#[test]
fn unsafe_code_stands_in_one_place() {
    only_in("unsafe", |path| UNSAFE.contains(&path));
    assert!(read("src/sys.rs").contains("unsafe {"), "else this test looks for the wrong thing");
}

#[test]
fn only_observe_parses_proc() {
    only_in("procfs", |path| module(path) == "observe");
}

#[test]
fn nothing_sleeps_for_a_fixed_time() {
    let call = concat!("thread::", "sleep");
    for path in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        assert!(!read(&path).contains(call), "{} sleeps: wait for a condition", short(&path));
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    for path in files("src", ".rs") {
        let lines = read(&path).lines().count();
        assert!(lines <= LINES, "{}: {lines} lines", short(&path));
    }
}
