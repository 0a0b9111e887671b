//! Which question comes next. What was missed comes again, in another variant where there is one.

use super::cut;
use super::random::Random;
use crate::lab::{Action, Init, Lab, Reaction};
use std::collections::VecDeque;

/// How often a question is asked at most.
const TRIES: usize = 3;

/// How many others come, if there are so many, before a missed one comes again.
const BETWEEN: usize = 2;

/// One way to put a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Which lab, counted from 0.
    pub lab: usize,
    /// Which of its steps, counted from 0.
    pub step: usize,
    /// Another PID 1 than the lab's own.
    pub init: Option<String>,
    /// What is known of that PID 1: another kind may lead to another answer.
    kind: Option<(bool, Reaction)>,
}

/// A question on its way.
#[derive(Debug, Clone)]
pub struct Card {
    /// From 1, in the order in which they were drawn.
    pub number: usize,
    /// How often it has been missed.
    pub missed: usize,
    /// Of the variants, the one to be asked; it has been chosen for this time.
    current: usize,
    used: Vec<usize>,
    variants: Vec<Variant>,
}

/// How a card that comes again differs from the time before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Another PID 1.
    Init,
    /// The same line under another shell.
    Shell,
    /// In nothing.
    Same,
}

impl Card {
    /// How the question is put this time.
    pub fn variant(&self) -> &Variant {
        &self.variants[self.current]
    }

    /// How that differs from the time before; none at the first time.
    pub fn again(&self) -> Option<Again> {
        let before = &self.variants[*self.used.last()?];
        let now = self.variant();
        Some(match (before.step == now.step, before.init == now.init) {
            (false, _) => Again::Shell,
            (true, false) => Again::Init,
            (true, true) => Again::Same,
        })
    }

    /// Whether it has been asked as often as it may be.
    pub fn is_last_time(&self) -> bool {
        self.missed + 1 >= TRIES
    }

    /// Another variant for the next time: one that was not asked yet, with a PID 1 of another kind before
    /// one of the same.
    fn turn(&mut self, random: &mut Random) {
        self.used.push(self.current);
        let last = self.variant().kind;
        let all: Vec<usize> = (0..self.variants.len()).filter(|at| *at != self.current).collect();
        let fresh: Vec<usize> = all.iter().copied().filter(|at| !self.used.contains(at)).collect();
        let other: Vec<usize> = fresh.iter().copied().filter(|at| self.variants[*at].kind != last).collect();
        let choices = [other, fresh, all].into_iter().find(|choices| !choices.is_empty());
        if let Some(choices) = choices {
            self.current = choices[random.below(choices.len())];
        }
    }
}

/// What is still to be asked.
#[derive(Debug)]
pub struct Deck {
    queue: VecDeque<Card>,
    random: Random,
    count: usize,
}

impl Deck {
    /// So many questions of these labs, with these programs for PID 1 where a lab lets them be replaced.
    pub fn draw(labs: &[Lab], inits: &[&Init], count: usize, mut random: Random) -> Self {
        let mut cards = cards(labs, inits);
        random.shuffle(&mut cards);
        cards.truncate(count);
        for (index, card) in cards.iter_mut().enumerate() {
            card.number = index + 1;
        }
        Self { count: cards.len(), queue: cards.into(), random }
    }

    /// How many questions were drawn.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The next one.
    pub fn next_card(&mut self) -> Option<Card> {
        self.queue.pop_front()
    }

    /// A card that was missed: it comes again, not at once if others are left, unless it was the last time.
    pub fn missed(&mut self, mut card: Card) {
        if card.is_last_time() {
            return;
        }
        card.missed += 1;
        card.turn(&mut self.random);
        self.queue.insert(BETWEEN.min(self.queue.len()), card);
    }
}

/// Every question once; the same line under several shells is one question in variants.
fn cards(labs: &[Lab], inits: &[&Init]) -> Vec<Card> {
    let mut cards: Vec<(Option<String>, Card)> = Vec::new();
    for (lab, content) in labs.iter().enumerate() {
        for step in (0..content.steps.len()).filter(|step| content.steps[*step].question.is_some()) {
            let variants = variants(lab, content, step, inits);
            let line = shell_line(content, step).map(|line| format!("{lab} {line}"));
            let known = cards.iter_mut().find(|(known, _)| line.is_some() && *known == line);
            if let Some((_, card)) = known {
                card.variants.extend(variants);
            } else {
                let card = Card { number: 0, missed: 0, current: 0, used: Vec::new(), variants };
                cards.push((line, card));
            }
        }
    }
    cards.into_iter().map(|(_, card)| card).collect()
}

