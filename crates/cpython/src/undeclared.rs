//! Parts of the C API that `pyo3-ffi` does not declare. Stable across the versions this crate knows.

use std::ffi::{c_char, c_int, c_void};

use crate::ffi;

/// Declares functions of the interpreter. Windows needs to know in which DLL they are; `raw-dylib` takes them from it
/// without an import library, as `pyo3-ffi` does.
macro_rules! libpython {
    ($abi:literal $($functions:tt)+) => {
        #[cfg_attr(all(windows, not(Py_3_11)), link(name = "python310", kind = "raw-dylib"))]
        #[cfg_attr(all(windows, Py_3_11, not(Py_3_12)), link(name = "python311", kind = "raw-dylib"))]
        #[cfg_attr(all(windows, Py_3_12, not(Py_3_13)), link(name = "python312", kind = "raw-dylib"))]
        #[cfg_attr(all(windows, Py_3_13), link(name = "python313", kind = "raw-dylib"))]
        unsafe extern $abi {
            $($functions)+
        }
    };
    ($($functions:tt)+) => {
        $crate::undeclared::libpython! { "C" $($functions)+ }
    };
}
pub(crate) use libpython;

libpython! {
    /// Raises an audit event (PEP 578); the format and the arguments are `Py_BuildValue`'s.
    pub fn PySys_Audit(event: *const c_char, format: *const c_char, ...) -> c_int;
    /// Sets OSError with a code of Windows and the system's text for it; returns NULL.
    #[cfg(windows)]
    pub fn PyErr_SetFromWindowsErr(code: c_int) -> *mut ffi::PyObject;
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
