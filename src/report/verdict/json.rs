//! One JSON object; its keys are those of `docs/events.md`.

use super::super::comparison::silence;
use super::super::json::{End, process};
use super::super::label::signal_name;
use super::cause::place;
use super::{Change, Guilt, Outcome, Page, Tested};
use crate::compare::{AfterFall, Failed, Fall, Fitness, Found, Problem, Role, Stop};
use crate::escape;
use crate::i18n::Words;
use crate::script::{Fix, Kind};
use crate::snapshot::Ended;
use serde_json::{Value, json};
use std::time::Duration;

/// The whole page.
pub fn json(page: &Page, words: &Words) -> String {
    let mut object = json!({
        "kernel": page.kernel,
        "privileged": !page.rootless,
        "command": page.command.iter().map(|word| escape::text(word)).collect::<Vec<_>>(),
        "verdict": "ends",
        "settled": true,
        "ended": Value::Null,
        "lived_ms": Value::Null,
        "printed": Value::Null,
        "processes": [],
        "cause": Value::Null,
        "tried": [],
        "best": Value::Null,
    });
    match &page.outcome {
        Outcome::Ended { ended, after, printed, .. } => {
            object["ended"] = end(*ended);
            object["lived_ms"] = json!(milliseconds(*after));
            object["printed"] = json!(escape::bytes(printed));
        }
        Outcome::Tested(tested) => {
            object["verdict"] = json!(fitness(tested.own.fitness()));
            object["settled"] = json!(!tested.goes_on);
            object["printed"] = json!(escape::bytes(&tested.printed));
            let processes = tested.own.start.processes.iter().map(|it| json!(process(it)));
            object["processes"] = processes.collect();
            object["cause"] = cause(tested);
            object["tried"] = tried(tested, words);
            // The first one is what was given.
            object["best"] = json!(tested.best.map(|best| best + 1));
        }
    }
    object.to_string()
}

fn fitness(fitness: Fitness) -> &'static str {
    match fitness {
        Fitness::Fit => "fit",
        Fitness::Mostly => "mostly_fit",
        Fitness::Unfit => "unfit",
    }
}

fn cause(tested: &Tested) -> Value {
    let Some((accused, guilt)) = tested.named() else { return Value::Null };
    let (line, column) = place(accused);
    let kind = match accused.suspect.kind {
        Kind::NoExec => "no_exec",
        Kind::TrapWaits => "trap_waits",
        Kind::Keeper => "keeper",
        Kind::KeeperOfDaemon => "keeper_of_daemon",
        Kind::Endless => "endless_loop",
        Kind::NoTrap => "no_trap",
        Kind::TrapForgets => "trap_forgets",
    };
    json!({
        "kind": kind,
        "proven": guilt == Guilt::Proven,
        "path": accused.path.as_deref().map(escape::text),
        "line": line,
        "column": column,
        "text": escape::text(&accused.text[accused.suspect.span.clone()]),
    })
}

fn tried(tested: &Tested, words: &Words) -> Value {
    let own = std::iter::once(self::row(&Change::None, Ok(&tested.own), words));
    let others = tested.rows.iter().map(|it| self::row(&it.change, it.found.as_ref(), words));
    own.chain(others).collect()
}

fn row(change: &Change, found: Result<&Found, &Failed>, words: &Words) -> Value {
    let of = |get: &dyn Fn(&Found) -> Value| found.map_or(Value::Null, get);
    let failed = match found {
        Ok(_) => Value::Null,
        Err(Failed::Refused(message)) => json!(words.say(message)),
        Err(Failed::Ended { printed, .. }) => json!(escape::bytes(printed)),
    };
    let ended = match found {
        Err(Failed::Ended { ended, .. }) => end(*ended),
        _ => Value::Null,
    };
    json!({
        "change": word(change),
        "text": text(change),
        "failed": failed,
        "ended": ended,
        "verdict": of(&|it| json!(fitness(it.fitness()))),
        "problems": of(&|it| it.problems().into_iter().map(problem).collect()),
        "role": of(&|it| json!(role(it.start.role))),
        "comm": of(&|it| it.start.init().map_or(Value::Null, |init| json!(escape::bytes(&init.comm)))),
        "stop": of(&|it| it.stop.as_ref().map_or(Value::Null, stop)),
        "service_got": of(&|it| it.told.as_ref().map_or(Value::Null, |told| json!(told.map(|(signal, _)| name(signal))))),
        "made": of(&|it| it.orphans.as_ref().map_or(Value::Null, |orphans| json!(orphans.made))),
        "zombies": of(&|it| it.orphans.as_ref().map_or(Value::Null, |orphans| json!(orphans.zombies))),
        "service_killed": of(&|it| it.fall.as_ref().map_or(Value::Null, fall)),
    })
}

fn text(change: &Change) -> Value {
    match change {
        Change::Text(remedy) | Change::Both(remedy) => json!(remedy.text),
        Change::None | Change::ExecForm(_) | Change::Init => Value::Null,
    }
}

fn word(change: &Change) -> &'static str {
    match change {
        Change::None => "none",
        Change::ExecForm(_) => "exec_form",
        Change::Init => "init",
        Change::Both(_) => "both",
        Change::Text(remedy) => match remedy.fix {
            Fix::Exec => "exec",
            Fix::ExecService => "exec_service",
            Fix::ExecForeground => "exec_foreground",
            Fix::TrapAndWait => "trap_and_wait",
        },
    }
}

fn problem(problem: Problem) -> Value {
    json!(match problem {
        Problem::Deaf => "deaf",
        Problem::ServiceKilled => "service_killed",
        Problem::Hidden => "hidden",
        Problem::StatusLost => "status_lost",
        Problem::Slow => "slow",
        Problem::Zombies => "zombies",
    })
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Shell => "shell",
        Role::Init => "init",
        Role::Keeper => "keeper",
        Role::Service => "service",
    }
}

fn stop(stop: &Stop) -> Value {
    let why = stop.silence.map(silence);
    let time = if stop.killed { Value::Null } else { json!(milliseconds(stop.took)) };
    json!({
        "killed": stop.killed,
        "ms": time,
        "ended": end(stop.ended),
        "why": why,
        "sig_cgt": format!("{:016x}", stop.caught),
    })
}

fn fall(fall: &Fall) -> Value {
    let (leads_to, ended, time) = match fall.after {
        AfterFall::Ended(ended, time) => ("ends", end(ended), json!(milliseconds(time))),
        AfterFall::Again => ("restarts", Value::Null, Value::Null),
        AfterFall::LivesOn { .. } => ("lives_on", Value::Null, Value::Null),
    };
    json!({
        "comm": escape::bytes(&fall.victim),
        "pid": fall.pid,
        "leads_to": leads_to,
        "ended": ended,
        "ms": time,
        "zombie": matches!(fall.after, AfterFall::LivesOn { zombie: true }),
    })
}

fn name(signal: i32) -> String {
    signal_name(signal).trim_start_matches("SIG").to_owned()
}

fn end(ended: Ended) -> Value {
    serde_json::to_value(End::from(ended)).unwrap_or(Value::Null)
}

/// With three decimals, as a number.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
