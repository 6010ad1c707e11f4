//! Calling Python code on a thread that the interpreter may end in the middle of it.
//!
//! Up to 3.13, a thread that wants the GIL while the interpreter goes down is ended by `pthread_exit`, which unwinds its
//! stack. Rust frames cannot be unwound like that: the process would be aborted. As 3.14 does for all threads, and pyo3-ffi
//! for the functions that take the GIL, such a thread is stopped for ever instead, at the first frame of ours.

use crate::ffi;

// Declared anew as functions that can be unwound through: only then does the compiler emit the landing pad.
unsafe extern "C-unwind" {
    fn PyObject_VectorcallDict(
        callable: *mut ffi::PyObject,
        arguments: *const *mut ffi::PyObject,
        count: usize,
        keywords: *mut ffi::PyObject,
    ) -> *mut ffi::PyObject;
    fn PyObject_Call(
        callable: *mut ffi::PyObject,
        arguments: *mut ffi::PyObject,
        keywords: *mut ffi::PyObject,
    ) -> *mut ffi::PyObject;
}

/// Stops the thread when it is unwound through.
struct Stop;

impl Drop for Stop {
    fn drop(&mut self) {
        loop {
            std::thread::park();
        }
    }
}

/// `callable(*arguments)`, with the count as the vectorcall protocol has it.
///
/// # Safety
/// Attached; all objects are live, and the place before the arguments is free to use if the count says so.
#[inline]
pub unsafe fn call_array(
    callable: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: usize,
) -> *mut ffi::PyObject {
    let stop = Stop;
    // SAFETY: the caller's promise.
    let result = unsafe { PyObject_VectorcallDict(callable, arguments, count, std::ptr::null_mut()) };
    std::mem::forget(stop);
    result
}

/// `callable(*arguments)` with a tuple.
///
/// # Safety
/// Attached; both objects are live.
#[inline]
pub unsafe fn call_tuple(callable: *mut ffi::PyObject, arguments: *mut ffi::PyObject) -> *mut ffi::PyObject {
    let stop = Stop;
    // SAFETY: the caller's promise.
    let result = unsafe { PyObject_Call(callable, arguments, std::ptr::null_mut()) };
    std::mem::forget(stop);
    result
}
