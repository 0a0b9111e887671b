//! Recorded runs, shown again: the same to the byte, in both languages, on machines that cannot run a lab, and
//! whatever stands in the file.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, kill_now};
use common::{able, ordinary, pidlab, read, skip};
use nix::sys::signal::Signal::{SIGKILL, SIGTERM};
use pidlab::engine::event::Verdict;
use pidlab::i18n::{Lang, Words};
use pidlab::output::Style;
use pidlab::recording::{self, Entry};
use pidlab::report::lines;
use pidlab::report::question::asked;
use pidlab::report::screen::{Look, Screen, View};
use std::io::{Seek as _, Write as _};
use std::os::fd::AsFd as _;
use std::path::PathBuf;
use std::sync::LazyLock;
use tempfile::TempDir;

/// A place for a recording.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("run.jsonl")
    }

    fn write(content: impl AsRef<[u8]>) -> Self {
        let place = Self::new();
        std::fs::write(place.path(), content).unwrap();
        place
    }

    fn replay(&self, options: &str) -> common::Run {
        let path = self.path();
        pidlab(["replay", path.to_str().unwrap()].into_iter().chain(options.split_whitespace()))
    }

    fn run(&self, line: &str) -> common::Run {
        let path = self.path();
        let words = line.split_whitespace().chain(["--record", path.to_str().unwrap()]);
        pidlab(["run"].into_iter().chain(words))
    }
}

/// One recording for all tests that only need one. It has questions, and was made in English.
static ZOMBIE: LazyLock<Option<String>> = LazyLock::new(|| {
    let place = Place::new();
    able(place.run("zombie --seconds 0.2 --format json").run())?.code(0).quiet();
    Some(read(place.path()))
});

/// As one line: sentences are wrapped.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_replay_is_to_the_byte_what_the_run_showed() {
    let runs = [
        ("zombie --seconds 0.2", "--explain --before always"),
        ("orphan --seconds 0.2", "--lang ko"),
        ("signals", "--lang ko --view inside --explain"),
        ("stop --grace 0.1", "--view host"),
        ("wait --seconds 0.2", "--format json"),
        ("stop --grace 0.1", "--format json --lang ko"),
    ];
    let started = runs.map(|(run, options)| {
        let place = Place::new();
        let run = place.run(&format!("{run} {options}")).env("COLUMNS", "100").start();
        (place, run, options)
    });
    for (place, run, options) in started {
        let Some(run) = able(run.end()) else { return };
        let run = run.code(0).quiet();
        let again = place.replay(options).env("COLUMNS", "100").run().code(0).quiet();
        assert_eq!(again.stdout, run.stdout, "{options}");
    }
}

#[test]
fn it_is_another_language_s_show_of_the_same_run() {
    let Some(recorded) = ZOMBIE.as_ref() else { return };
    let place = Place::write(recorded);
    place.replay("").run().code(0).quiet().says(["5/6  sleep ends", "✓ As expected."]);
    let korean = place.replay("--lang ko").run().code(0).quiet();
    let korean = korean.says(["5/6  sleep이 끝납니다", "✓ 예상대로입니다.", "✓ sleep: 부모는 PID 1입니다"]);
    assert!(!korean.stdout.contains("As expected") && !korean.stdout.contains("sleep ends"));
    // The very same processes.
    let trees = |lang: &str| -> Vec<serde_json::Value> {
        let events = place.replay(&format!("--format json --lang {lang}")).run().code(0).events();
        events.of("observed").map(|event| event["processes"].clone()).collect()
    };
    assert_eq!(trees("en"), trees("ko"));
}

/// As an ordinary user to whom no namespace is allowed, from standard input.
#[test]
fn no_privilege_is_needed() {
    let Some(recorded) = ZOMBIE.as_ref() else { return };
    let without = |command: &str| {
        let off = "echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-sys_admin";
        ordinary(&format!("exec unshare -Ur sh -c '{off} \"$PIDLAB\" {command}'"))
    };
    if !ordinary("unshare -Ur true").run().status.success() {
        return skip("an ordinary user cannot make a user namespace");
    }
    without("run zombie").run().code(77);
    let shown = without("replay - --lang en").stdin(recorded).run().code(0).quiet();
    shown.says(["1/6  Start the container", "✓ As expected. One zombie was left until the end."]);
}

