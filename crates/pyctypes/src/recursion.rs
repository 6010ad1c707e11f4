//! A bound for `_as_parameter_` chains, which a program can make endless.

use cpython::{Raised, Result, ffi};

/// Runs `body` one level deeper, RecursionError past the interpreter's limit.
pub fn guard<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    // SAFETY: attached; the text is NUL-terminated.
    if unsafe { ffi::Py_EnterRecursiveCall(c" while processing _as_parameter_".as_ptr()) } != 0 {
        return Err(Raised::already_set());
    }
    let result = body();
    // SAFETY: pairs with the entry above.
    unsafe { ffi::Py_LeaveRecursiveCall() };
    result
}
