//! The functions of the module, by subject.

pub mod audit;
mod cast;
pub mod dl;
#[cfg(unix)]
mod dlopen;
mod errno;
mod invoke;
mod objects;
mod pointer_cache;
mod pointers;
mod sizes;
mod strings;

use cpython::{Own, Result, exception::Exception, ffi};

pub use cast::CAST;
pub use pointer_cache::{PointerCache, make_pointer_cache, make_pointer_cache_type};
pub use strings::{MEMMOVE, MEMSET, STRING_AT, WSTRING_AT};

/// All functions of the module, in the order of their names.
pub fn methods() -> Vec<ffi::PyMethodDef> {
    [sizes::METHODS, pointers::METHODS, dl::METHODS, errno::METHODS, invoke::METHODS, objects::METHODS]
        .concat()
}

/// `ctypes.ArgumentError`.
pub fn make_argument_error() -> Result<Own> {
    // SAFETY: attached; the base class is immortal; the result is a new reference.
    unsafe {
        Own::from_owned(ffi::PyErr_NewException(
            c"ctypes.ArgumentError".as_ptr(),
            Exception::Exception.as_obj().as_ptr(),
            std::ptr::null_mut(),
        ))
    }
}
