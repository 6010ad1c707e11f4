//! Functions of `OleDLL`: the result is an `HRESULT`, whose failures raise OSError.

use cpython::Result;

use crate::windows::windows_error;

/// `_flags_`: the result is an `HRESULT`.
pub const FLAG_HRESULT: u32 = 2;

/// True if a function with these flags returns an `HRESULT`.
#[inline(always)]
pub fn returns_hresult(flags: u32) -> bool {
    flags & FLAG_HRESULT != 0
}

/// Raises OSError for a failure code: those with the highest bit set.
pub fn check_hresult(code: i32) -> Result<()> {
    if code < 0 { Err(windows_error(code)) } else { Ok(()) }
}
