//! Attribute look-up that does not build an AttributeError only to drop it.

use std::ffi::c_int;

use crate::object::truth;
use crate::undeclared::libpython;
use crate::{Obj, Own, Result, ffi};

libpython! {
    /// Exported by CPython up to 3.12 under its private name, public from 3.13.
    #[cfg_attr(not(Py_3_13), link_name = "_PyObject_LookupAttr")]
    #[cfg_attr(Py_3_13, link_name = "PyObject_GetOptionalAttr")]
    fn get_optional_attr(
        object: *mut ffi::PyObject,
        name: *mut ffi::PyObject,
        result: *mut *mut ffi::PyObject,
    ) -> c_int;
}

/// `getattr(object, name, None)`.
pub fn attr_opt(object: &Obj, name: &Obj) -> Result<Option<Own>> {
    let mut result = std::ptr::null_mut();
    // SAFETY: attached; both objects are alive; `result` receives a new reference or NULL.
    unsafe {
        truth(get_optional_attr(object.as_ptr(), name.as_ptr(), &mut result))?;
        Ok(Own::from_owned_or_none(result))
    }
}
