//! What one question of a lab needs: the steps before it, without those of containers that have no part in it.

use crate::lab::{Action, Lab, Step};
use std::collections::{HashMap, HashSet};

/// The lab up to the question of the step at `index`: only that step asks, and nothing follows it.
pub fn cut(lab: &Lab, index: usize) -> Lab {
    let places = places(lab);
    let kept = kept(lab, index, &places);
    let steps = kept.into_iter().map(|at| {
        let step = lab.steps[at].clone();
        if at == index { step } else { Step { question: None, then: Vec::new(), ..step } }
    });
    Lab { steps: steps.collect(), lessons: Vec::new(), ..lab.clone() }
}

/// The container whose PID 1 the question is about: that of its step's action.
pub fn place(lab: &Lab, index: usize) -> String {
    place_of(&lab.steps[index].action, &places(lab)).to_owned()
}

/// Containers that the question touches, and those that the steps before touch in the same breath.
fn kept(lab: &Lab, index: usize, places: &HashMap<String, String>) -> Vec<usize> {
    let mut needed: HashSet<&str> = touched(&lab.steps[index], places).collect();
    loop {
        let is_needed =
            |at: &usize| *at == index || needed.contains(place_of(&lab.steps[*at].action, places));
        let kept: Vec<usize> = (0..=index).filter(is_needed).collect();
        let all: HashSet<&str> = kept.iter().flat_map(|at| touched(&lab.steps[*at], places)).collect();
        if all.is_subset(&needed) {
            return kept;
        }
        needed.extend(all);
    }
}

/// The container of the action, and those of whom something is expected or asked.
fn touched<'a>(step: &'a Step, places: &'a HashMap<String, String>) -> impl Iterator<Item = &'a str> {
    let expected = step.expect.iter().flat_map(|expect| &expect.facts);
    let asked = step.question.iter().flat_map(|question| &question.choices).flat_map(|choice| &choice.when);
    let names = expected.chain(asked).map(|(name, _)| name.as_str());
    names.filter_map(|name| place_of_name(name, places)).chain([place_of(&step.action, places)])
}

fn place_of<'a>(action: &'a Action, places: &'a HashMap<String, String>) -> &'a str {
    match action {
        Action::Start { container }
        | Action::Remove { container }
        | Action::Stop { container }
        | Action::Exec { container, .. } => container,
        Action::Type { shell: name, .. }
        | Action::Signal { to: name, .. }
        | Action::Collect { process: name }
        | Action::Await { process: name, .. } => place_of_name(name, places).unwrap_or_default(),
    }
}

fn place_of_name<'a>(name: &'a str, places: &'a HashMap<String, String>) -> Option<&'a str> {
    name.strip_suffix(".init").or_else(|| places.get(name).map(String::as_str))
}

/// In which container each named process is.
fn places(lab: &Lab) -> HashMap<String, String> {
    let mut places = HashMap::new();
    for step in &lab.steps {
        if let Action::Exec { container, name, .. } = &step.action {
            places.insert(name.clone(), container.clone());
        }
        // Parents stand before their children.
        for meet in &step.meet {
            if let Some(place) = place_of_name(&meet.child_of, &places).map(str::to_owned) {
                places.insert(meet.name.clone(), place);
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Words};

    fn lab(name: &str) -> Lab {
        crate::lab::load(name, &Words::new(Lang::En)).unwrap()
    }

    fn titles(lab: &Lab) -> Vec<&str> {
        lab.steps.iter().map(|step| step.title.en.as_str()).collect()
    }

    #[test]
    fn only_the_last_step_asks_and_nothing_follows() {
        let cut = cut(&lab("zombie"), 3);
        assert_eq!(cut.steps.len(), 4);
        let asking: Vec<_> = cut.steps.iter().map(|step| step.question.is_some()).collect();
        assert_eq!(asking, [false, false, false, true]);
        assert!(cut.lessons.is_empty());
    }

    #[test]
    fn steps_of_other_containers_are_left_out() {
        let pod = lab("pod");
        assert_eq!(titles(&cut(&pod, 1)), ["A container of the pod", "And a second one"]);
        let last = cut(&pod, 10);
        assert_eq!(last.steps.len(), 4, "{:?}", titles(&last));
        assert_eq!(place(&pod, 10), "pause");
        assert_eq!(titles(&cut(&lab("shell-form"), 8)), ["bash, and one word more"]);
    }
}
