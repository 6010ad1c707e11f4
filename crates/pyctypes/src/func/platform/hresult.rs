//! Functions of `OleDLL`: the result is an `HRESULT`, whose failures raise OSError.

use std::ffi::c_int;

use cpython::{Own, Raised, Result, ffi};

/// `_flags_`: the result is an `HRESULT`.
pub const FLAG_HRESULT: u32 = 2;

unsafe extern "C" {
    fn PyErr_SetFromWindowsErr(code: c_int) -> *mut ffi::PyObject;
}

/// True if a function with these flags returns an `HRESULT`.
#[inline(always)]
pub fn returns_hresult(flags: u32) -> bool {
    flags & FLAG_HRESULT != 0
}

/// Raises OSError for a failure code: those with the highest bit set.
pub fn check_hresult(code: i32) -> Result<()> {
    if code >= 0 {
        return Ok(());
    }
    // SAFETY: attached; sets an exception and returns NULL.
    match unsafe { Own::from_owned(PyErr_SetFromWindowsErr(code)) } {
        Ok(_) => Err(Raised::already_set()),
        Err(raised) => Err(raised),
    }
}
