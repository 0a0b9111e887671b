//! `pidlab doctor` on machines that allow labs, and on machines that are made not to.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test")]

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};
use unicode_width::UnicodeWidthStr as _;

/// The program where an ordinary user can execute it.
struct Program {
    folder: tempfile::TempDir,
}

impl Program {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        std::fs::copy(env!("CARGO_BIN_EXE_pidlab"), folder.path().join("pidlab")).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("pidlab")
    }

    /// Runs a shell's script as an ordinary user; `$0` is the program.
    fn script(&self, script: &str) -> Output {
        let mut command = if nix::unistd::geteuid().is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", "65533", "--regid", "65533", "--clear-groups", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        command.arg("-c").arg(script).arg(self.path());
        command.current_dir("/").env("LANG", "C.UTF-8").env_remove("LC_ALL").env_remove("PIDLAB_LANG");
        command.env_remove("COLUMNS").output().unwrap()
    }

    /// The checks of `doctor --format json`, and the whole of it.
    fn json(&self) -> (Vec<serde_json::Value>, serde_json::Value) {
        let output = self.script("\"$0\" doctor --format json");
        let object: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        (object["checks"].as_array().unwrap().clone(), object)
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// As one line: sentences are wrapped.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A test that cannot run here says why. With `PIDLAB_MUST_RUN=1` that is a failure.
fn skip(reason: &str) {
    assert!(std::env::var("PIDLAB_MUST_RUN").as_deref() != Ok("1"), "cannot run here: {reason}");
    eprintln!("skipped: {reason}");
}

/// Runs in a user namespace of an ordinary user, whose switches are its own, and without `CAP_SYS_ADMIN`
/// in it. None if none can be made.
fn in_user_namespace(options: &str, change: &str, doctor: &str) -> Option<Output> {
    let program = Program::new();
    if !program.script(&format!("unshare {options} true")).status.success() {
        skip("an ordinary user cannot make a user namespace");
        return None;
    }
    let inner = format!("{change} && exec setpriv --bounding-set=-sys_admin \"$0\" {doctor}");
    Some(program.script(&format!("exec unshare {options} sh -c '{inner}' \"$0\"")))
}

#[test]
fn labs_run_for_an_ordinary_user_and_the_verdict_comes_first() {
    let program = Program::new();
    if !program.script("unshare -Urmpf --mount-proc true").status.success() {
        return skip("an ordinary user cannot make a container");
    }
    let output = program.script("\"$0\" doctor");
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    assert!(stdout(&output).starts_with("✓ Labs run here, rootless"), "{}", stdout(&output));
    assert!(stdout(&output).trim_end().ends_with("pidlab run zombie --init sleep"));
}

const CHECKS: [&str; 34] = [
    "container",
    "mode",
    "kernel",
    "namespaces",
    "children_files",
    "exit_info",
    "user",
    "capabilities",
    "no_new_privs",
    "user.max_user_namespaces",
    "user.max_pid_namespaces",
    "user.max_mnt_namespaces",
    "user.max_ipc_namespaces",
    "user.max_uts_namespaces",
    "user.max_net_namespaces",
    "userns_clone",
    "apparmor_userns",
    "apparmor",
    "selinux",
    "seccomp",
    "place",
    "proc_masked",
    "hidepid",
    "pid1",
    "adopter",
    "nproc",
    "pids_cgroup",
    "pid_max",
    "threads_max",
    "bash",
    "inits",
    "inits_missing",
    "docker",
    "locale",
];

#[test]
fn json_has_these_keys_and_checks() {
    let (checks, object) = Program::new().json();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&object), ["can_run", "checks", "mode", "reason"]);
    assert_eq!(object["mode"], "rootless");
    assert_eq!(object["can_run"], object["reason"].is_null());
    for id in CHECKS {
        let check = checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("no check {id}"));
        assert_eq!(keys(check), ["id", "remedy", "status", "value"]);
        assert!(["ok", "warn", "fail", "info"].contains(&check["status"].as_str().unwrap()), "{check}");
    }
}

#[test]
fn who_adopts_orphans_is_seen() {
    let (checks, _) = Program::new().json();
    let adopter = checks.iter().find(|check| check["id"] == "adopter").unwrap()["value"].as_str().unwrap();
    let (pid, comm) = adopter.split_once(' ').unwrap_or_else(|| panic!("not seen: {adopter}"));
    let real = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap();
    assert_eq!(comm, real.trim_end());
}

#[test]
fn no_line_is_wider_than_80_columns_but_for_commands() {
    for lang in ["en", "ko"] {
        let output = Program::new().script(&format!("\"$0\" doctor --lang {lang}"));
        assert!(stdout(&output).lines().count() > CHECKS.len(), "{}", stderr(&output));
        for line in stdout(&output).lines() {
            assert!(line.width() <= 80, "{lang}: {line}");
        }
    }
}

