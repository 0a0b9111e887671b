//! `pidlab try` with real scripts on the real kernel: each fault is found by what it does, and each innocent script
//! is left alone.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, mounts_left};
use common::{Ended, able, ordinary, pidlab, sh, skip};
use nix::sys::signal::Signal;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use unicode_width::UnicodeWidthStr as _;

/// What these tests run on a busy machine.
const LONG: Duration = Duration::from_mins(1);

/// Listens to SIGTERM and ends well, as nginx does.
const SERVICE: &str = "#!/bin/bash\ntrap 'exit 0' TERM\nsleep infinity & wait\n";

/// A folder with a service in it; `SERVICE` in a script is replaced by its path.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.file("service", SERVICE, 0o755);
        std::fs::set_permissions(folder.0.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        folder
    }

    fn file(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.0.path().join(name);
        let service = self.0.path().join("service");
        std::fs::write(&path, text.replace("SERVICE", service.to_str().unwrap())).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    /// What is found of a script.
    fn script(&self, text: &str) -> Option<Found> {
        let path = self.file("start.sh", text, 0o755);
        found(["--entrypoint", path.to_str().unwrap()])
    }
}

/// What `pidlab try` says.
struct Found(Value);

fn found<const N: usize>(arguments: [&str; N]) -> Option<Found> {
    let arguments = ["try", "--format", "json"].into_iter().chain(arguments);
    able(pidlab(arguments).patience(LONG).run()).map(Found::of)
}

impl Found {
    fn of(ended: Ended) -> Self {
        Self(serde_json::from_str(&ended.code(0).quiet().stdout).unwrap())
    }

    /// The line at fault: kind, number, whether it was proven.
    fn cause(&self) -> (&str, u64, bool) {
        let cause = &self.0["cause"];
        let proven = cause["proven"].as_bool().unwrap_or_default();
        (cause["kind"].as_str().unwrap_or("none"), cause["line"].as_u64().unwrap_or(0), proven)
    }

    /// The change that helped.
    #[track_caller]
    fn best(&self) -> &Value {
        let best = self.0["best"].as_u64().unwrap_or_else(|| panic!("nothing helped: {}", self.0));
        &self.0["tried"][best as usize]
    }

    #[track_caller]
    fn change(&self, change: &str) -> &Value {
        let rows = self.0["tried"].as_array().unwrap();
        rows.iter().find(|row| row["change"] == change).unwrap_or_else(|| panic!("no {change}: {}", self.0))
    }

    #[track_caller]
    fn problems(&self, expected: &[&str]) {
        assert_eq!(self.change("none")["problems"], json!(expected), "{}", self.0);
    }
}

#[test]
fn a_service_without_exec() {
    let folder = Folder::new();
    let Some(found) = folder.script("#!/bin/sh\necho preparing\nSERVICE\n") else { return };
    assert_eq!(found.0["verdict"], "unfit");
    found.problems(&["deaf"]);
    assert_eq!(found.cause(), ("no_exec", 3, true));
    let own = found.change("none");
    assert_eq!((&own["role"], &own["service_got"]), (&json!("shell"), &Value::Null));
    assert_eq!(own["stop"]["ended"], json!({ "signal": 9 }));
    assert_eq!(own["stop"]["why"], "dropped");
    let best = found.best();
    assert_eq!(
        (&best["change"], &best["role"], &best["comm"]),
        (&json!("exec"), &json!("service"), &json!("service"))
    );
    assert_eq!((&best["verdict"], &best["stop"]["ended"]), (&json!("fit"), &json!({ "status": 0 })));
    assert!(best["text"].as_str().unwrap().contains("\nexec /"), "{best}");
    // An init alone ends in time, but the shell does not pass the signal on.
    assert_eq!(found.change("init")["problems"], json!(["service_killed"]));
}

