//! Which events go to the engine: a thread's state, and the sink.
//!
//! | thread | allocation | release |
//! |---|---|---|
//! | idle | no: Python's own | of known blocks |
//! | in a call | yes | of known blocks |
//! | in a call that the engine accounts for | no | no |
//! | inside the engine | no | no |
//!
//! `errno` is the program's: what the sink does to it is undone.

use interpose::{Decision, Heap, IDLE, SILENT, Sink, State, VERSION};
use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

static SINK: AtomicPtr<Sink> = AtomicPtr::new(ptr::null_mut());

thread_local! {
    static STATE: UnsafeCell<State> = const { UnsafeCell::new(State { call: IDLE, busy: 0 }) };
}

/// The calling thread's state.
fn state() -> *mut State {
    STATE.with(UnsafeCell::get)
}

/// `names::VERSION`
#[unsafe(no_mangle)]
pub extern "C" fn ferrotypes_preload_version() -> u32 {
    VERSION
}

/// `names::STATE`
#[unsafe(no_mangle)]
pub extern "C" fn ferrotypes_preload_state() -> *mut State {
    state()
}

/// `names::ATTACH`
#[unsafe(no_mangle)]
pub extern "C" fn ferrotypes_preload_attach(sink: *const Sink) {
    SINK.store(sink.cast_mut(), Ordering::Release);
}

fn errno() -> *mut i32 {
    // SAFETY: no preconditions.
    unsafe { libc::__errno_location() }
}

/// The sink, and the call's number, if an event of this thread is to be reported.
#[inline]
fn listening(in_calls_only: bool) -> Option<(&'static Sink, u32)> {
    let sink = SINK.load(Ordering::Acquire);
    if sink.is_null() {
        return None;
    }
    let state = state();
    // SAFETY: this thread's own state, which nobody else accesses.
    let (call, busy) = unsafe { ((*state).call, (*state).busy) };
    if busy != 0 || call == SILENT || (in_calls_only && call == IDLE) {
        return None;
    }
    // SAFETY: sinks are never freed.
    Some((unsafe { &*sink }, call))
}

/// Runs a function of the sink with the thread marked as inside the engine.
#[inline(never)]
fn tell<T>(event: impl FnOnce() -> T) -> T {
    let state = state();
    // SAFETY: this thread's own state, and the address of its `errno`.
    let error = unsafe {
        (*state).busy += 1;
        *errno()
    };
    let answer = event();
    // SAFETY: as above.
    unsafe {
        *errno() = error;
        (*state).busy -= 1;
    }
    answer
}

/// Whether the thread is in a foreign call, one that the engine accounts for included.
#[inline]
pub(crate) fn in_call() -> bool {
    let state = state();
    // SAFETY: this thread's own state, which nobody else accesses.
    unsafe { (*state).busy == 0 && (*state).call != IDLE }
}

/// A block came to be; NULL for none.
#[inline]
pub(crate) fn born(heap: Heap, address: *mut c_void, size: usize) {
    if let Some((sink, call)) = listening(true)
        && !address.is_null()
    {
        tell(|| (sink.born)(heap, address, size, call));
    }
}

/// What became of a release that was announced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Announced {
    /// Nobody is interested.
    No,
    Yes,
    /// The block must stay.
    Refused,
}

/// A block is about to be released.
#[inline]
pub(crate) fn dying(heap: Heap, address: *mut c_void, bytes: usize) -> Announced {
    let Some((sink, call)) = listening(false) else { return Announced::No };
    if !(sink.knows)(address) {
        return Announced::No;
    }
    match tell(|| (sink.dying)(heap, address, bytes, call)) {
        Decision::Proceed => Announced::Yes,
        Decision::Keep => Announced::Refused,
    }
}

/// The release that this thread announced last failed.
pub(crate) fn survived(address: *mut c_void) {
    if let Some((sink, _)) = listening(false) {
        tell(|| (sink.survived)(address));
    }
}
