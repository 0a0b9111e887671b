//! Every fault of a lab file with its place and its words.

use super::{Fault, parse, render};
use crate::i18n::{Lang, Words};

/// A sound lab; `«` and `»` mark what a test replaces.
const SOUND: &str = r#"format = 1
id = "x"
title = { en = "T", ko = "제목" }
story = { en = "S", ko = "이야기" }
seconds = 2
claims = ["A1"]
[containers.box]
init = "sleep"
[containers.other]
init = "sleep"
[containers.machine]
init = "host"
[[step]]
title = { en = "T", ko = "제목" }
do = { exec = ["bash"], in = "box", as = "shell" }
[[step]]
title = { en = "T", ko = "제목" }
do = { type = "sleep {seconds} &", into = "shell" }
meet = { child = { comm = "sleep", child_of = "shell" } }
ask = { en = "Q", ko = "질문" }
choices = [ { en = "a", ko = "가", when = { child = { state = "gone" } } }, { en = "b", ko = "나", when = { child = { state = "zombie" } } } ]
expect = [ { child = { state = "sleeping", parent = "shell" }, rc = 0 } ]
explain = { en = "E", ko = "이유" }
[[step]]
title = { en = "T", ko = "제목" }
do = { await = "child", until = "exit" }
expect = [ { child = { state = "zombie" }, if = { reaps = false } }, { child = { state = "gone" }, if = { reaps = true } } ]
then = [ { when = { child = { was = "zombie" } }, en = "t", ko = "그다음" } ]
[[step]]
title = { en = "T", ko = "제목" }
do = { remove = "box" }
expect = [ { child = { state = "gone" } } ]
[[lesson]]
en = "L"
ko = "배운 것"
"#;

/// The sound lab with the `nth` (from 1) occurrence of `from` replaced.
fn with(from: &str, nth: usize, to: &str) -> String {
    let (at, _) = SOUND.match_indices(from).nth(nth - 1).expect("the sound lab has the text");
    format!("{}{to}{}", &SOUND[..at], &SOUND[at + from.len()..])
}

fn faults(source: &str) -> Vec<Fault> {
    parse(source).expect_err("a fault")
}

/// `line:column id`, one a fault.
fn places(source: &str) -> Vec<String> {
    let place = |fault: &Fault| {
        let (line, column) = fault.place(source);
        format!("{line}:{column} {}", fault.message.id())
    };
    faults(source).iter().map(place).collect()
}

#[track_caller]
pub(super) fn check(from: &str, nth: usize, to: &str, expected: &[&str]) {
    let source = with(from, nth, to);
    assert_eq!(places(&source), expected);
    for lang in [Lang::En, Lang::Ko] {
        let words = Words::new(lang);
        for fault in faults(&source) {
            for message in [&fault.message].into_iter().chain(&fault.help) {
                let said = words.say(message);
                assert!(said != message.id() && !said.contains("{$"), "{lang:?} {said}");
            }
        }
    }
}

#[test]
fn the_sound_lab_is_sound() {
    let lab = parse(SOUND).unwrap();
    assert_eq!(lab.steps.len(), 4);
    assert_eq!(lab.containers.len(), 3);
}

#[test]
fn top_level() {
    check("format = 1", 1, "", &["1:1 fault-missing-key"]);
    check("format = 1", 1, "format = 2", &["1:10 fault-format"]);
    check("id = \"x\"", 1, "id = \"X y\"", &["2:6 fault-id"]);
    check("id = \"x\"", 1, "id = 5", &["2:6 fault-type"]);
    check("seconds = 2", 1, "seconds = 0", &["5:11 fault-range"]);
    check("seconds = 2", 1, "seconds = nan", &["5:11 fault-range"]);
    check("seconds = 2", 1, "kernel = \"new\"", &["5:10 fault-kernel"]);
    check("seconds = 2", 1, "second = 2", &["5:1 fault-unknown-key"]);
    check("A1", 1, "a1", &["6:11 fault-not-among"]);
    check("A1", 1, "é1", &["6:11 fault-not-among"]);
    check("init = \"sleep\"", 1, "init = \"slep\"", &["8:8 fault-not-among"]);
    check("init = \"sleep\"", 1, "init = \"sleep 9\"\nnet = 1", &["9:1 fault-unknown-key"]);
    check(
        "[containers.box]",
        1,
        "[containers.Box]",
        &["7:13 fault-bad-name", "15:30 fault-unknown-container", "31:17 fault-unknown-container"],
    );
}

