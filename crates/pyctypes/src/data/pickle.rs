//! Pickling: `__reduce__`, `__setstate__` and the module function `_unpickle`.
//!
//! An instance without pointers is `_unpickle(type, (its __dict__, its bytes))`.

use std::ffi::CStr;
use std::ptr::null_mut;

use cpython::{Obj, Own, Raised, Result, bytes_at, ffi, new_tuple, none, raise, slot, table};

use super::CData;
use crate::kinds::pickles_by_value;
use crate::state::state;
use crate::typeinfo::info_of_instance;

/// `__reduce__()`.
pub fn reduce(data: &CData) -> Result<Own> {
    let info = info_of_instance(data)?;
    if !pickles_by_value(info) {
        return Err(raise!(ValueError, "ctypes objects containing pointers cannot be pickled"));
    }
    let object = data.as_obj();
    let dict = object.attr(&state().names.dict)?;
    // SAFETY: the instance's memory has `size` bytes.
    let content = unsafe { bytes_at(data.ptr(), data.size()) }?;
    let value = new_tuple([dict, content].into_iter())?;
    let arguments = new_tuple([object.ty().as_obj().to_own(), value].into_iter())?;
    new_tuple([state().unpickle.clone(), arguments].into_iter())
}

/// `__setstate__((dict, bytes))`.
pub fn set_state(data: &CData, arguments: &Obj) -> Result<Own> {
    let (mut dict, mut content) = (null_mut::<ffi::PyObject>(), null_mut::<ffi::PyObject>());
    // SAFETY: attached; the format names a dictionary of type `PyDict_Type` and a bytes object to be filled in.
    let content = unsafe {
        if ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"O!S".as_ptr(),
            &raw mut ffi::PyDict_Type,
            &mut dict as *mut *mut ffi::PyObject,
            &mut content as *mut *mut ffi::PyObject,
        ) == 0
        {
            return Err(Raised::already_set());
        }
        Obj::from_ptr(content).as_bytes().unwrap_or_default()
    };
    let length = content.len().min(data.size());
    // SAFETY: source and destination have at least `length` bytes.
    unsafe { std::ptr::copy(content.as_ptr(), data.ptr(), length) };
    let own_dict = data.as_obj().attr(&state().names.dict)?;
    if !own_dict.is_dict() {
        return Err(raise!(
            TypeError,
            "{:.200}.__dict__ must be a dictionary, not {:.200}",
            data.as_obj().ty().name(),
            own_dict.ty().name()
        ));
    }
    // SAFETY: attached; both are dictionaries.
    if unsafe { ffi::PyDict_Update(own_dict.as_ptr(), dict) } < 0 {
        return Err(Raised::already_set());
    }
    Ok(none().to_own())
}

/// `_unpickle(type, state)`: makes an instance by `__new__` and gives it its state.
fn unpickle(arguments: &Obj) -> Result<Own> {
    let (mut class, mut value) = (null_mut(), null_mut());
    // SAFETY: attached; the format names an object and a tuple of type `PyTuple_Type` to be filled in.
    let parsed = unsafe {
        ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"OO!".as_ptr(),
            &mut class as *mut *mut ffi::PyObject,
            &raw mut ffi::PyTuple_Type,
            &mut value as *mut *mut ffi::PyObject,
        )
    };
    if parsed == 0 {
        return Err(Raised::already_set());
    }
    // SAFETY: the argument tuple keeps both alive.
    let (class, value) = unsafe { (Obj::from_ptr(class), Obj::from_ptr(value)) };
    let instance = class.call_method(&state().names.new, &[class])?;
    instance.attr(&state().names.set_state)?.call_tuple(value)?;
    Ok(instance)
}

/// The function object `_unpickle`, which pickles refer to by module and name.
pub fn make_unpickle() -> Result<Own> {
    let definition = table::methods(&[table::method_varargs(
        c"_unpickle",
        slot!(function unpickle),
        c"_unpickle(type, state): the instance that __reduce__ described.",
    )]);
    let module: &CStr = c"_ctypes";
    // SAFETY: attached; the definition is kept for ever; results are new references.
    unsafe {
        let module = Own::from_owned(ffi::PyUnicode_InternFromString(module.as_ptr()))?;
        Own::from_owned(ffi::PyCFunction_NewEx(definition, null_mut(), module.as_ptr()))
    }
}
