//! `CopyComPointer`: what a COM method written in Python does to an interface pointer it returns through a parameter.
//!
//! The receiver owns a count (Microsoft, "Rules for Managing Reference Counts"), so the copy adds one.

use std::ffi::c_void;

use cpython::{Obj, Own, Raised, Result, ffi, int, slot, table};

use crate::func::platform::add_reference;
use crate::func::{Kept, Value};

pub const COPY_COM_POINTER: ffi::PyMethodDef = table::method_varargs(
    c"CopyComPointer",
    slot!(binary Obj, copy),
    c"CopyComPointer(source, destination): store an interface pointer with a count of its own; returns an HRESULT.",
);

const S_OK: i64 = 0;
const E_POINTER: i64 = 0x8000_4003_u32.cast_signed() as i64;

fn copy(_module: &Obj, arguments: &Obj) -> Result<Own> {
    let mut given = [std::ptr::null_mut::<ffi::PyObject>(); 2];
    let [source, destination] = &mut given;
    // SAFETY: attached; the format is two objects to be filled in; the tuple keeps them alive.
    let (source, destination) = unsafe {
        if ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"OO:CopyComPointer".as_ptr(),
            source as *mut *mut ffi::PyObject,
            destination as *mut *mut ffi::PyObject,
        ) == 0
        {
            return Err(Raised::already_set());
        }
        (Obj::from_ptr(*source), Obj::from_ptr(*destination))
    };
    let mut kept = Kept::default();
    // Stock counts from 0 here in its message.
    let source = address(&Value::of(source, 0, &mut kept)?) as *mut c_void;
    let destination = address(&Value::of(destination, 1, &mut kept)?) as *mut *mut c_void;
    if destination.is_null() {
        return int(E_POINTER);
    }
    // SAFETY: the program says that the source is NULL or a live interface pointer, and the destination a place for one.
    unsafe {
        if !source.is_null() {
            add_reference(source);
        }
        destination.write_unaligned(source);
    }
    int(S_OK)
}

/// The pointer that a value travels as; what is no pointer counts as NULL.
fn address(value: &Value) -> usize {
    match value {
        Value::Integer(bits) => *bits as usize,
        _ => 0,
    }
}
