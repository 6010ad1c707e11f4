//! Timing of one operation, and of the memory that a structure takes.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Operations timed together: short enough that most batches are not interrupted.
const BATCH: usize = 10_000;

/// Prints the nanoseconds of processor time of one of `count` operations: the least of all batches.
pub fn nanoseconds(what: &str, count: usize, mut operation: impl FnMut(usize)) {
    let mut best = f64::INFINITY;
    for first in (0..count.next_multiple_of(BATCH)).step_by(BATCH) {
        let start = thread_time();
        (first..first + BATCH).for_each(&mut operation);
        best = best.min((thread_time() - start) as f64 / BATCH as f64);
    }
    println!("{what:<64} {best:>9.1} ns");
}

/// Processor time of this thread, in nanoseconds.
fn thread_time() -> i64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a place for the time; the clock exists on every system this crate is built for.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Counts the bytes that Rust code has allocated.
pub struct Counting;

static BYTES: AtomicUsize = AtomicUsize::new(0);

/// Bytes allocated now.
pub fn bytes() -> usize {
    BYTES.load(Ordering::Relaxed)
}

// SAFETY: everything is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        BYTES.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's contract.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;
