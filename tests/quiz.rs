//! `pidlab quiz` on the real kernel: draws, lets the kernel answer, asks again what was missed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, mounts_left};
use common::terminal::Terminal;
use common::{Ended, Running, able, ordinary, pidlab};
use nix::sys::signal::Signal::{SIGINT, SIGPIPE};

const PROMPT: &str = "(q: leave): ";

/// Somebody who reads the questions: the choice with this text is typed, whatever its number.
struct Pupil {
    run: Running,
    mark: Mark,
    /// How many prompts have been answered.
    asked: usize,
}

impl Pupil {
    fn new(arguments: &str) -> Self {
        let mark = Mark::new();
        let run = pidlab(["quiz"].into_iter().chain(arguments.split_whitespace())).keep_stdin();
        Self { run: mark.on(run).start(), mark, asked: 0 }
    }

    /// The text of the next question, from the prompt before it to its own.
    fn question(&mut self) -> String {
        self.asked += 1;
        self.run.await_times(PROMPT, self.asked);
        let said = self.run.said();
        said.split(PROMPT).nth(self.asked - 1).unwrap().to_owned()
    }

    /// Answers with the choice that has this in it, or with one that has not.
    fn answer(&mut self, question: &str, right: &str, is_right: bool, sure: &str) {
        let choices = question.rsplit("  ? ").next().unwrap().lines().skip(1);
        let line = choices.filter(|line| line.contains(") ")).find(|line| line.contains(right) == is_right);
        let number = line.unwrap().trim_start().split(')').next().unwrap();
        self.run.type_in(&format!("{number}\n{sure}\n"));
    }

    /// What has been said since the last question was answered, up to its end.
    fn end(self) -> Ended {
        let ended = self.run.end();
        self.mark.all_end();
        ended
    }
}

/// No containers here: said by whoever tried first.
fn unable() -> bool {
    able(pidlab(["quiz", "zombie"]).run()).is_none()
}

#[test]
fn what_was_missed_comes_again_under_another_init_and_the_answer_may_differ() {
    if unable() {
        return;
    }
    let mut pupil = Pupil::new("zombie --questions 3 --seed 3");
    let mut missed = false;
    for _ in 0..4 {
        let question = pupil.question();
        let last = question.contains("What is left of sleep");
        let (right, is_right) = match () {
            () if question.contains("Who is the parent") => ("PPID 0", true),
            () if question.contains("Whose child is sleep") => ("container's PID 1", true),
            () if last && !missed => ("child of PID 1", false),
            () => ("nothing: the kernel", true),
        };
        if last {
            assert_eq!(missed, question.contains("Once more, with another PID 1"), "{question}");
            assert_eq!(missed, !question.contains("PID 1: sleep infinity"), "{question}");
            missed = true;
        }
        pupil.answer(&question, right, is_right, "");
    }
    let ended = pupil.end().code(0).quiet();
    let ended =
        ended.says(["✗ The kernel: a zombie, a child of PID 1", "State: Z (zombie)", "(inside): ENOENT"]);
    let ended = ended.says(["This question will come again.", "That was all."]);
    assert_eq!(ended.stdout.matches("✓ You predicted it").count(), 3, "{ended}");
    assert!(!ended.stdout.contains("first go") && !ended.stdout.contains("--seed"), "no score: {ended}");
}

#[test]
fn another_shell_is_another_variant() {
    if able(pidlab(["quiz", "shell-form"]).run()).is_none() {
        return;
    }
    let mut pupil = Pupil::new("shell-form --seed 1");
    let mut shells = Vec::new();
    // Three times wrong, then the answer stands; the other question is right at once.
    for _ in 0..4 {
        let question = pupil.question();
        if question.contains("; true'`: what is PID 1?") {
            pupil.answer(&question, "the shell, with", true, "");
            continue;
        }
        let (_, asked) = question.rsplit_once("/bin/sh is ").unwrap();
        shells.push(asked.split(',').next().unwrap().to_owned());
        pupil.answer(&question, "an init", true, "");
    }
    shells.sort();
    assert_eq!(shells, ["BusyBox ash", "bash", "dash"]);
    let ended =
        pupil.end().code(0).says(["Once more, under another shell", "will not come again", "That was all."]);
    ended.says(["/proc/1/comm (inside): dash", "/proc/1/comm (inside): service"]);
}

