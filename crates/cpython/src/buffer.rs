//! Reading other objects' memory through the buffer protocol (PEP 3118).

use std::ffi::{CStr, c_int};

use crate::compat::guarded;
use crate::object::check;
use crate::{Obj, Result, ffi};

/// A held buffer view; released when dropped.
pub struct Buffer(Box<ffi::Py_buffer>);

impl Buffer {
    /// Asks `object` for a view with the `PyBUF_*` flags.
    pub fn get(object: &Obj, flags: c_int) -> Result<Buffer> {
        let mut view = Box::new(ffi::Py_buffer::new());
        // SAFETY: attached; the view stays at its address until it is released.
        check(unsafe { guarded::PyObject_GetBuffer(object.as_ptr(), &mut *view, flags) })?;
        Ok(Buffer(view))
    }

    /// Takes over a view that a C API call has filled in.
    pub fn from_filled(view: ffi::Py_buffer) -> Buffer {
        Buffer(Box::new(view))
    }

    pub fn data(&self) -> *mut u8 {
        self.0.buf.cast()
    }

    /// The PEP 3118 text of an item, if it was asked for and is UTF-8.
    pub fn format(&self) -> Option<&str> {
        let format = self.0.format;
        if format.is_null() {
            return None;
        }
        // SAFETY: a view's format is NUL-terminated and lives as long as the view.
        unsafe { CStr::from_ptr(format) }.to_str().ok()
    }

    /// Bytes of the view.
    pub fn len(&self) -> usize {
        self.0.len as usize
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // SAFETY: attached; the view was filled by a successful request and is released once.
        unsafe { ffi::PyBuffer_Release(&mut *self.0) };
    }
}
