//! What the course's texts claim, and the steps that test it: what stands in `labs/claims.toml`.

use super::catalog::embedded;
use super::inits::{find_init, text};
use super::model::{Lab, Step};
use super::parse::parse;
use super::similar::did_you_mean;
use crate::error::{Error, Result};
use crate::i18n::{Message, Text};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// A sentence of the course that a run can prove or refute.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// A capital letter for the text, and a number.
    pub id: String,
    /// What is claimed, in our own words.
    #[serde(deserialize_with = "text")]
    pub claim: Text,
    /// What comes of it if all its tests hold.
    pub verdict: Holding,
    /// Under which condition, for [`Holding::HoldsIf`]: what follows "holds if".
    #[serde(default, deserialize_with = "some_text")]
    pub condition: Option<Text>,
    /// What is so, and why.
    #[serde(deserialize_with = "text")]
    pub so: Text,
    /// The steps that show it; all of them must hold.
    pub tests: Vec<Test>,
}

/// Whether a claim is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holding {
    /// It is.
    Holds,
    /// Under a condition.
    HoldsIf,
    /// It is not.
    DoesNotHold,
}

/// A step whose checks show what a claim says to be so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// The lab's id.
    pub lab: String,
    /// The step's number, from 1.
    pub step: usize,
    /// Which of its checks says it best, from 1.
    #[serde(default = "first")]
    pub check: usize,
    /// A PID 1 other than the lab's own, as for `--init`.
    pub init: Option<String>,
}

fn first() -> usize {
    1
}

fn some_text<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<Text>, D::Error> {
    text(deserializer).map(Some)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    claim: Vec<Claim>,
}

const SOURCE: &str = include_str!("../../labs/claims.toml");

/// Their ids, in the order of the file, without reading more of it: each lab asks for them while it is read
/// itself, and [`claims`] reads all labs.
pub(super) fn claim_ids() -> impl Iterator<Item = &'static str> {
    SOURCE.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'))
}

/// All claims, in the order of the file.
///
/// # Errors
/// What is wrong with the file: a claim without a test, a test that no step carries, a lab that names a
/// claim that there is not.
pub fn claims() -> Result<&'static [Claim]> {
    static CLAIMS: OnceLock<std::result::Result<Vec<Claim>, String>> = OnceLock::new();
    let read = CLAIMS.get_or_init(|| read(SOURCE));
    let faulty = |fault: &String| Error::usage(Message::new("claims-faulty").with("fault", fault.as_str()));
    read.as_deref().map_err(faulty)
}

/// Those that were asked for, each once; all if none was. Small letters will do.
pub fn find_claims(asked: &[String]) -> Result<Vec<&'static Claim>> {
    let all = claims()?;
    if asked.is_empty() {
        return Ok(all.iter().collect());
    }
    let mut found: Vec<&Claim> = Vec::new();
    for typed in asked {
        let claim = all.iter().find(|claim| claim.id.eq_ignore_ascii_case(typed));
        let claim = claim.ok_or_else(|| unknown(typed, all))?;
        if !found.contains(&claim) {
            found.push(claim);
        }
    }
    Ok(found)
}

fn unknown(typed: &str, all: &[Claim]) -> Error {
    let ids = || all.iter().map(|claim| claim.id.as_str());
    let hint = Message::new("claims-unknown-hint").with("known", ids().collect::<Vec<_>>().join(", "));
    let hint = match did_you_mean(typed, ids()) {
        Some(meant) => Message::new("lab-unknown-meant").with("meant", meant).with("hint", hint),
        None => hint,
    };
    Error::usage(Message::new("claims-unknown").with("id", typed)).hint(hint)
}

fn read(source: &str) -> std::result::Result<Vec<Claim>, String> {
    let claims = toml::from_str::<File>(source).map_err(|error| error.to_string())?.claim;
    let labs: Vec<Lab> = embedded().filter_map(|(_, source)| parse(source).ok()).collect();
    match faults(&claims, &labs).into_iter().next() {
        Some(fault) => Err(fault),
        None => Ok(claims),
    }
}

/// All that does not fit, for whoever writes the file: in English, like the parser's own.
fn faults(claims: &[Claim], labs: &[Lab]) -> Vec<String> {
    let mut faults: Vec<String> = claims.iter().flat_map(|claim| faults_of(claim, labs)).collect();
    let mut ids = BTreeSet::new();
    faults.extend(
        claims.iter().filter(|claim| !ids.insert(&claim.id)).map(|claim| format!("{}: twice", claim.id)),
    );
    let named = labs.iter().flat_map(|lab| lab.claims.iter().map(move |id| (lab, id)));
    faults.extend(
        named
            .filter(|(_, id)| !ids.contains(id))
            .map(|(lab, id)| format!("lab {} names {id}, which is no claim", lab.id)),
    );
    faults
}

fn faults_of(claim: &Claim, labs: &[Lab]) -> Vec<String> {
    let mut faults = Vec::new();
    if claim.tests.is_empty() {
        faults.push("no test".to_owned());
    }
    if (claim.verdict == Holding::HoldsIf) != claim.condition.is_some() {
        faults.push("a condition belongs to holds-if, and to nothing else".to_owned());
    }
    faults.extend(claim.tests.iter().filter_map(|test| fault_of(test, claim, labs)));
    faults.into_iter().map(|fault| format!("{}: {fault}", claim.id)).collect()
}

