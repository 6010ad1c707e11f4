//! Attribute look-up that does not build an AttributeError only to drop it.

use super::guarded::PyObject_GetOptionalAttr;
use crate::object::truth;
use crate::{Obj, Own, Result};

/// `getattr(object, name, None)`.
pub fn attr_opt(object: &Obj, name: &Obj) -> Result<Option<Own>> {
    let mut result = std::ptr::null_mut();
    // SAFETY: attached; both objects are alive; `result` receives a new reference or NULL.
    unsafe {
        truth(PyObject_GetOptionalAttr(object.as_ptr(), name.as_ptr(), &mut result))?;
        Ok(Own::from_owned_or_none(result))
    }
}
