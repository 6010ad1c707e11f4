//! Writing a Python value to memory as one scalar.

use std::ffi::{CStr, c_ulong, c_void};

use cpython::{Obj, Own, Raised, Result, ffi, raise};
use ctype::{DataModel, Primitive, Scalar, ScalarKind};

use super::long_double_from_f64;

/// Writes `value` in either byte order.
///
/// # Safety
/// `ptr` points to `N` writable bytes, at any alignment.
#[inline(always)]
unsafe fn store<const N: usize>(ptr: *mut u8, mut value: [u8; N], swapped: bool) {
    if swapped {
        value.reverse();
    }
    // SAFETY: the caller's promise.
    unsafe { ptr.cast::<[u8; N]>().write_unaligned(value) };
}

/// Writes `value` to `ptr` as the scalar; `swapped` writes the other byte order. What comes back must be kept alive as
/// long as the memory refers to it.
///
/// # Safety
/// `ptr` points to the scalar's size of writable bytes, at any alignment.
#[inline]
pub unsafe fn set(kind: ScalarKind, swapped: bool, ptr: *mut u8, value: &Obj) -> Result<Option<Own>> {
    use ScalarKind::*;
    // SAFETY: each arm writes as many bytes as its C type has: the caller's promise.
    unsafe {
        match kind {
            SChar | UChar => store(ptr, (value.int_bits()? as u8).to_ne_bytes(), false),
            Short | UShort => store(ptr, (value.int_bits()? as u16).to_ne_bytes(), swapped),
            Int | UInt => store(ptr, (value.int_bits()? as u32).to_ne_bytes(), swapped),
            Long | ULong => store(ptr, (value.int_bits()? as c_ulong).to_ne_bytes(), swapped),
            LongLong | ULongLong => store(ptr, value.int_bits()?.to_ne_bytes(), swapped),
            Double => store(ptr, value.to_f64()?.to_ne_bytes(), swapped),
            _ => return set_other(kind, swapped, ptr, value),
        }
    }
    Ok(None)
}

/// The kinds that are not integers or `double`: apart, so that writing those is short.
///
/// # Safety
/// As [`set`].
#[inline(never)]
unsafe fn set_other(kind: ScalarKind, swapped: bool, ptr: *mut u8, value: &Obj) -> Result<Option<Own>> {
    use ScalarKind::*;
    // SAFETY: each arm writes as many bytes as its C type has: the caller's promise.
    unsafe {
        match kind {
            Float => store(ptr, (value.to_f64()? as f32).to_ne_bytes(), swapped),
            LongDouble => match (Scalar { code: b'g', kind }).primitive(DataModel::HOST) {
                Primitive::F80 => store(ptr, long_double_from_f64(value.to_f64()?), false),
                _ => store(ptr, value.to_f64()?.to_ne_bytes(), swapped),
            },
            Bool => ptr.write(value.is_true()?.into()),
            VariantBool => store(ptr, (-i16::from(value.is_true()?)).to_ne_bytes(), swapped),
            Char => ptr.write(character(value)?),
            WChar => set_wide_character(ptr, value)?,
            VoidPointer => store(ptr, address(value)?.to_ne_bytes(), swapped),
            CharPointer => return set_char_pointer(ptr, value),
            WCharPointer => return set_wide_pointer(ptr, value),
            BStr => set_bstr(ptr, value)?,
            Object => {
                store(ptr, (value.as_ptr() as usize).to_ne_bytes(), false);
                return Ok(Some(value.to_own()));
            }
            _ => return set(kind, swapped, ptr, value),
        }
    }
    Ok(None)
}

/// One byte: `bytes` or `bytearray` of length 1, or an `int` from 0 to 255.
fn character(value: &Obj) -> Result<u8> {
    if let Some(&[byte]) = value.as_bytes() {
        return Ok(byte);
    }
    // SAFETY: attached; `value` is alive; the storage of a bytearray of size 1 has a byte to read.
    unsafe {
        if ffi::PyByteArray_Check(value.as_ptr()) != 0 && ffi::PyByteArray_Size(value.as_ptr()) == 1 {
            return Ok(ffi::PyByteArray_AsString(value.as_ptr()).cast::<u8>().read());
        }
    }
    if value.is_int() {
        match value.to_isize() {
            Ok(number) if (0..256).contains(&number) => return Ok(number as u8),
            Ok(_) => {}
            Err(raised) => raised.clear(),
        }
    }
    Err(raise!(TypeError, "one character bytes, bytearray or integer expected"))
}

