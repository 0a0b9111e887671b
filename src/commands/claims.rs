//! `pidlab claims`: plays the labs that test the course's claims, and tells what came of them.

use super::Context;
use crate::claims::{Finding, Played, Record, judge, needed};
use crate::cli::{self, Format};
use crate::engine;
use crate::error::{Error, Exit, Result, Told};
use crate::i18n::Message;
use crate::lab::{self, Claim};
use crate::report::claims::{Page, json, one, text};
use std::time::Instant;

/// Plays what the claims need, each lab once, and shows the verdicts.
pub(super) fn run(args: &cli::Claims, context: &Context<'_>) -> Result<Exit> {
    let claims = lab::find_claims(&args.claim)?;
    let started = Instant::now();
    let played = play_all(&claims, args, context)?;
    let took = started.elapsed();
    let findings: Vec<Finding<'_>> = claims.iter().map(|claim| judge(claim, &played)).collect();
    let page = Page::new(&findings, &played, took);
    let (words, style) = (context.words, context.output.style);
    context.output.write(&match (args.format, findings.as_slice()) {
        (Format::Json, _) => json(&page, words) + "\n",
        (Format::Text, [finding]) => one(&page, finding, words, style),
        (Format::Text, _) => text(&page, words, style),
    })?;
    Ok(exit(&findings))
}

/// That something differs matters more than that something could not be looked at.
fn exit(findings: &[Finding<'_>]) -> Exit {
    if findings.iter().any(Finding::differs) {
        return Exit::Differs;
    }
    let all = findings.iter().all(|finding| finding.verdict().is_some());
    if all { Exit::Success } else { Exit::Unable }
}

fn play_all(claims: &[&Claim], args: &cli::Claims, context: &Context<'_>) -> Result<Vec<Played>> {
    let needed = needed(claims);
    let shown = args.format == Format::Text && context.output.terminal;
    let mut played = Vec::new();
    let mut refused = Vec::new();
    for (done, (name, init)) in needed.iter().enumerate() {
        if shown {
            tell(name, done + 1, needed.len(), context)?;
        }
        let (play, error) = play(name, *init, args.rootless, context)?;
        played.push(play);
        refused.extend(error);
    }
    if shown {
        context.output.write("\r\x1b[K")?;
    }
    // Where nothing could be played the reason is an error, as it is for a run.
    match refused.into_iter().next() {
        Some(told) if played.iter().all(|play| play.record.steps.is_empty()) => Err(Error::Told(told)),
        _ => Ok(played),
    }
}

/// How far it is, in a line that is written over.
fn tell(lab: &str, done: usize, all: usize, context: &Context<'_>) -> Result<()> {
    let message = Message::new("claims-progress").with("lab", lab);
    let message = message.with("done", done as i64).with("all", all as i64);
    context.output.write(&format!("\r{}\x1b[K", context.words.say(&message)))
}

/// One lab. What this machine cannot play, or a PID 1 that ended early, is part of the result.
fn play(
    name: &str,
    init: Option<&str>,
    rootless: bool,
    context: &Context<'_>,
) -> Result<(Played, Option<Box<Told>>)> {
    let mut record = Record::default();
    let ended = attempt(name, init, rootless, &mut record, context);
    let told = match ended {
        Ok(()) => None,
        Err(Error::Told(told)) if matches!(told.exit, Exit::Unable | Exit::Differs) => Some(told),
        Err(error) => return Err(error),
    };
    let failed = told.as_ref().map(|told| (told.message.clone(), told.hint.clone()));
    Ok((Played { lab: name.to_owned(), init: init.map(str::to_owned), record, failed }, told))
}

fn attempt(
    name: &str,
    init: Option<&str>,
    rootless: bool,
    record: &mut Record,
    context: &Context<'_>,
) -> Result<()> {
    let lab = lab::load(name, context.words)?;
    let played = cli::Played { init: init.map(str::to_owned), rootless, ..cli::Played::default() };
    let options = super::run::options(&played, false, &lab)?;
    engine::play(&lab, &options, record).map(|_| ())
}
