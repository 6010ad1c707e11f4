//! Reading and making `str` and `bytes`, and interned names.

use std::ffi::{CStr, c_char};

use crate::{Obj, Own, Raised, Result, ffi};

/// An interned `str` kept for the life of the process, for attribute look-ups.
pub struct Name(Own);

impl Name {
    /// Interns `text`.
    pub fn new(text: &CStr) -> Result<Name> {
        // SAFETY: attached; `text` is NUL-terminated; the result is a new reference.
        unsafe { Own::from_owned(ffi::PyUnicode_InternFromString(text.as_ptr())) }.map(Name)
    }

    #[inline(always)]
    pub fn as_obj(&self) -> &Obj {
        &self.0
    }
}

impl Obj {
    #[inline(always)]
    pub fn is_str(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyUnicode_Check(self.as_ptr()) != 0 }
    }

    /// True for `str` itself, not its subclasses.
    pub fn is_exact_str(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyUnicode_CheckExact(self.as_ptr()) != 0 }
    }

    #[inline(always)]
    pub fn is_bytes(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyBytes_Check(self.as_ptr()) != 0 }
    }

    /// The UTF-8 text of a `str`; lone surrogates raise UnicodeEncodeError.
    pub fn as_text(&self) -> Result<&str> {
        let mut length = 0;
        // SAFETY: attached; the interpreter keeps the UTF-8 form inside the object, which `self` borrows.
        unsafe {
            let data = ffi::PyUnicode_AsUTF8AndSize(self.as_ptr(), &mut length);
            if data.is_null() {
                return Err(Raised::already_set());
            }
            Ok(std::str::from_utf8_unchecked(std::slice::from_raw_parts(data.cast(), length as usize)))
        }
    }

    /// True if the `str` is this ASCII text.
    pub fn text_equals(&self, text: &CStr) -> bool {
        // SAFETY: attached; the object is a str; the function cannot fail.
        unsafe { ffi::PyUnicode_CompareWithASCIIString(self.as_ptr(), text.as_ptr()) == 0 }
    }

    /// The text of a `str` as an own `String`.
    pub fn to_text(&self) -> Result<String> {
        self.as_text().map(str::to_owned)
    }

    /// The bytes of a `bytes` object, without the trailing NUL that always follows them in memory.
    #[inline]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        if !self.is_bytes() {
            return None;
        }
        // SAFETY: the object is a `bytes`; its storage lives inside the object, which `self` borrows.
        unsafe {
            let data = ffi::PyBytes_AS_STRING(self.as_ptr()).cast::<u8>();
            Some(std::slice::from_raw_parts(data, ffi::PyBytes_Size(self.as_ptr()) as usize))
        }
    }

    /// The length of a `str` in `wchar_t`s, without a terminator.
    pub fn wide_len(&self) -> Result<usize> {
        // SAFETY: attached; a NULL buffer asks for the size, the terminator included.
        let length = unsafe { ffi::PyUnicode_AsWideChar(self.as_ptr(), std::ptr::null_mut(), 0) };
        if length < 0 { Err(Raised::already_set()) } else { Ok(length as usize - 1) }
    }

    /// Copies a `str` as `wchar_t`s to `dest`, at most `room` of them; a terminator follows where there is room.
    ///
    /// # Safety
    /// `dest` has room for `room` `wchar_t`s.
    pub unsafe fn copy_wide(&self, dest: *mut u8, room: usize) -> Result<()> {
        // SAFETY: attached; the caller's promise about `dest`.
        let copied = unsafe { ffi::PyUnicode_AsWideChar(self.as_ptr(), dest.cast(), room as isize) };
        if copied < 0 { Err(Raised::already_set()) } else { Ok(()) }
    }
}

/// A `str`.
pub fn string(text: &str) -> Result<Own> {
    // SAFETY: attached; pointer and length describe valid UTF-8; the result is a new reference.
    unsafe {
        Own::from_owned(ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast::<c_char>(), text.len() as isize))
    }
}

/// `first + second` of two `str`.
pub fn concatenate(first: &Obj, second: &Obj) -> Result<Own> {
    // SAFETY: attached; both objects are alive; the result is a new reference.
    unsafe { Own::from_owned(ffi::PyUnicode_Concat(first.as_ptr(), second.as_ptr())) }
}

/// A `bytes` object with a copy of `data`.
pub fn bytes(data: &[u8]) -> Result<Own> {
    // SAFETY: attached; pointer and length describe readable memory; the result is a new reference.
    unsafe {
        Own::from_owned(ffi::PyBytes_FromStringAndSize(data.as_ptr().cast::<c_char>(), data.len() as isize))
    }
}

/// A `bytes` object with a copy of `length` bytes at `data`.
///
/// # Safety
/// `data` points to `length` readable bytes; for length 0 it may be anything.
pub unsafe fn bytes_at(data: *const u8, length: usize) -> Result<Own> {
    // SAFETY: attached; the caller's promise; the result is a new reference.
    unsafe { Own::from_owned(ffi::PyBytes_FromStringAndSize(data.cast::<c_char>(), length as isize)) }
}

/// A `str` of `length` `wchar_t`s at `data`.
///
/// # Safety
/// `data` points to `length` readable `wchar_t`s (or, with `length` -1, to a NUL-terminated run of them).
pub unsafe fn string_from_wide(data: *const u8, length: isize) -> Result<Own> {
    // SAFETY: attached; the caller's promise; the result is a new reference.
    unsafe { Own::from_owned(ffi::PyUnicode_FromWideChar(data.cast(), length)) }
}
