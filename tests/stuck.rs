//! A container that hangs while it is removed: what is seen, and that nothing of it is left.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, mounts_left};
use common::{able, pidlab, wait_until};
use nix::sys::signal::Signal;
use serde_json::{Value, json};
use std::time::Duration;

fn lab(arguments: &[&'static str]) -> common::Run {
    pidlab(["run", "stuck", "--format", "json"].into_iter().chain(arguments.iter().copied()))
}

/// Its twin is the step after: the same PID 1, the same SIGKILL, and one `wait()` outside.
#[test]
fn a_zombie_whose_parent_is_outside_keeps_pid_1_from_ending() {
    for init in ["sleep", "reaper"] {
        let Some(ended) = able(lab(&["--init", init]).run()) else { return };
        let events = ended.code(0).quiet().events();
        let step = |action: &Value| {
            let found = events.of("step_started").find(|it| it["do"] == *action);
            found.unwrap_or_else(|| panic!("no step does {action}"))["step"].as_u64().unwrap()
        };
        let enter = json!({ "exec": ["sleep", "1000"], "in": "ubuntu", "as": "probe", "forget": true });
        assert_eq!(events.after(step(&enter)).process("probe")["ppid"], 0);
        let hung = events.after(step(&json!({ "remove": "ubuntu" })));
        let (pid1, probe) = (hung.process("ubuntu.init"), hung.process("probe"));
        assert_eq!(
            (&pid1["pid"], &pid1["state"], &pid1["command"]),
            (&json!(1), &json!("sleeping"), &json!([]))
        );
        assert_eq!((&probe["state"], &probe["ended"]), (&json!("zombie"), &json!({ "signal": 9 })));
        assert_eq!(pid1["host_ppid"], probe["host_ppid"], "the shim is the parent of both");
        assert_eq!(hung.processes().len(), 2, "{init}: all else was killed and collected");
        let free = events.after(step(&json!({ "collect": "probe" })));
        assert!(free.processes().is_empty(), "{init}");
    }
}

/// PID 1 and the probe of a run that hangs, as the host numbers them; and the shim.
fn hanging(mark: &Mark) -> (Vec<i32>, i32) {
    let shim = || mark.called("pidlab-shim").first().copied();
    let children = |shim: i32| -> Vec<i32> {
        let list = std::fs::read_to_string(format!("/proc/{shim}/task/{shim}/children")).unwrap_or_default();
        list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
    };
    let hangs = |pids: &[i32]| {
        let status = |pid: &i32| std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        pids.len() == 2
            && pids.iter().all(|pid| status(pid).contains("State:") && !status(pid).contains("VmRSS:"))
    };
    let mut found = (Vec::new(), 0);
    wait_until("a container that hangs", common::PATIENCE, || {
        let Some(shim) = shim() else { return false };
        found = (children(shim), shim);
        hangs(&found.0)
    });
    found
}

#[test]
fn whatever_ends_the_run_frees_the_container() {
    if able(lab(&[]).run()).is_none() {
        return;
    }
    for signal in [Signal::SIGINT, Signal::SIGKILL] {
        let mark = Mark::new();
        // The run waits for PID 1 as long as the grace time is.
        let running = mark.on(lab(&["--grace", "60"])).patience(Duration::from_mins(1)).start();
        let (pids, shim) = hanging(&mark);
        running.signal(signal);
        running.end().ended_by(signal);
        mark.all_end();
        // Collected by the shim; or, where that was killed too, in the hands of the next reaper. Some machines'
        // own PID 1 takes its time.
        let of_shim = |pid: i32| {
            let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            status.contains(&format!("PPid:\t{shim}\n"))
        };
        let gone = |pid: i32| !std::path::Path::new(&format!("/proc/{pid}")).exists();
        wait_until("the end of what hung", common::PATIENCE, || {
            pids.iter().all(|pid| gone(*pid) || signal == Signal::SIGKILL && !of_shim(*pid))
        });
    }
    assert_eq!(mounts_left(), Vec::<String>::new());
}
