//! `pidlab claims` on the real kernel: a verdict only where the run has shown it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::mark::{Mark, mounts_left};
use common::{Ended, able, ordinary, pidlab};
use nix::sys::signal::Signal;
use serde_json::Value;
use std::time::Duration;
use unicode_width::UnicodeWidthStr as _;

/// What all claims take on a busy machine.
const LONG: Duration = Duration::from_mins(2);

fn object(ended: &Ended) -> Value {
    serde_json::from_str(&ended.stdout).unwrap()
}

#[track_caller]
fn claim<'a>(object: &'a Value, id: &str) -> &'a Value {
    let claims = object["claims"].as_array().unwrap();
    claims.iter().find(|claim| claim["id"] == id).unwrap_or_else(|| panic!("no {id} in {object}"))
}

#[test]
fn one_claim_is_explained_with_all_that_was_checked() {
    let Some(ended) = able(pidlab(["claims", "a21"]).run()) else { return };
    let ended = ended.code(0).quiet().says(["A21", "✗  does not hold", "zap_pid_ns_processes"]);
    let ended =
        ended.says(["init-death, step 4", "✓ the shim outside had to collect PID 1, shell, and nobody"]);
    let ended = ended.says([
        "✓ not printed in this step: farewell",
        "pidlab run init-death",
        "pidlab run stuck",
        "2 labs were",
    ]);
    ended.says(["stuck, step 4", "sleeps inside the kernel, in zap_pid_ns_processes()"]);
}

#[test]
fn several_claims_have_a_verdict_and_a_line_of_evidence_each() {
    let Some(ended) = able(pidlab(["claims", "A4", "A12", "C3", "A4"]).run()) else { return };
    let ended = ended.code(0).quiet().says(["✓  holds\n", "tree, step 1", "b: its parent is PID 1"]);
    let ended = ended.says(["~  holds if no living ancestor", "subreaper, step 3", "✗  does not hold"]);
    let ended = ended.says(["Hold: 1 · hold if …: 1 · do not hold: 1 · not shown here: 0."]);
    assert_eq!(ended.stdout.matches("\nA4 ").count(), 1, "{ended}");
}

/// The one test that plays them all, as a program reads them.
#[test]
fn every_claim_of_the_course_has_the_verdict_of_the_running_kernel() {
    let Some(ended) = able(pidlab(["claims", "--format", "json"]).patience(LONG).run()) else { return };
    let object = object(&ended.code(0).quiet());
    let of = |verdict: &str| -> Vec<&str> {
        let claims = object["claims"].as_array().unwrap().iter();
        claims.filter(|it| it["verdict"] == verdict).map(|it| it["id"].as_str().unwrap()).collect()
    };
    assert_eq!(of("does_not_hold"), ["A5", "A21", "C3"]);
    assert_eq!(of("not_shown"), [] as [&str; 0], "{object}");
    assert_eq!(of("holds").len() + of("holds_if").len(), 41);
    assert!(of("holds_if").iter().all(|id| claim(&object, id)["condition"].is_string()));
    // Each check that is quoted is one of the step's own.
    for test in object["claims"].as_array().unwrap().iter().flat_map(|it| it["tests"].as_array().unwrap()) {
        let checks = test["checks"].as_array().unwrap();
        assert!(checks.iter().all(|check| check["holds"] == true), "{test}");
        assert!(checks.iter().any(|check| check["what"] == test["evidence"]), "{test}");
    }
    assert!(object["seconds"].as_f64().unwrap() < 60.0, "{}", object["seconds"]);
}

/// The twin: what the run has not shown gets no verdict, and what helps is said.
#[test]
fn without_the_program_there_is_no_verdict() {
    let Some(found) = bash_alone() else { return };
    let missing = |id: &[&'static str]| {
        let arguments = ["claims"].into_iter().chain(id.iter().copied());
        pidlab(arguments).env("PATH", found.path().to_str().unwrap()).run()
    };
    // Nothing at all: an error, as it is for a run.
    missing(&["B7"]).code(77).complains(["not installed", "hint: ", "apt-get install"]);
    // Partly: the page says which.
    let ended = missing(&["B7", "A4"]).code(77);
    let ended = ended.says(["B7", "?  not shown here", "dumb-init is not installed", "what helps: "]);
    assert!(!ended.stdout.contains("cure it.\n  ✓"), "{ended}");
}

/// A folder for PATH with what the lab `tree` needs, and no init.
fn bash_alone() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    for name in ["bash", "sleep", "tail"] {
        let found = pidlab::sandbox::program::find_program(name)?;
        std::os::unix::fs::symlink(std::path::absolute(found).unwrap(), folder.path().join(name)).unwrap();
    }
    Some(folder)
}

#[test]
fn korean_is_korean_and_both_fit() {
    for (lang, parts) in [
        ("en", ["does not hold", "What is so", "To see it yourself"]),
        ("ko", ["맞지 않습니다", "실제로는", "직접 보려면"]),
    ] {
        for width in [60, 80] {
            let run = |ids: &[&'static str]| {
                let arguments = ["claims", "--lang", lang].into_iter().chain(ids.iter().copied());
                pidlab(arguments).env("COLUMNS", &width.to_string()).run()
            };
            let Some(one) = able(run(&["C3"])) else { return };
            let one = one.code(0).says(parts);
            let several = run(&["C1", "C3", "A10", "B7"]);
            for text in [&one.stdout, &several.stdout] {
                // A command is there to be copied and never broken.
                let wide: Vec<_> =
                    text.lines().filter(|it| it.width() > width && !it.starts_with("    $ ")).collect();
                assert_eq!(wide, Vec::<&str>::new(), "{width}");
                assert!(!text.contains(['\x1b', '\r']), "{text}");
            }
        }
    }
}

#[test]
fn an_unknown_id_gets_the_nearest() {
    let ended = pidlab(["claims", "A21", "A31"]).run();
    ended.code(2).says([]).complains(["no claim named A31", "did you mean A3", "pidlab claims"]);
    pidlab(["claims", "zombies", "--lang", "ko"]).run().code(2).says([]).complains(["zombies", "주장"]);
}

#[test]
fn an_ordinary_user_gets_the_same_verdicts() {
    let line = "exec \"$PIDLAB\" claims A10 A17 A21 A24 --format json --rootless";
    let Some(ended) = able(ordinary(line).run()) else { return };
    let object = object(&ended.code(0));
    assert_eq!(object["privileged"], false);
    let verdicts: Vec<_> = object["claims"].as_array().unwrap().iter().map(|it| &it["verdict"]).collect();
    assert_eq!(verdicts, ["holds_if", "holds", "does_not_hold", "holds"]);
}

#[test]
fn whatever_ends_it_nothing_is_left() {
    if able(pidlab(["claims", "A6"]).run()).is_none() {
        return;
    }
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGKILL] {
        let mark = Mark::new();
        let running = mark.on(pidlab(["claims", "A13", "A22"])).start();
        common::wait_until("a container", common::PATIENCE, || {
            mark.living().iter().any(|it| it.ns_pids.len() > 1 && it.ns_pids.last() == Some(&1))
        });
        running.signal(signal);
        running.end().ended_by(signal);
        mark.all_end();
    }
    assert_eq!(mounts_left(), Vec::<String>::new());
}
