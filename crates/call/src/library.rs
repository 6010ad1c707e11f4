//! Dynamic libraries: open, look up, close. The errors carry the loader's own text.

use crate::{CallError, sys};
use std::ffi::{CStr, c_int, c_void};

/// Opens a library. `None` is the program itself with all it has loaded. `mode` is `dlopen`'s flags (`RTLD_NOW` and so on)
/// on Unix and `LoadLibraryEx`'s on Windows, where `name` is UTF-8 and `None` means the program's executable.
pub fn open(name: Option<&CStr>, mode: c_int) -> Result<*mut c_void, CallError> {
    sys::library::open(name, mode)
}

/// As [`open`], with a name in UTF-16, which need not be valid.
#[cfg(windows)]
pub fn open_wide(name: &[u16], mode: c_int) -> Result<*mut c_void, CallError> {
    sys::library::open_wide(name, mode)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    const NOW: c_int = libc::RTLD_NOW;
    #[cfg(windows)]
    const NOW: c_int = 0;

    /// A library that every system of the kind has, and a function in it.
    #[cfg(target_os = "linux")]
    const KNOWN: (&CStr, &CStr) = (c"libc.so.6", c"strlen");
    #[cfg(target_os = "macos")]
    const KNOWN: (&CStr, &CStr) = (c"libSystem.B.dylib", c"strlen");
    #[cfg(windows)]
    const KNOWN: (&CStr, &CStr) = (c"kernel32.dll", c"GetTickCount");

    #[test]
    fn a_known_library_has_its_symbols() {
        let handle = open(Some(KNOWN.0), NOW).unwrap();
        // SAFETY: the handle is open.
        let (found, missing) = unsafe { (symbol(handle, KNOWN.1), symbol(handle, c"no_such_function")) };
        assert!(!found.unwrap().is_null());
        assert!(matches!(missing, Err(CallError::Library { .. })));
        // SAFETY: the handle is open, and the library stays loaded: the C runtime itself needs it.
        assert_eq!(unsafe { close(handle) }, Ok(()));
    }

    #[test]
    fn the_program_itself_can_be_opened() {
        assert!(!open(None, NOW).unwrap().is_null());
    }

    #[test]
    fn the_loader_says_why_it_refuses() {
        let error = open(Some(c"no_such_library_anywhere"), NOW).unwrap_err();
        assert!(matches!(error, CallError::Library { .. }) && !error.to_string().is_empty(), "{error:?}");
        #[cfg(unix)]
        assert!(error.to_string().contains("no_such_library_anywhere"), "{error}");
        #[cfg(windows)]
        assert!(matches!(error, CallError::Library { code: 126, .. }), "{error:?}");
    }
}
