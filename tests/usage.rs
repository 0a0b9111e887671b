//! What the command line answers to right and wrong usage, and to an output that fails.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{full, pidlab, sh, unread};
use nix::sys::signal::Signal;
use std::fs::File;

/// A command line without its program's name, split at spaces.
fn run(line: &str, lang: &str) -> common::Ended {
    pidlab(line.split(' ').filter(|word| !word.is_empty())).env("PIDLAB_LANG", lang).run()
}

#[test]
fn alone_it_shows_where_to_start() {
    let first =
        ["pidlab doctor", "pidlab run zombie --init sleep", "pidlab run zombie --init reaper", "pidlab list"];
    run("", "en").code(0).quiet().says(first).says(["Start here"]);
    run("", "ko").code(0).quiet().says(first).says(["여기서 시작하십시오"]);
}

#[test]
fn help_and_version_go_to_standard_output() {
    for line in ["--help", "-h", "help", "run --help", "run -h", "help run", "init --help"] {
        run(line, "en").code(0).quiet().says(["Usage: pidlab", "Examples:"]);
        run(line, "ko").code(0).quiet().says(["사용법: pidlab", "예:"]);
    }
    for line in ["--version", "-V"] {
        run(line, "ko").code(0).quiet().says([concat!("pidlab ", env!("CARGO_PKG_VERSION"), "\n")]);
    }
}

#[test]
fn the_language_may_be_asked_for_anywhere() {
    for line in ["--lang ko run --help", "run --help --lang ko", "run --lang=ko --help"] {
        run(line, "en").code(0).says(["사용법: pidlab run"]);
    }
    run("run zombie --sep --lang ko", "en").code(2).complains(["오류: ", "--sep"]);
}

#[test]
fn what_is_misspelt_gets_a_suggestion() {
    for (line, wrong, nearest, help) in [
        ("run zombie --sep", "--sep", "`--step`", "`pidlab run --help`"),
        ("rum zombie", "rum", "`run`", "`pidlab --help`"),
        ("run zombie --view hots", "hots", "`host`", "`pidlab run --help`"),
        ("tree --formt json", "--formt", "`--format`", "`pidlab tree --help`"),
        ("help doctr", "doctr", "`doctor`", "`pidlab help --help`"),
        ("completions bsh", "bsh", "`bash`", "`pidlab completions --help`"),
    ] {
        run(line, "en").code(2).says([]).complains(["error: ", wrong, "hint: ", nearest, help]);
        run(line, "ko").code(2).complains(["오류: ", wrong, "도움말: ", nearest, help]);
    }
}

#[test]
fn seconds_out_of_range_name_the_range() {
    for value in ["0", "0.0", "-1", "-0.5", "3600.5", "1e300", "99999999999999999999", "nan", "inf", "two"] {
        for option in [vec!["--seconds", value], vec![&*format!("--seconds={value}")]] {
            let line = || ["run", "zombie"].into_iter().chain(option.iter().copied());
            pidlab(line()).run().code(2).complains(["error: --seconds: ", value, "0.1", "3600", "hint: "]);
            let korean = pidlab(line()).env("PIDLAB_LANG", "ko").run();
            korean.code(2).complains(["오류: --seconds: ", value, "0.1초", "3600초", "도움말: "]);
        }
    }
    pidlab(["run", "zombie", "--seconds", ""]).run().code(2).complains(["--seconds", "hint: "]);
    pidlab(["run", "zombie", "--seconds"]).run().code(2).complains(["--seconds", "hint: "]);
}

#[test]
fn every_other_mistake_is_named() {
    for (line, named) in [
        ("run", "<LAB|FILE.toml>"),
        ("show", "<LAB|FILE.toml>"),
        ("lint", "<FILE>"),
        ("init", "<COMMAND>"),
        ("completions", "<SHELL>"),
        ("run zombie --init", "--init"),
        ("run zombie twice", "twice"),
        ("run zombie --seconds 1 --realtime", "--realtime"),
        ("run zombie --step --step", "--step"),
        ("run zombie --step=yes", "--step"),
        ("tree --pid x", "x"),
        ("tree --pid 0", "0"),
        ("tree --pid -4", "-4"),
        ("tree --pid 99999999999", "99999999999"),
        ("--lang fr", "fr"),
        ("--color sometimes", "sometimes"),
        ("--unknown", "--unknown"),
        ("-x", "-x"),
    ] {
        for (lang, error, hint) in [("en", "error: ", "hint: "), ("ko", "오류: ", "도움말: ")] {
            // A language that is asked for and unknown is no reason to speak Korean.
            let error = if line == "--lang fr" { "error: " } else { error };
            let hint = if line == "--lang fr" { "hint: " } else { hint };
            run(line, lang).code(2).complains([error, named, hint, "pidlab "]);
        }
    }
}