#[test]
fn user_namespaces_switched_off() {
    let change = "echo 0 > /proc/sys/user/max_user_namespaces";
    for (lang, sentence) in [("en", "user namespaces are switched off"), ("ko", "꺼져 있습니다")] {
        let Some(output) = in_user_namespace("-Ur", change, &format!("doctor --lang {lang}")) else { return };
        let text = stdout(&output);
        assert_eq!(output.status.code(), Some(77), "{text}{}", stderr(&output));
        assert!(text.starts_with('✗') && text.contains("(ENOSPC)"), "{text}");
        assert!(joined(&text).contains(sentence), "{text}");
        assert!(text.contains("\n      sudo sysctl -w user.max_user_namespaces=15000\n"), "{text}");
        assert!(text.contains("  ✗ user.max_user_namespaces  0\n"), "{text}");
    }
}

#[test]
fn pid_namespaces_switched_off() {
    let change = "echo 0 > /proc/sys/user/max_pid_namespaces";
    let Some(output) = in_user_namespace("-Ur", change, "doctor --format json") else { return };
    let object: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(output.status.code(), Some(77));
    assert_eq!(object["can_run"], false);
    assert_eq!(object["checks"][0]["id"], "container");
    assert_eq!(object["checks"][0]["remedy"], "sudo sysctl -w user.max_pid_namespaces=15000");
}

#[test]
fn a_masked_proc() {
    let change = "mount --bind /dev/null /proc/version";
    let Some(output) = in_user_namespace("-Urmpf --mount-proc", change, "doctor") else { return };
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(77), "{text}{}", stderr(&output));
    assert!(text.contains("mount(proc, /proc)") && joined(&text).contains("over /proc/version"), "{text}");
    assert!(text.contains("  ✗ /proc "), "{text}");
}

#[test]
fn without_processes_it_is_a_failure_that_names_fork() {
    // dash calls it -p.
    let output = Program::new().script("ulimit -u 1 2>/dev/null || ulimit -p 1; exec \"$0\" doctor");
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(125), "{}{told}", stdout(&output));
    assert!(told.contains("fork()") && told.contains("EAGAIN"), "{told}");
    assert!(told.contains("prlimit"), "{told}");
}

/// An image with nothing in it but the program; removed when dropped.
struct Image(String);

impl Image {
    fn new(name: &str) -> Option<Self> {
        let works = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
        if !works(Command::new("docker").arg("info")) {
            skip("no Docker daemon can be reached");
            return None;
        }
        let program = Program::new();
        for folder in ["proc", "sys", "dev", "tmp", "etc"] {
            std::fs::create_dir(program.folder.path().join(folder)).unwrap();
        }
        let name = format!("pidlab-doctor-test-{name}-{}", std::process::id());
        let script = format!("tar -C '{}' -c . | docker import - {name}", program.folder.path().display());
        assert!(works(Command::new("sh").args(["-c", &script])), "docker import");
        Some(Self(name))
    }

    fn doctor(&self, options: &[&str]) -> Output {
        let mut command = Command::new("docker");
        command.args(["run", "--rm", "--network", "none"]).args(options);
        command.args([&self.0, "/pidlab", "doctor"]).output().unwrap()
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        let _ = Command::new("docker").args(["rmi", "-f", &self.0]).output();
    }
}

#[test]
fn in_docker_the_remedy_for_its_default_profile_works() {
    let Some(image) = Image::new("remedy") else { return };
    for user in ["0", "1000"] {
        let refused = image.doctor(&["--user", user]);
        let text = stdout(&refused);
        assert_eq!(refused.status.code(), Some(77), "{text}{}", stderr(&refused));
        assert!(joined(&text).contains("seccomp filter of this Docker container"), "{text}");
        let given = options(&text);
        let mut options: Vec<_> = given.iter().map(String::as_str).collect();
        options.extend(["--user", user]);
        let works = image.doctor(&options);
        assert_eq!(works.status.code(), Some(0), "{options:?}: {}{}", stdout(&works), stderr(&works));
    }
}

#[test]
fn in_docker_a_capability_or_half_of_the_remedy() {
    let Some(image) = Image::new("half") else { return };
    let works = image.doctor(&["--cap-add", "SYS_ADMIN", "--security-opt", "apparmor=unconfined"]);
    assert!(stdout(&works).starts_with("✓ Labs run here, privileged"), "{}", stdout(&works));
    let masked = image.doctor(&["--security-opt", "seccomp=unconfined"]);
    assert_eq!(masked.status.code(), Some(77));
    assert!(stdout(&masked).contains("mount(proc, /proc)"), "{}", stdout(&masked));
    assert!(options(&stdout(&masked)).contains(&"systempaths=unconfined".to_owned()));
}

/// The options of the first `docker run` that a text gives, its lines joined.
fn options(text: &str) -> Vec<String> {
    let joined = text.replace("\\\n", " ");
    let command = joined.lines().find_map(|line| line.trim().strip_prefix("docker run ")).unwrap_or(text);
    command.split_whitespace().filter(|word| *word != "IMAGE").map(str::to_owned).collect()
}