#[test]
fn something_else_keeps_the_container_up() {
    let folder = Folder::new();
    let endless = "while true; do\n  sleep 1\ndone";
    for (keeper, kind) in [("tail -f /dev/null", "keeper"), (endless, "endless_loop")] {
        let Some(found) = folder.script(&format!("#!/bin/bash\nSERVICE &\n{keeper}\n")) else { return };
        found.problems(&["deaf", "hidden"]);
        assert_eq!(found.cause(), (kind, 3, true));
        assert_eq!(found.best()["change"], "exec_service");
        assert_eq!(found.best()["text"].as_str().unwrap().lines().count(), 2);
        // With a trap the container ends with the service, too, and with its status.
        let trap = found.change("trap_and_wait");
        assert_eq!((&trap["verdict"], &trap["service_got"]), (&json!("fit"), &json!("TERM")));
        assert_eq!(trap["service_killed"]["ended"], json!({ "status": 137 }));
        // An init does not see that the service behind the script has died.
        assert_eq!(found.change("init")["service_killed"]["leads_to"], "lives_on");
    }
}

/// A handler is there, and still nothing happens.
#[test]
fn a_trap_waits_for_the_foreground() {
    let folder = Folder::new();
    let Some(found) = folder.script("#!/bin/bash\ntrap 'exit 0' TERM\nSERVICE\n") else { return };
    found.problems(&["deaf"]);
    assert_eq!(found.cause(), ("trap_waits", 3, true));
    let stop = &found.change("none")["stop"];
    let caught = u64::from_str_radix(stop["sig_cgt"].as_str().unwrap(), 16).unwrap();
    assert_eq!(caught >> 14 & 1, 1, "{stop}");
    assert_eq!(found.best()["change"], "exec");
}

#[test]
fn the_innocent_are_not_accused() {
    let folder = Folder::new();
    let trap = "#!/bin/bash\ntrap 'kill -TERM $s; wait $s' TERM\nSERVICE & s=$!\nwait $s\n";
    for script in ["#!/bin/sh\nset -e\nexec SERVICE\n", trap] {
        let Some(found) = folder.script(script) else { return };
        assert_eq!((&found.0["verdict"], &found.0["cause"]), (&json!("fit"), &Value::Null), "{}", found.0);
        assert_eq!(found.0["best"], Value::Null);
    }
}

/// What a script does before its service is not taken for it.
#[test]
fn preparations_are_awaited() {
    let folder = Folder::new();
    let Some(found) = folder.script("#!/bin/bash\nsleep 0.3\nSERVICE\n") else { return };
    assert_eq!(found.cause(), ("no_exec", 3, true));
    assert_eq!(found.change("none")["service_killed"]["comm"], "service");
    assert_eq!((&found.best()["change"], &found.best()["comm"]), (&json!("exec"), &json!("service")));
}

/// The classroom demonstration: neither `exec` nor an init is enough for a program without a handler.
#[test]
fn a_line_for_bash_and_a_command_alone() {
    let Some(demo) = found(["--", "bash", "-c", "sleep 1000; true"]) else { return };
    demo.problems(&["deaf", "status_lost"]);
    assert_eq!(demo.change("exec")["problems"], json!(["deaf", "zombies"]));
    assert_eq!(demo.best()["change"], "both");
    assert_eq!(demo.best()["text"], "exec sleep 1000; true");
    assert_eq!(demo.cause(), ("no_exec", 1, true));
    // Nothing to put in the loop's place: what cannot be tried is not called proven.
    let Some(idle) = found(["--", "bash", "-c", "while true; do sleep 1; done"]) else { return };
    assert_eq!(idle.cause(), ("endless_loop", 1, false));
    assert_eq!(idle.change("none")["service_killed"], Value::Null);
    let Some(alone) = found(["--", "sleep", "infinity"]) else { return };
    alone.problems(&["deaf", "zombies"]);
    assert_eq!((alone.cause(), &alone.best()["change"]), (("none", 0, false), &json!("init")));
    assert_eq!(alone.best()["verdict"], "fit");
}

