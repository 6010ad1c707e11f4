//! Parts of the C API that `pyo3-ffi` does not declare. Stable across the versions this crate knows.

use std::ffi::{c_char, c_int, c_void};

use crate::ffi;

unsafe extern "C" {
    /// Raises an audit event (PEP 578); the format and the arguments are `Py_BuildValue`'s.
    pub fn PySys_Audit(event: *const c_char, format: *const c_char, ...) -> c_int;
}

/// The head of a `memoryview`, from `cpython/memoryobject.h`.
#[repr(C)]
pub struct PyMemoryViewObject {
    head: ffi::PyVarObject,
    managed: *mut c_void,
    hash: ffi::Py_hash_t,
    flags: c_int,
    exports: ffi::Py_ssize_t,
    /// The view itself, valid until the memoryview is released.
    pub view: ffi::Py_buffer,
}
