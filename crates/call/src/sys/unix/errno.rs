//! `errno` of the calling thread.

use std::ffi::c_int;

#[cfg(any(target_os = "android", target_os = "netbsd", target_os = "openbsd"))]
use libc::__errno as location;
#[cfg(target_os = "linux")]
use libc::__errno_location as location;
#[cfg(any(target_os = "macos", target_os = "ios", target_os = "freebsd"))]
use libc::__error as location;

#[inline]
pub(crate) fn get() -> c_int {
    // SAFETY: the C library returns the address of a variable that lives as long as the thread.
    unsafe { *location() }
}

#[inline]
pub(crate) fn set(value: c_int) {
    // SAFETY: as above; no other thread uses it.
    unsafe { *location() = value };
}
