//! Locks held across `fork` (POSIX `pthread_atfork`).
//!
//! A fork copies locks as they are. Held over it by the forking thread, they are whole and free on both sides. The C library
//! runs the handlers of libraries that registered later first, so an interposer loaded before this one sees its locks taken
//! after ours.

use std::any::Any;
use std::cell::UnsafeCell;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// A structure with locks.
pub trait AcrossFork: Sync {
    /// Takes every lock, always in the same order; dropping the value frees them.
    fn hold(&'static self) -> Box<dyn Any>;
}

type List = Vec<&'static dyn AcrossFork>;

static STRUCTURES: Mutex<List> = Mutex::new(Vec::new());

/// All locks, and that of the list.
type Held = (Vec<Box<dyn Any>>, MutexGuard<'static, List>);

/// They are parked here between the two halves of a fork.
struct Parked(UnsafeCell<Option<Held>>);

// SAFETY: written in `before` by the thread that holds the list's lock, and in `after` by the same thread (in the child: its
// copy); that lock keeps every other forking thread out in between.
unsafe impl Sync for Parked {}

static PARKED: Parked = Parked(UnsafeCell::new(None));

extern "C" fn before() {
    let list = STRUCTURES.lock().unwrap_or_else(PoisonError::into_inner);
    let held = list.iter().map(|structure| structure.hold()).collect();
    // SAFETY: see `Parked`: this thread holds the list's lock.
    unsafe { *PARKED.0.get() = Some((held, list)) };
}

extern "C" fn after() {
    // SAFETY: see `Parked`: the list's lock is held since `before`. Taken out first, so that the cell is empty before
    // another thread can lock.
    drop(unsafe { (*PARKED.0.get()).take() });
}

/// Makes forks leave `structure` usable on both sides. Structures are held in the order in which they were given here.
pub fn hold_across_fork(structure: &'static dyn AcrossFork) {
    static ONCE: Once = Once::new();
    STRUCTURES.lock().unwrap_or_else(PoisonError::into_inner).push(structure);
    // It fails for want of memory only, and then a fork at the wrong moment can block the child: not worth refusing for.
    // SAFETY: the functions are valid for the life of the process, and the C library drops them with our library.
    ONCE.call_once(|| unsafe {
        libc::pthread_atfork(Some(before as unsafe extern "C" fn()), Some(after), Some(after));
    });
}