#[test]
fn back_and_forth_with_keys_from_a_pipe() {
    let Some(recorded) = ZOMBIE.as_ref() else { return };
    let place = Place::write(recorded);
    let keys = "b\n\n\nb\nb\n\n\ns\nt\n?\nx y\nq\n";
    let shown = place.replay("--step").stdin(keys).run().code(0).quiet();
    let text = &shown.stdout;
    let parts: Vec<&str> =
        text.split("\n  Enter: go on · b: back · t: tree · q: quit · ?: help \n").collect();
    let said = parts.iter().map(|part| part.trim_start()).collect::<Vec<_>>();
    let begins = [
        "zombie · ",
        "No step comes before this one.",
        "before",
        "PROCESS",
        "Looking back: step 2 of 6.",
        "Looking back: step 1 of 6.",
        "Looking back: step 2 of 6.",
        "Here we are again: step 3 of 6.",
        "All this was recorded: ",
        "PROCESS",
        "Enter  go on;",
        "No such key. Enter: go on",
        "",
    ];
    assert_eq!(said.len(), begins.len(), "{text}");
    for (part, begin) in said.iter().zip(begins) {
        assert!(part.starts_with(begin), "{begin:?} does not begin\n{part}");
    }
    assert!(!text.contains("4/6"), "{text}");
    // Looked at again, a step is what it was: its announcement, and what came of it.
    let (_, again) = said[5].split_once("\n\n").unwrap();
    let announced = &said[0][said[0].find("1/6").unwrap()..];
    let came = said[2].split("\n\n2/6").next().unwrap();
    assert_eq!(joined(again), joined(&format!("{announced}\n{came}")));
}

/// The pauses are the only difference, and at the end one can still look back.
#[test]
fn the_end_of_the_keys_leads_on() {
    let Some(recorded) = ZOMBIE.as_ref() else { return };
    let place = Place::write(recorded);
    let whole = place.replay("").run().code(0).stdout;
    let stepped = place.replay("--step").run().code(0).quiet().stdout;
    let prompt = "\n  Enter: go on · b: back · t: tree · q: quit · ?: help \n";
    let end = "\n  Enter: end · b: back · t: tree · q: quit · ?: help \n";
    assert_eq!(stepped.matches(prompt).count(), 6);
    assert_eq!(stepped.strip_suffix(end).unwrap().replace(prompt, ""), whole);
    let narrow = place.replay("--step").env("COLUMNS", "40").stdin("\n\n\n\n\n\nb\nq\n").run().code(0);
    narrow.says([
        "\n  Enter: go on · ?: keys \n",
        "\n  Enter: end · ?: keys \n",
        "Looking back: step 5 of 6.",
    ]);
}

#[test]
fn answers_are_recorded_too() {
    let place = Place::new();
    // Of three questions the first has an answer and how sure one is, the second the answer only.
    let run = place.run("zombie --seconds 0.2 --ask").stdin("2\n3\n1\n\n");
    let Some(run) = able(run.run()) else { return };
    let run = run.code(0).quiet();
    let shown = place.replay("").run().code(0).quiet();
    shown.says([asked_for("2"), sure("3"), asked_of_four("1"), sure("")].each_ref().map(String::as_str));
    // A pipe does not echo what is typed into it.
    let typed =
        [(asked_for("2"), asked_for("")), (sure("3"), sure("")), (asked_of_four("1"), asked_of_four(""))];
    let silent = place.replay("").run().stdout;
    let silent = typed.iter().fold(silent, |text, (typed, silent)| text.replacen(typed, silent, 1));
    assert_eq!(silent, run.stdout);
    let json = place.replay("--format json").run().code(0).events();
    let answers: Vec<_> =
        json.of("answered").map(|it| (it["chosen"].is_string(), it["confidence"].clone())).collect();
    assert_eq!(
        answers,
        [(true, 3.into()), (true, serde_json::Value::Null), (false, serde_json::Value::Null)]
    );
}

