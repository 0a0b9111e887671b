//! How a quiz went: whether the first answers were right, and how sure one was of them.

use crate::engine::event::Confidence;

/// First answers, in the order of the questions.
#[derive(Debug, Clone, Default)]
pub struct Score(Vec<(bool, Option<Confidence>)>);

impl Score {
    /// A question's first answer.
    pub fn note(&mut self, right: bool, confidence: Option<Confidence>) {
        self.0.push((right, confidence));
    }

    /// How many were right, of how many.
    pub fn first_go(&self) -> (usize, usize) {
        (self.0.iter().filter(|(right, _)| *right).count(), self.0.len())
    }

    /// The same of those of which one was so sure.
    pub fn of(&self, sure: Confidence) -> (usize, usize) {
        let such = || self.0.iter().filter(|(_, confidence)| *confidence == Some(sure));
        (such().filter(|(right, _)| *right).count(), such().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_ones_are_counted_for_each_confidence() {
        let mut score = Score::default();
        score.note(true, Some(Confidence::Certain));
        score.note(false, Some(Confidence::Certain));
        score.note(true, None);
        assert_eq!(score.first_go(), (2, 3));
        assert_eq!(score.of(Confidence::Certain), (1, 2));
        assert_eq!(score.of(Confidence::Guess), (0, 0));
    }
}
