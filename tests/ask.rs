//! Predictions: asked before, held against the kernel, and decided by lines of `/proc` of that very run.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{Ended, able, pidlab};
use serde_json::Value;

/// The zombie lab with questions; the answers of whoever sits there.
fn asked(options: &str, typed: &str) -> Option<Ended> {
    let arguments = ["run", "zombie", "--ask", "--seconds", "0.5"].into_iter();
    able(pidlab(arguments.chain(options.split_whitespace())).stdin(typed).run())
}

#[test]
fn predictions_are_held_against_the_kernel() {
    let Some(ended) = asked("", "2\n\n2\n\n1\n\n") else { return };
    ended.code(0).quiet().says([
        "Your prediction, 1 to 3:",
        "✓ You predicted it: nobody in here: PPID 0",
        "✓ You predicted it: of the container's PID 1",
        "✗ The kernel: a zombie, a child of PID 1",
    ]);
    // With a reaper the third answer is right: nothing is written down, the kernel decides.
    let Some(ended) = asked("--init reaper", "2\n\n2\n\n1\n\n") else { return };
    ended.code(0).quiet().says(["✓ You predicted it: nothing: the kernel clears away what has ended"]);
}

#[test]
fn an_answer_that_is_none_is_asked_again_and_the_end_of_input_is_no_answer() {
    let Some(ended) = asked("", "9\nx\n\n2\n") else { return };
    let ended = ended.code(0).quiet();
    // Of the second and third question, and of how sure one is, there is only the end of the input.
    assert_eq!(ended.stdout.matches("Your prediction, 1 to 3:").count(), 5, "{ended}");
    assert_eq!(ended.stdout.matches("How sure are you?").count(), 1, "{ended}");
    let ended = ended.says(["✓ You predicted it: nobody in here: PPID 0", "✓ As expected."]);
    let answers =
        ended.stdout.matches("You predicted").count() + ended.stdout.matches("✗ The kernel").count();
    assert_eq!(answers, 1, "{ended}");
}

#[test]
fn who_was_certain_and_wrong_or_guessed_and_right_gets_one_sentence_and_others_none() {
    let said = |typed: &str| {
        let ended = asked("", typed)?.code(0);
        let count = |part: &str| ended.stdout.matches(part).count();
        Some((count("You were certain"), count("A guess, and right")))
    };
    // A slip is asked again.
    let Some(said_of_these) = said("1\nx\n3\n2\n1\n2\n3\n") else { return };
    assert_eq!(said_of_these, (1, 1));
    assert_eq!(said("1\n2\n2\n2\n1\n1\n"), Some((0, 0)));
}

#[test]
fn the_reason_comes_after_the_answer_even_if_all_is_to_be_explained() {
    let reason = "setns(2) and fork(2) put a process";
    for (options, typed, times) in
        [("--explain", "2\n\n", 1), ("--explain", "", 1), ("", "2\n\n", 1), ("", "", 0)]
    {
        let Some(ended) = asked(options, typed) else { return };
        let text = ended.code(0).stdout;
        assert_eq!(text.matches(reason).count(), times, "{options} {typed:?}: {text}");
        if let Some(at) = text.find(reason) {
            assert!(text[..at].contains("Who is the parent of this bash"), "{options} {typed:?}: {text}");
        }
    }
    // Nobody is asked: all as before.
    let text = pidlab(["run", "zombie", "--explain", "--seconds", "0.5"]).run().code(0).stdout;
    assert_eq!(text.matches(reason).count(), 1);
}

/// Each line of evidence, held against the tree that the same run has told.
#[test]
fn what_decides_is_what_the_kernel_says() {
    let mut lines = 0;
    for (lab, init) in [("zombie", "sleep"), ("zombie", "reaper"), ("init-death", "sleep"), ("nested", "")] {
        let mut arguments = vec!["run", lab, "--seconds", "0.5", "--format", "json"];
        arguments.extend(if init.is_empty() { vec![] } else { vec!["--init", init] });
        let Some(ended) = able(pidlab(arguments).run()) else { return };
        let events = ended.code(0).events();
        for answered in events.of("answered") {
            let tree = events.after(answered["step"].as_u64().unwrap());
            let all = answered["evidence"].as_array().unwrap();
            assert!(!all.is_empty() && answered["reason"].is_string(), "{answered}");
            assert!(answered["chosen"].is_null() && answered["confidence"].is_null(), "{answered}");
            for evidence in all {
                agrees(evidence, tree.find(evidence["name"].as_str().unwrap()), &events.0);
                lines += 1;
            }
        }
    }
    assert!(lines >= 9, "{lines}");
}

#[track_caller]
fn agrees(evidence: &Value, process: Option<&Value>, events: &[Value]) {
    let path = evidence["path"].as_str().unwrap();
    let Some(process) = process else {
        // Gone: it was there before, under that number.
        assert_eq!(evidence["errno"], "ENOENT", "{evidence}");
        let number = if evidence["view"] == "inside" { "pid" } else { "host_pid" };
        let known = events.iter().flat_map(|event| event["processes"].as_array().into_iter().flatten());
        let mut of_that_name = known.filter(|it| it["name"] == evidence["name"]);
        assert!(of_that_name.all(|it| path == format!("/proc/{}", it[number])), "{evidence}");
        return;
    };
    let pid = if evidence["view"] == "inside" { &process["pid"] } else { &process["host_pid"] };
    assert_eq!(path, format!("/proc/{pid}/status"), "{evidence}");
    let (field, value) = evidence["line"].as_str().unwrap().split_once(":\t").unwrap();
    match field {
        "PPid" => assert_eq!(value, process["ppid"].to_string()),
        "Pid" => assert_eq!(value, process["pid"].to_string()),
        "State" => {
            let words = [("zombie", "Z (zombie)"), ("sleeping", "S (sleeping)"), ("running", "R (running)")];
            assert!(words.contains(&(process["state"].as_str().unwrap(), value)), "{evidence} {process}");
        }
        "NSpid" => {
            let pids: Vec<i64> = value.split('\t').map(|pid| pid.parse().unwrap()).collect();
            assert_eq!(serde_json::json!(pids), process["ns_pids"]);
        }
        other => panic!("{other}: {evidence}"),
    }
}

#[test]
fn how_a_dead_container_ended_is_told_by_its_wait_status() {
    let Some(ended) = able(pidlab(["run", "stop", "--ask", "--grace", "0.3"]).stdin("2\n\n").run()) else {
        return;
    };
    ended.code(0).quiet().says([
        "✓ You predicted it: SIGKILL",
        "(on the host): ENOENT",
        "wait status (PID",
        "SIGKILL",
    ]);
}

#[test]
fn it_speaks_korean() {
    let Some(ended) = asked("--lang ko", "1\n3\n2\n1\n") else { return };
    ended.code(0).quiet().says([
        "예상하는 답의 번호(1~3):",
        "얼마나 확신합니까?",
        "✗ 커널의 답: 이 안에는 없음(PPID 0)",
        "/proc/2/status (안에서): PPid: 0",
        "가장 많이 배우는 순간",
        "추측이 맞았습니다",
    ]);
}