/// The prompt for an answer to a question with three choices, and what was typed.
fn asked_for(typed: &str) -> String {
    format!("  Your prediction, 1 to 3: {typed}\n")
}

fn asked_of_four(typed: &str) -> String {
    format!("  Your prediction, 1 to 4: {typed}\n")
}

fn sure(typed: &str) -> String {
    format!("  How sure are you? 1 a guess, 2 fairly, 3 certain (Enter: no answer): {typed}\n")
}

#[test]
fn what_ended_a_run_early_is_told_behind_what_it_showed() {
    let long = "zombie --seconds 60";
    let started = [0, 1, 2].map(|_| (Place::new(), Mark::new()));
    let running = started.map(|(place, mark)| {
        let mut run = mark.on(place.run(long)).start();
        run.await_said("\n5/6");
        (place, mark, run)
    });
    let [killed, ended, failed] = running;
    killed.2.signal(SIGKILL);
    ended.2.signal(SIGTERM);
    kill_now(failed.1.init());
    for ((place, mark, run), why) in [
        (killed, "the recording ends before its run was over"),
        (ended, "here the recorded run was ended by SIGTERM"),
        (failed, "here the recorded run failed: PID 1 (`sleep infinity`) was ended by SIGKILL"),
    ] {
        let run = run.end();
        mark.all_end();
        let again = place.replay("").run().code(2);
        assert_eq!(again.stdout, run.stdout);
        let lines = read(place.path()).lines().count();
        let told = joined(&again.stderr);
        assert!(told.contains(why) && told.contains("run.jsonl:") && told.contains("hint: "), "{told}");
        let line = told.split("run.jsonl:").nth(1).unwrap().split(':').next().unwrap();
        assert!([lines, lines + 1].contains(&line.parse().unwrap()), "{told}: {lines} lines");
    }
}

#[test]
fn a_file_that_cannot_be_written_ends_a_run_before_it_begins() {
    let mark = Mark::new();
    for (path, errno) in [("/nowhere/run.jsonl", "ENOENT"), ("/", "EISDIR"), ("/proc/version/x", "ENOTDIR")] {
        let run = pidlab(["run", "zombie", "--record", path]);
        let told = mark.on(run).run().code(2).says([]).complains([path, errno, "hint: "]);
        assert_eq!(told.stdout, "");
    }
    pidlab(["run", "zombie", "--record", "-"]).run().code(2).complains(["--record -", "hint: "]);
    let run = pidlab(["run", "zombie", "--record", "/dev/full"]);
    mark.on(run).run().code(125).complains(["write(/dev/full)", "ENOSPC"]);
    mark.all_end();
}

#[test]
fn an_older_recording_stays_until_there_is_a_new_one() {
    let Some(recorded) = ZOMBIE.as_ref() else { return };
    let place = Place::write(recorded.repeat(3));
    place.run("zombie --init no-such-program").run();
    assert_eq!(read(place.path()).len(), recorded.len() * 3);
    place.run("zombie --seconds 0.2").run().code(0).quiet();
    place.replay("").run().code(0).quiet();
}

