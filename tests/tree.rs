//! `pidlab tree` on this machine's real processes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{PATIENCE, pidlab, sh, skip, wait_until};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::{Pid, geteuid};
use serde_json::Value;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use unicode_width::UnicodeWidthStr as _;

/// The begin of a job of bash that ends only once bash has become another program: bash collects its jobs,
/// what it has become does not know of them.
const LATE_EXIT: &str = "(comm=bash; while [ $comm = bash ]; do read -r comm < /proc/$$/comm; done;";

/// A process with all that it starts; killed at the end of the test.
struct Group(Child);

impl Group {
    fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.process_group(0).spawn().unwrap())
    }

    fn bash(line: &str) -> Self {
        Self::start(Command::new("bash").args(["-c", line]))
    }

    fn pid(&self) -> String {
        self.0.id().to_string()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = killpg(Pid::from_raw(self.0.id() as i32), Signal::SIGKILL);
        let _ = self.0.wait();
    }
}

/// What JSON says with these options.
fn processes(options: &[&str]) -> Vec<Value> {
    let arguments = ["tree", "--format", "json"].into_iter().chain(options.iter().copied());
    let ended = pidlab(arguments).run().code(0).quiet();
    let Value::Object(mut object) = serde_json::from_str(&ended.stdout).unwrap() else { panic!("no object") };
    let Some(Value::Array(processes)) = object.remove("processes") else { panic!("no processes") };
    assert!(object.is_empty(), "more keys than are documented: {object:?}");
    processes
}

/// Looks until the processes are as they should be.
#[track_caller]
fn wait_for(options: &[&str], what: &str, holds: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let mut seen = Vec::new();
    wait_until(what, PATIENCE, || {
        seen = processes(options);
        holds(&seen)
    });
    seen
}

/// How many of this name sleep: only then are they surely through with their exec.
fn asleep(processes: &[Value], comm: &str) -> usize {
    processes.iter().filter(|process| process["comm"] == comm && process["state"] == "sleeping").count()
}

#[test]
fn the_tree_of_a_process_has_its_children_and_ancestors() {
    let group = Group::bash("sleep 61 & wait");
    let seen = wait_for(&["--pid", &group.pid()], "bash and sleep", |seen| asleep(seen, "sleep") == 1);
    assert_eq!(seen.len(), 2, "{seen:?}");
    let (bash, sleep) = (&seen[0], &seen[1]);
    assert_eq!(bash["comm"], "bash");
    assert_eq!(bash["host_ppid"], std::process::id());
    assert_eq!(sleep["host_ppid"], bash["host_pid"]);
    assert_eq!(sleep["command"], serde_json::json!(["sleep", "61"]));
    let me = std::env::args().next().unwrap();
    let me = me.rsplit('/').next().unwrap();
    pidlab(["tree", "--pid", &group.pid()]).env("COLUMNS", "400").run().code(0).says([
        "PROCESS",
        "└─ bash -c sleep 61 & wait",
        "   └─ sleep 61",
        me,
        "2 processes",
    ]);
}

#[test]
fn strange_names_are_escaped() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(OsStr::from_bytes(b"\x1b[2J\n\x80) Z 1 ("));
    // By another process: a file that a thread of ours has open for writing cannot be executed.
    assert!(Command::new("cp").arg("/bin/sleep").arg(&program).status().unwrap().success());
    let group = Group::start(Command::new(&program).arg0(OsStr::from_bytes(b"sleep")).arg("62"));
    let escaped = r"\x1b[2J\n\x80) Z 1 (";
    let options = ["--pid", &group.pid()];
    let seen = wait_for(&options, "the exec", |seen| asleep(seen, escaped) == 1);
    assert_eq!(seen[0]["host_ppid"], std::process::id());
}

#[test]
fn strange_arguments_are_escaped() {
    let group = Group::bash(r"exec -a $'좀비\e[31m\n\x80\u202e' sleep 63");
    let escaped = r"좀비\x1b[31m\n\x80\u{202e} 63";
    wait_for(&["--pid", &group.pid()], "the exec", |seen| asleep(seen, "sleep") == 1);
    let ended = pidlab(["tree", "--pid", &group.pid()]).env("COLUMNS", "300").run().code(0).says([escaped]);
    assert!(!ended.stdout.contains(['\x1b', '\u{202e}']), "{ended}");
}

#[test]
fn a_zombie_is_shown_with_its_parent_and_its_uncollected_end() {
    let group = Group::bash(&format!("{LATE_EXIT} exit 7) & {LATE_EXIT} exit 0) & exec sleep 64"));
    let options = ["--zombies", "--pid", &group.pid()];
    let seen = wait_for(&options, "two zombies", |seen| seen.len() == 2);
    let ends: Vec<_> = seen.iter().map(|zombie| &zombie["ended"]["status"]).collect();
    assert!(ends.contains(&&Value::from(7)) && ends.contains(&&Value::from(0)), "{seen:?}");
    assert!(seen.iter().all(|zombie| zombie["state"] == "zombie" && zombie["host_ppid"] == group.0.id()));
    let ended = pidlab(["tree"].into_iter().chain(options)).env("COLUMNS", "200").run().code(0).quiet();
    let ended = ended.says(["zombie, exit 7", "2 zombies: ", "sleep 64 (PID "]);
    let marked = ended
        .stdout
        .lines()
        .filter(|line| line.starts_with("Z ") && line.contains("├─ [") | line.contains("└─ ["));
    assert_eq!(marked.count(), 2, "{ended}");
}

