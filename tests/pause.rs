//! The keys at a pause of a run: looking back, looking again, going inside, and leaving.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, kill_now};
use common::terminal::Terminal;
use common::{Ended, Running, able, pidlab, read, wait_until};
use nix::sys::signal::Signal::{SIGINT, SIGTERM};
use std::sync::LazyLock;

/// Whether a container can be made here.
static ABLE: LazyLock<bool> =
    LazyLock::new(|| able(pidlab(["run", "zombie", "--seconds", "0.1"]).run()).is_some());

/// The prompt of the shell inside.
const INSIDE: &str = "root@ubuntu:";

/// Makes an orphan that ends only when PID 1 has adopted it, and waits for the zombie.
const ZOMBIE: &str = "(bash -c 'until grep -q ^PPid:.1$ /proc/$$/status; do :; done; exit 3' & kill -9 $BASHPID); \
                      until grep -qs ^State:.Z /proc/[0-9]*/status; do :; done";

/// Somebody before a terminal, in a run.
struct Session {
    mark: Mark,
    terminal: Terminal,
    run: Running,
    pauses: usize,
    _folder: tempfile::TempDir,
    recording: std::path::PathBuf,
}

impl Session {
    /// At the first pause; none where no container can be made.
    fn new(line: &str, lang: &str) -> Option<Self> {
        if !*ABLE {
            return None;
        }
        let (mark, terminal) = (Mark::new(), Terminal::new(80));
        let folder = tempfile::tempdir().unwrap();
        let recording = folder.path().join("run.jsonl");
        let words =
            line.split(' ').chain(["--step", "--lang", lang, "--record", recording.to_str().unwrap()]);
        let run = mark
            .on(pidlab(["run"].into_iter().chain(words)))
            .env("NO_COLOR", "1")
            .terminal(&terminal)
            .start();
        let mut session = Self { mark, terminal, run, pauses: 0, _folder: folder, recording };
        session.await_pause();
        Some(session)
    }

    #[track_caller]
    fn await_pause(&mut self) {
        self.pauses += 1;
        self.terminal.await_times(" · ?: ", self.pauses);
    }

    /// Presses a key, and waits for the next pause.
    #[track_caller]
    fn press(&mut self, key: &str) {
        self.terminal.press(&format!("{key}\n"));
        self.await_pause();
    }

    /// Goes on to the pause before this step.
    #[track_caller]
    fn go_to_step(&mut self, step: usize) {
        for _ in 1..step {
            self.press("");
        }
        self.terminal.await_said(&format!("{step}/"));
    }

    /// Goes inside and waits for the prompt there.
    #[track_caller]
    fn enter(&mut self) {
        let prompts = self.terminal.said().matches(INSIDE).count();
        self.terminal.press("s\n");
        self.terminal.await_times(INSIDE, prompts + 1);
    }

    /// Types a line inside; the last of it leads back to the lab.
    fn type_inside(&mut self, line: &str) {
        self.terminal.press(&format!("{line}\n"));
    }

    /// What has been said since.
    fn since(&self, from: usize) -> String {
        self.terminal.said()[from..].replace('\r', "")
    }

    /// Waits for its end. Nothing must be left, and the terminal must be as it was.
    #[track_caller]
    fn end(mut self, modes: &nix::sys::termios::Termios) -> (Ended, String, Replayed) {
        let ended = self.run.end();
        let said = self.terminal.finish().replace('\r', "");
        self.mark.all_end();
        assert_eq!(&self.terminal.modes(), modes, "{said}");
        (ended, said, Replayed(read(&self.recording)))
    }
}

/// A recording.
struct Replayed(String);

impl Replayed {
    fn replay(&self) -> Ended {
        pidlab(["replay", "-"]).stdin(&self.0).run()
    }
}

#[test]
fn a_visit_that_does_no_harm_changes_no_verdict() {
    let Some(mut session) = Session::new("zombie --seconds 60", "en") else { return };
    let modes = session.terminal.modes();
    session.go_to_step(4);
    session.enter();
    session.type_inside("exit");
    session.await_pause();
    assert!(session.terminal.said().contains("Nothing has changed while you were inside."));
    // Ctrl-C is for what runs inside, once it has the terminal: who speaks has it.
    session.enter();
    session.type_inside("sh -c 'echo $$ is here; exec sleep 1000'");
    session.terminal.await_said(" is here\r\n");
    session.terminal.press("\x03");
    session.type_inside(&format!("sleep 1001 & {ZOMBIE}; exit"));
    session.await_pause();
    let said = session.terminal.said().replace('\r', "");
    let news = said.split("What has changed while you were inside:").nth(1).unwrap();
    assert!(news.contains("sleep 1001 (PID ") && news.contains("): new\n"), "{news}");
    assert!(news.contains("[bash] (PID ") && news.contains("): new, and a zombie already;"), "{news}");
    assert!(!news.contains("--norc") && !news.contains("sleep 60 (PID"), "{news}");
    let from = session.terminal.said().len();
    session.press("t");
    assert!(session.since(from).contains("sleep 1001") && session.since(from).contains("zombie, exit 3"));
    session.press("");
    session.terminal.press("\n");
    // Ends the wait for sleep.
    session.terminal.await_said("Enter ends the wait");
    session.press("");
    session.terminal.press("\n");
    let (ended, said, replayed) = session.end(&modes);
    ended.code(0);
    assert!(said.contains("✓ As expected. 2 zombies were left until the end."), "{said}");
    let shown = replayed.replay().code(0).quiet();
    shown.says(["  · sleep 1001 (PID ", "Nothing has changed", "✓ As expected. 2 zombies"]);
}