#[test]
fn a_file_that_is_no_recording_is_named_with_the_line() {
    let Some(recorded) = ZOMBIE.as_ref() else { return };
    let lines: Vec<&str> = recorded.lines().collect();
    let with = |old: &str, new: &str| {
        assert!(recorded.contains(old), "{old}");
        recorded.replacen(old, new, 1).into_bytes()
    };
    let line_of = |part: &str| 1 + lines.iter().position(|line| line.contains(part)).unwrap();
    let head = format!("{}\n{}\n", lines[0], lines[1]);
    let cases: Vec<(Vec<u8>, usize, &str)> = vec![
        (b"format = 1\nid = \"zombie\"\n".to_vec(), 1, "this is no recording of pidlab"),
        (b"\x7fELF\n".to_vec(), 1, "this is no recording of pidlab"),
        (b"{\"event\":\"lab_started\",\"lab\":\"zombie\"}\n".to_vec(), 1, "the output of --format json"),
        (with("\"format\":1", "\"format\":2"), 1, "in format 2; this pidlab reads format 1"),
        (with("\"recording\":\"pidlab\"", "\"recording\":\"else\""), 1, "this is no recording"),
        (with("{\"event\":{\"lab_started\"", "{\"event\":{\"lab_stopped\""), 2, "unknown variant"),
        (with("\"moment\":\"before\",", ""), line_of("observed"), "missing field `moment`"),
        (with("\"check-state\"", "\"check-mate\""), line_of("check-state"), "does not have: check-mate"),
        (with("\"kernel\":1", "\"kernel\":7"), line_of("\"kernel\":1"), "an answer that its question"),
        (with("sleep ends", "\\u001b[31msleep"), line_of("sleep ends"), "control characters"),
        (
            with("\"name\":\"ubuntu.init\"", "\"name\":\"\\u202einit\""),
            line_of("\"name\":\"ubuntu.init\""),
            "\\u{202e}init",
        ),
        (format!("{}\n{}\n", lines[0], lines[2]).into_bytes(), 2, "begins with the start of a lab"),
        (format!("{recorded}{}\n", lines[2]).into_bytes(), lines.len() + 1, "after the end of the run"),
        ([head.as_bytes(), b"{\"event\":\xff}\n"].concat(), 3, "no line of a recording"),
        ([head.as_bytes(), &[b' '; 17 << 20]].concat(), 3, "longer than 16 MiB"),
        (nested(&head, 200).into_bytes(), 3, "no line of a recording"),
        (nested(&head, 20).into_bytes(), 3, "sentences in sentences"),
    ];
    for (content, line, said) in cases {
        let place = Place::write(content);
        let ended = place.replay("").run().code(2);
        let told = joined(&ended.stderr);
        assert!(told.contains(&format!("run.jsonl:{line}: ")) && told.contains(said), "{said}: {told}");
        assert!(told.contains("hint: ") && ended.stdout.is_empty(), "{ended}");
        let korean = place.replay("--lang ko --format json").run().code(2);
        assert!(korean.stderr.starts_with("오류: ") && korean.stderr.contains("도움말: "), "{korean}");
    }
    Place::write("").replay("").run().code(2).complains(["the file is empty", "pidlab run"]);
    pidlab(["replay", "/nowhere"]).run().code(2).complains(["open(/nowhere)", "ENOENT", "hint: "]);
    // What was cut off is shown as far as it goes.
    let cut = Place::write(&recorded[..recorded.len() - 20]).replay("").run().code(2);
    cut.says(["6/6  Remove", "→ "]).complains(["the line is cut off"]);
}

/// A sentence in a sentence, so many times.
fn nested(head: &str, depth: usize) -> String {
    let (open, close) = ("{\"id\":\"check-seen\",\"args\":[[\"seen\",", "]]}");
    format!("{head}{{\"event\":{{\"noted\":{}\"x\"{}}}}}\n", open.repeat(depth), close.repeat(depth))
}

#[test]
fn what_cannot_be_asked_for() {
    pidlab(["replay", "-", "--step"]).run().code(2).complains(["--step", "hint: ", "pidlab replay"]);
    let json = pidlab(["replay", "x", "--step", "--format", "json"]).run().code(2);
    json.complains(["--format json", "pidlab replay zombie.jsonl --step"]);
}

/// Numbers that come one after the other, the same in every run of the test.
struct Numbers(u64);

