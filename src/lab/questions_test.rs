//! The faults of questions and of their reasons, with their places.

use super::faults_test::check;
use super::parse;

const ASK: &str = r#"ask = { en = "Q", ko = "질문" }
choices = [ { en = "a", ko = "가", when = { shell = { state = "gone" } } }, { en = "b", ko = "나", when = { shell = { ppid = 0 } } } ]
"#;

/// The faults of a lab whose only step has these lines.
fn places(lines: &str) -> Vec<String> {
    let source = r#"format = 1
id = "x"
title = { en = "T", ko = "제목" }
story = { en = "S", ko = "이야기" }
[containers.box]
init = "sleep"
[[step]]
title = { en = "T", ko = "제목" }
do = { exec = ["bash"], in = "box", as = "shell" }
"#;
    let source = format!("{source}{lines}");
    let faults = parse(&source).err().unwrap_or_default();
    let place = |fault: &super::Fault| format!("{:?} {}", fault.place(&source), fault.message.id());
    faults.iter().map(place).collect()
}

#[test]
fn a_question_needs_a_reason() {
    assert_eq!(places(ASK), ["(7, 1) fault-ask-without-reason"]);
    for key in ["explain", "because"] {
        let reason = format!("{key} = {{ en = \"R\", ko = \"이유\" }}");
        assert!(places(&format!("{ASK}{reason}")).is_empty(), "{key}");
    }
}

#[test]
fn a_reason_without_a_question_is_that_of_nothing() {
    assert_eq!(places("because = { en = \"R\", ko = \"이유\" }"), ["(7, 1) fault-because-alone"]);
    assert!(places("explain = { en = \"R\", ko = \"이유\" }").is_empty());
}

#[test]
fn questions() {
    check("ask = { en = \"Q\", ko = \"질문\" }", 1, "", &["16:1 fault-ask-and-choices"]);
    check("state = \"zombie\"", 1, "state = \"gone\"", &["21:76 fault-same-choice"]);
    check(
        ", { en = \"b\", ko = \"나\", when = { child = { state = \"zombie\" } } }",
        1,
        "",
        &["21:11 fault-one-choice"],
    );
    check(", when = { child = { state = \"gone\" } }", 1, "", &["21:13 fault-missing-key"]);
}
