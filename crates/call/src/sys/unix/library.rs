//! The dynamic loader (POSIX `dlopen`, `dlsym`, `dlclose`, `dlerror`).

use crate::CallError;
use std::ffi::{CStr, c_int, c_void};

pub(crate) fn open(name: Option<&CStr>, mode: c_int) -> Result<*mut c_void, CallError> {
    let name = name.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: `name` is NULL or NUL-terminated. Initialisers of the library run: opening it is the caller's wish.
    let handle = unsafe { libc::dlopen(name, mode) };
    if handle.is_null() { Err(last_error().unwrap_or_else(|| unexplained("dlopen"))) } else { Ok(handle) }
}

pub(crate) unsafe fn symbol(handle: *mut c_void, name: &CStr) -> Result<*mut c_void, CallError> {
    // A symbol may lie at address 0; then only `dlerror` tells it from a missing one, and must be clear before.
    // SAFETY: no preconditions.
    unsafe { libc::dlerror() };
    // SAFETY: the handle is open by the contract, the name NUL-terminated.
    let address = unsafe { libc::dlsym(handle, name.as_ptr()) };
    match address.is_null().then(last_error).flatten() {
        Some(error) => Err(error),
        None => Ok(address),
    }
}

pub(crate) unsafe fn close(handle: *mut c_void) -> Result<(), CallError> {
    // SAFETY: the handle is open by the contract.
    match unsafe { libc::dlclose(handle) } {
        0 => Ok(()),
        _ => Err(last_error().unwrap_or_else(|| unexplained("dlclose"))),
    }
}

/// What the loader says about the last failure on this thread.
fn last_error() -> Option<CallError> {
    // SAFETY: no preconditions; the text is valid until this thread's next call of the loader.
    let message = unsafe { libc::dlerror() };
    if message.is_null() {
        return None;
    }
    // SAFETY: not NULL, so a NUL-terminated text.
    let message = unsafe { CStr::from_ptr(message) }.to_string_lossy().into_owned();
    Some(CallError::Library { code: 0, message })
}

fn unexplained(operation: &str) -> CallError {
    CallError::Library { code: 0, message: format!("{operation}() failed without a reason") }
}