#[test]
fn texts() {
    check("ko = \"제목\"", 1, "jp = \"x\"", &["3:9 fault-missing-language", "3:21 fault-unknown-key"]);
    check(", ko = \"이야기\"", 1, "", &["4:9 fault-missing-language"]);
    check("ko = \"이야기\"", 1, "ko = \" \"", &["4:26 fault-empty"]);
    check("en = \"S\"", 1, "en = \"{seconds}\"", &["4:16 fault-placeholder-in-text"]);
    check("en = \"S\"", 1, "en = \"a\\u001b\"", &["4:16 fault-control"]);
}

#[test]
fn toml_itself() {
    check("id = \"x\"", 1, "id = \"x", &["2:8 fault-toml"]);
    check("en = \"T\", ", 1, "en = \"T\",\n ", &["3:9 fault-inline-table"]);
    check("ko = \"제목\" }", 1, "ko = \"제목\", }", &["3:32 fault-inline-comma"]);
    check("id = \"x\"", 1, "id = \"x\"\nid = \"x\"", &["3:1 fault-toml"]);
}

#[test]
fn lists_and_long_strings_may_span_lines_in_an_inline_table() {
    assert!(parse(&with("[\"bash\"]", 1, "[\n\"bash\",\n]")).is_ok());
    assert!(parse(&with("en = \"S\"", 1, "en = \"\"\"S\nS\"\"\"")).is_ok());
}

#[test]
fn names() {
    check(
        "as = \"shell\"",
        1,
        "as = \"box\"",
        &[
            "15:42 fault-name-of-container",
            "18:43 fault-no-shell",
            "19:47 fault-unknown-process",
            "22:53 fault-unknown-process",
        ],
    );
    check(
        "meet = { child = {",
        1,
        "meet = { host = { comm = \"a\", child_of = \"shell\" }, child = {",
        &["19:10 fault-reserved-name"],
    );
    check(
        "meet = { child = {",
        1,
        "meet = { shell = { comm = \"a\", child_of = \"shell\" }, child = {",
        &["19:10 fault-name-taken"],
    );
    check(
        "meet = { child = {",
        1,
        "meet = { c.d = { comm = \"a\", child_of = \"shell\" }, child = {",
        &["19:10 fault-missing-key", "19:10 fault-missing-key", "19:12 fault-unknown-key"],
    );
    check("in = \"box\"", 1, "in = \"bax\"", &["15:30 fault-unknown-container", "31:17 fault-never-started"]);
    check("await = \"child\"", 1, "await = \"chidl\"", &["26:16 fault-unknown-process"]);
    check("child_of = \"shell\"", 1, "child_of = \"sleep\"", &["19:47 fault-unknown-process"]);
    check("{ child = { was", 1, "{ box = { was", &["28:21 fault-container-as-process"]);
    check("{seconds}", 1, "{second}", &["18:22 fault-unknown-placeholder"]);
    check("{seconds}", 1, "{child}", &["18:22 fault-unknown-placeholder"]);
}

#[test]
fn processes_may_be_met_in_any_order_but_not_in_a_circle() {
    let parent = "grandchild = { comm = \"b\", child_of = \"child\" }, child = {";
    let lab = parse(&with("child = { comm", 1, &format!("{parent} comm"))).unwrap();
    let met: Vec<_> = lab.steps[1].meet.iter().map(|meet| meet.name.as_str()).collect();
    assert_eq!(met, ["child", "grandchild"]);
    let circle = "a = { comm = \"b\", child_of = \"b\" }, b = { comm = \"b\", child_of = \"a\" }, child = {";
    let source = with("child = { comm", 1, &format!("{circle} comm"));
    assert_eq!(places(&source), ["19:39 fault-met-in-circle"]);
}