/// # Safety
/// `ptr` points to a writable `wchar_t`.
unsafe fn set_wide_character(ptr: *mut u8, value: &Obj) -> Result<()> {
    if !value.is_str() {
        return Err(raise!(TypeError, "unicode string expected instead of {} instance", value.ty().name()));
    }
    if value.wide_len()? != 1 {
        return Err(raise!(TypeError, "one character unicode string expected"));
    }
    // SAFETY: the caller's promise.
    unsafe { value.copy_wide(ptr, 1) }
}

/// The address that a `c_void_p` takes: an `int` or None.
fn address(value: &Obj) -> Result<usize> {
    if value.is_none() {
        return Ok(0);
    }
    if !value.is_int() {
        return Err(raise!(TypeError, "cannot be converted to pointer"));
    }
    Ok(value.int_bits()? as usize)
}

/// # Safety
/// `ptr` points to a writable pointer.
unsafe fn set_char_pointer(ptr: *mut u8, value: &Obj) -> Result<Option<Own>> {
    let (address, keep) = if value.is_none() {
        (0, None)
    } else if let Some(content) = value.as_bytes() {
        (content.as_ptr() as usize, Some(value.to_own()))
    } else if value.is_int() {
        (value.int_bits()? as usize, None)
    } else {
        return Err(raise!(
            TypeError,
            "bytes or integer address expected instead of {} instance",
            value.ty().name()
        ));
    };
    // SAFETY: the caller's promise.
    unsafe { store(ptr, address.to_ne_bytes(), false) };
    Ok(keep)
}

/// # Safety
/// `ptr` points to a writable pointer.
unsafe fn set_wide_pointer(ptr: *mut u8, value: &Obj) -> Result<Option<Own>> {
    let (address, keep) = if value.is_none() {
        (0, None)
    } else if value.is_int() {
        (value.int_bits()? as usize, None)
    } else if value.is_str() {
        let (text, keep) = wide_copy(value)?;
        (text as usize, Some(keep))
    } else {
        return Err(raise!(
            TypeError,
            "unicode string or integer address expected instead of {} instance",
            value.ty().name()
        ));
    };
    // SAFETY: the caller's promise.
    unsafe { store(ptr, address.to_ne_bytes(), false) };
    Ok(keep)
}

/// The name of the capsules that own wide copies; programs see it in `_objects`.
const CAPSULE_NAME: &CStr = c"_ctypes/cfield.c pymem";

/// A NUL-terminated `wchar_t` copy of a `str`, and the capsule that owns it.
pub fn wide_copy(value: &Obj) -> Result<(*mut u8, Own)> {
    unsafe extern "C" fn free(capsule: *mut ffi::PyObject) {
        // SAFETY: the capsule was made below with this name; its block is freed once, with the GIL held.
        unsafe { ffi::PyMem_Free(ffi::PyCapsule_GetPointer(capsule, CAPSULE_NAME.as_ptr())) };
    }
    // SAFETY: attached; `value` is a str; the result is NULL or a block that the capsule takes over.
    unsafe {
        // With a length asked for, NULs inside the text are accepted.
        let mut length = 0;
        let text = ffi::PyUnicode_AsWideCharString(value.as_ptr(), &mut length);
        if text.is_null() {
            return Err(Raised::already_set());
        }
        match Own::from_owned(ffi::PyCapsule_New(text.cast::<c_void>(), CAPSULE_NAME.as_ptr(), Some(free))) {
            Ok(capsule) => Ok((text.cast(), capsule)),
            Err(raised) => {
                ffi::PyMem_Free(text.cast());
                Err(raised)
            }
        }
    }
}

/// A `BSTR` is allocated by the system and belongs to whoever holds it; ctypes sets it from `str` or None.
///
/// # Safety
/// `ptr` points to a writable pointer.
#[cfg(windows)]
unsafe fn set_bstr(ptr: *mut u8, value: &Obj) -> Result<()> {
    // SAFETY: the caller's promise; the functions of oleaut32 take what they are given.
    unsafe { crate::windows::set_bstr(ptr, value) }
}

/// The type code `X` is refused off Windows before any value of it exists.
#[cfg(not(windows))]
unsafe fn set_bstr(_ptr: *mut u8, _value: &Obj) -> Result<()> {
    Err(raise!(TypeError, "BSTR values exist on Windows only"))
}
