//! `BSTR`: text of COM, allocated by the system, with its length before it (Microsoft, "BSTR", `SysAllocStringLen`).
//!
//! ctypes' type code `X` reads it as a `str`; setting it frees what it held.

use cpython::{Obj, Result, raise};

#[link(name = "oleaut32")]
unsafe extern "system" {
    fn SysAllocStringLen(text: *const u16, length: u32) -> *mut u16;
    fn SysFreeString(text: *mut u16);
}

/// Sets the `BSTR` at `ptr` from a `str` or None.
///
/// # Safety
/// `ptr` points to a writable pointer, at any alignment, that is NULL or a `BSTR` of the place's own.
pub unsafe fn set(ptr: *mut u8, value: &Obj) -> Result<()> {
    let new = allocate(value)?;
    // SAFETY: the caller's promise; the place owns its text, so that it is freed once.
    unsafe {
        let place = ptr.cast::<*mut u16>();
        // NULL is accepted and left alone.
        SysFreeString(place.read_unaligned());
        place.write_unaligned(new);
    }
    Ok(())
}

fn allocate(value: &Obj) -> Result<*mut u16> {
    if value.is_none() {
        return Ok(std::ptr::null_mut());
    }
    if !value.is_str() {
        return Err(raise!(TypeError, "unicode string expected instead of {} instance", value.ty().name()));
    }
    let mut units = vec![0u16; value.wide_len()?];
    let Ok(length) = u32::try_from(units.len()) else {
        return Err(raise!(ValueError, "String too long for BSTR"));
    };
    // SAFETY: the vector has the room given and, afterwards, as many units; a `wchar_t` of Windows is a UTF-16 unit.
    let text = unsafe {
        value.copy_wide(units.as_mut_ptr().cast(), units.len())?;
        SysAllocStringLen(units.as_ptr(), length)
    };
    if text.is_null() {
        return Err(raise!(MemoryError, "no memory for a BSTR of {length} units"));
    }
    Ok(text)
}