/// dash stays, bash and `BusyBox` replace themselves.
#[test]
fn the_shell_form_depends_on_the_shell() {
    let folder = Folder::new();
    let service = folder.0.path().join("service");
    let service = service.to_str().unwrap();
    for (shell, role) in [("dash", "shell"), ("bash", "service"), ("busybox", "service")] {
        let Some(found) = found(["--shell", shell, "--", service]) else { return };
        assert_eq!(found.change("none")["role"], role, "{shell}");
        if shell == "dash" {
            assert_eq!(
                (&found.0["verdict"], &found.best()["change"]),
                (&json!("unfit"), &json!("exec_form"))
            );
            assert_eq!(found.cause(), ("no_exec", 1, true));
        } else {
            assert_eq!(found.0["verdict"], "fit", "{shell}");
        }
    }
}

/// A stand-in for nginx: a daemon unless it is told not to be one.
#[test]
fn a_daemon_is_named_with_its_foreground() {
    let folder = Folder::new();
    let nginx = "#!/bin/bash\ntrap 'exit 0' TERM\ncase \"$*\" in *'daemon off;'*) sleep infinity & wait;; *) \
                 \"$0\" 'daemon off;' & ;; esac\n";
    folder.file("nginx", nginx, 0o755);
    let path = format!("{}:{}", folder.0.path().display(), std::env::var("PATH").unwrap());
    let run = |arguments: &[&str]| {
        let arguments = ["try", "--format", "json"].into_iter().chain(arguments.iter().copied());
        able(pidlab(arguments).env("PATH", &path).patience(LONG).run()).map(Found::of)
    };
    let Some(alone) = run(&["--", "nginx"]) else { return };
    assert_eq!((&alone.0["verdict"], &alone.0["ended"]), (&json!("ends"), &json!({ "status": 0 })));
    let script = folder.file("start.sh", "#!/bin/bash\nnginx\nsleep infinity\n", 0o755);
    let Some(kept) = run(&["--entrypoint", script.to_str().unwrap()]) else { return };
    assert_eq!(kept.cause(), ("keeper_of_daemon", 3, true));
    assert_eq!(kept.best()["text"], "#!/bin/bash\nexec nginx -g 'daemon off;'\n");
    let text = pidlab(["try", "--", "nginx"]).env("PATH", &path).run();
    text.code(0).says(["Exited (0)", "nginx -g 'daemon off;'", "pidlab run foreground"]);
}

#[test]
fn what_cannot_be_executed_is_explained() {
    let folder = Folder::new();
    if able(pidlab(["try", "--", "true"]).run()).is_none() {
        return;
    }
    for (text, mode, parts) in [
        ("#!/bin/sh\r\necho\r\n", 0o755, ["ENOENT", "/bin/sh\\r", "sed -i 's/\\r$//'"]),
        ("echo\n", 0o755, ["ENOEXEC", "exec format error", "#!/bin/sh"]),
        ("", 0o755, ["ENOEXEC", "empty", "ls -l"]),
        ("\u{feff}#!/bin/sh\n", 0o755, ["ENOEXEC", "byte order mark", "sed -i"]),
        ("#!/bin/bsh\n", 0o755, ["ENOENT", "/bin/bsh", "--shell dash"]),
        ("#!/bin/sh\n", 0o644, ["EACCES", "permission denied", "chmod +x"]),
    ] {
        let path = folder.file("start.sh", text, mode);
        let ended = pidlab(["try", "--entrypoint", path.to_str().unwrap()]).run();
        ended.code(2).says([]).complains(parts).complains(["error: execve(", "hint: "]);
    }
    // The shell is asked to read it all the same.
    let path = folder.file("start.sh", "exec SERVICE\n", 0o644);
    let Some(read) = found(["--shell", "dash", "--entrypoint", path.to_str().unwrap()]) else { return };
    assert_eq!(read.0["verdict"], "fit");
    pidlab(["try", "--entrypoint", "/nowhere.sh"]).run().code(2).complains(["/nowhere.sh", "ENOENT"]);
    pidlab(["try", "--entrypoint", "/"]).run().code(2).complains(["not a file"]);
    pidlab(["try", "--", "ngnix"]).run().code(77).complains(["ngnix", "hint: "]);
    pidlab(["try"]).run().code(2).complains(["COMMAND", "pidlab try --help"]);
}