impl Numbers {
    /// xorshift64*
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// The line with one of its values replaced by one that no run has.
fn absurd(line: &str, numbers: &mut Numbers) -> String {
    const NUMBERS: [&str; 8] =
        ["-1", "0", "2147483647", "-2147483648", "4294967296", "18446744073709551615", "1e308", "null"];
    const TEXTS: [&str; 6] = ["\\u001b[2J", "\\u009b31m", "", "\\u202e", "\\n\\n", "[200,27]"];
    let starts: Vec<usize> = line
        .char_indices()
        .filter(|(at, c)| *c == ':' && !line[at + 1..].starts_with(['{', '[']))
        .map(|(at, _)| at + 1)
        .collect();
    if starts.is_empty() {
        return line.to_owned();
    }
    let start = starts[numbers.below(starts.len())];
    let text = line[start..].starts_with('"');
    let end = if text {
        line[start + 1..].find('"').map(|end| start + end + 2)
    } else {
        line[start..].find([',', '}']).map(|end| start + end)
    };
    let new = if text { format!("\"{}\"", numbers.one(&TEXTS)) } else { numbers.one(&NUMBERS).to_owned() };
    format!("{}{new}{}", &line[..start], &line[end.unwrap_or(line.len())..])
}

/// The recording, damaged in one of many ways.
fn mutated(recorded: &str, numbers: &mut Numbers) -> Vec<u8> {
    let mut lines: Vec<String> = recorded.lines().map(str::to_owned).collect();
    let at = 1 + numbers.below(lines.len() - 1);
    match numbers.below(8) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[1 + numbers.below(lines.len() - 1)].clone()),
        2 => {
            let other = 1 + numbers.below(lines.len() - 1);
            lines.swap(at, other);
        }
        3 => {
            let mut bytes = (lines.join("\n") + "\n").into_bytes();
            let place = numbers.below(bytes.len());
            bytes[place] ^= 1 << numbers.below(8);
            return bytes;
        }
        4 => {
            let whole = lines.join("\n") + "\n";
            return whole.as_bytes()[..numbers.below(whole.len())].to_vec();
        }
        _ => {
            for _ in 0..=numbers.below(3) {
                lines[at] = absurd(&lines[at], numbers);
            }
        }
    }
    (lines.join("\n") + "\n").into_bytes()
}

/// Everything that can be drawn of it; none if it is refused.
fn drawn(content: &[u8], words: &Words) -> Option<String> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content).unwrap();
    file.rewind().unwrap();
    let recording = recording::read(file.as_fd(), "mutated", words).ok()?;
    let style = Style { color: false, width: 40 };
    let look = Look { style, view: View::Both, always_before: true, explain: true };
    let mut screen = Screen::new(words, look);
    let mut text = String::new();
    for entry in &recording.entries {
        match entry {
            Entry::Event(event) => {
                text += &screen.draw(event);
                text += &lines::line(event, words);
                assert!(serde_json::from_str::<serde_json::Value>(&lines::line(event, words)).is_ok());
            }
            Entry::Asked { question, said } => text += &asked(question, *said, words, 40),
            Entry::Failed { message } => text += &words.say(message),
            Entry::Interrupted { .. } => {}
        }
    }
    Some(text)
}

#[test]
fn whatever_stands_in_it_nothing_panics_and_nothing_reaches_the_terminal() {
    let Some(recorded) = ZOMBIE.as_ref() else { return };
    let (english, korean) = (Words::new(Lang::En), Words::new(Lang::Ko));
    let mut numbers = Numbers(20_261_124);
    let (mut shown, mut refused) = (0, 0);
    for round in 0..400 {
        let content = mutated(recorded, &mut numbers);
        let words = if round % 2 == 0 { &english } else { &korean };
        match drawn(&content, words) {
            Some(text) => {
                let bad = text.chars().find(|c| c.is_control() && *c != '\n');
                assert_eq!(bad, None, "in {}", String::from_utf8_lossy(&content));
                shown += 1;
            }
            None => refused += 1,
        }
    }
    // Else the mutations are too wild, or too tame.
    assert!(shown > 60 && refused > 60, "{shown} shown, {refused} refused");
    for _ in 0..10 {
        let place = Place::write(mutated(recorded, &mut numbers));
        let ended = place.replay("").run();
        assert!(matches!(ended.status.code(), Some(0..=2)), "{ended}");
        assert!(!ended.stdout.contains('\x1b') && !ended.stderr.contains('\x1b'), "{ended}");
    }
}

/// A run that the kernel did not follow returns 1, and so does its replay.
#[test]
fn the_exit_code_is_that_of_the_run() {
    let Some(recorded) = ZOMBIE.as_ref() else { return };
    let differs = serde_json::to_string(&Verdict::Differs).unwrap();
    let place = Place::write(recorded.replace("\"as_expected\"", &differs));
    place.replay("").run().code(1).quiet().says(["✗ Not as expected"]);
}
