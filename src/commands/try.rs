//! `pidlab try`: a PID 1 of the learner's own, what is wrong with it, and the smallest change that helps.

use super::progress::Counter;
use super::subject::{self, Source, Tried};
use super::{Context, choice};
use crate::cli::{self, Format};
use crate::compare::{self, Calm, Found, Settings, Start, Subject, Watch, Watched};
use crate::engine;
use crate::error::{Error, Exit, Result, describe};
use crate::i18n::Message;
use crate::report::verdict::{Accused, Change, Outcome, Page, Row, Tested, json, text};
use crate::sandbox::machine::{self, Mode};
use crate::sandbox::orders::{Failure, Stage};
use crate::script::{self, Living, first_line, scan};
use crate::snapshot::Process;
use std::time::Duration;

/// How long it may take to come to rest after its start; whether its preparations are over is watched besides.
const PATIENCE: Duration = Duration::from_secs(3);

/// Tries it, and what may mend it, and tells what was found.
pub(super) fn run(args: &cli::Try, context: &Context<'_>) -> Result<Exit> {
    let tried = subject::tried(args)?;
    let settings = Settings {
        rootless: machine::choose(args.rootless) == Mode::Rootless,
        keep: tried.keep.clone(),
        writable: true,
        shell: choice::resolve(&["sh".to_owned()])?,
        refused: choice::refused,
        ended: engine::ended_early,
        patience: PATIENCE,
        calm: Calm::default(),
    };
    let counter = Counter::new("try-progress", context, args.format == Format::Text);
    let outcome = outcome(&tried, &settings, &counter)?;
    counter.erase()?;
    let page = Page {
        kernel: super::run::kernel_release(),
        rootless: settings.rootless,
        command: tried.subject.candidate.command.clone(),
        outcome,
    };
    let (words, style) = (context.words, context.output.style);
    context.output.write(&match args.format {
        Format::Text => text(&page, words, style),
        Format::Json => json(&page, words) + "\n",
    })?;
    Ok(Exit::Success)
}

/// How often it is tried again if it has gone on meanwhile: its preparations were not over.
const AGAIN: usize = 2;

fn outcome(tried: &Tried, settings: &Settings, counter: &Counter<'_>) -> Result<Outcome> {
    let mut watch = match Watch::start(&tried.subject, settings)? {
        Watched::Runs(watch) => watch,
        Watched::Refused(failure) => return Err(refused(failure, tried, settings)),
        ended @ Watched::Ended { .. } => return ended_early(ended, tried),
    };
    for _ in 0..AGAIN {
        let outcome = attempt(tried, settings, &mut watch, counter)?;
        if !matches!(&outcome, Outcome::Tested(tested) if tested.goes_on) {
            return Ok(outcome);
        }
        watch.settle_again()?;
    }
    attempt(tried, settings, &mut watch, counter)
}

/// Puts all questions to it as it is now, and to what may mend it.
fn attempt(tried: &Tried, settings: &Settings, watch: &mut Watch, counter: &Counter<'_>) -> Result<Outcome> {
    let accused = tried.source.as_ref().zip(watch.seen()).and_then(|(source, start)| accuse(source, start));
    let changes = changes(tried, accused.as_ref());
    let subjects: Vec<Subject> = std::iter::once(tried.subject.clone())
        .chain(changes.iter().map(|(_, subject)| subject.clone()))
        .map(|mut subject| {
            subject.candidate.restless = !watch.rested();
            subject
        })
        .collect();
    let trials = compare::try_all(&subjects, settings, watch, &mut |done, all| counter.tell(done, all))?;
    if let Some(ended) = watch.ended()? {
        // Nobody had touched it.
        return ended_early(ended, tried);
    }
    let mut rows =
        std::iter::once(Change::None).chain(changes.into_iter().map(|(change, _)| change)).zip(trials);
    let own = match rows.next().map(|(_, trial)| trial.found) {
        Some(Ok(found)) => found,
        Some(Err(compare::Failed::Ended { ended, printed })) => {
            return ended_early(Watched::Ended { ended, after: Duration::ZERO, printed }, tried);
        }
        Some(Err(compare::Failed::Refused(message))) => return Err(Error::unable(message)),
        None => return Err(Error::failed(Message::new("try-nothing"))),
    };
    let rows = rows.map(|(change, trial)| Row { change, found: trial.found }).collect();
    let goes_on = watch.goes_on()?;
    let tested = tested(own, rows, accused, tried);
    Ok(Outcome::Tested(Box::new(Tested { printed: watch.printed(), goes_on, ..tested })))
}

