//! The real program of a container, or its stand-in: which plays, and that the run says it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::events::Events;
use common::{able, pidlab, sh, skip};
use std::os::unix::fs::PermissionsExt as _;

const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// What a run has said of its containers: those texts that no lab has.
fn told(events: &Events, part: &str) -> Vec<String> {
    let texts = events.of("told").map(|it| it["text"].as_str().unwrap().to_owned());
    texts.filter(|text| text.contains(part)).collect()
}

/// The command line of a process in the last tree.
fn command<'a>(events: &'a Events, name: &str) -> Vec<&'a str> {
    let words = events.after(9).process(name)["command"].as_array().unwrap();
    words.iter().map(|word| word.as_str().unwrap()).collect()
}

/// Plays `isolation` with a program `nginx` first in PATH.
fn with_nginx(script: &str, mode: &str) -> Option<(String, Events)> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let file = folder.path().join("nginx");
    std::fs::write(&file, script).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{PATH}", folder.path().display());
    let arguments = ["run", "isolation", "--format", "json"].into_iter().chain(mode.split_whitespace());
    let ended = able(pidlab(arguments).env("PATH", &path).run())?;
    Some((file.to_str().unwrap().to_owned(), ended.code(0).quiet().events()))
}

/// Whether a program can be started in a user namespace below that of a container.
fn nests(mode: &str) -> bool {
    pidlab(["run", "nested"].into_iter().chain(mode.split_whitespace())).run().status.success()
}

#[test]
fn a_server_that_keeps_a_worker_plays_itself() {
    for mode in ["", "--rootless"] {
        if !nests(mode) {
            return skip("no user namespaces in a container");
        }
        let server = "#!/bin/bash\nexec 3> >(read -r)\nwait $!\n";
        let Some((file, events)) = with_nginx(server, mode) else { return };
        assert_eq!(told(&events, "nginx"), [format!("Played for real: {file}")], "{mode}");
        for process in ["one.init", "worker1"] {
            assert_eq!(command(&events, process), ["/bin/bash", &file, "-c", "/run/nginx.conf"]);
        }
        let start = events.of("step_started").next().unwrap();
        let files: Vec<_> = start["files"].as_array().unwrap().iter().map(|it| &it["path"]).collect();
        assert_eq!(files, ["/run/start", "/run/nginx.conf"], "not the stand-in's");
        assert_eq!(events.only("lab_started")["init"], serde_json::json!(["/run/start", file]));
    }
}

/// One ends at once, the other's worker does.
#[test]
fn a_server_that_does_not_run_has_a_stand_in() {
    for server in ["#!/bin/bash\nexit 1\n", "#!/bin/bash\n(exit 2) &\nexec sleep infinity\n"] {
        let Some((file, events)) = with_nginx(server, "") else { return };
        let told = told(&events, "nginx");
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("A stand-in plays") && told[0].ends_with(&file), "{told:?}");
        assert_eq!(command(&events, "one.init"), ["/bin/bash", "/run/nginx"]);
        assert_eq!(command(&events, "worker1"), ["/bin/bash", "/run/nginx"]);
    }
}

const NOWHERE: &str = r#"format = 1
id = "nowhere"
title = { en = "T", ko = "제목" }
story = { en = "S", ko = "이야기" }
[containers.box]
init = "sleep"
real = { programs = ["no-such-server", "nor-this"], init = "{program} --now" }
[[step]]
title = { en = "T", ko = "제목" }
do = { start = "box" }
expect = [ { "box.init" = { comm = "sleep" } } ]
"#;

#[test]
fn what_is_not_installed_has_a_stand_in_unless_somebody_chooses() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nowhere.toml"), NOWHERE).unwrap();
    let run =
        |arguments: &str| sh(&format!("exec \"$PIDLAB\" {arguments} ./nowhere.toml")).folder(&folder).run();
    let said = "A stand-in plays, not the real server. Not installed: no-such-server, nor-this";
    let Some(ended) = able(run("run")) else { return };
    ended.code(0).says([said]);
    let chosen = run("run --init sleep").code(0);
    assert!(!chosen.stdout.contains("stand-in"), "{chosen}");
    run("show").code(0).says(["(no-such-server, nor-this): {program} --now\n"]);
}

/// scripts/setup installs it.
#[test]
fn the_real_apache_plays() {
    const PATH: &str = "/usr/sbin:/usr/local/bin:/usr/bin:/bin";
    let installed = sh("command -v httpd || command -v apache2").env("PATH", PATH).run();
    if !installed.status.success() {
        return skip("Apache is not installed");
    }
    for mode in ["", "--rootless"] {
        if !nests(mode) {
            return skip("no user namespaces in a container");
        }
        let arguments = ["run", "isolation", "--format", "json"].into_iter().chain(mode.split_whitespace());
        let events = pidlab(arguments).env("PATH", PATH).run().code(0).quiet().events();
        let real = format!("Played for real: {}", installed.stdout.trim());
        assert_eq!(told(&events, installed.stdout.trim()), [real], "{mode}");
        for process in ["two.init", "worker2"] {
            assert_eq!(command(&events, process)[0], "/tmp/httpd");
        }
    }
}