#[test]
fn a_seed_gives_the_same_quiz_and_the_score_is_shown_only_if_asked_for() {
    if unable() {
        return;
    }
    let quiz = |more: &str| {
        let arguments = ["quiz", "zombie", "tree", "--seed", "5", "--questions", "2"].into_iter();
        pidlab(arguments.chain(more.split_whitespace())).stdin("1\n3\n1\n1\nq\n").run().code(0).quiet()
    };
    let (plain, scored) = (quiz(""), quiz("--score"));
    let asked = |ended: &Ended| {
        let lines =
            ended.stdout.lines().filter(|line| line.starts_with("  ? ") || line.starts_with("    1) "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(asked(&plain), asked(&scored));
    assert!(scored.stdout.starts_with(&plain.stdout[..plain.stdout.find("Your prediction").unwrap()]));
    assert!(!plain.stdout.contains("first go"), "{plain}");
    let scored = scored.says(["Right at first go: ", "Certain: ", "Guessed: ", "again: --seed 5"]);
    assert!(!scored.stdout.contains("Fairly sure:"), "{scored}");
}

#[test]
fn q_and_the_end_of_input_leave_without_a_verdict_and_without_a_trace() {
    if unable() {
        return;
    }
    for typed in ["q\n", "", "1\n", "7\nx\nq\n", "1\nq\n"] {
        let mark = Mark::new();
        let ended = mark.on(pidlab(["quiz", "zombie", "--seed", "1"])).stdin(typed).run().code(0).quiet();
        assert!(!ended.stdout.contains("That was all"), "{typed:?}: {ended}");
        mark.all_end();
    }
    assert!(mounts_left().is_empty());
}

#[test]
fn ctrl_c_leaves_nothing_behind_and_the_terminal_as_it_was() {
    if unable() {
        return;
    }
    let mark = Mark::new();
    let mut terminal = Terminal::new(80);
    let before = terminal.modes();
    let run = mark.on(pidlab(["quiz", "zombie", "--seed", "3"])).terminal(&terminal).start();
    terminal.await_said(PROMPT);
    assert!(mark.living().len() > 2, "a container is there while one thinks");
    terminal.press("1\n");
    terminal.await_said("How sure are you?");
    terminal.press("\x03");
    run.end().ended_by(SIGINT);
    assert_eq!(terminal.modes(), before);
    mark.all_end();
}

#[test]
fn a_reader_that_leaves_ends_it() {
    let mark = Mark::new();
    let run = mark.on(pidlab(["quiz", "orphan"])).stdin("1\n\n").stdout(common::unread());
    run.run().ended_by(SIGPIPE).quiet();
    mark.all_end();
}

#[test]
fn an_ordinary_user_is_asked_in_korean() {
    let line = "exec \"$PIDLAB\" quiz zombie --seed 3 --lang ko --score";
    let Some(ended) = able(ordinary(line).stdin("1\n2\nq\n").run()) else { return };
    ended.code(0).quiet().says([
        "지금까지 한 일:",
        "얼마나 확신합니까?",
        "처음에 맞힌 질문: 1개 중",
        "안에서): ",
    ]);
}

#[test]
fn where_a_lab_cannot_be_played_it_is_left_out_unless_it_is_named() {
    let path = tempfile::tempdir().unwrap();
    for program in ["bash", "sh", "sleep"] {
        let found = common::sh(&format!("readlink -f \"$(command -v {program})\"")).run().code(0).stdout;
        std::os::unix::fs::symlink(found.trim(), path.path().join(program)).unwrap();
    }
    let folder = path.path().to_str().unwrap();
    let named = pidlab(["quiz", "shell-form"]).env("PATH", folder).run().code(77);
    named.complains(["dash", "hint: "]);
    // Of all labs only those that need nothing but these are left; the first question is one of theirs.
    let ended = pidlab(["quiz", "--questions", "1", "--seed", "2"]).env("PATH", folder).run();
    let Some(ended) = able(ended) else { return };
    ended.code(0).quiet().says(["1/1 · ", PROMPT.trim()]);
}

/// A lab that asks nothing.
const MUTE: &str = r#"format = 1
id = "mute"
title = { en = "T", ko = "제목" }
story = { en = "S", ko = "이야기" }
[containers.box]
init = "sleep"
[[step]]
title = { en = "T", ko = "제목" }
do = { exec = ["sh"], in = "box", as = "shell" }
"#;

#[test]
fn wrong_use_is_told() {
    pidlab(["quiz", "--format", "json"]).run().code(2).complains(["--format json", "hint: "]);
    pidlab(["quiz", "zombi"]).run().code(2).complains(["zombi", "zombie"]);
    let labs = tempfile::tempdir().unwrap();
    std::fs::write(labs.path().join("mute.toml"), MUTE).unwrap();
    let mute = pidlab(["quiz", "mute"]).env("PIDLAB_LABS", labs.path().to_str().unwrap()).run().code(2);
    mute.complains(["no question", "hint: "]);
    pidlab(["quiz", "--questions", "0"]).run().code(2).complains(["--questions"]);
}