fn fault_of(test: &Test, claim: &Claim, labs: &[Lab]) -> Option<String> {
    let Test { lab: name, step, .. } = test;
    let Some(lab) = labs.iter().find(|lab| lab.id == *name) else {
        return Some(format!("no lab {name}"));
    };
    if !lab.claims.contains(&claim.id) {
        return Some(format!("lab {name} does not name it in its claims"));
    }
    if test.init.as_deref().is_some_and(|init| lab.all_fixed() || find_init(init).is_none()) {
        return Some(format!("lab {name} cannot have this init"));
    }
    match step.checked_sub(1).and_then(|index| lab.steps.get(index)) {
        None => Some(format!("lab {name} has no step {step}")),
        Some(Step { expect, .. }) if expect.is_empty() => {
            Some(format!("step {step} of lab {name} expects nothing"))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labs() -> Vec<Lab> {
        embedded().map(|(_, source)| parse(source).unwrap()).collect()
    }

    fn one(tests: &str) -> Vec<Claim> {
        let claim =
            "id = 'A21'\nclaim = { en = 'a', ko = 'b' }\nverdict = 'holds'\nso = { en = 'c', ko = 'd' }";
        toml::from_str::<File>(&format!("[[claim]]\n{claim}\ntests = [{tests}]")).unwrap().claim
    }

    fn only_fault(tests: &str) -> String {
        let lab: Vec<Lab> = labs().into_iter().filter(|lab| lab.id == "init-death").collect();
        let lab = lab.into_iter().map(|lab| Lab { claims: vec!["A21".to_owned()], ..lab });
        faults(&one(tests), &lab.collect::<Vec<_>>()).join("; ")
    }

    #[test]
    fn every_claim_of_the_course_is_there_and_every_test_is_carried_by_a_step() {
        let claims = toml::from_str::<File>(SOURCE).unwrap().claim;
        assert_eq!(faults(&claims, &labs()), [] as [String; 0]);
        let course = [('A', 30), ('B', 8), ('C', 6)];
        let course = course.iter().flat_map(|(text, last)| (1..=*last).map(move |n| format!("{text}{n}")));
        let ids: Vec<_> = claims.iter().map(|claim| claim.id.clone()).collect();
        assert_eq!(ids, claim_ids().collect::<Vec<_>>());
        assert_eq!(ids, course.collect::<Vec<_>>());
    }

    #[test]
    fn every_text_is_a_sentence_in_both_languages_and_a_condition_is_none() {
        for claim in claims().unwrap() {
            for text in [&claim.claim, &claim.so] {
                let polite = ["니다.", "십시오."].iter().any(|end| text.ko.ends_with(end));
                assert!(text.en.ends_with('.') && polite, "{}: {text:?}", claim.id);
            }
            if let Some(condition) = &claim.condition {
                assert!(!condition.en.ends_with('.') && condition.ko.ends_with('때'), "{condition:?}");
            }
        }
    }

    #[test]
    fn what_no_step_carries_is_a_fault() {
        assert_eq!(only_fault("{ lab = 'init-death', step = 4 }"), "");
        assert_eq!(only_fault(""), "A21: no test");
        assert_eq!(only_fault("{ lab = 'other', step = 1 }"), "A21: no lab other");
        for step in [0, 6] {
            let fault = only_fault(&format!("{{ lab = 'init-death', step = {step} }}"));
            assert_eq!(fault, format!("A21: lab init-death has no step {step}"));
        }
        let fault = only_fault("{ lab = 'init-death', step = 4, init = 'no-init' }");
        assert_eq!(fault, "A21: lab init-death cannot have this init");
    }

    #[test]
    fn a_step_without_an_expectation_shows_nothing() {
        let mut labs = labs();
        labs.retain(|lab| lab.id == "init-death");
        labs[0].claims = vec!["A21".to_owned()];
        labs[0].steps[3].expect.clear();
        let found = faults(&one("{ lab = 'init-death', step = 4 }"), &labs);
        assert_eq!(found, ["A21: step 4 of lab init-death expects nothing"]);
    }

    #[test]
    fn lab_and_claim_must_know_each_other() {
        let mut labs = labs();
        labs.retain(|lab| lab.id == "init-death");
        labs[0].claims = vec!["Z9".to_owned()];
        let found = faults(&one("{ lab = 'init-death', step = 4 }"), &labs);
        let expected = [
            "A21: lab init-death does not name it in its claims",
            "lab init-death names Z9, which is no claim",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_claim_is_found_in_small_letters_and_only_once() {
        let find = |asked: &[&str]| find_claims(&asked.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        let ids: Vec<_> =
            find(&["a21", "A21", "C3"]).unwrap().iter().map(|claim| claim.id.as_str()).collect();
        assert_eq!(ids, ["A21", "C3"]);
        assert!(find(&["A21", "Z1"]).is_err());
        assert_eq!(find(&[]).unwrap().len(), 44);
    }
}