#[test]
fn actions() {
    let second = "do = { await = \"child\", until = \"exit\" }";
    check(second, 1, "do = { wait = \"child\" }", &["26:6 fault-verb"]);
    check(second, 1, "do = { start = \"box\", await = \"child\" }", &["26:6 fault-verb"]);
    check(second, 1, "do = { start = \"box\" }", &["26:16 fault-started-twice"]);
    check(second, 1, "do = { start = \"machine\" }", &["26:16 fault-start-host"]);
    check(second, 1, "do = { remove = \"machine\" }", &["26:17 fault-remove-host"]);
    check(second, 1, "do = { remove = \"other\" }", &["26:17 fault-never-started"]);
    check(second, 1, "do = { await = \"child\", until = \"end\" }", &["26:33 fault-not-among"]);
    check(second, 1, "do = { await = \"box.init\", until = \"exit\" }", &["26:16 fault-await-init"]);
    check(second, 1, "do = { exec = [], in = \"box\", as = \"y\" }", &["26:15 fault-empty"]);
    check(second, 1, "do = { type = \"a\\nb\", into = \"shell\" }", &["26:15 fault-line"]);
    check(second, 1, "do = { type = \"a\", into = \"child\" }", &["26:27 fault-no-shell"]);
    check(
        second,
        1,
        "do = { await = \"child\", until = \"exit\", seconds = 1 }",
        &["26:41 fault-unknown-key"],
    );
}

#[test]
fn stopping() {
    let second = "do = { await = \"child\", until = \"exit\" }";
    assert!(parse(&with("remove = \"box\"", 1, "stop = \"box\"")).is_ok());
    check(second, 1, "do = { stop = \"other\" }", &["26:15 fault-never-started"]);
    check(second, 1, "do = { stop = \"machine\" }", &["26:15 fault-remove-host"]);
    check("seconds = 2", 1, "grace = 0", &["5:9 fault-range"]);
}

#[test]
fn containers() {
    let sleep = "init = \"sleep\"";
    let files = "fixed = true\nfiles = { \"/run/a\" = \"x\", \"/tmp/b/c\" = \"y\" }";
    assert_eq!(parse(&with(sleep, 1, &format!("{sleep}\n{files}"))).unwrap().containers[0].files.len(), 2);
    let shared = with("seconds = 2", 1, "files = { \"/run/a\" = \"x\" }");
    assert!(parse(&shared).unwrap().containers.iter().all(|container| container.files.len() == 1));
    check(sleep, 1, &format!("{sleep}\nfixed = 1"), &["9:9 fault-type"]);
    for path in ["/etc/passwd", "/run/../etc/passwd", "/run/", "run/x"] {
        let file = format!("{sleep}\nfiles = {{ \"{path}\" = \"x\" }}");
        check(sleep, 1, &file, &["9:11 fault-file"]);
    }
}

#[test]
fn rows() {
    let typed = "do = { type = \"sleep {seconds} &\", into = \"shell\" }";
    let each = |values: &str, action: &str| format!("each = {{ {values} }}\ndo = {{ {action} }}");
    let signal = "signal = \"{sig}\", to = \"shell\", from = \"host\"";
    let sound = each("sig = [\"TERM\", \"INT\"]", signal);
    let lab = parse(&with("do = { await = \"child\", until = \"exit\" }", 1, &sound)).unwrap();
    let rows = lab.steps[2].rows.as_ref().unwrap();
    assert_eq!((rows.name.as_str(), rows.values.len()), ("sig", 2));
    let old = "do = { await = \"child\", until = \"exit\" }";
    check(old, 1, &each("sig = [\"TEM\"]", signal), &["27:17 fault-not-among"]);
    check(old, 1, &each("sig = []", signal), &["26:16 fault-empty", "27:17 fault-not-among"]);
    check(
        old,
        1,
        &each("a = [\"1\"], b = [\"2\"]", "await = \"child\", until = \"exit\""),
        &["26:8 fault-rows"],
    );
    check(old, 1, &each("n = [\"1\"]", "await = \"child\", until = \"exit\""), &["24:1 fault-rows-action"]);
    check(old, 1, &each("Sig = [\"1\"]", "type = \"true\", into = \"shell\""), &["26:10 fault-bad-name"]);
    let line = "type = \"sleep {n} {m}\", into = \"shell\"";
    check(typed, 1, &each("n = [\"1\"]", line), &["19:26 fault-unknown-placeholder"]);
}

