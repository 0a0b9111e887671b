//! Findings in words.

use crate::claims::{Finding, Outcome, Tested};
use crate::i18n::{Lang, Message};
use crate::lab::{Holding, Test};

/// `holds if …`
pub(super) fn verdict(finding: &Finding<'_>, lang: Lang) -> Message {
    let condition = finding.claim.condition.as_ref().map(|condition| condition.get(lang)).unwrap_or_default();
    match finding.verdict() {
        Some(Holding::Holds) => Message::new("claims-holds"),
        Some(Holding::HoldsIf) => Message::new("claims-holds-if").with("condition", condition),
        Some(Holding::DoesNotHold) => Message::new("claims-does-not-hold"),
        None => Message::new("claims-not-shown"),
    }
}

/// `zombie, step 5`
pub(super) fn place(test: &Test) -> Message {
    let place = match &test.init {
        Some(init) => Message::new("claims-place-init").with("init", init.as_str()),
        None => Message::new("claims-place"),
    };
    // As text: a step's number is not grouped.
    place.with("lab", test.lab.as_str()).with("step", test.step.to_string())
}

/// Why a test did not hold, if it did not.
pub(super) fn why(tested: &Tested<'_>) -> Option<Message> {
    Some(match &tested.outcome {
        Outcome::Held(_) => return None,
        Outcome::Differs(what, None) => Message::new("claims-why-differs").with("what", what.clone()),
        Outcome::Differs(what, Some(seen)) => {
            Message::new("claims-why-differs-seen").with("what", what.clone()).with("seen", seen.clone())
        }
        Outcome::Unchecked => Message::new("claims-why-unchecked"),
        Outcome::NotPlayed(Some((message, _))) => message.clone(),
        Outcome::NotPlayed(None) => Message::new("claims-why-not-played"),
    })
}

/// What would help.
pub(super) fn remedy<'a>(tested: &'a Tested<'_>) -> Option<&'a Message> {
    match &tested.outcome {
        Outcome::NotPlayed(Some((_, remedy))) => remedy.as_ref(),
        _ => None,
    }
}

/// The command that plays the test.
pub(super) fn command(test: &Test) -> String {
    match &test.init {
        Some(init) => format!("pidlab run {} --init {init}", test.lab),
        None => format!("pidlab run {}", test.lab),
    }
}
