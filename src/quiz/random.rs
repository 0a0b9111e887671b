//! Chance for shuffling: `SplitMix64` (Steele, Lea, Flood 2014). The same seed gives the same quiz.

use std::hash::{BuildHasher as _, Hasher as _};

/// A source of numbers.
#[derive(Debug, Clone)]
pub struct Random(u64);

/// A seed that nobody knows before: the standard library's hash keys come from `getrandom(2)`.
pub fn seed() -> u64 {
    // Short enough to be typed again.
    std::hash::RandomState::new().build_hasher().finish() % 1_000_000
}

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`; 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // A few bits of bias are nothing to a quiz.
        (mixed ^ (mixed >> 31)).checked_rem(end as u64).unwrap_or(0) as usize
    }

    /// Fisher–Yates.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_order_and_another_one_another() {
        let order = |seed| {
            let mut items: Vec<usize> = (0..50).collect();
            Random::new(seed).shuffle(&mut items);
            items
        };
        assert_eq!(order(7), order(7));
        assert_ne!(order(7), order(8));
        let mut sorted = order(7);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn each_place_is_taken() {
        let mut random = Random::new(seed());
        let mut seen = [0; 4];
        (0..400).for_each(|_| seen[random.below(4)] += 1);
        assert!(seen.iter().all(|count| *count > 40), "{seen:?}");
        assert_eq!(random.below(0), 0);
    }
}
