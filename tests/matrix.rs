//! Every lab with every PID 1 that makes sense, for whoever runs the tests and for an ordinary user, in both languages.
//! What each lab shows is in `tests/course.rs`.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on has failed")]

mod common;

use common::events::Events;
use common::{Ended, Run, files, ordinary, read, sh, skip};
use pidlab::i18n::{Lang, Words};
use pidlab::lab::{Init, Lab, find_init, inits};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr as _;

/// Programs themselves, not the scripts that version managers put before them: as PID 1 those would reap.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Short, but long enough for a loaded machine.
const SECONDS: &str = "--seconds 0.5";

/// What a run may take beside many others on a loaded machine. Alone it is below ten seconds: `scripts/load --idle`.
const LONG: Duration = Duration::from_mins(2);

fn line(arguments: &str) -> String {
    format!("exec \"$PIDLAB\" run {SECONDS} {arguments}")
}

fn patient(run: Run) -> Run {
    run.env("PATH", PATH).patience(LONG)
}

fn is_installed(program: &str) -> bool {
    sh(&format!("command -v {program}")).env("PATH", PATH).run().status.success()
}

/// Every lab that comes with pidlab.
fn labs() -> Vec<Lab> {
    let words = Words::new(Lang::En);
    let names = files("labs", ".toml").into_iter().map(|path| path.file_stem().unwrap().to_owned());
    let names = names.map(|name| name.into_string().unwrap());
    let labs = names.filter(|name| !["inits", "claims"].contains(&name.as_str()));
    labs.map(|name| pidlab::lab::load(&name, &words).unwrap()).collect()
}

/// The programs for PID 1 that are installed.
fn installed() -> Vec<&'static Init> {
    let here = |init: &&Init| {
        let here = init.program().is_none_or(is_installed);
        if !here {
            skip(&format!("{} is not installed", init.name));
        }
        here
    };
    inits().iter().filter(here).collect()
}

/// Does this with each, several at a time: most runs are a wait. The results in the order of the tasks.
fn together<T: Send, R: Send>(tasks: Vec<T>, act: impl Fn(T) -> R + Sync) -> Vec<R> {
    let workers = 3 * std::thread::available_parallelism().unwrap().get();
    let tasks = Mutex::new(tasks.into_iter().enumerate());
    let next = || tasks.lock().unwrap().next();
    let work = || {
        let mut done = Vec::new();
        while let Some((index, task)) = next() {
            done.push((index, act(task)));
        }
        done
    };
    let mut done = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// None if this machine cannot play it.
#[track_caller]
fn played(ended: Ended) -> Option<Ended> {
    common::able(ended).map(|ended| ended.code(0).quiet())
}

#[test]
fn every_lab_is_as_expected_with_every_init() {
    let (labs, inits) = (labs(), installed());
    let alone = labs.iter().map(|lab| (lab, None));
    // Where every PID 1 is what the lab is about, `--init` is refused.
    let replaced = labs.iter().filter(|lab| !lab.all_fixed());
    let replaced = replaced.flat_map(|lab| inits.iter().map(move |init| (lab, Some(*init))));
    let pairs: Vec<_> = alone.chain(replaced).collect();
    assert!(pairs.len() > labs.len());
    let times = together(pairs, |(lab, init)| {
        let option = init.map_or_else(String::new, |init| format!("--init {}", init.name));
        let what = format!("{} {option}", lab.id);
        let since = Instant::now();
        let ended = patient(sh(&line(&format!("--format json {what}")))).run();
        let took = since.elapsed();
        if let Some(ended) = played(ended) {
            let events = ended.events();
            assert_eq!(events.verdict(), "as_expected", "{what}");
            check(&lab.id, init, &events);
        }
        (took, what)
    });
    let longest = times.iter().max().unwrap();
    eprintln!("{} runs, the longest {:?}: {}", times.len(), longest.0, longest.1);
}

/// What a lab must have shown with this init, beside all that it expects itself.
fn check(lab: &str, init: Option<&Init>, events: &Events) {
    let Some(init) = init else { return };
    match lab {
        "zombie" | "orphan" => assert_eq!(events.zombies(), u64::from(!init.reaps), "{lab} {}", init.name),
        "exec" => failed_probes_pile_up_where_nobody_reaps(init, events),
        "stop" => a_stop_needs_sigkill_where_nobody_listens(init, events),
        _ => {}
    }
}

/// The number of the step that does this.
#[track_caller]
fn step(events: &Events, action: &Value) -> u64 {
    let found = events.of("step_started").find(|it| it["do"] == *action);
    found.unwrap_or_else(|| panic!("no step does {action}"))["step"].as_u64().unwrap()
}

fn failed_probes_pile_up_where_nobody_reaps(init: &Init, events: &Events) {
    let left = if init.reaps { 0 } else { 4 };
    assert_eq!(events.zombies(), left, "{}", init.name);
    let kill = step(events, &json!({ "signal": "KILL", "to": "probe", "from": "host" }));
    assert_eq!(events.after(kill - 1).process("probe")["ppid"], 0);
    assert_eq!(events.after(kill).process("curl")["ppid"], 1);
    assert_eq!(events.after(kill).changes("curl"), ["reparented"]);
}

/// Who ends by itself when asked, and with which exit status: known here independently of inits.toml.
const ENDS: [(&str, Option<u8>); 8] = [
    ("reaper", Some(143)),
    ("pause", Some(0)),
    ("tini", Some(143)),
    ("dumb-init", Some(143)),
    ("catatonit", Some(143)),
    ("docker-init", Some(143)),
    ("busybox", None),
    ("supervisord", None),
];

fn a_stop_needs_sigkill_where_nobody_listens(init: &Init, events: &Events) {
    let ends = ENDS.iter().find(|(name, _)| *name == init.name);
    let stopped = events.of("stopped").find(|it| it["container"] == "ubuntu").unwrap();
    assert_eq!(stopped["killed"], ends.is_none(), "{}", init.name);
    let said = match ends {
        None => "PID 1: ended by SIGKILL".to_owned(),
        Some((_, Some(status))) => format!("PID 1: ended with exit status {status}"),
        Some((_, None)) => return,
    };
    assert!(ends.is_some() || stopped["ms"].as_u64().unwrap() >= 1000, "{}: {stopped}", init.name);
    let stop = step(events, &json!({ "stop": "ubuntu" }));
    let held = |it: &&Value| it["step"] == stop && it["what"] == said && it["holds"] == true;
    assert_eq!(events.of("checked").filter(held).count(), 1, "{}: {said}", init.name);
}

#[test]
fn the_inits_that_end_are_those_of_the_file() {
    for (name, _) in ENDS {
        assert!(find_init(name).is_some(), "{name}");
    }
}

#[test]
fn every_lab_is_as_expected_for_an_ordinary_user() {
    if !nix::unistd::geteuid().is_root() {
        // The test above was that.
        return;
    }
    together(labs(), |lab| {
        let run = ordinary(&line(&format!("--format json {}", lab.id)));
        let Some(ended) = played(patient(run).run()) else { return };
        let events = ended.events();
        assert_eq!(events.verdict(), "as_expected", "{}", lab.id);
        assert_eq!(events.only("lab_started")["privileged"], false);
    });
}

/// A line that is meant to be copied is not broken: typed, a Docker twin, printed by a program.
fn is_copied(line: &str) -> bool {
    let line = line.trim_start();
    let starts = ["with docker:", "Docker에서는:", "│ "];
    starts.iter().any(|start| line.starts_with(start)) || line.contains(" $ ")
}

/// The words of a text that are identifiers of sentences: of those that nobody has written.
fn identifiers(text: &str) -> Vec<&str> {
    static ALL: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let files = files("i18n/en", ".ftl");
        let of = |path| read(path).lines().filter_map(identifier).map(str::to_owned).collect::<Vec<_>>();
        files.iter().flat_map(of).collect()
    });
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    words.filter(|word| word.contains('-') && ALL.contains(*word)).collect()
}