#[test]
fn text_from_the_command_line_is_escaped() {
    let ended = pidlab(["run", "zombie", "--\x1b[31mred"]).run().code(2).complains(["\\x1b[31mred"]);
    assert!(!ended.stderr.contains('\x1b'), "{ended}");
    sh(r#""$PIDLAB" run "$(printf 'a\200b')""#).run().code(2).complains(["UTF-8"]);
}

#[test]
fn colour_is_for_whom_it_is_asked() {
    for line in ["--help", "--color never --help"] {
        assert!(!run(line, "en").code(0).stdout.contains('\x1b'));
    }
    run("--color always --help", "en").code(0).says(["\x1b["]);
    run("--color always --wrong", "en").code(2).complains(["\x1b["]);
    let asked = pidlab(["--color", "always", "--help"]).env("NO_COLOR", "1").run();
    asked.code(0).says(["\x1b["]);
}

#[test]
fn errors_are_wrapped_to_the_terminal() {
    let ended = pidlab(["run", "zombie", "--sep"]).env("COLUMNS", "40").run().code(2);
    let wide = ended.stderr.lines().filter(|line| unicode_width::UnicodeWidthStr::width(*line) > 40);
    assert_eq!(wide.count(), 0, "{ended}");
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    for line in ["--help", "--version", "run --help", "man", "completions bash", ""] {
        let words = line.split(' ').filter(|word| !word.is_empty());
        pidlab(words).stdout(unread()).run().ended_by(Signal::SIGPIPE).quiet();
    }
}

#[test]
fn a_closed_standard_output_is_no_panic() {
    for line in ["--help", "--version", "man"] {
        sh(&format!("exec \"$PIDLAB\" {line} >&-")).run().code(0).quiet();
    }
}

#[test]
fn a_full_disk_is_a_failure_that_names_the_call() {
    for line in ["--help", "--version", "man", "completions zsh", "help run", ""] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let words = line.split(' ').filter(|word| !word.is_empty());
        pidlab(words).stdout(full).run().code(125).complains(["error: write(", "ENOSPC"]);
    }
}

#[test]
fn nobody_to_complain_to_changes_no_exit_code() {
    pidlab(["--wrong"]).stderr(unread()).run().code(2);
    sh("exec \"$PIDLAB\" --wrong 2>&-").run().code(2);
    pidlab(["--wrong"]).stderr(File::options().write(true).open("/dev/full").unwrap()).run().code(2);
}

#[test]
fn a_signal_ends_it_even_while_nobody_reads() {
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let (_read, write) = full();
        let running = pidlab(["--help"]).stdout(write).start();
        running.await_handler(signal);
        running.signal(signal);
        running.end().ended_by(signal).quiet();
    }
}

#[test]
fn completions_are_scripts_that_the_shell_accepts() {
    let script = run("completions bash", "ko").code(0).quiet().says(["_pidlab()", "--seconds", "doctor"]);
    sh("bash -n").stdin(&script.stdout).run().code(0).quiet();
    run("completions zsh", "en").code(0).says(["#compdef pidlab"]);
    run("completions fish", "en").code(0).says(["complete -c pidlab"]);
}

#[test]
fn manual_pages_come_in_both_languages() {
    run("man", "en").code(0).quiet().says([".TH pidlab 1", ".SH \"EXIT STATUS\"", "PIDLAB_LANG"]);
    run("man run", "ko").code(0).quiet().says([".TH pidlab-run 1", ".SH \"종료 상태\"", "PIDLAB_LANG"]);
    run("man rum", "en").code(2).complains(["rum", "`run`"]);
}
