//! Unwinders pass through the machine code: a backtrace taken in the callee shows the caller on the other side.
//!
//! Debuggers, profilers, sanitizers and crash reporters walk the stack by the unwind data (DWARF CFI, on Windows SEH), and
//! without it stop at our frames.
#![cfg(target_arch = "x86_64")]

use call::arch::{host, x86_64_win};
use call::{Convention, IncomingWords, ReturnKind, Returned, Thunk};
use std::backtrace::Backtrace;
use std::ffi::c_void;
use std::hint::black_box;
use std::ptr;
use std::sync::Mutex;

static TRACE: Mutex<String> = Mutex::new(String::new());
/// The tests share `TRACE`.
static TURN: Mutex<()> = Mutex::new(());

fn record_trace() {
    *TRACE.lock().unwrap() = Backtrace::force_capture().to_string();
}

fn assert_trace_shows(name: &str) {
    let trace = TRACE.lock().unwrap();
    assert!(trace.contains(name), "no {name} in:\n{trace}");
}

extern "C" fn callee() -> u64 {
    record_trace();
    17
}

extern "win64" fn win64_callee() -> u64 {
    record_trace();
    17
}

unsafe extern "C" fn handler(_: *mut c_void, _: &IncomingWords, returned: &mut Returned) -> ReturnKind {
    record_trace();
    returned.integer[0] = 17;
    ReturnKind::Registers
}

/// A function that must be seen on the other side of the jump. Stack arguments and floats are there to take the long way
/// through it.
#[inline(never)]
fn caller_of_the_jump() {
    let words = [1; 21];
    let mut returned = Returned::ZERO;
    // SAFETY: the callee reads no arguments.
    unsafe { host::invoke(callee as *const c_void, &words, 3, &mut returned) }.unwrap();
    assert_eq!(black_box(returned.integer[0]), 17);
}

#[inline(never)]
fn caller_of_the_win64_jump() {
    let words = [1; 11];
    let mut returned = Returned::ZERO;
    // SAFETY: the callee reads no arguments.
    unsafe { x86_64_win::invoke(win64_callee as *const c_void, &words, 3, &mut returned) }.unwrap();
    assert_eq!(black_box(returned.integer[0]), 17);
}

#[inline(never)]
fn caller_of_the_thunk(code: *const c_void) {
    // SAFETY: the handler behaves as a function of this type.
    let function: extern "C" fn() -> u64 = unsafe { std::mem::transmute(code) };
    assert_eq!(black_box(function()), 17);
}

#[inline(never)]
fn caller_of_the_win64_thunk(code: *const c_void) {
    // SAFETY: the handler behaves as a function of this type.
    let function: extern "win64" fn() -> u64 = unsafe { std::mem::transmute(code) };
    assert_eq!(black_box(function()), 17);
}

#[test]
fn backtraces_pass_through_the_jump() {
    let _turn = TURN.lock();
    caller_of_the_jump();
    assert_trace_shows("caller_of_the_jump");
    caller_of_the_win64_jump();
    assert_trace_shows("caller_of_the_win64_jump");
}

#[test]
fn backtraces_pass_through_the_thunk() {
    let _turn = TURN.lock();
    let thunk = Thunk::new(handler, ptr::null_mut()).unwrap();
    caller_of_the_thunk(thunk.code());
    assert_trace_shows("caller_of_the_thunk");
    let thunk = Thunk::with_convention(Convention::Win64, handler, ptr::null_mut()).unwrap().unwrap();
    caller_of_the_win64_thunk(thunk.code());
    assert_trace_shows("caller_of_the_win64_thunk");
}
