//! The dynamic loader (`LoadLibraryExW`, `GetProcAddress`, `FreeLibrary`).

use super::kernel32::*;
use super::last_error;
use crate::CallError;
use std::ffi::{CStr, c_int, c_void};
use std::ptr;

pub(crate) fn open(name: Option<&CStr>, mode: c_int) -> Result<*mut c_void, CallError> {
    let Some(name) = name else {
        // SAFETY: NULL asks for the executable, which is always loaded.
        return found(unsafe { GetModuleHandleW(ptr::null()) });
    };
    load(&wide(name)?, mode)
}

pub(crate) fn open_wide(name: &[u16], mode: c_int) -> Result<*mut c_void, CallError> {
    load(&[name, &[0]].concat(), mode)
}

/// Loads the library with a NUL-terminated name.
fn load(name: &[u16], mode: c_int) -> Result<*mut c_void, CallError> {
    debug_assert!(name.contains(&0));
    // SAFETY: the name is NUL-terminated. Initialisers of the library run: opening it is the caller's wish.
    found(unsafe { LoadLibraryExW(name.as_ptr(), ptr::null_mut(), mode.cast_unsigned()) })
}

pub(crate) unsafe fn symbol(handle: *mut c_void, name: &CStr) -> Result<*mut c_void, CallError> {
    // SAFETY: the handle is open by the contract, the name NUL-terminated.
    found(unsafe { GetProcAddress(handle, name.as_ptr()) })
}

pub(crate) unsafe fn close(handle: *mut c_void) -> Result<(), CallError> {
    // SAFETY: the handle is open by the contract.
    match unsafe { FreeLibrary(handle) } {
        0 => Err(failed()),
        _ => Ok(()),
    }
}

fn found(address: *mut c_void) -> Result<*mut c_void, CallError> {
    if address.is_null() { Err(failed()) } else { Ok(address) }
}

/// UTF-8 as NUL-terminated UTF-16.
fn wide(text: &CStr) -> Result<Vec<u16>, CallError> {
    // SAFETY: length -1 reads up to the NUL and includes it; size 0 writes nothing and returns the size needed.
    let size = unsafe { MultiByteToWideChar(CP_UTF8, 0, text.as_ptr(), -1, ptr::null_mut(), 0) };
    let mut units = vec![0; usize::try_from(size).unwrap_or_default()];
    // SAFETY: as above, into a buffer of the size asked for.
    let written = unsafe { MultiByteToWideChar(CP_UTF8, 0, text.as_ptr(), -1, units.as_mut_ptr(), size) };
    if written == 0 { Err(failed()) } else { Ok(units) }
}

/// The last error with the system's text for it.
fn failed() -> CallError {
    let code = last_error::get();
    let mut buffer = [0u16; 512];
    // SAFETY: the buffer has the size given; without inserts no arguments are read.
    let length = unsafe {
        FormatMessageW(
            FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS,
            ptr::null(),
            code,
            0,
            buffer.as_mut_ptr(),
            buffer.len() as u32,
            ptr::null_mut(),
        )
    };
    let message = String::from_utf16_lossy(&buffer[..length as usize]).trim_end().to_owned();
    CallError::Library { code: code.cast_signed(), message }
}
