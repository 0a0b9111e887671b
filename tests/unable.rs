//! What this machine, or one that is made so, cannot run: exit 77, what is missing, and the exact remedy.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, mounts_left};
use common::{Ended, ordinary, pidlab, read, sh, skip};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What both languages must say, once in each.
#[track_caller]
fn in_both(run: impl Fn(&str) -> Ended, parts: &[&str], sentences: [&str; 2]) {
    for (lang, sentence) in ["en", "ko"].into_iter().zip(sentences) {
        let ended = run(lang).code(77);
        let told = joined(&ended.stderr);
        for part in parts.iter().chain([&sentence]) {
            assert!(told.contains(part), "{part:?} is not told: {ended}");
        }
        let labels = if lang == "en" { ["error: ", "hint: "] } else { ["오류: ", "도움말: "] };
        assert!(labels.iter().all(|label| told.contains(label)), "{ended}");
    }
}

/// As one line: sentences are wrapped.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An ordinary user's run where a namespace of its own has this changed, without `CAP_SYS_ADMIN` in it.
fn changed(unshare: &str, change: &str, lang: &str) -> Ended {
    let run = format!("\"$PIDLAB\" run zombie --seconds 0.2 --lang {lang}");
    let line = format!("{change} && exec setpriv --bounding-set=-sys_admin {run}");
    ordinary(&format!("exec unshare {unshare} sh -c '{line}'")).run()
}

/// Whether an ordinary user can make such namespaces here; says so if not.
fn can(unshare: &str) -> bool {
    let can = ordinary(&format!("unshare {unshare} true")).run().status.success();
    if !can {
        skip("an ordinary user cannot make a user namespace");
    }
    can
}

#[test]
fn user_namespaces_switched_off() {
    let change = "echo 0 > /proc/sys/user/max_user_namespaces";
    if can("-Ur") {
        let remedy = ["sudo sysctl -w user.max_user_namespaces=", "ENOSPC"];
        in_both(|lang| changed("-Ur", change, lang), &remedy, ["switched off", "꺼져"]);
    }
}

/// Their containers can be made, but what is typed in them would fail, one step after the other.
#[test]
fn user_namespaces_refused_inside_a_container() {
    if can("-Urm") {
        for lab in ["nested", "unshare"] {
            let run = |lang: &str| {
                let play = format!("exec \"$PIDLAB\" run {lab} --lang {lang}");
                let change = "echo 0 > /proc/sys/user/max_user_namespaces";
                let ended = ordinary(&format!("exec unshare -Urm sh -c '{change} && {play}'")).run();
                assert!(ended.stdout.is_empty(), "nothing is begun: {ended}");
                ended
            };
            let parts = ["sudo sysctl -w user.max_user_namespaces=15000", "ENOSPC"];
            in_both(run, &parts, ["inside a container", "컨테이너 안에서"]);
        }
    }
}

#[test]
fn other_namespaces_switched_off() {
    for kind in ["pid", "mnt", "ipc", "uts", "net"] {
        let change = format!("echo 0 > /proc/sys/user/max_{kind}_namespaces");
        if can("-Ur") {
            let remedy = [&*format!("sudo sysctl -w user.max_{kind}_namespaces="), "ENOSPC"];
            in_both(|lang| changed("-Ur", &change, lang), &remedy, ["namespaces", "네임스페이스"]);
        }
    }
}

#[test]
fn a_masked_proc() {
    let unshare = "-Urmpf --mount-proc";
    if can(unshare) {
        let change = "mount --bind /dev/null /proc/version";
        let parts = ["mount(proc, /proc)", "/proc/version"];
        in_both(|lang| changed(unshare, change, lang), &parts, ["over", "/proc"]);
    }
}

/// The twin of the tests above: the same namespaces with nothing changed.
#[test]
fn the_same_where_nothing_is_switched_off() {
    for unshare in ["-Ur", "-Urmpf --mount-proc"] {
        if can(unshare) {
            changed(unshare, "true", "en").code(0).quiet().says(["✓ As expected. One zombie"]);
        }
    }
}

/// What needs no container runs there too.
#[test]
fn the_host_s_lab_needs_no_namespace() {
    if can("-Ur") {
        let change = "echo 0 > /proc/sys/user/max_user_namespaces";
        let run = "exec setpriv --bounding-set=-sys_admin \"$PIDLAB\" run orphan --seconds 0.2";
        ordinary(&format!("exec unshare -Ur sh -c '{change} && {run}'")).run().code(0).quiet();
    }
}

/// A folder of links to these programs, to be the whole of PATH.
fn only(programs: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in programs {
        let found = sh(&format!("command -v {name}")).run().code(0).stdout;
        std::os::unix::fs::symlink(found.trim(), folder.path().join(name)).unwrap();
    }
    folder
}

