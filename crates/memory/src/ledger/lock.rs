//! The lock of a shard, which knows when its own thread holds one.
//!
//! Under the lock the ledger's own tables grow, which allocates; with an interposer in the process such an allocation
//! could be reported to the ledger and wait for the lock its own thread holds. [`inside`] tells the reporter to keep
//! quiet. `try_lock` takes no wait and no allocation, so that a fault handler may look things up.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

thread_local! {
    static HELD: Cell<u32> = const { Cell::new(0) };
}

/// Whether this thread is inside the ledger now.
pub fn inside() -> bool {
    HELD.get() != 0
}

#[derive(Default)]
pub(super) struct Lock<T>(Mutex<T>);

/// Possession of the lock.
pub(super) struct Guard<'a, T> {
    // In this order: the count falls after the lock is free, and dropping the lock allocates nothing.
    inner: MutexGuard<'a, T>,
    _held: Held,
}

struct Held;

impl Held {
    fn new() -> Held {
        HELD.set(HELD.get() + 1);
        Held
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.set(HELD.get() - 1);
    }
}

impl<T> Lock<T> {
    pub(super) fn new(value: T) -> Lock<T> {
        Lock(Mutex::new(value))
    }

    pub(super) fn lock(&self) -> Guard<'_, T> {
        let held = Held::new();
        // A panic below leaves tables that may lack an entry, and never ones that break a later operation.
        Guard { inner: self.0.lock().unwrap_or_else(PoisonError::into_inner), _held: held }
    }

    /// Without waiting; `None` while somebody else holds it.
    pub(super) fn try_lock(&self) -> Option<Guard<'_, T>> {
        let held = Held::new();
        match self.0.try_lock() {
            Ok(inner) => Some(Guard { inner, _held: held }),
            Err(TryLockError::Poisoned(poisoned)) => {
                Some(Guard { inner: poisoned.into_inner(), _held: held })
            }
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}
