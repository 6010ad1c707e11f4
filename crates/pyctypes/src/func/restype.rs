//! `restype` as the program gave it, and the type's `_check_retval_`.
//!
//! Must not know how a result is converted; that is `result.rs`.

use std::ffi::{c_int, c_void};

use cpython::{Obj, Own, Result, ffi, raise};

use crate::state::state;
use crate::typeinfo::info_of;

/// A declared result: a ctypes type, a callable, or None.
///
/// Shared as [`ArgumentTypes`](super::ArgumentTypes) are.
pub struct ResultType {
    given: Own,
    check: Option<Own>,
}

impl ResultType {
    /// Accepts a result type; `name` is what the error message calls it.
    pub fn read(given: &Obj, name: &str) -> Result<ResultType> {
        let is_ctype = given.as_type().and_then(info_of).is_some();
        if !given.is_none() && !is_ctype && !given.is_callable() {
            return Err(raise!(TypeError, "{name} must be a type, a callable, or None"));
        }
        let check = given.attr_opt(&state().names.check_retval)?;
        Ok(ResultType { given: given.to_own(), check })
    }

    pub fn given(&self) -> &Own {
        &self.given
    }

    /// What the converted result is passed through.
    #[inline(always)]
    pub fn check(&self) -> Option<&Obj> {
        self.check.as_deref()
    }

    /// Shows the references to the cyclic collector.
    ///
    /// # Safety
    /// `visit` and `arg` are those of a running `tp_traverse`.
    pub unsafe fn traverse(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        for object in std::iter::once(&self.given).chain(&self.check) {
            // SAFETY: the caller's promise; the object is alive.
            let status = unsafe { visit(object.as_ptr(), arg) };
            if status != 0 {
                return status;
            }
        }
        0
    }
}