fn identifier(line: &str) -> Option<&str> {
    line.starts_with(|c: char| c.is_ascii_lowercase()).then(|| line.split_once(" =")).flatten().map(|it| it.0)
}

#[test]
fn an_identifier_is_told_from_a_word() {
    assert_eq!(identifiers("pid-limit: run-fixed, x86-64 run"), ["run-fixed"]);
}

#[test]
fn every_lab_can_be_read_in_both_languages_on_a_narrow_terminal() {
    let labs = labs();
    let ways = [("en", 40), ("ko", 40), ("en", 80), ("ko", 80)];
    let runs = labs.iter().flat_map(|lab| ways.map(|(lang, width)| (lab, lang, width))).collect();
    together(runs, |(lab, lang, width)| {
        let run = sh(&line(&format!("{} --explain --before always --lang {lang}", lab.id)));
        let Some(ended) = played(patient(run.env("COLUMNS", &width.to_string())).run()) else { return };
        let wide: Vec<_> =
            ended.stdout.lines().filter(|line| line.width() > width && !is_copied(line)).collect();
        assert!(wide.is_empty(), "{} {lang}: wider than {width}: {wide:#?}\n{ended}", lab.id);
        assert_eq!(identifiers(&ended.stdout), Vec::<&str>::new(), "{} {lang}", lab.id);
    });
}

/// Nothing of a lab is English in Korean: no title, no sentence.
#[test]
fn every_lab_is_told_in_both_languages() {
    together(labs(), |lab| {
        let text = |event: &Value| event["text"].as_str().or(event["title"].as_str()).map(str::to_owned);
        let told = |lang: &str| {
            let run = sh(&line(&format!("--format json {} --lang {lang}", lab.id)));
            let ended = played(patient(run).run())?;
            Some(ended.events().0.iter().filter_map(text).collect::<Vec<_>>())
        };
        let (Some(english), Some(korean)) = (told("en"), told("ko")) else { return };
        assert_eq!(english.len(), korean.len(), "{}", lab.id);
        for (english, korean) in english.iter().zip(&korean) {
            let sound = !english.contains(is_hangul) && korean.contains(is_hangul);
            assert!(sound, "{}: {english}\n{korean}", lab.id);
        }
    });
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}
