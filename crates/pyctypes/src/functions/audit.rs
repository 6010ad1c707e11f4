//! Audit events (PEP 578) with the names and arguments stock raises.

use std::ffi::{CStr, c_void};

use cpython::undeclared::PySys_Audit;
use cpython::{Obj, Raised, Result};

fn check(status: std::ffi::c_int) -> Result<()> {
    if status < 0 { Err(Raised::already_set()) } else { Ok(()) }
}

/// `ctypes.cdata`: an instance is made over an address.
pub fn cdata(address: *mut u8) -> Result<()> {
    // SAFETY: attached; the format is one size.
    check(unsafe { PySys_Audit(c"ctypes.cdata".as_ptr(), c"n".as_ptr(), address as isize) })
}

/// `ctypes.cdata/buffer`: an instance is made over a buffer.
pub fn cdata_buffer(address: *mut c_void, length: isize, offset: isize) -> Result<()> {
    // SAFETY: attached; the format is three sizes.
    check(unsafe {
        PySys_Audit(c"ctypes.cdata/buffer".as_ptr(), c"nnn".as_ptr(), address as isize, length, offset)
    })
}

/// `ctypes.dlsym` with `(library, name)`.
pub fn dlsym(arguments: &Obj) -> Result<()> {
    // SAFETY: attached; the format is one object, a tuple, which becomes the event's arguments.
    check(unsafe { PySys_Audit(c"ctypes.dlsym".as_ptr(), c"O".as_ptr(), arguments.as_ptr()) })
}

/// An event whose argument is one object.
pub fn object(event: &CStr, argument: &Obj) -> Result<()> {
    // SAFETY: attached; the format is a tuple of one object.
    check(unsafe { PySys_Audit(event.as_ptr(), c"(O)".as_ptr(), argument.as_ptr()) })
}

/// An event whose argument is a tuple of arguments or one other object.
pub fn arguments(event: &CStr, arguments: &Obj) -> Result<()> {
    // SAFETY: attached; the format is one object.
    check(unsafe { PySys_Audit(event.as_ptr(), c"O".as_ptr(), arguments.as_ptr()) })
}

/// `ctypes.dlsym/handle` with `(handle, name)`.
#[cfg(unix)]
pub fn dlsym_handle(arguments: &Obj) -> Result<()> {
    // SAFETY: attached; the format is one object, a tuple, which becomes the event's arguments.
    check(unsafe { PySys_Audit(c"ctypes.dlsym/handle".as_ptr(), c"O".as_ptr(), arguments.as_ptr()) })
}

/// `ctypes.string_at` and `ctypes.wstring_at`.
pub fn address_and_size(event: &CStr, address: *const u8, size: std::ffi::c_int) -> Result<()> {
    // SAFETY: attached; the format is a size and an int.
    check(unsafe { PySys_Audit(event.as_ptr(), c"ni".as_ptr(), address as isize, size) })
}

/// An event without arguments.
pub fn plain(event: &CStr) -> Result<()> {
    // SAFETY: attached; no format.
    check(unsafe { PySys_Audit(event.as_ptr(), std::ptr::null()) })
}