#[test]
fn one_that_ends_by_itself_is_a_verdict() {
    let folder = Folder::new();
    let Some(missing) = folder.script("#!/bin/sh\necho preparing\nmariadbd-unknown --user=mysql\n") else {
        return;
    };
    assert_eq!((&missing.0["verdict"], &missing.0["ended"]), (&json!("ends"), &json!({ "status": 127 })));
    assert!(missing.0["printed"].as_str().unwrap().contains("mariadbd-unknown"), "{}", missing.0);
    assert_eq!(missing.0["tried"], json!([]));
    // Not at once, but before all questions are answered: nobody had touched it.
    let Some(later) = folder.script("#!/bin/bash\nSERVICE &\nsleep 1\nexit 3\n") else { return };
    assert_eq!((&later.0["verdict"], &later.0["ended"]), (&json!("ends"), &json!({ "status": 3 })));
    let path = folder.file("start.sh", "#!/bin/sh\nmariadbd-unknown\n", 0o755);
    let text = pidlab(["try", "--entrypoint", path.to_str().unwrap()]).run();
    let text = text.code(0).quiet().says(["exit status 127", "  │ ", "not found. In your image"]);
    // The line of the shell begins with a path that may take all the room.
    let printed: String =
        text.stdout.lines().filter_map(|line| line.trim_start().strip_prefix('│')).collect();
    let printed: Vec<&str> = printed.split_whitespace().collect();
    assert!(printed.ends_with(&["mariadbd-unknown:", "not", "found"]), "{text}");
}

/// Contents, times and folder stay as they were, and the script sees itself read-only.
#[test]
fn nothing_of_the_learner_s_is_written() {
    let folder = Folder::new();
    let script = "#!/bin/sh\necho evil >> \"$0\"; echo evil > \"$(dirname \"$0\")/new\"\nSERVICE\n";
    let path = folder.file("start.sh", script, 0o755);
    let state =
        |path: &Path| (std::fs::read(path).unwrap(), std::fs::metadata(path).unwrap().modified().unwrap());
    let names =
        || std::fs::read_dir(folder.0.path()).unwrap().map(|it| it.unwrap().file_name()).collect::<Vec<_>>();
    let before = (state(&path), names());
    let arguments = ["try", "--format", "json", "--entrypoint", "start.sh"];
    let Some(ended) = able(pidlab(arguments).folder(folder.0.path()).patience(LONG).run()) else { return };
    let found = Found::of(ended);
    assert_eq!((state(&path), names()), before);
    assert!(found.0["printed"].as_str().unwrap().contains("Read-only file system"), "{}", found.0);
    assert_eq!(found.cause(), ("no_exec", 3, true));
}

#[test]
fn an_ordinary_user_sees_the_same() {
    let line = "exec \"$PIDLAB\" try --format json -- sh -c 'sleep infinity & wait'";
    let Some(ended) = able(ordinary(line).patience(LONG).run()) else { return };
    let found = Found::of(ended);
    assert_eq!(found.0["privileged"], false);
    found.problems(&["deaf", "status_lost"]);
    assert_eq!(found.cause().0, "no_trap");
    assert_eq!(found.change("trap_and_wait")["service_got"], "TERM");
}

#[test]
fn the_page_fits_in_both_languages() {
    let folder = Folder::new();
    let path = folder.file("start.sh", "#!/bin/sh\nSERVICE\n", 0o755);
    for (lang, parts) in [
        ("en", ["the cause: ", "--> start.sh:2:1", "with exec", "Not fit", "pidlab run entrypoint"]),
        ("ko", ["원인: ", "--> start.sh:2:1", "exec 추가", "알맞지 않습니다", "pidlab run entrypoint"]),
    ] {
        for width in [40, 80] {
            let run = pidlab(["try", "--entrypoint", "start.sh", "--lang", lang]).folder(folder.0.path());
            let Some(ended) = able(run.env("COLUMNS", &width.to_string()).run()) else { return };
            let ended = ended.code(0).quiet().says(parts).says(["SigCgt", "   2 + exec "]);
            // The learner's own lines, what marks a part of them, and words without a space are not broken.
            let folder = path.parent().unwrap().to_str().unwrap();
            let ours = ended.stdout.lines().filter(|line| !line.contains(folder) && !line.contains("^^^"));
            let wide: Vec<&str> = ours.filter(|line| line.width() > width && line.contains(' ')).collect();
            assert_eq!(wide, Vec::<&str>::new(), "{width}");
            assert!(!ended.stdout.contains(['\x1b', '\r']), "{ended}");
        }
    }
}

