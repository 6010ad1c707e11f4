//! `argtypes` as the program gave it: the sequence, its types, and their `from_param` methods.
//!
//! Must not know how a value is passed; that is `converter.rs`. The methods are looked up once, when the sequence is
//! assigned, as stock does: a `from_param` that is replaced later is not seen.

use std::ffi::{c_int, c_void};

use cpython::{Obj, Own, Raised, Result, compat, ffi, raise, tuple_items};

use super::MAX_ARGUMENTS;
use crate::state::state;
use crate::typeinfo::info_of;

/// Declared argument types.
///
/// Shared by the cell that it was assigned to, which shows it to the cyclic collector, and by plans, which do not: whoever
/// holds a plan holds that cell's owner.
pub struct ArgumentTypes {
    given: Own,
    types: Box<[Own]>,
    converters: Box<[Own]>,
}

impl ArgumentTypes {
    /// Reads a sequence of types.
    pub fn read(given: &Obj) -> Result<ArgumentTypes> {
        // SAFETY: attached; the result is a new reference.
        let tuple = unsafe { Own::from_owned(compat::guarded::PySequence_Tuple(given.as_ptr())) }.map_err(
            |raised| {
                raised.clear();
                raise!(TypeError, "_argtypes_ must be a sequence of types")
            },
        )?;
        let items = tuple_items(&tuple).unwrap_or_default();
        if compat::AT_LEAST_3_11 && items.len() > MAX_ARGUMENTS {
            return Err(too_many("_argtypes_ has too many arguments", items.len()));
        }
        let types = items.iter().map(|item| item.to_own()).collect();
        let converters =
            items.iter().enumerate().map(|(index, item)| converter(item, index)).collect::<Result<_>>()?;
        Ok(ArgumentTypes { given: given.to_own(), types, converters })
    }

    /// The object that was assigned.
    pub fn given(&self) -> Own {
        self.given.clone()
    }

    pub fn len(&self) -> usize {
        self.types.len()
    }

    pub fn types(&self) -> &[Own] {
        &self.types
    }

    /// The `from_param` of each type.
    pub fn converters(&self) -> &[Own] {
        &self.converters
    }

    /// True if the size of none of the types can still change.
    pub fn are_final(&self) -> bool {
        let info = |ty: &Own| {
            ty.as_type().and_then(info_of).is_none_or(|info| info.record().is_none() || info.is_final.get())
        };
        self.types.iter().all(info)
    }

    /// Shows the references to the cyclic collector.
    ///
    /// # Safety
    /// `visit` and `arg` are those of a running `tp_traverse`.
    pub unsafe fn traverse(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        let all = std::iter::once(&self.given).chain(&self.types).chain(&self.converters);
        for object in all {
            // SAFETY: the caller's promise; the object is alive.
            let status = unsafe { visit(object.as_ptr(), arg) };
            if status != 0 {
                return status;
            }
        }
        0
    }
}

fn converter(item: &Obj, index: usize) -> Result<Own> {
    item.attr_opt(&state().names.from_param)?
        .ok_or_else(|| raise!(TypeError, "item {} in _argtypes_ has no from_param method", index + 1))
}

/// `ArgumentError: … (count), maximum is 1024`.
#[cold]
pub fn too_many(what: &str, count: usize) -> Raised {
    match cpython::string(&format!("{what} ({count}), maximum is {MAX_ARGUMENTS}")) {
        Ok(message) => Raised::with_value(&state().argument_error, &message),
        Err(raised) => raised,
    }
}