fn with_path(folder: &TempDir, arguments: &[&str], lang: &str) -> Ended {
    let run = pidlab(arguments.iter().copied()).env("PIDLAB_LANG", lang);
    run.env("PATH", folder.path().to_str().unwrap()).run()
}

#[test]
fn an_init_that_is_not_installed_names_its_package() {
    let path = only(&["bash"]);
    let packages = [
        ("tini", "tini"),
        ("dumb-init", "dumb-init"),
        ("catatonit", "catatonit"),
        ("docker-init", "docker.io"),
        ("busybox", "busybox"),
        ("supervisord", "supervisor"),
        ("python", "python3"),
        ("tail", "coreutils"),
        ("sh", "dash"),
    ];
    for (init, package) in packages {
        let run = |lang: &str| with_path(&path, &["run", "zombie", "--init", init], lang);
        let remedy = format!("sudo apt-get install {package}");
        in_both(run, &[&remedy], ["is not installed", "설치"]);
    }
}

#[test]
fn our_own_inits_are_always_there() {
    let path = only(&["bash", "sleep"]);
    for init in ["reaper", "pause"] {
        let arguments = ["run", "zombie", "--init", init, "--seconds", "0.2"];
        with_path(&path, &arguments, "en").code(0).quiet().says(["No zombie was left"]);
    }
}

#[test]
fn a_lab_s_need_that_is_not_installed_names_its_package() {
    let path = only(&["sleep"]);
    for lab in ["zombie", "wait", "orphan"] {
        let run = |lang: &str| with_path(&path, &["run", lab], lang);
        in_both(run, &["bash", "sudo apt-get install bash"], ["is not installed", "설치"]);
    }
}

#[test]
fn a_need_of_a_lab_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let lab = read(concat!(env!("CARGO_MANIFEST_DIR"), "/labs/zombie.toml"));
    let lab = lab.replace("needs = [\"bash\"]", "needs = [\"bash\", \"no-such-program\"]");
    let file = folder.path().join("own.toml");
    std::fs::write(&file, lab).unwrap();
    let run = |lang: &str| pidlab(["run", file.to_str().unwrap()]).env("PIDLAB_LANG", lang).run();
    in_both(run, &["no-such-program"], ["is not installed", "설치"]);
}

/// A file with this content and these permissions.
fn file(folder: &TempDir, name: &str, content: &[u8], mode: u32) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    path
}

fn as_init(path: &Path, lang: &str) -> Ended {
    let mark = Mark::new();
    let run = pidlab(["run", "zombie", "--init", path.to_str().unwrap(), "--lang", lang]);
    let ended = mark.on(run).run();
    mark.all_end();
    ended
}

#[test]
fn an_init_that_may_not_be_executed() {
    let folder = tempfile::tempdir().unwrap();
    let plain = file(&folder, "plain", b"#!/bin/sh\nsleep 1000\n", 0o644);
    let remedy = format!("chmod +x {}", plain.display());
    in_both(|lang| as_init(&plain, lang), &[&remedy], ["cannot be executed", "실행할 수 없"]);
    // By name, as the shell finds it: what may not be executed is told apart from what is not there.
    let path = only(&["bash", "sleep"]);
    let tini = file(&path, "tini", b"", 0o644);
    let run = |lang: &str| with_path(&path, &["run", "zombie", "--init", "tini"], lang);
    in_both(run, &[tini.to_str().unwrap()], ["cannot be executed", "실행할 수 없"]);
}

#[test]
fn an_init_that_is_not_there() {
    let missing = Path::new("/no/such/init");
    in_both(|lang| as_init(missing, lang), &["/no/such/init"], ["is not installed", "설치"]);
}

#[test]
fn a_folder_is_no_init() {
    in_both(|lang| as_init(Path::new("/etc"), lang), &["/etc"], ["cannot be executed", "실행할 수 없"]);
}

#[test]
fn an_exec_that_fails_inside_names_the_file_and_the_errno() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        (file(&folder, "lost", b"#!/no/such/interpreter\n", 0o755), "ENOENT"),
        (file(&folder, "text", b"just text\n", 0o755), "ENOEXEC"),
        (file(&folder, "empty", b"", 0o755), "ENOEXEC"),
        (file(&folder, "foreign", b"\x7fELF\x02\x01\x01\0garbage", 0o755), "ENOEXEC"),
    ];
    for (path, errno) in cases {
        let call = format!("execve({})", path.display());
        in_both(|lang| as_init(&path, lang), &[&call, errno], ["interpreter", "인터프리터"]);
    }
    assert_eq!(mounts_left(), [""; 0]);
}