#[test]
fn an_end_that_is_expected_ends_the_container() {
    let kill = "do = { signal = \"KILL\", to = \"box.init\", from = \"host\" }\n\
        expect = [ { \"box.init\" = { state = \"gone\", ended = { signal = \"KILL\" } } } ]\n[[step]]\n\
        title = { en = \"T\", ko = \"제목\" }\n";
    let old = "do = { await = \"child\", until = \"exit\" }";
    let late = "do = { exec = [\"bash\"], in = \"box\", as = \"late\" }\nexpect = [ { refused = \"ENOMEM\" } ]\n[[step]]\n\
        title = { en = \"T\", ko = \"제목\" }\ndo = { exec = [\"bash\"], in = \"other\", as = \"y\" }";
    assert!(parse(&with(old, 1, &format!("{kill}{late}"))).is_ok());
    let typed = "do = { type = \"true\", into = \"shell\" }";
    check(old, 1, &format!("{kill}{typed}"), &["30:30 fault-removed"]);
}

#[test]
fn what_is_said_of_a_step() {
    let old = "expect = [ { child = { state = \"gone\" } } ]";
    let with_deed = |deed: &str| format!("expect = [ {{ {deed} }} ]");
    for sound in ["prints = \"x\"", "prints_not = \"x\"", "count = { zombie = 0 }", "collected = [\"shell\"]"]
    {
        assert!(parse(&with(old, 1, &with_deed(sound))).is_ok(), "{sound}");
    }
    check(old, 1, &with_deed("prints = \"\""), &["32:23 fault-empty"]);
    check(old, 1, &with_deed("killed = true"), &["32:23 fault-killed-without-stop"]);
    check(old, 1, &with_deed("refused = \"ENOMEM\""), &["32:24 fault-refused-without-exec"]);
    check(old, 1, &with_deed("collected = [\"nobody\"]"), &["32:27 fault-unknown-process"]);
    check(old, 1, &with_deed("count = {}"), &["32:22 fault-empty"]);
    check(old, 1, &with_deed("count = { gone = 1 }"), &["32:24 fault-count"]);
    check(old, 1, &with_deed("count = { zombie = -1 }"), &["32:33 fault-range"]);
    let exec = "do = { exec = [\"bash\"], in = \"box\", as = \"shell\" }";
    let refused = format!("{exec}\nexpect = [ {{ refused = \"ENOMEN\" }} ]");
    check(exec, 1, &refused, &["16:24 fault-not-among"]);
}

#[test]
fn conditions() {
    let old = "if = { reaps = false }";
    assert!(parse(&with(old, 1, "if = { on = { TERM = \"ends\" } }")).is_err(), "it may reap and end");
    check(old, 1, "if = { on = { TERM = \"stops\" } }", &["27:65 fault-not-among"]);
    check(old, 1, "if = { on = { TERM = \"ends\", INT = \"ends\" } }", &["27:56 fault-condition-on"]);
}

#[test]
fn signals() {
    let signal = |rest: &str| format!("do = {{ signal = {rest} }}");
    let old = "do = { await = \"child\", until = \"exit\" }";
    let to_init = signal("\"TERM\", to = \"box.init\", from = \"host\"");
    assert!(parse(&with(old, 1, &to_init)).is_ok());
    let kill = signal("\"SIGKIL\", to = \"child\", from = \"host\"");
    check(old, 1, &kill, &["26:17 fault-not-among"]);
    let from = signal("\"KILL\", to = \"child\", from = \"child\"");
    check(old, 1, &from, &["26:46 fault-no-shell"]);
    let far = format!(
        "do = {{ exec = [\"bash\"], in = \"other\", as = \"far\" }}\n[[step]]\ntitle = {{ en = \"T\", ko = \"제목\" }}\n{}",
        signal("\"KILL\", to = \"child\", from = \"far\"")
    );
    check(old, 1, &far, &["29:46 fault-other-container"]);
    let host = format!(
        "do = {{ exec = [\"bash\"], in = \"machine\", as = \"far\" }}\n[[step]]\ntitle = {{ en = \"T\", ko = \"제목\" }}\n{}",
        signal("\"KILL\", to = \"machine.init\", from = \"host\"")
    );
    check(old, 1, &host, &["29:30 fault-signal-host-init"]);
}

