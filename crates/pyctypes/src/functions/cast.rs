//! `cast`: the function behind `_cast_addr`, which the Python layer calls through a foreign function type.

use std::ffi::c_void;

use cpython::{Obj, Own, Raised, Result, dict_set, ffi, new_dict, raise, slot, uint};
use ctype::ScalarKind;

use crate::data::{self, CData};
use crate::state::state;
use crate::typeinfo::info_of;

/// The C function.
pub const CAST: unsafe extern "C" fn(
    *mut c_void,
    *mut ffi::PyObject,
    *mut ffi::PyObject,
) -> *mut ffi::PyObject = entry;

unsafe extern "C" fn entry(
    address: *mut c_void,
    source: *mut ffi::PyObject,
    class: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: called with the GIL held and two live objects: the prototype says `py_object`.
    let (source, class) = unsafe { (Obj::from_ptr(source), Obj::from_ptr(class)) };
    slot::object(|| cast(address, source, class))
}

fn cast(address: *mut c_void, source: &Obj, class: &Obj) -> Result<Own> {
    check_pointer_type(class)?;
    let result = class.call(&[])?;
    let Some(pointer) = CData::of(&result) else {
        return Err(raise!(TypeError, "cast() argument 2 made no ctypes instance"));
    };
    if let Some(source_data) = CData::of(source) {
        share_objects(source_data, source, pointer)?;
    }
    // SAFETY: instances of the types checked above show an address.
    unsafe { pointer.ptr().cast::<*mut c_void>().write_unaligned(address) };
    Ok(result)
}

/// The result keeps alive what the source keeps alive, and the source itself, through one dictionary for both.
fn share_objects(source_data: &CData, source: &Obj, pointer: &CData) -> Result<()> {
    // Makes the container's `_objects`.
    data::kept_objects(source_data)?;
    let objects = source_data.objects();
    if objects.get().is_some_and(|objects| objects.is_none()) {
        objects.set(Some(new_dict()?));
    }
    let shared = objects.get();
    if let Some(dict) = shared.as_deref().filter(|dict| dict.is_exact_dict()) {
        dict_set(dict, &*uint(source.as_ptr() as usize)?, source)?;
    }
    pointer.objects().set(shared);
    Ok(())
}

/// Accepts pointer types, function types and the simple types that are addresses.
fn check_pointer_type(class: &Obj) -> Result<()> {
    use ScalarKind::*;
    let Some(ty) = class.as_type() else { return Err(refused(&class.ty().name())) };
    let metatype = class.ty();
    let is_pointer =
        metatype.is_subtype(state().metas.pointer) || metatype.is_subtype(state().metas.function);
    let is_address = info_of(ty).and_then(|info| info.simple()).is_some_and(|simple| {
        matches!(simple.scalar.kind, VoidPointer | CharPointer | WCharPointer | BStr | Object)
    });
    if is_pointer || is_address { Ok(()) } else { Err(refused(&ty.name())) }
}

fn refused(name: &str) -> Raised {
    raise!(TypeError, "cast() argument 2 must be a pointer type, not {name}")
}
