//! Reporting an exception that nobody can catch, with what was being done: the text's shape changed in 3.13.

use std::ffi::CStr;

use crate::undeclared::libpython;
use crate::{Obj, Raised};

#[cfg(Py_3_13)]
libpython! {
    /// Public from 3.13: the whole message is formatted by the caller, and there is no object.
    fn PyErr_FormatUnraisable(format: *const std::ffi::c_char, ...);
}

#[cfg(not(Py_3_13))]
libpython! {
    /// Exported by CPython up to 3.12 under its private name; it puts "Exception ignored " before the text and passes the
    /// object on.
    fn _PyErr_WriteUnraisableMsg(text: *const std::ffi::c_char, object: *mut crate::ffi::PyObject);
}

/// Hands the exception to `sys.unraisablehook`; `doing` says what failed ("on calling …"), `object` whom to blame.
pub fn write_unraisable(_raised: Raised, doing: &CStr, object: &Obj) {
    // SAFETY: attached; an exception is set, which `Raised` stands for; the texts are NUL-terminated, `%s` and `%R` take a
    // text and an object.
    unsafe {
        #[cfg(Py_3_13)]
        PyErr_FormatUnraisable(c"Exception ignored %s %R".as_ptr(), doing.as_ptr(), object.as_ptr());
        #[cfg(not(Py_3_13))]
        _PyErr_WriteUnraisableMsg(doing.as_ptr(), object.as_ptr());
    }
}
