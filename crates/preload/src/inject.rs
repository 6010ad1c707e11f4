//! Letting allocations fail on purpose, to see how a program handles it.
//!
//! Counted are the allocations inside foreign calls, those that the engine accounts for included: the ones that a program's
//! own foreign calls cause, in the order in which they happen.

use crate::report;
use std::sync::atomic::{AtomicU64, Ordering};

static NTH: AtomicU64 = AtomicU64::new(0);
static EVERY: AtomicU64 = AtomicU64::new(0);
static COUNTED: AtomicU64 = AtomicU64::new(0);

/// `names::FAIL`
#[unsafe(no_mangle)]
pub extern "C" fn ferrotypes_preload_fail(nth: u64, every: u64) {
    COUNTED.store(0, Ordering::Relaxed);
    NTH.store(nth, Ordering::Relaxed);
    EVERY.store(every, Ordering::Relaxed);
}

/// `names::COUNTED`
#[unsafe(no_mangle)]
pub extern "C" fn ferrotypes_preload_counted() -> u64 {
    COUNTED.load(Ordering::Relaxed)
}

/// Whether this allocation is to fail. Then `errno` is ENOMEM, as POSIX asks.
#[inline]
pub(crate) fn fails() -> bool {
    let (nth, every) = (NTH.load(Ordering::Relaxed), EVERY.load(Ordering::Relaxed));
    if (nth == 0 && every == 0) || !report::in_call() {
        return false;
    }
    let number = COUNTED.fetch_add(1, Ordering::Relaxed) + 1;
    let fails = number == nth || (every != 0 && number.is_multiple_of(every));
    if fails {
        // SAFETY: the address of this thread's `errno`.
        unsafe { *libc::__errno_location() = libc::ENOMEM };
    }
    fails
}
