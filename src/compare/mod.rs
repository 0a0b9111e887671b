//! One battery for any PID 1: what it does with orphans, signals, its service's end, and what it costs.
//!
//! [`candidate`] is what is compared, [`model`] what was found; both are pure. The rest makes containers and
//! reads `/proc`: `bench` is one container, each other file one question that is put to it, `crew` puts
//! them all, after `alone`. [`trial`] is what a learner asks of a PID 1 of their own: `watch` looks at it, `tryout`
//! puts the questions, [`judge`] judges.
//! Nothing here prints, and nothing knows how a result is worded.

mod alone;
mod bench;
mod calm;
pub mod candidate;
mod crew;
pub mod judge;
pub mod model;
mod others;
mod service;
mod signals;
mod storm;
pub mod trial;
mod tryout;
mod watch;

pub use calm::Calm;
pub use candidate::{Candidate, Settings};
pub use crew::compare;
pub use judge::{Fitness, Problem};
pub use model::*;
pub use trial::{AfterFall, FEW, Failed, Fall, Found, GRACE, Role, SLOW, Start, Stop, Trial};
pub use tryout::try_all;
pub use watch::{Subject, Watch, Watched};