#[test]
fn what_the_lab_needs_and_a_visitor_has_ended_is_named() {
    let Some(mut session) = Session::new("zombie --seconds 60", "ko") else { return };
    let modes = session.terminal.modes();
    session.go_to_step(4);
    session.enter();
    session.type_inside("kill 4; exit");
    let (ended, said, replayed) = session.end(&modes);
    ended.code(0);
    for part in [
        "sleep (PID 4): 사라졌습니다.",
        "실습에 필요한 프로세스의 상태가 달라졌습니다: parent (PID 3), sleep (PID 4)",
        "· 6단계 중 4단계에서 판정 없이 끝냅니다.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains('✗') || !said.contains("  ✗ sleep:"), "{said}");
    let shown = replayed.replay().code(0).quiet();
    shown.says(["sleep (PID 4): gone;", "No longer as the lab needs it", "The run ends in step 4 of 6"]);
}

#[test]
fn a_pid_1_that_a_visitor_has_ended_is_named_too() {
    let Some(mut session) = Session::new("zombie --seconds 60 --init reaper", "en") else { return };
    let modes = session.terminal.modes();
    session.go_to_step(2);
    session.enter();
    session.type_inside("kill 1");
    let (ended, said, _) = session.end(&modes);
    ended.code(0);
    assert!(said.contains("No longer as the lab needs it: ubuntu.init (PID 1)"), "{said}");

    // The same, when the lab has gone on.
    let Some(mut session) = Session::new("zombie --seconds 60 --init reaper", "en") else { return };
    session.go_to_step(4);
    let said = session.terminal.said();
    let parent = said.split("kill -9 ").nth(1).unwrap().split_whitespace().next().unwrap();
    session.enter();
    session.type_inside(&format!("(while [ -e /proc/{parent} ]; do :; done; kill 1) & exit"));
    session.await_pause();
    // The parent's end is what it waits for; the second key is for a pause that may or may not come.
    session.terminal.press("\n\n");
    let (ended, said, _) = session.end(&modes);
    ended.code(0).quiet();
    assert!(
        said.contains("No longer as the lab needs it: PID 1 (`pidlab init -- sleep infinity`)"),
        "{said}"
    );
}

/// A lab in which a visitor's zombie is one too many.
const COUNTING: &str = r#"
format = 1
id = "counting"
title = { en = "Counting", ko = "좀비 세기" }
story = { en = "None.", ko = "없음." }
needs = ["bash"]

[containers.ubuntu]
init = "sleep"

[[step]]
title = { en = "Enter", ko = "들어갑니다" }
do = { exec = ["bash"], in = "ubuntu", as = "shell" }
expect = [ { shell = { state = "sleeping" } } ]

[[step]]
title = { en = "Count", ko = "셉니다" }
do = { type = "true", into = "shell" }
expect = [ { rc = 0, count = { zombie = 0 } } ]
"#;

#[test]
fn after_a_visit_nothing_is_held_against_the_kernel() {
    let folder = tempfile::tempdir().unwrap();
    let lab = folder.path().join("counting.toml");
    std::fs::write(&lab, COUNTING).unwrap();
    let Some(mut session) = Session::new(lab.to_str().unwrap(), "en") else { return };
    let modes = session.terminal.modes();
    session.go_to_step(2);
    session.enter();
    session.type_inside(&format!("{ZOMBIE}; exit"));
    session.await_pause();
    session.terminal.press("\n");
    let (ended, said, _) = session.end(&modes);
    ended.code(0);
    let told = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("Expected, and not seen: no zombie. Since somebody was inside"), "{told}");
    assert!(!said.contains("✗ no zombie") && said.contains("The run ends in step 2 of 2"), "{said}");
}

