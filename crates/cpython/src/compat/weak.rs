//! Weak references: their reading changed its contract in 3.13.

use std::ptr::null_mut;

use crate::{Obj, Own, Result, ffi};

/// `weakref.ref(object)`.
pub fn weak_reference(object: &Obj) -> Result<Own> {
    // SAFETY: attached; the result is a new reference.
    unsafe { Own::from_owned(ffi::PyWeakref_NewRef(object.as_ptr(), null_mut())) }
}

/// What a weak reference points to, if it lives.
pub fn weak_target(reference: &Obj) -> Option<Own> {
    #[cfg(Py_3_13)]
    {
        let mut target = null_mut();
        // SAFETY: attached; the object is a weak reference; `target` receives a new reference or NULL.
        unsafe {
            ffi::PyWeakref_GetRef(reference.as_ptr(), &mut target);
            Own::from_owned_or_none(target)
        }
    }
    #[cfg(not(Py_3_13))]
    {
        // SAFETY: attached; the object is a weak reference; the borrowed result, None for a dead one, is alive here.
        let target = unsafe { Obj::from_ptr(ffi::PyWeakref_GetObject(reference.as_ptr())) };
        (!target.is_none()).then(|| target.to_own())
    }
}