#[test]
fn another_namespace_has_its_own_pids() {
    let mut command = Command::new("unshare");
    let group = Group::start(command.args(["-Urpf", "--kill-child", "bash", "-c", "sleep 65 & wait"]));
    let options = ["--ns", "--pid", &group.pid()];
    let mut seen = Vec::new();
    let mut group = group;
    wait_until("a namespace, or unshare's failure", PATIENCE, || {
        seen = if group.0.try_wait().unwrap().is_some() { Vec::new() } else { processes(&options) };
        asleep(&seen, "sleep") == 1 || group.0.try_wait().unwrap().is_some()
    });
    if group.0.try_wait().unwrap().is_some() {
        return skip("unshare -Urpf is refused on this machine");
    }
    let (init, sleep) = (&seen[0], &seen[1]);
    assert_eq!((&init["pid"], &init["ppid"]), (&Value::from(1), &Value::from(0)), "{seen:?}");
    assert_eq!(init["host_ppid"], group.0.id());
    assert_eq!(sleep["ppid"], 1);
    assert_eq!(sleep["ns_pids"], serde_json::json!([sleep["host_pid"], sleep["pid"]]));
    assert_ne!(sleep["pid"], sleep["host_pid"]);
    assert_eq!(sleep["pid_namespace"], init["pid_namespace"]);
    let ended = pidlab(["tree"].into_iter().chain(options)).run().code(0).quiet();
    let ended = ended.says(["IN NS", "1 other PID namespace", "PID 1 OF NAMESPACE"]);
    assert!(
        ended.stdout.lines().any(|line| line.starts_with("N ") && line.contains("└─ sleep 65")),
        "{ended}"
    );
}

#[test]
fn a_run_of_like_siblings_is_one_line_unless_all_are_asked_for() {
    let group = Group::bash("for i in {1..12}; do sleep 66 & done; wait");
    let pid = group.pid();
    wait_for(&["--pid", &pid], "twelve sleeps", |seen| asleep(seen, "sleep") == 12);
    pidlab(["tree", "--pid", &pid]).run().code(0).says(["└─ sleep 66 × 12", "…", "13 processes"]);
    let all = pidlab(["tree", "--pid", &pid, "--all"]).run().code(0);
    assert_eq!(all.stdout.lines().filter(|line| line.contains("─ sleep 66  ")).count(), 12, "{all}");
    // One of them, asked for, is not folded away.
    let one = processes(&["--pid", &pid])[5]["host_pid"].to_string();
    pidlab(["tree", "--pid", &one]).run().code(0).says(["1 process ", "sleep 66", &one]);
}

#[test]
fn an_unknown_pid_is_wrong_usage() {
    pidlab(["tree", "--pid", "4194305"]).run().code(2).complains(["4194305", "pidlab tree"]);
}

#[test]
fn it_fits_the_terminal_in_both_languages() {
    for (lang, heading) in [("en", "PROCESS"), ("ko", "프로세스")] {
        for columns in [50, 80, 120] {
            let run = pidlab(["tree", "--lang", lang]).env("COLUMNS", &columns.to_string());
            let ended = run.run().code(0).quiet().says([heading, "PID"]);
            let widest = ended.stdout.lines().map(str::width).max().unwrap();
            assert!(widest <= columns, "{widest} columns instead of {columns}: {ended}");
        }
    }
}

#[test]
fn colour_only_repeats_what_is_written() {
    let group = Group::bash(&format!("{LATE_EXIT} exit 7) & exec sleep 67"));
    let options = ["tree", "--zombies", "--pid", &group.pid()];
    wait_for(&options[1..], "a zombie", |seen| seen.len() == 1);
    let plain = pidlab(options).run().code(0);
    let coloured = pidlab(options.into_iter().chain(["--color", "always"])).run().code(0);
    assert!(!plain.stdout.contains('\x1b') && coloured.stdout.contains('\x1b'));
    // Only the zombie's line: its ancestors may have another state the second time.
    let zombie = |text: &str| text.lines().find(|line| line.contains("[bash]")).unwrap().to_owned();
    assert_eq!(without_escapes(&zombie(&coloured.stdout)), zombie(&plain.stdout));
}

fn without_escapes(text: &str) -> String {
    let mut pieces = text.split('\x1b');
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('m').unwrap().1)
}

#[test]
fn without_privilege_what_cannot_be_seen_is_said() {
    if !geteuid().is_root() {
        return skip("only root can become somebody who sees less");
    }
    let group = Group::bash(&format!("{LATE_EXIT} exit 7) & exec sleep 68"));
    let options = format!("--zombies --pid {}", group.pid());
    wait_for(&options.split(' ').collect::<Vec<_>>(), "a zombie", |seen| seen.len() == 1);
    let folder = tempfile::tempdir().unwrap();
    // The build may be where others cannot go.
    let line = format!(
        "chmod 755 {0} && cp \"$PIDLAB\" {0}/pidlab && cd / && \
         exec setpriv --reuid 65534 --regid 65534 --clear-groups {0}/pidlab tree {options}",
        folder.path().display()
    );
    let ended = sh(&line).env("COLUMNS", "400").run().code(0).says([
        "zombie",
        "not visible",
        "ended",
        "sudo pidlab tree",
    ]);
    assert!(!ended.stdout.contains("exit 7"), "{ended}");
}
