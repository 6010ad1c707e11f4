//! The face of `platform/` where there is no COM, no `HRESULT` and no last error.

use std::convert::Infallible;

use call::Fault;
use cpython::{Obj, Own, Raised, Result, Type};

use crate::func::call::Target;

/// The place of a COM method in a function object; never set.
#[repr(C)]
pub struct Method;

impl Method {
    #[inline(always)]
    pub fn is_set(&self) -> bool {
        false
    }

    /// True if a failure raises COMError.
    pub fn raises_com_error(&self) -> bool {
        false
    }

    /// How `repr()` names the method.
    pub fn describe(&self) -> Option<String> {
        None
    }

    /// The method behind the interface pointer, and the arguments after it.
    pub fn target<'a>(&self, _given: &'a [&'a Obj]) -> Result<Option<(Target, &'a [&'a Obj])>> {
        Ok(None)
    }

    /// Turns a failed result into COMError.
    pub fn check(&self, result: Own, _target: Target) -> Result<Own> {
        Ok(result)
    }
}

/// The constructor of COM methods; None where the arguments mean something else.
pub fn new_method(_class: &Type, _items: &[&Obj]) -> Result<Option<Own>> {
    Ok(None)
}

/// A function's number in a library.
pub struct Ordinal(Infallible);

impl Ordinal {
    pub fn look_up(&self, _library: &Obj) -> Result<usize> {
        match self.0 {}
    }
}

/// The ordinal that a function name may be instead.
pub fn ordinal(_name: &Obj) -> Result<Option<Ordinal>> {
    Ok(None)
}

/// True if a function with these flags returns an `HRESULT`.
#[inline(always)]
pub fn returns_hresult(_flags: u32) -> bool {
    false
}

/// Raises OSError for a failure code.
pub fn check_hresult(_code: i32) -> Result<()> {
    Ok(())
}

/// OSError from an exception that ended a called function.
pub fn fault_error(fault: Fault) -> Raised {
    match fault {}
}

/// Exchanges the last error with the thread's private copy.
pub fn swap_last_error(_flags: u32) {}