#[test]
fn expectations_that_cannot_hold() {
    check(
        "state = \"gone\" } } ]\n[[lesson",
        1,
        "state = \"zombie\" } } ]\n[[lesson",
        &["32:14 fault-removed-must-be-gone"],
    );
    check("state = \"sleeping\", parent", 1, "state = \"gone\", parent", &["22:14 fault-gone-with-facts"]);
    check(
        "state = \"sleeping\", parent = \"shell\"",
        1,
        "state = \"stopped\", ended = { status = 1 }",
        &["22:14 fault-ended-not-zombie"],
    );
    check("if = { reaps = false }", 1, "if = { host = true }", &["27:70 fault-contradiction"]);
    check("if = { reaps = false }", 1, "if = { reaps = false, host = true }", &["27:49 fault-condition"]);
    check(
        "if = { reaps = false }",
        1,
        "rc = 0",
        &["27:49 fault-rc-without-line", "27:56 fault-contradiction"],
    );
    check("state = \"zombie\" }, if", 1, "was = \"zombie\" }, if", &["27:30 fault-was-in-expect"]);
    check("state = \"zombie\" }, if", 1, "same_as = \"child\" }, if", &["27:14 fault-same-as-itself"]);
    check("state = \"zombie\" }, if", 1, "comm = \"a-name-that-is-long\" }, if", &["27:31 fault-long-comm"]);
    check("state = \"zombie\" }, if", 1, "state = \"dead\" }, if", &["27:32 fault-not-among"]);
    check(
        "state = \"zombie\" }, if",
        1,
        "ended = { status = 1, signal = \"KILL\" } }, if",
        &["27:32 fault-ended"],
    );
    check("state = \"zombie\" }, if", 1, "ended = { status = 256 } }, if", &["27:43 fault-range"]);
    check("{ state = \"zombie\" }, if", 1, "{}, if", &["27:22 fault-no-facts"]);
    check("{ child = { state = \"zombie\" }, if", 1, "{ if", &["27:12 fault-no-facts"]);
}

#[test]
fn several_faults_are_all_told_in_the_order_of_the_file() {
    let source = with("id = \"x\"", 1, "id = \"X\"").replace("until", "till");
    assert_eq!(places(&source), ["2:6 fault-id", "26:6 fault-missing-key", "26:25 fault-unknown-key"]);
}

#[test]
fn a_fault_is_shown_with_its_line() {
    let source = with("until = \"exit\"", 1, "until = \"exti\"");
    let shown = |lang| render("my\u{1b}.toml", &source, &faults(&source), &Words::new(lang));
    insta::assert_snapshot!(shown(Lang::En), @r#"
    error: exti is not a value for until
      --> my\x1b.toml:26:33
       |
    26 | do = { await = "child", until = "exti" }
       |                                 ^^^^^^
       |
       = hint: allowed here: exit, zombie, gone
       = hint: did you mean exit?
    "#);
    insta::assert_snapshot!(shown(Lang::Ko), @r#"
    오류: until 값으로 쓸 수 없습니다: exti
      --> my\x1b.toml:26:33
       |
    26 | do = { await = "child", until = "exti" }
       |                                 ^^^^^^
       |
       = 도움말: 여기에 쓸 수 있는 것: exit, zombie, gone
       = 도움말: 혹시 이것입니까: exit
    "#);
}

#[test]
fn nothing_of_the_file_reaches_the_terminal_raw() {
    let source = with("id = \"x\"", 1, "id = \"x\u{1b}[2J\u{202e}y\u{9b}\"");
    let shown = render("x.toml", &source, &faults(&source), &Words::new(Lang::En));
    assert!(shown.contains("x.toml:2:8"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{shown:?}");
}