/// The lab's own PID 1 first, then every other that it lets one put in its place.
fn variants(lab: usize, content: &Lab, step: usize, inits: &[&Init]) -> Vec<Variant> {
    let place = cut::place(content, step);
    let own = content.container(&place);
    let known = |name: &str| inits.iter().find(|init| init.name == name);
    let kind = |init: &Init| (init.reaps, init.on.term);
    let default = own.and_then(|own| known(&own.init)).map(|init| kind(init));
    let mut variants = vec![Variant { lab, step, init: None, kind: default }];
    if own.is_some_and(|own| !own.fixed) {
        let others = inits.iter().filter(|init| own.is_none_or(|own| own.init != init.name));
        variants.extend(others.map(|init| Variant {
            lab,
            step,
            init: Some(init.name.clone()),
            kind: Some(kind(init)),
        }));
    }
    variants
}

/// Of a step that starts `SHELL -c LINE`, with arguments or without: the line.
fn shell_line(lab: &Lab, step: usize) -> Option<String> {
    let Action::Start { container } = &lab.steps[step].action else { return None };
    let words = shell_words::split(&lab.container(container)?.init).ok()?;
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bash" | "dash" | "sh", "-c", line, ..] | ["busybox", "sh", "-c", line, ..] => Some(line.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Words};
    use crate::lab::{find_init, load};

    fn deck(names: &[&str], count: usize) -> Deck {
        let words = Words::new(Lang::En);
        let labs: Vec<Lab> = names.iter().map(|name| load(name, &words).unwrap()).collect();
        let inits = ["sleep", "tail", "reaper"].map(|name| find_init(name).unwrap());
        Deck::draw(&labs, &inits, count, Random::new(1))
    }

    #[test]
    fn every_question_is_drawn_once_or_as_many_as_are_wanted() {
        let mut all = deck(&["zombie", "signals"], 100);
        let mut steps = Vec::new();
        while let Some(card) = all.next_card() {
            assert!(card.again().is_none());
            steps.push((card.variant().lab, card.variant().step));
        }
        steps.sort_unstable();
        assert_eq!(steps, [(0, 1), (0, 3), (0, 4), (1, 2), (1, 5), (1, 10)]);
        assert_eq!(deck(&["zombie", "signals"], 4).count(), 4);
    }

    #[test]
    fn a_missed_question_comes_again_under_another_kind_of_init_but_not_at_once() {
        let mut deck = deck(&["zombie"], 3);
        let first = deck.next_card().unwrap();
        let (number, step) = (first.number, first.variant().step);
        assert_eq!(first.variant().init, None);
        deck.missed(first);
        assert_ne!(deck.next_card().unwrap().number, number);
        assert_ne!(deck.next_card().unwrap().number, number);
        let again = deck.next_card().unwrap();
        assert_eq!((again.number, again.variant().step), (number, step));
        assert_eq!(again.variant().init.as_deref(), Some("reaper"), "tail is of sleep's kind");
        assert_eq!(again.again(), Some(Again::Init));
        deck.missed(again);
        let third = deck.next_card().unwrap();
        assert_eq!(third.variant().init.as_deref(), Some("tail"));
        assert!(third.is_last_time());
        deck.missed(third);
        assert!(deck.next_card().is_none(), "three times are enough");
    }

    #[test]
    fn another_shell_is_a_variant_and_a_fixed_init_has_none() {
        let mut shells = deck(&["shell-form"], 10);
        assert_eq!(shells.count(), 2, "dash, bash and BusyBox are one");
        let card = std::iter::from_fn(|| shells.next_card()).find(|card| card.variants.len() == 3).unwrap();
        shells.missed(card);
        let again = std::iter::from_fn(|| shells.next_card()).find_map(|card| card.again());
        assert_eq!(again, Some(Again::Shell));
        let mut tree = deck(&["tree"], 1);
        let card = tree.next_card().unwrap();
        tree.missed(card);
        assert_eq!(tree.next_card().unwrap().again(), Some(Again::Same));
    }
}
