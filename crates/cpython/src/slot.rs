//! Guards for entries from C: what a slot does when Rust code fails or panics.
//!
//! Every `extern "C"` function that the interpreter or foreign code calls runs its body in one of these, so that no
//! panic crosses into C; a panic becomes `SystemError` with the panic's message.

use std::any::Any;
use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Own, Result, ffi, raise};

/// Runs a slot that returns an object: NULL on failure.
#[inline(always)]
pub fn object(body: impl FnOnce() -> Result<Own>) -> *mut ffi::PyObject {
    run(body, Own::into_ptr, std::ptr::null_mut())
}

/// Runs a slot that returns 0, or -1 on failure.
#[inline(always)]
pub fn status(body: impl FnOnce() -> Result<()>) -> c_int {
    run(body, |()| 0, -1)
}

/// Runs a slot that returns a number, or -1 on failure.
#[inline(always)]
pub fn number(body: impl FnOnce() -> Result<isize>) -> isize {
    run(body, |value| value, -1)
}

/// Runs a slot that returns 1, 0, or -1 on failure.
#[inline(always)]
pub fn truth(body: impl FnOnce() -> Result<bool>) -> c_int {
    run(body, c_int::from, -1)
}

/// Runs a slot that cannot fail (deallocation, traversal): a panic is reported as unraisable, `fallback` returned.
#[inline(always)]
pub fn infallible<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(value) => value,
        Err(panic) => {
            panicked(panic).write_unraisable(None);
            fallback
        }
    }
}

#[inline(always)]
fn run<T, R>(body: impl FnOnce() -> Result<T>, done: impl FnOnce(T) -> R, failed: R) -> R {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(value)) => done(value),
        Ok(Err(_raised)) => failed,
        Err(panic) => {
            let _raised = panicked(panic);
            failed
        }
    }
}

#[cold]
#[inline(never)]
fn panicked(panic: Box<dyn Any + Send>) -> crate::Raised {
    let message = panic
        .downcast_ref::<&str>()
        .map(|text| text.to_string())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_string());
    raise!(SystemError, "ferrotypes panicked, which is a bug in it: {message}")
}
