//! Reading one scalar from memory as a Python value.

use std::ffi::{CStr, c_char, c_int, c_long, c_longlong, c_short, c_uint, c_ulong, c_ulonglong, c_ushort};

use cpython::{
    Obj, Own, Result, bytes, false_, float, int, int_from_u64, none, raise, string_from_wide, true_,
};
use ctype::{DataModel, ScalarKind};

use super::f64_from_long_double;

/// The bytes of a `wchar_t` on this machine.
pub(super) const WCHAR: usize = DataModel::HOST.wchar_size();

/// Reads a `T` in either byte order.
///
/// # Safety
/// `ptr` points to `size_of::<T>()` readable bytes, at any alignment.
#[inline(always)]
unsafe fn load<const N: usize>(ptr: *const u8, swapped: bool) -> [u8; N] {
    // SAFETY: the caller's promise.
    let mut bytes = unsafe { ptr.cast::<[u8; N]>().read_unaligned() };
    if swapped {
        bytes.reverse();
    }
    bytes
}

/// An `int` of a C integer, whose width differs between data models.
#[inline(always)]
fn signed(value: impl Into<i64>) -> Result<Own> {
    int(value.into())
}

/// As [`signed`], for unsigned C integers.
#[inline(always)]
fn unsigned(value: impl Into<u64>) -> Result<Own> {
    int_from_u64(value.into())
}

/// The Python value of the scalar at `ptr`; `swapped` reads the other byte order.
///
/// # Safety
/// `ptr` points to the scalar's size of readable bytes, at any alignment; where the scalar is a non-NULL string
/// pointer or object pointer, it points to such a thing.
#[inline(always)]
pub unsafe fn get(kind: ScalarKind, swapped: bool, ptr: *const u8) -> Result<Own> {
    use ScalarKind::*;
    // SAFETY: each arm reads as many bytes as its C type has: the caller's promise.
    unsafe {
        match kind {
            SChar => signed(i8::from_ne_bytes(load(ptr, false))),
            UChar => signed(u8::from_ne_bytes(load(ptr, false))),
            Short => signed(c_short::from_ne_bytes(load(ptr, swapped))),
            UShort => signed(c_ushort::from_ne_bytes(load(ptr, swapped))),
            Int => signed(c_int::from_ne_bytes(load(ptr, swapped))),
            UInt => signed(c_uint::from_ne_bytes(load(ptr, swapped))),
            Long => signed(c_long::from_ne_bytes(load(ptr, swapped))),
            ULong => unsigned(c_ulong::from_ne_bytes(load(ptr, swapped))),
            LongLong => signed(c_longlong::from_ne_bytes(load(ptr, swapped))),
            ULongLong => unsigned(c_ulonglong::from_ne_bytes(load(ptr, swapped))),
            Double => float(f64::from_ne_bytes(load(ptr, swapped))),
            _ => get_other(kind, swapped, ptr),
        }
    }
}

/// The kinds that are not integers or `double`: apart, so that reading those needs no stack frame.
///
/// # Safety
/// As [`get`].
#[inline(never)]
unsafe fn get_other(kind: ScalarKind, swapped: bool, ptr: *const u8) -> Result<Own> {
    use ScalarKind::*;
    // SAFETY: as in `get`.
    unsafe {
        match kind {
            Float => float(f32::from_ne_bytes(load(ptr, swapped)).into()),
            LongDouble if DataModel::HOST.long_size() == 4 => float(f64::from_ne_bytes(load(ptr, swapped))),
            LongDouble => float(f64_from_long_double(&load(ptr, false))),
            Bool => Ok(if ptr.read() != 0 { true_() } else { false_() }.to_own()),
            VariantBool => {
                Ok(if i16::from_ne_bytes(load(ptr, swapped)) != 0 { true_() } else { false_() }.to_own())
            }
            Char => bytes(&[ptr.read()]),
            WChar => string_from_wide(ptr, 1),
            VoidPointer => match usize::from_ne_bytes(load(ptr, swapped)) {
                0 => Ok(none().to_own()),
                address => int_from_u64(address as u64),
            },
            CharPointer => match usize::from_ne_bytes(load(ptr, false)) {
                0 => Ok(none().to_own()),
                address => bytes(CStr::from_ptr(address as *const c_char).to_bytes()),
            },
            WCharPointer => match usize::from_ne_bytes(load(ptr, false)) {
                0 => Ok(none().to_own()),
                address => string_from_wide(address as *const u8, -1),
            },
            BStr => match usize::from_ne_bytes(load(ptr, false)) {
                0 => Ok(none().to_own()),
                // A BSTR is preceded by its length in bytes.
                address => {
                    let length = (address as *const u8).sub(4).cast::<u32>().read_unaligned();
                    string_from_wide(address as *const u8, (length as usize / WCHAR) as isize)
                }
            },
            Object => {
                let address = usize::from_ne_bytes(load(ptr, false));
                match Obj::from_ptr_or_none(address as *mut _) {
                    Some(object) => Ok(object.to_own()),
                    None => Err(raise!(ValueError, "PyObject is NULL")),
                }
            }
            _ => get(kind, swapped, ptr),
        }
    }
}
