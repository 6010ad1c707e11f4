//! The dynamic loader: what both systems' functions for it share.

use std::ffi::{CStr, c_int, c_void};

use call::{CallError, library};
use cpython::{Obj, Result, ffi, raise};

use crate::state::state;

#[cfg(unix)]
pub use super::dlopen::METHODS;
#[cfg(windows)]
pub use crate::windows::LIBRARY_METHODS as METHODS;

/// `O&` converter: an address in an `int`. For 0 it fails without an exception, as in stock: the interpreter raises SystemError.
pub unsafe extern "C" fn parse_address(object: *mut ffi::PyObject, result: *mut c_void) -> c_int {
    let mut done = 0;
    cpython::slot::status(|| {
        // SAFETY: the interpreter passes a live object.
        let address = unsafe { Obj::from_ptr(object) }.to_address()?;
        // SAFETY: the interpreter passes the pointer named in the argument list.
        unsafe { result.cast::<usize>().write(address) };
        done = c_int::from(address != 0);
        Ok(())
    });
    done
}

/// The library handle of an object with a `_handle`, TypeError or ValueError where it is none.
pub fn handle_of(library: &Obj) -> Result<usize> {
    let handle = library.attr(&state().names.handle)?;
    if !handle.is_int() {
        return Err(raise!(TypeError, "the _handle attribute of the second argument must be an integer"));
    }
    handle.to_address().map_err(|raised| {
        raised.clear();
        raise!(ValueError, "could not convert the _handle attribute to a pointer")
    })
}

/// The address of a symbol, or what the loader says.
pub fn symbol(handle: usize, name: &CStr) -> std::result::Result<usize, CallError> {
    // SAFETY: the program vouches for the handle, as it does with stock's `dlsym`.
    let address = unsafe { library::symbol(handle as *mut c_void, name) }?;
    Ok(address as usize)
}

/// What to say of a look-up that failed. POSIX' loaders name the symbol themselves, Windows' does not.
pub fn missing(what: &str, name: &CStr, error: Option<CallError>) -> String {
    match error {
        Some(error) if cfg!(unix) => error.to_string(),
        _ => format!("{what} '{}' not found", name.to_string_lossy()),
    }
}