fn tested(own: Found, rows: Vec<Row>, accused: Option<Accused>, tried: &Tried) -> Tested {
    // Whatever helps most; the smaller change where two help as much.
    let problems = |row: &Row| row.found.as_ref().map_or(usize::MAX, Found::weight);
    let better = |row: &Row| row.found.as_ref().is_ok_and(|found| found.is_better_than(&own));
    let alone = |row: &Row| !matches!(row.change, Change::Init | Change::Both(_));
    let in_text = rows.iter().position(|row| alone(row) && better(row));
    let best = in_text
        .or_else(|| (0..rows.len()).filter(|at| better(&rows[*at])).min_by_key(|at| problems(&rows[*at])));
    let line = tried.source.as_ref().filter(|source| source.path.is_none());
    let line = line.map(|source| source.text.clone());
    let shell_form = tried.shell_form;
    Tested { own, rows, accused, best, line, shell_form, printed: Vec::new(), goes_on: false }
}

/// The line at fault, if what runs fits any.
fn accuse(source: &Source, start: &Start) -> Option<Accused> {
    let script = scan::scan(&source.text);
    let replaced = start.role != compare::Role::Shell;
    let init = start.init().filter(|_| replaced).map(living);
    let children: Vec<Living> = start.children().map(living).collect();
    let suspect = script::suspect(&script, init.as_ref(), &children)?;
    Some(Accused { path: source.path.clone(), text: source.text.clone(), suspect })
}

/// The names by which a script may have called it.
fn living(process: &Process) -> Living {
    let text = |bytes: &[u8]| scan::base(&String::from_utf8_lossy(bytes)).to_owned();
    // Of a script the second word is its path.
    let words = process.command.iter().take(2).filter(|word| !word.starts_with(b"-")).map(|word| text(word));
    Living { names: std::iter::once(text(&process.comm)).chain(words).collect() }
}

/// What may help, the smallest change first.
fn changes(tried: &Tried, accused: Option<&Accused>) -> Vec<(Change, Subject)> {
    let (mut changes, mut both) = (Vec::new(), None);
    if let Some(source) = &tried.source {
        if tried.shell_form && accused.is_some() {
            changes.extend(
                subject::exec_form(source).map(|it| (Change::ExecForm(it.candidate.command.clone()), it)),
            );
        }
        if let Some(accused) = accused {
            let script = scan::scan(&source.text);
            for remedy in script::remedies(&source.text, &script, &accused.suspect) {
                let subject = source.with_text(&remedy.text);
                both.get_or_insert_with(|| (Change::Both(remedy.clone()), subject::below_init(&subject)));
                changes.push((Change::Text(remedy), subject));
            }
        }
    }
    changes.push((Change::Init, subject::below_init(&tried.subject)));
    changes.extend(both);
    changes
}

/// It has ended by itself: that is the verdict.
fn ended_early(watched: Watched, tried: &Tried) -> Result<Outcome> {
    let Watched::Ended { ended, after, printed } = watched else {
        return Err(Error::failed(Message::new("try-nothing")));
    };
    let text = tried.source.as_ref().map_or("", |source| source.text.as_str());
    let command = &tried.subject.candidate.command;
    let daemon = match &tried.source {
        Some(source) => scan::scan(&source.text).commands.iter().rev().find_map(script::services::started),
        None => scan::scan(&shell_words::join(command)).commands.first().and_then(script::services::started),
    };
    Ok(Outcome::Ended {
        ended,
        after,
        printed,
        carriage_returns: first_line::has_carriage_returns(text.as_bytes()),
        foreground: daemon.as_deref().and_then(script::services::foreground),
    })
}

/// Why the kernel has refused to execute it.
fn refused(failure: Failure, tried: &Tried, settings: &Settings) -> Error {
    let program = &tried.subject.candidate.program;
    let error = choice::refused(failure, program, settings.rootless);
    if failure.stage != Stage::Exec {
        return error;
    }
    let named = tried.subject.started.last().unwrap_or(&program.path).to_owned();
    let errno = nix::errno::Errno::from_raw(failure.errno);
    let message = Message::new("program-exec").with("path", named.as_str()).with("errno", describe(errno));
    Error::usage(message).hint(hint(&named, errno))
}

fn hint(path: &str, errno: nix::errno::Errno) -> Message {
    let shown = |id: &'static str| Message::new(id).with("path", path);
    if errno == nix::errno::Errno::EACCES {
        return shown("try-not-executable-hint");
    }
    let bytes = std::fs::read(path).unwrap_or_default();
    match first_line::flaw(&bytes, |path| std::path::Path::new(path).exists()) {
        first_line::Flaw::CarriageReturn { interpreter } => {
            shown("try-carriage-return-hint").with("interpreter", interpreter)
        }
        first_line::Flaw::NoInterpreter { interpreter } => {
            shown("try-no-interpreter-hint").with("interpreter", interpreter)
        }
        first_line::Flaw::ByteOrderMark => shown("try-byte-order-mark-hint"),
        first_line::Flaw::NoFirstLine => shown("try-no-first-line-hint"),
        first_line::Flaw::Empty => shown("try-empty-hint"),
        first_line::Flaw::Other => Message::new("program-exec-hint"),
    }
}
