//! Numbers of process and thread, cheap enough for every record.
//!
//! The C library asks the system for them each time. Here they are kept; a fork makes the child ask again. In a signal
//! handler use the `_in_handler` versions, which touch no thread-local variable.

use std::cell::Cell;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// 0: not asked yet.
static PROCESS: AtomicU32 = AtomicU32::new(0);

thread_local! {
    /// The thread's number, and the process that it was asked in.
    static THREAD: Cell<(u32, u32)> = const { Cell::new((0, 0)) };
}

extern "C" fn forget() {
    PROCESS.store(0, Ordering::Relaxed);
}

/// This process.
pub fn process() -> u32 {
    match PROCESS.load(Ordering::Relaxed) {
        0 => {
            static ONCE: Once = Once::new();
            // It fails for want of memory only; then a forked child's records carry its parent's number.
            // SAFETY: the function is valid for the life of the process.
            ONCE.call_once(|| unsafe {
                libc::pthread_atfork(None, None, Some(forget as unsafe extern "C" fn()));
            });
            let process = process_in_handler();
            PROCESS.store(process, Ordering::Relaxed);
            process
        }
        process => process,
    }
}

/// This thread, as the system numbers it.
pub fn thread() -> u32 {
    let process = process();
    match THREAD.get() {
        (thread, asked_in) if asked_in == process => thread,
        _ => {
            let thread = thread_in_handler();
            THREAD.set((thread, process));
            thread
        }
    }
}

/// This process, asked from the system.
pub fn process_in_handler() -> u32 {
    // SAFETY: no preconditions.
    unsafe { libc::getpid() }.cast_unsigned()
}

/// This thread, asked from the system.
#[cfg(target_os = "linux")]
pub fn thread_in_handler() -> u32 {
    // SAFETY: no preconditions.
    unsafe { libc::gettid() }.cast_unsigned()
}

/// As above; without a number of the system's, the address of the thread's own record in the C library stands for it.
#[cfg(not(target_os = "linux"))]
pub fn thread_in_handler() -> u32 {
    // SAFETY: no preconditions.
    let thread = unsafe { libc::pthread_self() } as usize;
    (thread >> 4) as u32 | 1
}

/// Nanoseconds of the monotonic clock.
pub fn now() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a place for the time; POSIX lists the function as safe in signal handlers.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    (time.tv_sec * 1_000_000_000 + time.tv_nsec).cast_unsigned()
}
