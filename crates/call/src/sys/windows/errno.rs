//! `errno` of the calling thread, in the Universal C Runtime: the one that CPython and the libraries it loads use, also
//! when this crate itself is linked to another runtime (as on `x86_64-pc-windows-gnu`).

use std::ffi::c_int;

#[link(name = "ucrtbase", kind = "raw-dylib")]
unsafe extern "C" {
    fn _errno() -> *mut c_int;
}

#[inline]
pub(crate) fn get() -> c_int {
    // SAFETY: the runtime returns the address of a variable that lives as long as the thread.
    unsafe { *_errno() }
}

#[inline]
pub(crate) fn set(value: c_int) {
    // SAFETY: as above; no other thread uses it.
    unsafe { *_errno() = value };
}
