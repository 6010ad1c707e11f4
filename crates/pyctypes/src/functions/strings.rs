//! The functions behind `_string_at_addr`, `_wstring_at_addr`, `_memmove_addr`, `_memset_addr`.

use std::ffi::{CStr, c_char, c_int, c_void};

use cpython::{Own, Result, ffi, slot, string_from_wide};

use super::audit;

unsafe extern "C" {
    fn memmove(dest: *mut c_void, source: *const c_void, count: usize) -> *mut c_void;
    fn memset(dest: *mut c_void, value: c_int, count: usize) -> *mut c_void;
}

/// C's `memmove`.
pub const MEMMOVE: unsafe extern "C" fn(*mut c_void, *const c_void, usize) -> *mut c_void = memmove;
/// C's `memset`.
pub const MEMSET: unsafe extern "C" fn(*mut c_void, c_int, usize) -> *mut c_void = memset;
/// `string_at(address, size=-1)`.
pub const STRING_AT: unsafe extern "C" fn(*const c_char, c_int) -> *mut ffi::PyObject = string_at;
/// `wstring_at(address, size=-1)`.
pub const WSTRING_AT: unsafe extern "C" fn(*const u8, c_int) -> *mut ffi::PyObject = wstring_at;

/// The bytes at an address: `size` of them, or those before the first NUL for -1.
unsafe extern "C" fn string_at(address: *const c_char, size: c_int) -> *mut ffi::PyObject {
    slot::object(|| -> Result<Own> {
        audit::address_and_size(c"ctypes.string_at", address.cast(), size)?;
        // SAFETY: the program vouches for the address and the size; a negative size is refused by the interpreter.
        unsafe {
            let length =
                if size == -1 { CStr::from_ptr(address).to_bytes().len() as isize } else { size as isize };
            Own::from_owned(ffi::PyBytes_FromStringAndSize(address, length))
        }
    })
}

/// The text of `size` `wchar_t`s at an address, or of those before the first NUL for -1.
unsafe extern "C" fn wstring_at(address: *const u8, size: c_int) -> *mut ffi::PyObject {
    slot::object(|| -> Result<Own> {
        audit::address_and_size(c"ctypes.wstring_at", address, size)?;
        // SAFETY: the program vouches for the address and the size; the interpreter finds the NUL for -1.
        unsafe { string_from_wide(address, size as isize) }
    })
}