#[test]
fn a_signal_in_the_shell_or_at_the_pause_ends_all() {
    let Some(mut session) = Session::new("zombie --seconds 60", "en") else { return };
    let modes = session.terminal.modes();
    session.go_to_step(3);
    session.enter();
    session.type_inside("stty -echo; sleep 1000 & echo is here");
    session.terminal.await_said("is here\r\n");
    session.run.signal(SIGTERM);
    let (ended, _, _) = session.end(&modes);
    ended.ended_by(SIGTERM);

    let Some(mut session) = Session::new("zombie --seconds 60", "en") else { return };
    let modes = session.terminal.modes();
    session.go_to_step(3);
    session.enter();
    session.type_inside("exit");
    session.await_pause();
    session.terminal.press("\x03");
    let (ended, _, replayed) = session.end(&modes);
    ended.ended_by(SIGINT);
    replayed.replay().code(2).complains(["SIGINT"]);
}

#[test]
fn looking_back_in_a_run_and_leaving_it() {
    let Some(mut session) = Session::new("zombie --seconds 60", "en") else { return };
    let modes = session.terminal.modes();
    session.press("b");
    session.terminal.await_said("No step comes before this one.");
    session.go_to_step(3);
    let from = session.terminal.said().len();
    session.press("b");
    let back = session.since(from);
    assert!(back.contains("Looking back: step 2 of 6."), "{back}");
    assert!(back.contains("\n2/6  Enter it with a shell\n") && back.contains("✓ shell: alive"), "{back}");
    session.press("");
    session.terminal.await_said("Here we are again: step 3 of 6.");
    session.terminal.press("q\n");
    let (ended, said, replayed) = session.end(&modes);
    ended.code(0);
    let told = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.ends_with("without a verdict. All that it had started has ended."), "{said}");
    replayed.replay().code(0).quiet().says(["· The run ends in step 3 of 6, without a verdict."]);
}

#[test]
fn where_nobody_can_go_inside_the_reason_is_said() {
    let Some(mut session) = Session::new("orphan --seconds 60", "en") else { return };
    let modes = session.terminal.modes();
    session.press("s");
    session.terminal.await_said("This lab plays on the machine itself");
    session.terminal.press("q\n");
    session.end(&modes).0.code(0);
    let piped = pidlab(["run", "zombie", "--step", "--seconds", "0.2"]).stdin("s\n\ns\nq\n").run();
    piped.code(0).says(["A shell needs a terminal", "The run ends in step 2 of 6"]);
}

#[test]
fn of_several_containers_one_is_named() {
    let Some(mut session) = Session::new("isolation", "en") else { return };
    let modes = session.terminal.modes();
    session.press("s");
    session.terminal.await_said("No container is alive at this moment.");
    session.go_to_step(3);
    session.press("s");
    session.terminal.await_said("Into which one? one, two. For the first: `s one`");
    session.terminal.press("s two\n");
    session.terminal.await_said("root@two:");
    session.type_inside("kill -9 $$");
    session.await_pause();
    assert!(session.terminal.said().contains("Nothing has changed"), "{}", session.terminal.said());
    session.terminal.press("q\n");
    session.end(&modes).0.code(0);
}

#[test]
fn a_visitor_s_processes_end_with_the_run() {
    let Some(mut session) = Session::new("zombie --seconds 60", "en") else { return };
    let modes = session.terminal.modes();
    session.go_to_step(3);
    session.enter();
    session.type_inside("setsid sleep 1002 & exit");
    session.await_pause();
    wait_until("it sleeps", common::PATIENCE, || !session.mark.called("sleep").is_empty());
    session.terminal.press("q\n");
    session.end(&modes).0.code(0);
}

/// Who talks for too long at a pause gets no verdict, but is told to take more time.
#[test]
fn what_has_ended_during_a_pause_is_not_held_against_the_kernel() {
    let mark = Mark::new();
    if !*ABLE {
        return;
    }
    let mut run = mark.on(pidlab(["run", "zombie", "--step"]).keep_stdin()).start();
    run.type_in("\n\n\n");
    run.await_said("4/6");
    let (sleeps, init) = (mark.called("sleep"), mark.init());
    assert_eq!(sleeps.len(), 2);
    let ended: Vec<i32> = sleeps.into_iter().filter(|pid| *pid != init).collect();
    ended.iter().copied().for_each(kill_now);
    // Gone, not only without its command line, which a process loses before it has ended.
    let there = |pid: &i32| std::path::Path::new(&format!("/proc/{pid}")).exists();
    wait_until("the lab's sleep has ended", common::PATIENCE, || !ended.iter().any(there));
    run.type_in("\n");
    let ended = run.end().code(125).complains(["step 4", "hint: ", "--seconds 600"]);
    assert!(!ended.stdout.contains('✗'), "{ended}");
    mark.all_end();
}
