//! Lab files of the user's own: what is wrong is shown where it is; what they start is shown safely.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::Mark;
use common::{Ended, pidlab, sh};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use tempfile::TempDir;

/// A sound lab.
const SOUND: &str = r#"format = 1
id = "own"
title = { en = "Own", ko = "내 실습" }
story = { en = "A story.", ko = "이야기입니다." }
needs = ["bash"]
seconds = 1

[containers.box]
init = "sleep"

[[step]]
title = { en = "Enter", ko = "들어갑니다" }
do = { exec = ["bash"], in = "box", as = "shell" }
expect = [ { shell = { state = "sleeping" } } ]

[[step]]
title = { en = "Sleep", ko = "재웁니다" }
do = { type = "sleep 1000 &", into = "shell" }
meet = { child = { comm = "sleep", child_of = "shell" } }
expect = [ { child = { state = "sleeping", parent = "shell" } } ]

[[step]]
title = { en = "Remove", ko = "지웁니다" }
do = { remove = "box" }
expect = [ { child = { state = "gone" } } ]

[[lesson]]
en = "Done."
ko = "끝났습니다."
"#;

struct File {
    folder: TempDir,
}

impl File {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("own.toml"), text).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("own.toml")
    }

    fn run(&self, options: &[&str]) -> Ended {
        let mark = Mark::new();
        let path = self.path();
        let arguments = ["run", path.to_str().unwrap()];
        let ended = mark.on(pidlab(arguments.into_iter().chain(options.iter().copied()))).run();
        mark.all_end();
        ended
    }
}

/// The sound lab with this replaced must be refused at this line and column, with these words in each
/// language; nothing is started.
#[track_caller]
fn refused(from: &str, to: &str, place: &str, en: &str, ko: &str) {
    assert_eq!(SOUND.matches(from).count(), 1, "{from}");
    let file = File::new(&SOUND.replace(from, to));
    for (lang, words) in [("en", en), ("ko", ko)] {
        let ended = file.run(&["--lang", lang]).code(2);
        let place = format!("{}:{place}", file.path().display());
        assert!(ended.stdout.is_empty(), "{ended}");
        ended.complains([&place, words]);
    }
}

#[test]
fn a_sound_lab_plays() {
    let file = File::new(SOUND);
    file.run(&[]).code(0).quiet().says(["own · Own", "✓ As expected."]);
    file.run(&["--lang", "ko"]).code(0).quiet().says(["own · 내 실습", "끝났습니다."]);
}

#[test]
fn broken_toml() {
    refused("seconds = 1", "seconds = = 1", "6:11", "this is not TOML", "TOML");
    refused("[containers.box]", "[containers.box", "8:", "this is not TOML", "TOML");
    refused("id = \"own\"", "id = \"own", "2:", "this is not TOML", "TOML");
    refused("as = \"shell\" }", "as = \"shell\",\n}", "13:6", "must stay on one line", "TOML");
}

#[test]
fn an_unknown_key() {
    refused("seconds = 1", "second = 1", "6:1", "unknown key second", "second");
    refused("needs =", "need =", "5:1", "did you mean needs?", "needs");
    refused("do = { remove", "do = { delete", "24:6", "allowed here: start", "start");
}

#[test]
fn a_missing_language() {
    refused(", ko = \"들어갑니다\"", "", "12:9", "the text has no ko", "ko");
    refused("en = \"A story.\", ", "", "4:9", "the text has no en", "en");
    refused("\nko = \"끝났습니다.\"", "", "27:1", "ko", "ko");
}

#[test]
fn an_unknown_process_or_container() {
    refused(
        "expect = [ { child = { state = \"gone\"",
        "expect = [ { kid = { state = \"gone\"",
        "25:14",
        "kid",
        "kid",
    );
    refused("into = \"shell\"", "into = \"shel\"", "18:38", "shel", "shel");
    refused("in = \"box\"", "in = \"bocks\"", "13:30", "no container is named bocks", "bocks");
    refused("remove = \"box\"", "remove = \"bix\"", "24:17", "known here: box", "box");
    refused("parent = \"shell\"", "parent = \"nobody\"", "20:53", "nobody", "nobody");
}

