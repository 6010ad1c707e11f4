//! Functions named by number: `prototype((5, library))`.

use std::ffi::c_void;

use cpython::{Obj, Result, int, new_tuple, raise};

use crate::functions::{audit, dl};

#[link(name = "kernel32")]
unsafe extern "system" {
    /// With a `name` below 65536 that number is meant: the address of no text.
    fn GetProcAddress(library: *mut c_void, name: *const c_void) -> *mut c_void;
}

/// A function's number in a library.
pub struct Ordinal(u16);

impl Ordinal {
    /// The function's address; raises the audit event `ctypes.dlsym`.
    pub fn look_up(&self, library: &Obj) -> Result<usize> {
        audit::dlsym(&*new_tuple([library.to_own(), int(self.0.into())?].into_iter())?)?;
        let handle = dl::handle_of(library)?;
        // SAFETY: the program vouches for the handle; the name is an ordinal.
        let address = unsafe { GetProcAddress(handle as *mut c_void, usize::from(self.0) as *const c_void) };
        if address.is_null() {
            return Err(raise!(AttributeError, "function ordinal {} not found", self.0));
        }
        Ok(address as usize)
    }
}

/// The ordinal that a function name may be instead: the low 16 bits of an `int`.
pub fn ordinal(name: &Obj) -> Result<Option<Ordinal>> {
    if !name.is_int() {
        return Ok(None);
    }
    Ok(Some(Ordinal(name.int_bits()? as u16)))
}
