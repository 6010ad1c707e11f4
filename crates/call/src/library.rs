//! Dynamic libraries: open, look up, close. The errors carry the loader's own text.

use crate::{CallError, sys};
use std::ffi::{CStr, c_int, c_void};

/// Opens a library. `None` is the program itself with all it has loaded. `mode` is `dlopen`'s flags (`RTLD_NOW` and so on)
/// on Unix and `LoadLibraryEx`'s on Windows, where `name` is UTF-8 and `None` means the program's executable.
pub fn open(name: Option<&CStr>, mode: c_int) -> Result<*mut c_void, CallError> {
    sys::library::open(name, mode)
}

/// The address of a symbol, which may be null where the library says so.
///
/// # Safety
/// `handle` comes from [`open`] and is not closed, or is one of the loader's special handles.
pub unsafe fn symbol(handle: *mut c_void, name: &CStr) -> Result<*mut c_void, CallError> {
    // SAFETY: the contract is the same.
    unsafe { sys::library::symbol(handle, name) }
}

/// Closes a library.
///
/// # Safety
/// `handle` comes from [`open`] and is not closed, and nothing of the library is used afterwards unless it stays loaded
/// for another reason.
pub unsafe fn close(handle: *mut c_void) -> Result<(), CallError> {
    // SAFETY: the contract is the same.
    unsafe { sys::library::close(handle) }
}
