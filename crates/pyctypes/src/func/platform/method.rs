//! COM methods: functions found through the table of the object they are called on.
//!
//! `prototype(index, name, paramflags, interface_id)` makes one; the first argument of a call is the interface pointer.

use std::cell::Cell;
use std::ffi::c_void;

use cpython::{Obj, Own, Result, Type, raise};

use super::com_error;
use crate::data::CData;
use crate::func::call::Target;
use crate::func::object::{FuncObject, fresh};
use crate::func::paramflags;

/// Bytes of an interface id.
pub type Guid = [u8; 16];

/// The place of a COM method in a function object. All-zero memory is "not a method".
#[repr(C)]
pub struct Method {
    /// The index in the table plus one.
    place: Cell<usize>,
    has_interface: Cell<bool>,
    interface: Cell<Guid>,
}

impl Method {
    #[inline(always)]
    pub fn is_set(&self) -> bool {
        self.place.get() != 0
    }

    /// True if a failure raises COMError.
    pub fn raises_com_error(&self) -> bool {
        self.has_interface.get()
    }

    /// How `repr()` names the method.
    pub fn describe(&self) -> Option<String> {
        self.is_set().then(|| format!("COM method offset {}", self.place.get() - 1))
    }

    /// The method behind the interface pointer, and the arguments after it.
    pub fn target<'a>(&self, given: &'a [&'a Obj]) -> Result<Option<(Target, &'a [&'a Obj])>> {
        let Some(index) = self.place.get().checked_sub(1) else { return Ok(None) };
        let Some((this, rest)) = given.split_first() else {
            return Err(raise!(ValueError, "native com method call without 'this' parameter"));
        };
        let Some(data) = CData::of(this) else {
            return Err(raise!(TypeError, "Expected a COM this pointer as first argument"));
        };
        let ptr = data.ptr().cast::<*const *const *const c_void>();
        // SAFETY: by passing the instance, the program says that it shows an interface pointer; COM defines such a pointer
        // as that of a table of methods, of which the prototype says that it has this index.
        unsafe {
            if ptr.is_null() || ptr.read_unaligned().is_null() {
                return Err(raise!(ValueError, "NULL COM pointer access"));
            }
            let interface = ptr.read_unaligned();
            let table = *interface;
            if table.is_null() {
                return Err(raise!(ValueError, "COM method call without VTable"));
            }
            let address = *table.add(index) as usize;
            Ok(Some((Target { address, this: interface as usize }, rest)))
        }
    }

    /// Turns a failed result into COMError.
    pub fn check(&self, result: Own, target: Target) -> Result<Own> {
        if self.raises_com_error() && result.is_int() && (result.int_bits()? as i32) < 0 {
            let code = result.int_bits()? as i32;
            // SAFETY: the interface pointer was called through just now.
            return Err(unsafe { com_error::raise(code, &self.interface.get(), target.this as *mut c_void) });
        }
        Ok(result)
    }
}

/// The constructor of COM methods; None where the arguments mean something else.
pub fn new_method(class: &Type, items: &[&Obj]) -> Result<Option<Own>> {
    let ([index, name, ..], true) = (items, items.len() <= 4) else { return Ok(None) };
    if !index.is_int() {
        return Ok(None);
    }
    if !name.is_str() {
        return Err(raise!(TypeError, "argument 2 must be str, not {}", name.ty().name()));
    }
    let Ok(index) = usize::try_from(index.to_c_int()?) else {
        return Err(raise!(ValueError, "a COM method's index cannot be negative"));
    };
    let flags = items.get(2).copied().filter(|flags| !flags.is_none());
    paramflags::check(class, flags)?;
    let interface = items.get(3).and_then(|interface| interface.as_bytes());
    let object = fresh(class)?;
    // SAFETY: a fresh instance of a function type.
    let function = unsafe { FuncObject::of_unchecked(&object) };
    function.method.place.set(index + 1);
    function.paramflags.set(flags.map(Obj::to_own));
    if let Some(interface) = interface.and_then(|interface| Guid::try_from(interface).ok()) {
        function.method.interface.set(interface);
        function.method.has_interface.set(true);
    }
    Ok(Some(object))
}
