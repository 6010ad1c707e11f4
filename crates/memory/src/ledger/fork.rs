//! All locks held across `fork` (POSIX `pthread_atfork`).
//!
//! A fork copies locks as they are. Held over it by the forking thread, they are whole and free on both sides. The
//! handlers of libraries that registered earlier run later, so an interposer loaded before this one sees its locks taken
//! after ours.

use super::book::{Held, Ledger};
use std::cell::UnsafeCell;
use std::sync::{Once, OnceLock};

static LEDGER: OnceLock<&'static Ledger> = OnceLock::new();

/// The locks, parked between the two halves of a fork.
struct Parked(UnsafeCell<Option<Held<'static>>>);

// SAFETY: written in `before` by the thread that holds the locks, and in `after` by the same thread (in the child: its
// copy); the locks keep every other thread out in between.
unsafe impl Sync for Parked {}

static PARKED: Parked = Parked(UnsafeCell::new(None));

extern "C" fn before() {
    if let Some(ledger) = LEDGER.get() {
        let held = ledger.hold();
        // SAFETY: see `Parked`: this thread holds the locks.
        unsafe { *PARKED.0.get() = Some(held) };
    }
}

extern "C" fn after() {
    // SAFETY: see `Parked`: the locks are held since `before`. Taken out first, so that the cell is empty before another
    // thread can lock.
    drop(unsafe { (*PARKED.0.get()).take() });
}

/// Makes forks leave `ledger` usable on both sides. The first ledger only: there is one in a process.
pub fn hold_across_fork(ledger: &'static Ledger) {
    static ONCE: Once = Once::new();
    let _ = LEDGER.set(ledger);
    // It fails for want of memory only, and then a fork at the wrong moment can block the child: not worth refusing for.
    // SAFETY: the functions are valid for the life of the process, and the C library drops them with our library.
    ONCE.call_once(|| unsafe {
        libc::pthread_atfork(Some(before as unsafe extern "C" fn()), Some(after), Some(after));
    });
}
