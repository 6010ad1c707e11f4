//! Functions about Python objects themselves: `PyObj_FromPtr`, `Py_INCREF`, `Py_DECREF`, `buffer_info`.

use std::ffi::{c_int, c_void};

use cpython::{Obj, Own, Raised, Result, ffi, int, new_tuple, raise, slot, string, table};

use super::dl::parse_address;
use super::{audit, sizes};

pub const METHODS: &[ffi::PyMethodDef] = &[
    table::method_varargs(
        c"PyObj_FromPtr",
        slot!(binary Obj, object_at),
        c"PyObj_FromPtr(address): the Python object at an address.",
    ),
    table::method_o(c"Py_INCREF", slot!(binary Obj, increment), c"Py_INCREF(object): add a reference."),
    table::method_o(c"Py_DECREF", slot!(binary Obj, decrement), c"Py_DECREF(object): give a reference back."),
    table::method_o(
        c"buffer_info",
        slot!(binary Obj, buffer_info),
        c"buffer_info(type or instance): (format, number of dimensions, shape) of its buffer.",
    ),
];

fn object_at(_module: &Obj, arguments: &Obj) -> Result<Own> {
    let mut address = 0usize;
    // SAFETY: attached; the converter fills in an address.
    let parsed = unsafe {
        ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"O&:PyObj_FromPtr".as_ptr(),
            parse_address as unsafe extern "C" fn(*mut ffi::PyObject, *mut c_void) -> c_int,
            &mut address as *mut usize,
        )
    };
    if parsed == 0 {
        return Err(Raised::already_set());
    }
    // SAFETY: the program vouches that a Python object lives at the address, which the converter found not to be 0.
    let object = unsafe { Obj::from_ptr(address as *mut _) };
    audit::object(c"ctypes.PyObj_FromPtr", object)?;
    Ok(object.to_own())
}

fn increment(_module: &Obj, object: &Obj) -> Result<Own> {
    // The count that is added belongs to the program from now on.
    std::mem::forget(object.to_own());
    Ok(object.to_own())
}

fn decrement(_module: &Obj, object: &Obj) -> Result<Own> {
    let result = object.to_own();
    // SAFETY: attached; the program gives back a count it owns; `result` holds one more.
    unsafe { ffi::Py_DECREF(object.as_ptr()) };
    Ok(result)
}

fn buffer_info(_module: &Obj, object: &Obj) -> Result<Own> {
    let Some(info) = sizes::info_of_either(object) else {
        return Err(raise!(TypeError, "not a ctypes type or object"));
    };
    let shape = info.shape.iter().map(|&length| int(length as i64)).collect::<Result<Vec<_>>>()?;
    let format = string(&info.format.borrow().to_string_lossy())?;
    let dimensions = int(info.shape.len() as i64)?;
    new_tuple([format, dimensions, new_tuple(shape.into_iter())?].into_iter())
}
