//! The system's texts for error codes (Windows API documentation, `FormatMessageW`).

use std::ffi::{c_int, c_void};
use std::ptr::{null, null_mut};

use cpython::{Obj, Own, Raised, Result, ffi, none, slot, string, string_from_wide, table};

pub const FORMAT_ERROR: ffi::PyMethodDef = table::method_varargs(
    c"FormatError",
    slot!(binary Obj, format),
    c"FormatError(code=0): the system's text for an error code; 0 means the calling thread's last error.",
);

const ALLOCATE_BUFFER: u32 = 0x100;
const IGNORE_INSERTS: u32 = 0x200;
const FROM_SYSTEM: u32 = 0x1000;
/// `MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT)`: the user's language.
const USER_LANGUAGE: u32 = 0x400;

#[link(name = "kernel32")]
unsafe extern "system" {
    /// With `ALLOCATE_BUFFER`, `buffer` receives the address of a text.
    fn FormatMessageW(
        flags: u32,
        source: *const c_void,
        message: u32,
        language: u32,
        buffer: *mut *mut u16,
        size: u32,
        arguments: *const c_void,
    ) -> u32;
    fn LocalFree(memory: *mut c_void) -> *mut c_void;
}

/// The system's text for a code, without the white space at its end; None where there is no text.
pub fn format_error(code: u32) -> Result<Own> {
    let mut text = null_mut();
    // SAFETY: the system stores the address of a text of the length it returns; without inserts it reads no arguments.
    let length = unsafe {
        let flags = ALLOCATE_BUFFER | FROM_SYSTEM | IGNORE_INSERTS;
        FormatMessageW(flags, null(), code, USER_LANGUAGE, &mut text, 0, null())
    };
    if length == 0 {
        return Ok(none().to_own());
    }
    // SAFETY: the text is ours until it is freed, once; it has as many units.
    unsafe {
        let units = std::slice::from_raw_parts(text, length as usize);
        let is_space = |unit: &u16| char::from_u32((*unit).into()).is_some_and(char::is_whitespace);
        let length = units.iter().rposition(|unit| !is_space(unit)).map_or(0, |last| last + 1);
        let result = string_from_wide(text.cast(), length as isize);
        LocalFree(text.cast());
        result
    }
}

fn format(_module: &Obj, arguments: &Obj) -> Result<Own> {
    let mut code: c_int = 0;
    // SAFETY: attached; the format is an int to be filled in.
    let parsed = unsafe {
        ffi::PyArg_ParseTuple(arguments.as_ptr(), c"|i:FormatError".as_ptr(), &mut code as *mut c_int)
    };
    if parsed == 0 {
        return Err(Raised::already_set());
    }
    let code = if code == 0 { call::last_error::get() } else { code.cast_unsigned() };
    let text = format_error(code)?;
    if text.is_none() { string("<no description>") } else { Ok(text) }
}
