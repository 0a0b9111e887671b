//! Quiet while milliseconds are counted: containers are started by many at a time, or by none.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Held by many while they start a container, by one while it counts.
#[derive(Debug, Default)]
pub struct Calm(RwLock<()>);

/// Somebody starts a container.
#[must_use]
pub(super) struct Busy<'a>(#[allow(dead_code, reason = "held, not read")] RwLockReadGuard<'a, ()>);

/// Nobody does.
#[must_use]
pub(super) struct Quiet<'a>(#[allow(dead_code, reason = "held, not read")] RwLockWriteGuard<'a, ()>);

impl Calm {
    /// Waits until nobody counts any more.
    pub(super) fn busy(&self) -> Busy<'_> {
        Busy(self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until no container is being started any more, and keeps others from it.
    pub(super) fn quiet(&self) -> Quiet<'_> {
        Quiet(self.0.write().unwrap_or_else(PoisonError::into_inner))
    }
}
