//! From the checks of runs to the verdicts on the course's claims. Pure: what was checked comes in by the
//! events of a run, and a verdict is given only where all steps that it needs have held.

mod record;

pub use record::{Checks, Record};

use crate::i18n::Message;
use crate::lab::{Claim, Holding, Test};

/// A lab that was played, or why it was not.
#[derive(Debug)]
pub struct Played {
    /// The lab's id.
    pub lab: String,
    /// The PID 1 that it was given, if not its own.
    pub init: Option<String>,
    /// What was checked, step by step, until it ended.
    pub record: Record,
    /// Why it ended early, and what helps.
    pub failed: Option<(Message, Option<Message>)>,
}

/// A claim, and what the runs say of it.
#[derive(Debug)]
pub struct Finding<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Its tests, in order.
    pub tests: Vec<Tested<'a>>,
}

/// A test, and what came of it.
#[derive(Debug)]
pub struct Tested<'a> {
    /// The test.
    pub test: &'a Test,
    /// The step, if it was reached.
    pub step: Option<&'a Checks>,
    /// Whether it holds.
    pub outcome: Outcome,
}

/// What came of a test.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// All checks held; this one says it best.
    Held(Message),
    /// A check did not hold: what was expected, and what was seen.
    Differs(Message, Option<Message>),
    /// The step was played, and nothing was checked.
    Unchecked,
    /// The step was not reached: why, and what helps.
    NotPlayed(Option<(Message, Option<Message>)>),
}

impl Finding<'_> {
    /// The verdict of these runs; none if they did not show it.
    pub fn verdict(&self) -> Option<Holding> {
        let all = !self.tests.is_empty() && self.tests.iter().all(|tested| tested.evidence().is_some());
        all.then_some(self.claim.verdict)
    }

    /// Whether a check did not hold.
    pub fn differs(&self) -> bool {
        self.tests.iter().any(|tested| matches!(tested.outcome, Outcome::Differs(..)))
    }

    /// The first test that did not hold, if one did not.
    pub fn obstacle(&self) -> Option<&Tested<'_>> {
        self.tests.iter().find(|tested| tested.evidence().is_none())
    }
}

impl Tested<'_> {
    /// The check that held, and says it best.
    pub fn evidence(&self) -> Option<&Message> {
        match &self.outcome {
            Outcome::Held(what) => Some(what),
            _ => None,
        }
    }
}

/// Which labs are needed, and with which PID 1: each once.
pub fn needed<'a>(claims: &[&'a Claim]) -> Vec<(&'a str, Option<&'a str>)> {
    let mut needed = Vec::new();
    for test in claims.iter().flat_map(|claim| &claim.tests) {
        let play = (test.lab.as_str(), test.init.as_deref());
        if !needed.contains(&play) {
            needed.push(play);
        }
    }
    needed
}

/// What these runs say of a claim.
pub fn judge<'a>(claim: &'a Claim, played: &'a [Played]) -> Finding<'a> {
    Finding { claim, tests: claim.tests.iter().map(|test| tested(test, played)).collect() }
}

fn tested<'a>(test: &'a Test, played: &'a [Played]) -> Tested<'a> {
    let play = played.iter().find(|play| play.lab == test.lab && play.init == test.init);
    let step = play.and_then(|play| play.record.step(test.step));
    let outcome = match step {
        Some(step) if step.complete => of_step(step, test.check),
        _ => Outcome::NotPlayed(play.and_then(|play| play.failed.clone())),
    };
    Tested { test, step, outcome }
}

fn of_step(step: &Checks, best: usize) -> Outcome {
    if let Some(checked) = step.checked.iter().find(|checked| !checked.holds) {
        return Outcome::Differs(checked.what.clone(), checked.seen.clone());
    }
    let best = best.checked_sub(1).and_then(|index| step.checked.get(index));
    match best.or_else(|| step.checked.first()) {
        Some(checked) => Outcome::Held(checked.what.clone()),
        None => Outcome::Unchecked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::event::Checked;
    use crate::lab::find_claims;

    fn played(lab: &str, steps: usize, spoilt: Option<usize>) -> Played {
        let steps = (1..=steps).map(|step| {
            let what = Message::new("check-rc").with("number", step as i64);
            let holds = spoilt != Some(step);
            let checked = vec![Checked { step, holds, what, seen: None }];
            Checks { checked, complete: true, ..Checks::empty(step) }
        });
        let record = Record { steps: steps.collect(), ..Record::default() };
        Played { lab: lab.to_owned(), init: None, record, failed: None }
    }

    fn claim(id: &str) -> &'static Claim {
        find_claims(&[id.to_owned()]).unwrap()[0]
    }

    #[test]
    fn a_verdict_needs_every_step() {
        let verdict = |played: &[Played]| judge(claim("A24"), played).verdict();
        assert_eq!(verdict(&[played("zombie", 7, None)]), Some(Holding::Holds));
        assert_eq!(verdict(&[played("zombie", 7, Some(7))]), Some(Holding::Holds));
        assert_eq!(verdict(&[played("zombie", 7, Some(6))]), None);
        assert_eq!(verdict(&[played("zombie", 5, None)]), None);
        assert_eq!(verdict(&[]), None);
    }

    #[test]
    fn a_check_that_did_not_hold_is_not_the_same_as_a_lab_that_was_not_played() {
        let spoilt = [played("zombie", 7, Some(6))];
        assert!(judge(claim("A24"), &spoilt).differs());
        assert!(!judge(claim("A24"), &[]).differs());
    }

    #[test]
    fn a_step_that_was_cut_off_or_checks_nothing_shows_nothing() {
        let mut cut = [played("zombie", 7, None)];
        cut[0].record.steps[5].complete = false;
        assert_eq!(judge(claim("A24"), &cut).verdict(), None);
        cut[0].record.steps[5] = Checks { complete: true, ..Checks::empty(6) };
        assert_eq!(judge(claim("A24"), &cut).tests[0].outcome, Outcome::Unchecked);
    }

    #[test]
    fn the_same_lab_with_another_init_is_another_run() {
        let played = [played("reaper-limits", 6, None)];
        assert_eq!(judge(claim("B7"), &played).verdict(), None);
    }

    #[test]
    fn each_lab_is_needed_once() {
        let claims = find_claims(&["A20".to_owned(), "A21".to_owned(), "B7".to_owned()]).unwrap();
        let reaper = "reaper-limits";
        let expected = [
            ("init-death", None),
            ("stuck", None),
            (reaper, Some("dumb-init")),
            (reaper, Some("tini")),
            (reaper, Some("docker-init")),
        ];
        assert_eq!(needed(&claims), expected);
    }
}
