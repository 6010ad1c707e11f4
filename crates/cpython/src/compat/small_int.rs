//! How a small `int` looks in memory, so that an argument is read without a call.
//!
//! Up to 3.11 the sign and the number of digits are `ob_size`; from 3.12 they share `lv_tag` (two bits of sign, one
//! reserved, then the count). A digit holds 30 bits on every 64-bit build.

use crate::{Obj, ffi};

#[repr(C)]
struct LongObject {
    head: ffi::PyObject,
    #[cfg(Py_3_12)]
    tag: usize,
    #[cfg(not(Py_3_12))]
    size: isize,
    digits: [u32; 1],
}

/// The value of an `int` (or a subclass instance) of at most one 30-bit digit.
#[inline(always)]
pub fn small_int(object: &Obj) -> Option<i64> {
    if !object.is_int() {
        return None;
    }
    // SAFETY: the object is an `int`, whose memory has this layout on the versions this crate is built for; the first
    // digit is always allocated.
    unsafe {
        let long = object.as_ptr().cast::<LongObject>();
        #[cfg(Py_3_12)]
        {
            let tag = (*long).tag;
            if tag >= 2 << 3 {
                return None;
            }
            Some((1 - (tag & 3) as i64) * i64::from((*long).digits[0]))
        }
        #[cfg(not(Py_3_12))]
        match (*long).size {
            0 => Some(0),
            1 => Some(i64::from((*long).digits[0])),
            -1 => Some(-i64::from((*long).digits[0])),
            _ => None,
        }
    }
}
