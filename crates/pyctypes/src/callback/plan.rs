//! What all callbacks of one function class share: how arguments come in and how the result goes out.
//!
//! Made when the first instance is made of a callable, and kept with the class's declaration, so that making a callback
//! plans nothing.

use std::ffi::{c_int, c_void};

use call::{CallPlan, ResultPlace, ReturnKind, Signature};
use cpython::{Result, ffi};

use super::context::refused;
use super::loader::Loader;
use super::storer::Storer;
use crate::func::{ArgumentTypes, ResultType};

/// See the module's documentation.
pub struct CallbackPlan {
    pub loaders: Box<[Loader]>,
    pub storer: Storer,
    /// Places of arguments and result.
    pub places: CallPlan,
    pub flags: u32,
    pub kind: ReturnKind,
}

impl CallbackPlan {
    /// Works out places and conversions; the `FLAG_*` bits say whether `errno` is exchanged.
    pub fn new(arguments: &ArgumentTypes, result: Option<&ResultType>, flags: u32) -> Result<CallbackPlan> {
        let loaders: Box<[Loader]> = arguments.types().iter().map(|ty| Loader::new(ty)).collect();
        let storer = Storer::new(result)?;
        let types: Box<[_]> = loaders.iter().map(Loader::ctype).collect();
        let places = CallPlan::new(&Signature::new(types, storer.ctype())).map_err(refused)?;
        let kind = match places.result {
            ResultPlace::LongDouble => ReturnKind::LongDouble,
            _ => ReturnKind::Registers,
        };
        Ok(CallbackPlan { loaders, storer, places, flags, kind })
    }

    /// Shows the references to the cyclic collector. Only the declaration that keeps the plan does so: the callbacks that
    /// share it keep the class alive instead.
    ///
    /// # Safety
    /// `visit` and `arg` are those of a running `tp_traverse`.
    pub unsafe fn traverse(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        for object in self.loaders.iter().filter_map(Loader::class).chain(self.storer.class()) {
            // SAFETY: the caller's promise; the object is alive.
            let status = unsafe { visit(object.as_ptr(), arg) };
            if status != 0 {
                return status;
            }
        }
        0
    }
}
