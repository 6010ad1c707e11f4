//! Character arrays as text: a `char[n]` field is `bytes`, a `wchar_t[n]` field is `str`, both up to the first NUL.

use cpython::{Obj, Own, Result, bytes, raise, string_from_wide};

use super::get::WCHAR;

/// The bytes before the first NUL.
///
/// # Safety
/// `ptr` points to `size` readable bytes.
pub unsafe fn get_chars(ptr: *const u8, size: usize) -> Result<Own> {
    // SAFETY: the caller's promise.
    let content = unsafe { slice(ptr, size) };
    let length = content.iter().position(|&byte| byte == 0).unwrap_or(size);
    bytes(&content[..length])
}

/// # Safety
/// As `std::slice::from_raw_parts`, but `ptr` may be anything for size 0.
unsafe fn slice<'a>(ptr: *const u8, size: usize) -> &'a [u8] {
    // SAFETY: the caller's promise.
    if size == 0 { &[] } else { unsafe { std::slice::from_raw_parts(ptr, size) } }
}

/// The text before the first NUL; `size` in bytes.
///
/// # Safety
/// `ptr` points to `size` readable bytes.
pub unsafe fn get_wide_chars(ptr: *const u8, size: usize) -> Result<Own> {
    // SAFETY: the caller's promise.
    let content = unsafe { slice(ptr, size) };
    let length = content
        .chunks_exact(WCHAR)
        .position(|unit| unit.iter().all(|&byte| byte == 0))
        .unwrap_or(size / WCHAR);
    // SAFETY: `length` units lie within the bytes.
    unsafe { string_from_wide(ptr, length as isize) }
}

/// Writes the bytes before the first NUL of `value` and, where there is room, a NUL; `size` in bytes.
///
/// # Safety
/// `ptr` points to `size` writable bytes.
pub unsafe fn set_chars(ptr: *mut u8, size: usize, value: &Obj) -> Result<()> {
    let Some(content) = value.as_bytes() else {
        return Err(raise!(TypeError, "expected bytes, {} found", value.ty().name()));
    };
    let content = content.split(|&byte| byte == 0).next().unwrap_or_default();
    if content.len() > size {
        return Err(raise!(ValueError, "bytes too long ({}, maximum length {size})", content.len()));
    }
    // SAFETY: the content fits, and so does the NUL where there is room; the caller's promise.
    unsafe {
        std::ptr::copy(content.as_ptr(), ptr, content.len());
        if content.len() < size {
            ptr.add(content.len()).write(0);
        }
    }
    Ok(())
}

/// Writes a `str` and, where there is room, a NUL; `size` in bytes.
///
/// # Safety
/// `ptr` points to `size` writable bytes.
pub unsafe fn set_wide_chars(ptr: *mut u8, size: usize, value: &Obj) -> Result<()> {
    if !value.is_str() {
        return Err(raise!(TypeError, "unicode string expected instead of {} instance", value.ty().name()));
    }
    let (length, room) = (value.wide_len()?, size / WCHAR);
    if length > room {
        return Err(raise!(ValueError, "string too long ({length}, maximum length {room})"));
    }
    // SAFETY: the caller's promise.
    unsafe { value.copy_wide(ptr, room) }
}
