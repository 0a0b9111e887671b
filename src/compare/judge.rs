//! What was found of a learner's PID 1, judged.

use super::trial::{AfterFall, Found, SLOW};
use crate::snapshot::Ended;

/// Something that makes a PID 1 unfit, or less fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// SIGTERM does not end it.
    Deaf,
    /// It ends, but its service was never told: the kernel kills it.
    ServiceKilled,
    /// The service's death is not noticed.
    Hidden,
    /// The container's status says that all was well.
    StatusLost,
    /// It ends late.
    Slow,
    /// Orphans stay zombies.
    Zombies,
}

impl Problem {
    /// Whether it alone makes a PID 1 unfit.
    pub fn is_serious(self) -> bool {
        matches!(self, Self::Deaf | Self::ServiceKilled | Self::Hidden)
    }
}

/// What all of it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fitness {
    /// Nothing was found.
    Fit,
    /// Something was found that matters in some containers only.
    Mostly,
    /// It should not be PID 1.
    Unfit,
}

impl Found {
    /// All problems, the worst first.
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        if let Ok(stop) = &self.stop {
            if stop.killed {
                found.push(Problem::Deaf);
            } else {
                if self.start.served().is_some() && self.told == Ok(None) {
                    found.push(Problem::ServiceKilled);
                }
                if stop.took > SLOW {
                    found.push(Problem::Slow);
                }
            }
        }
        match self.fall.as_ref().map(|fall| fall.after) {
            Ok(AfterFall::LivesOn { .. }) => found.push(Problem::Hidden),
            Ok(AfterFall::Ended(Ended::Status(0), _)) => found.push(Problem::StatusLost),
            _ => {}
        }
        if self.orphans.as_ref().is_ok_and(|orphans| orphans.zombies > 0) {
            found.push(Problem::Zombies);
        }
        found.sort_unstable();
        found
    }

    /// What they come to.
    pub fn fitness(&self) -> Fitness {
        let problems = self.problems();
        if problems.iter().any(|problem| problem.is_serious()) {
            Fitness::Unfit
        } else if problems.is_empty() {
            Fitness::Fit
        } else {
            Fitness::Mostly
        }
    }

    /// How much there is to find fault with: serious problems before others.
    pub fn weight(&self) -> usize {
        self.problems().iter().map(|problem| if problem.is_serious() { 10 } else { 1 }).sum()
    }

    /// Whether this is better than the other, and worse in nothing that makes unfit.
    pub fn is_better_than(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.problems(), other.problems());
        let new = ours.iter().any(|it| it.is_serious() && !theirs.contains(it));
        !new && self.weight() < other.weight()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::model::Orphans;
    use crate::compare::trial::{FEW, Fall, Role, Start, Stop};
    use crate::snapshot::Ended;
    use std::time::Duration;

    fn found(killed: bool, told: Option<i32>, zombies: u32, after: AfterFall) -> Found {
        let orphans =
            Orphans { made: FEW, zombies, unfinished: false, late: Duration::ZERO, wakeups: 0, cpu: None };
        Found {
            start: Start::new(Role::Service, Vec::new(), &[]),
            stop: Ok(Stop {
                ended: Ended::Status(0),
                took: Duration::from_millis(3),
                killed,
                silence: None,
                caught: 0,
            }),
            told: Ok(told.map(|signal| (signal, Duration::ZERO))),
            orphans: Ok(orphans),
            fall: Ok(Fall { victim: b"svc".to_vec(), pid: 2, after }),
        }
    }

    const ENDS: AfterFall = AfterFall::Ended(Ended::Status(137), Duration::ZERO);
    const LIVES: AfterFall = AfterFall::LivesOn { zombie: false };

    #[test]
    fn what_is_serious_makes_unfit() {
        assert_eq!(found(false, Some(15), 0, ENDS).fitness(), Fitness::Fit);
        assert_eq!(found(false, Some(15), FEW, ENDS).fitness(), Fitness::Mostly);
        assert_eq!(found(true, None, 0, ENDS).fitness(), Fitness::Unfit);
        assert_eq!(
            found(true, None, FEW, LIVES).problems(),
            [Problem::Deaf, Problem::Hidden, Problem::Zombies]
        );
        let zero = AfterFall::Ended(Ended::Status(0), Duration::ZERO);
        assert_eq!(found(false, None, 0, zero).problems(), [Problem::StatusLost]);
    }

    #[test]
    fn better_means_fewer_serious_problems_and_no_new_one() {
        let deaf = found(true, None, 0, ENDS);
        assert!(found(false, None, FEW, ENDS).is_better_than(&deaf), "zombies for a stop that works");
        assert!(!found(true, None, FEW, ENDS).is_better_than(&deaf), "`exec sleep`");
        assert!(!found(false, None, 0, LIVES).is_better_than(&deaf));
        assert!(found(false, None, 0, LIVES).is_better_than(&found(true, None, 0, LIVES)));
        assert!(!deaf.is_better_than(&deaf));
    }
}
