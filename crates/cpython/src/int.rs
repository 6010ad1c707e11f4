//! Reading and making `int` and `float`.

use std::ffi::c_long;

use crate::compat::guarded;
use crate::exception::Exception;
use crate::{Obj, Own, Raised, Result, compat, ffi};

/// The value of a C API call whose failure value is also a value.
#[inline(always)]
fn unless_raised<T: PartialEq>(value: T, failed: T) -> Result<T> {
    if value != failed {
        return Ok(value);
    }
    match Raised::occurred() {
        Some(raised) => Err(raised),
        None => Ok(value),
    }
}

impl Obj {
    /// True for `int` and its subclasses.
    #[inline(always)]
    pub fn is_int(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyLong_Check(self.as_ptr()) != 0 }
    }

    /// True for `float` and its subclasses.
    #[inline(always)]
    pub fn is_float(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyFloat_Check(self.as_ptr()) != 0 }
    }

    /// The low 64 bits of an `int` in two's complement, whatever its size. For an object that is an `int`
    /// ([`Obj::is_int`]) this cannot fail; for others `__index__` is tried.
    #[inline(always)]
    pub fn int_bits(&self) -> Result<u64> {
        if let Some(value) = compat::small_int(self) {
            return Ok(value as u64);
        }
        self.int_bits_slow()
    }

    #[cold]
    #[inline(never)]
    fn int_bits_slow(&self) -> Result<u64> {
        // SAFETY: attached; the object is alive.
        unless_raised(unsafe { guarded::PyLong_AsUnsignedLongLongMask(self.as_ptr()) }, u64::MAX)
    }

    /// An index or a size: `__index__`, OverflowError beyond `isize`.
    pub fn to_isize(&self) -> Result<isize> {
        self.number(Some(Exception::OverflowError))
    }

    /// A number of any size that fits `isize`: `__index__`, ValueError beyond it.
    pub fn to_value(&self) -> Result<isize> {
        self.number(Some(Exception::ValueError))
    }

    /// A number of any size, clamped to `isize`: `__index__`.
    pub fn to_clamped(&self) -> Result<isize> {
        self.number(None)
    }

    /// An index: `__index__`, IndexError beyond `isize`.
    pub fn to_index(&self) -> Result<isize> {
        self.number(Some(Exception::IndexError))
    }

    /// `__index__` as an `isize`; beyond that the exception is raised or, without one, the number clamped.
    fn number(&self, beyond: Option<Exception>) -> Result<isize> {
        let beyond = beyond.map_or(std::ptr::null_mut(), |exception| exception.as_obj().as_ptr());
        // SAFETY: attached; the object is alive; the exception class is NULL or immortal.
        unless_raised(unsafe { guarded::PyNumber_AsSsize_t(self.as_ptr(), beyond) }, -1)
    }

    /// True if the object has `__index__`.
    pub fn is_index(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyIndex_Check(self.as_ptr()) != 0 }
    }

    /// The C `int` of an `int`: OverflowError beyond it, as the C API's `i` format does.
    pub fn to_c_int(&self) -> Result<std::ffi::c_int> {
        // SAFETY: attached; the object is alive.
        let value = unless_raised(unsafe { guarded::PyLong_AsLong(self.as_ptr()) }, -1)?;
        std::ffi::c_int::try_from(value)
            .map_err(|_| crate::raise!(OverflowError, "Python int too large to convert to C int"))
    }

    /// An address held in an `int`, negative ones taken modulo 2**64 (`PyLong_AsVoidPtr`).
    pub fn to_address(&self) -> Result<usize> {
        // SAFETY: attached; the object is alive.
        unless_raised(unsafe { ffi::PyLong_AsVoidPtr(self.as_ptr()) } as usize, 0)
    }

    /// `float(self)`.
    #[inline]
    pub fn to_f64(&self) -> Result<f64> {
        // SAFETY: attached; the object is alive.
        unless_raised(unsafe { guarded::PyFloat_AsDouble(self.as_ptr()) }, -1.0)
    }
}

/// A Python `int`.
#[inline]
pub fn int(value: i64) -> Result<Own> {
    // The interpreter makes ints of one digit faster from `long` than from `long long`, where that is as wide.
    // SAFETY: attached; the result is a new reference.
    unsafe {
        Own::from_owned(match c_long::try_from(value) {
            Ok(value) => ffi::PyLong_FromLong(value),
            Err(_) => ffi::PyLong_FromLongLong(value),
        })
    }
}

/// A Python `int` of a size or address.
#[inline]
pub fn uint(value: usize) -> Result<Own> {
    int_from_u64(value as u64)
}

/// A Python `int`.
#[inline]
pub fn int_from_u64(value: u64) -> Result<Own> {
    // SAFETY: attached; the result is a new reference.
    unsafe { Own::from_owned(ffi::PyLong_FromUnsignedLongLong(value)) }
}

/// A Python `float`.
#[inline]
pub fn float(value: f64) -> Result<Own> {
    // SAFETY: attached; the result is a new reference.
    unsafe { Own::from_owned(ffi::PyFloat_FromDouble(value)) }
}
