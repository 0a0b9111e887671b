//! One JSON object; its keys are those of `docs/events.md`.

use super::{Page, say};
use crate::claims::{Finding, Outcome, Tested};
use crate::i18n::Words;
use crate::lab::Holding;
use serde_json::{Value, json};

/// The whole page.
pub fn json(page: &Page<'_>, words: &Words) -> String {
    json!({
        "kernel": page.kernel,
        "privileged": page.privileged,
        "labs": page.labs,
        "seconds": page.seconds(),
        "claims": page.findings.iter().map(|finding| claim(finding, words)).collect::<Vec<_>>(),
    })
    .to_string()
}

fn claim(finding: &Finding<'_>, words: &Words) -> Value {
    let (claim, lang) = (finding.claim, words.lang());
    json!({
        "id": claim.id,
        "claim": claim.claim.get(lang),
        "verdict": match finding.verdict() {
            Some(Holding::Holds) => "holds",
            Some(Holding::HoldsIf) => "holds_if",
            Some(Holding::DoesNotHold) => "does_not_hold",
            None => "not_shown",
        },
        "condition": claim.condition.as_ref().map(|condition| condition.get(lang)),
        "so": claim.so.get(lang),
        "tests": finding.tests.iter().map(|tested| test(tested, words)).collect::<Vec<_>>(),
    })
}

fn test(tested: &Tested<'_>, words: &Words) -> Value {
    let checked = tested.step.map(|step| step.checked.as_slice()).unwrap_or_default();
    let checks = checked.iter().map(|it| {
        let seen = it.seen.as_ref().map(|seen| words.say(seen));
        json!({ "holds": it.holds, "what": words.say(&it.what), "seen": seen })
    });
    json!({
        "lab": tested.test.lab,
        "step": tested.test.step,
        "init": tested.test.init,
        "command": say::command(tested.test),
        "outcome": match tested.outcome {
            Outcome::Held(_) => "held",
            Outcome::Differs(..) => "differs",
            Outcome::Unchecked => "unchecked",
            Outcome::NotPlayed(_) => "not_played",
        },
        "evidence": tested.evidence().map(|what| words.say(what)),
        "why": say::why(tested).map(|why| words.say(&why)),
        "remedy": say::remedy(tested).map(|remedy| words.say(remedy)),
        "checks": checks.collect::<Vec<_>>(),
    })
}