/// As in an image a server writes to /var, and an entrypoint to /etc: into a copy.
#[test]
fn what_it_writes_is_gone_with_it() {
    if !nix::unistd::geteuid().is_root() {
        return skip("the host's /var and /etc are root's");
    }
    let (own, host) = ("/var/pidlab-was-here", "/etc/hostname");
    let before = std::fs::read(host).ok();
    let line = format!("echo it > {own} && echo more >> {host} && cat {own}; exec sleep 1000");
    let Some(Found(found)) = found(["--", "bash", "-c", &line]) else { return };
    assert_eq!(found["printed"], "it\\n", "{found}");
    assert!(!Path::new(own).exists());
    assert_eq!(std::fs::read(host).ok(), before);
    assert_eq!(mounts_left(), Vec::<String>::new());
}

/// What a script waits for before its `exec` is no service: it is looked at again when it has gone on.
#[test]
fn a_script_that_goes_on_meanwhile_is_tried_again() {
    let folder = Folder::new();
    let Some(Found(found)) = folder.script("#!/bin/bash\ntimeout 2 tail -f /dev/null\nexec SERVICE\n") else {
        return;
    };
    assert_eq!(found["settled"], true);
    assert_eq!(found["processes"][0]["comm"], "service", "{found}");
    assert_eq!((&found["verdict"], &found["cause"]), (&json!("fit"), &Value::Null));
}

/// nginx's master dies, and its workers, of the same name, are adopted.
#[test]
fn the_workers_of_a_dead_service_are_no_second_service() {
    let line = "bash -c '(sleep 1000; true) & wait; true' & tail -f /dev/null";
    let Some(Found(found)) = found(["--", "bash", "-c", line]) else { return };
    let own = &found["tried"][0]["service_killed"];
    assert_eq!((&own["comm"], &own["leads_to"]), (&json!("bash"), &json!("lives_on")), "{found}");
}

/// As in a Docker container with `SYS_ADMIN` alone: which namespace another user's process is in, one may not read.
#[test]
fn a_process_of_another_user_is_seen_without_the_right_to_trace_it() {
    if !nix::unistd::geteuid().is_root() {
        return skip("only root can become another user");
    }
    let other = "setpriv --reuid=33 --regid=33 --clear-groups sleep 1000; true";
    let line = format!(
        "exec setpriv --bounding-set -sys_ptrace --inh-caps -sys_ptrace -- \"$PIDLAB\" try --format json -- sh -c '{other}'"
    );
    let Some(Found(found)) = able(sh(&line).patience(LONG).run()).map(Found::of) else { return };
    assert_eq!(found["processes"][1]["comm"], "sleep", "{found}");
}

#[test]
fn whatever_ends_it_nothing_is_left() {
    if able(pidlab(["try", "--", "true"]).run()).is_none() {
        return skip("no container");
    }
    for signal in [Signal::SIGINT, Signal::SIGKILL] {
        let mark = Mark::new();
        let running = mark.on(pidlab(["try", "--", "bash", "-c", "sleep 1000; true"])).start();
        common::wait_until("containers", common::PATIENCE, || {
            mark.living().iter().filter(|it| it.ns_pids.len() > 1 && it.ns_pids.last() == Some(&1)).count()
                >= 4
        });
        running.signal(signal);
        running.end().ended_by(signal);
        mark.all_end();
    }
    assert_eq!(mounts_left(), Vec::<String>::new());
}
