//! Running Python code on a thread that the interpreter may end in the middle of it.
//!
//! Up to 3.13, a thread that wants the GIL while the interpreter goes down is ended by `pthread_exit`, which unwinds its
//! stack. Rust frames cannot be unwound like that: the process would be aborted. As 3.14 does for all threads, and pyo3-ffi
//! for the functions that take the GIL, such a thread is stopped for ever instead, at the first frame of ours.
//!
//! Every function of the C API through which a program's own code is commonly reached is therefore called by its guarded
//! form from here. Not guarded is what reaches it by accident only, such as an allocation that starts a collection.

use std::ffi::{c_double, c_int, c_long, c_ulonglong};

use crate::ffi::{Py_buffer, Py_ssize_t, PyObject};
use crate::undeclared::libpython;

/// Stops the thread when it is unwound through.
struct Stop;

impl Drop for Stop {
    #[cold]
    fn drop(&mut self) {
        loop {
            std::thread::park();
        }
    }
}

/// Runs a call that may be unwound through.
#[inline(always)]
fn stopping<T>(call: impl FnOnce() -> T) -> T {
    let stop = Stop;
    let result = call();
    std::mem::forget(stop);
    result
}

macro_rules! guard {
    ($($(#[$meta:meta])* fn $name:ident($($argument:ident: $ty:ty),* $(,)?) -> $result:ty;)+) => {$(
        /// The function of the C API, guarded.
        ///
        /// # Safety
        /// As there.
        #[allow(non_snake_case, reason = "the names of the C API")]
        #[inline(always)]
        pub unsafe fn $name($($argument: $ty),*) -> $result {
            // Declared anew as a function that can be unwound through: only then does the compiler emit the landing pad.
            libpython! {
                "C-unwind"
                $(#[$meta])*
                fn $name($($argument: $ty),*) -> $result;
            }
            // SAFETY: the caller's promise.
            stopping(|| unsafe { $name($($argument),*) })
        }
    )+};
}

guard! {
    fn PyFloat_AsDouble(object: *mut PyObject) -> c_double;
    fn PyLong_AsLong(object: *mut PyObject) -> c_long;
    fn PyLong_AsUnsignedLongLongMask(object: *mut PyObject) -> c_ulonglong;
    fn PyNumber_AsSsize_t(object: *mut PyObject, exception: *mut PyObject) -> Py_ssize_t;
    fn PyObject_Call(callable: *mut PyObject, arguments: *mut PyObject, keywords: *mut PyObject) -> *mut PyObject;
    fn PyObject_GetAttr(object: *mut PyObject, name: *mut PyObject) -> *mut PyObject;
    fn PyObject_GetBuffer(object: *mut PyObject, view: *mut Py_buffer, flags: c_int) -> c_int;
    fn PyObject_IsInstance(object: *mut PyObject, class: *mut PyObject) -> c_int;
    fn PyObject_IsSubclass(object: *mut PyObject, class: *mut PyObject) -> c_int;
    fn PyObject_IsTrue(object: *mut PyObject) -> c_int;
    fn PyObject_Repr(object: *mut PyObject) -> *mut PyObject;
    fn PyObject_RichCompareBool(object: *mut PyObject, other: *mut PyObject, operator: c_int) -> c_int;
    fn PyObject_SetAttr(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> c_int;
    fn PyObject_Str(object: *mut PyObject) -> *mut PyObject;
    fn PyObject_VectorcallDict(
        callable: *mut PyObject, arguments: *const *mut PyObject, count: usize, keywords: *mut PyObject
    ) -> *mut PyObject;
    fn PySequence_GetItem(object: *mut PyObject, index: Py_ssize_t) -> *mut PyObject;
    fn PySequence_SetItem(object: *mut PyObject, index: Py_ssize_t, value: *mut PyObject) -> c_int;
    fn PySequence_Size(object: *mut PyObject) -> Py_ssize_t;
    fn PySequence_Tuple(object: *mut PyObject) -> *mut PyObject;
    fn Py_DecRef(object: *mut PyObject) -> ();
    /// Exported by CPython up to 3.12 under its private name, public from 3.13.
    #[cfg_attr(not(Py_3_13), link_name = "_PyObject_LookupAttr")]
    fn PyObject_GetOptionalAttr(object: *mut PyObject, name: *mut PyObject, result: *mut *mut PyObject) -> c_int;
}

/// Calls a slot of three arguments: `tp_call`, `tp_new`, `tp_init`.
///
/// # Safety
/// As the slot demands.
#[inline(always)]
pub unsafe fn call_slot<A, B, C, R>(slot: unsafe extern "C" fn(A, B, C) -> R, a: A, b: B, c: C) -> R {
    type Unwinding<A, B, C, R> = unsafe extern "C-unwind" fn(A, B, C) -> R;
    // SAFETY: the two conventions differ in what may happen, not in how the call is made.
    let slot: Unwinding<A, B, C, R> = unsafe { std::mem::transmute(slot) };
    // SAFETY: the caller's promise.
    stopping(|| unsafe { slot(a, b, c) })
}