#[test]
fn an_expectation_that_cannot_hold() {
    let gone = "state = \"sleeping\", parent = \"shell\"";
    refused(gone, "state = \"gone\", parent = \"shell\"", "20:", "cannot be gone", "사라");
    refused("{ child = { state = \"gone\" }", "{ child = { state = \"sleeping\" }", "25:14", "gone", "gone");
    refused("comm = \"sleep\"", "comm = \"a-name-of-16-byte\"", "19:", "15 bytes", "15");
    refused(
        "expect = [ { shell = { state = \"sleeping\" } } ]",
        "expect = [ { rc = 0 } ]",
        "14:",
        "rc",
        "rc",
    );
    refused("state = \"sleeping\", parent", "state = \"asleep\", parent", "20:32", "sleeping", "sleeping");
}

#[test]
fn two_steps_that_name_one_process() {
    refused("meet = { child", "meet = { shell", "19:10", "shell", "shell");
    let twice = "do = { exec = [\"bash\"], in = \"box\", as = \"shell\" }\n\n[[step]]\n\
        title = { en = \"Again\", ko = \"다시\" }\ndo = { exec = [\"bash\"], in = \"box\", as = \"shell\" }";
    let step = "do = { exec = [\"bash\"], in = \"box\", as = \"shell\" }";
    refused(step, twice, "17:", "the name of another process already", "shell");
}

#[test]
fn every_fault_is_shown_at_once() {
    let text = SOUND.replace("seconds = 1", "second = 1").replace("remove = \"box\"", "remove = \"bix\"");
    File::new(&text).run(&[]).code(2).complains(["own.toml:6:1", "own.toml:24:17"]);
}

#[test]
fn what_the_file_says_is_escaped_in_the_complaint() {
    let ended = File::new(&SOUND.replace("seconds = 1", "\"se\\u001b[31mcs\" = 1")).run(&[]).code(2);
    assert!(!ended.stderr.contains('\x1b'), "{ended}");
    let ended = File::new(&format!("{SOUND}# \u{202e} \u{7} \u{9b}\nwrong")).run(&[]).code(2);
    assert!(!ended.stderr.contains(['\u{202e}', '\u{7}', '\u{9b}']), "{ended}");
}

