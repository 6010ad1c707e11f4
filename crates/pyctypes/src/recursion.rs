//! A bound for what a program can make endless: `_as_parameter_` chains, and calls that come back to themselves.
//!
//! A cycle of C functions, such as a callback whose callable is a function pointer to that callback, has no Python frame in
//! which the interpreter would count.

use std::ffi::CStr;

use cpython::{Raised, Result, ffi};

/// In an `_as_parameter_` of an `_as_parameter_`.
pub const PARAMETER: &CStr = c" while processing _as_parameter_";
/// In a call, as the interpreter says it for objects that it calls through `tp_call`.
pub const CALL: &CStr = c" while calling a Python object";

/// Runs `body` one level deeper, RecursionError past the interpreter's limit. The message says `place` behind the limit.
#[inline(always)]
pub fn guard<T>(place: &CStr, body: impl FnOnce() -> Result<T>) -> Result<T> {
    // SAFETY: attached; the text is NUL-terminated.
    if unsafe { ffi::Py_EnterRecursiveCall(place.as_ptr()) } != 0 {
        return Err(Raised::already_set());
    }
    let result = body();
    // SAFETY: pairs with the entry above.
    unsafe { ffi::Py_LeaveRecursiveCall() };
    result
}