#[test]
fn files_that_are_no_lab() {
    for (name, complaint) in [
        ("./no-such-file.toml", "no-such-file.toml"),
        ("/", "/"),
        ("/dev/null", "/dev/null"),
        ("/proc/self/mem", "/proc/self/mem"),
    ] {
        for lang in ["en", "ko"] {
            let ended = pidlab(["run", name, "--lang", lang]).run().code(2);
            assert!(ended.stdout.is_empty() && ended.stderr.contains(complaint), "{ended}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("binary.toml");
    std::fs::write(&path, b"\x7fELF\xff\xfe\0").unwrap();
    pidlab(["run", path.to_str().unwrap()]).run().code(2).complains(["binary.toml", "UTF-8"]);
    let fifo = sh("mkfifo fifo; exec \"$PIDLAB\" run ./fifo").folder(&folder).run();
    fifo.code(2).complains(["fifo", "format"]);
}

#[test]
fn a_lab_may_come_through_a_pipe() {
    let file = File::new(SOUND);
    let line = "{ cat; } < own.toml | \"$PIDLAB\" run /dev/stdin";
    sh(line).folder(&file.folder).run().code(0).quiet().says(["own · Own", "✓ As expected."]);
}

#[test]
fn a_misspelt_lab_gets_a_suggestion() {
    pidlab(["run", "zombi"]).run().code(2).complains(["zombi", "zombie", "hint: "]);
    pidlab(["run", "좀비", "--lang", "ko"]).run().code(2).complains(["오류: ", "좀비", "zombie", "도움말: "]);
}

#[test]
fn two_choices_that_hold_are_the_lab_s_fault() {
    let question = "ask = { en = \"What?\", ko = \"무엇?\" }\nchoices = [ \
        { en = \"a\", ko = \"가\", when = { child = { parent = \"shell\" } } }, \
        { en = \"b\", ko = \"나\", when = { child = { state = \"sleeping\" } } } ]\n\
        because = { en = \"So.\", ko = \"그렇습니다.\" }\nmeet = { child";
    let file = File::new(&SOUND.replace("meet = { child", question));
    file.run(&[]).code(2).complains(["step 2", "2 choices", "hint: "]);
    file.run(&["--lang", "ko"]).code(2).complains(["2", "도움말: "]);
}

#[test]
fn an_expectation_that_does_not_hold_is_shown_with_what_was_seen() {
    // Sixteen seconds: a step's patience. What is expected is possible, but not so.
    let file = File::new(&SOUND.replace("state = \"sleeping\", parent = \"shell\"", "state = \"stopped\""));
    let ended = file.run(&["--format", "json"]).code(1).quiet();
    let events = ended.events();
    assert_eq!(events.verdict(), "differs");
    let failed: Vec<_> = events.of("checked").filter(|it| it["holds"] == false).collect();
    assert_eq!(failed.len(), 1, "{ended}");
    assert!(failed[0]["seen"].is_string() && failed[0]["step"] == 2, "{ended}");
}

/// Names of a program, and how they are shown: escapes, newlines, Hangul, bytes that are no UTF-8.
const NAMES: [(&[u8], &str); 6] = [
    (b"a\x1b[31mred", "a\\x1b[31mred"),
    (b"two\nlines", "two\\nlines"),
    ("좀비".as_bytes(), "좀비"),
    (b"\x80\xff!", "\\x80\\xff!"),
    ("a\u{202e}b".as_bytes(), "a\\u{202e}b"),
    (b"\xec\xa2", "\\xec\\xa2"),
];

/// A folder with copies of `sleep` under these names, run by a lab's shell: one lab for all.
fn strange() -> File {
    let file = File::new("");
    let sleep = sh("readlink -f \"$(command -v sleep)\"").run().code(0).stdout;
    for (name, _) in NAMES {
        let target = file.folder.path().join(OsStr::from_bytes(name));
        std::fs::copy(sleep.trim(), target).unwrap();
    }
    // The line ends when each has executed its program: until then it is a bash.
    let line = "for f in ./[!o]*; do \\\"$f\\\" 1000 & done; for p in $(jobs -p); do \
        while read -r c </proc/$p/comm && [ $c = bash ]; do :; done; done 2>/dev/null";
    let text = SOUND.replace("sleep 1000 &", line).replace("comm = \"sleep\"", "comm = \"좀비\"");
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn strange_names_of_processes_are_shown_escaped() {
    let file = strange();
    let run = |options: &[&str]| {
        let mark = Mark::new();
        let run = pidlab(["run", "./own.toml"].into_iter().chain(options.iter().copied()));
        let ended = mark.on(run).folder(&file.folder).env("COLUMNS", "200").run().code(0).quiet();
        mark.all_end();
        ended
    };
    let text = run(&[]);
    for (_, shown) in NAMES {
        assert!(text.stdout.contains(&format!("./{shown} 1000")), "{shown}: {text}");
    }
    assert!(!text.stdout.contains(['\x1b', '\u{202e}']), "{text}");
    let events = run(&["--format", "json"]).events();
    let tree = events.after(2);
    for (name, shown) in NAMES {
        let comm = common::events::Tree::processes(&tree).iter().find(|it| it["comm"] == shown);
        let process = comm.unwrap_or_else(|| panic!("{shown}: {}", tree.0));
        assert_eq!(process["command"][0], format!("./{shown}"), "{name:?}");
    }
}
