//! Method, attribute and member tables of static types, in Rust values.

use std::ffi::{CStr, c_int, c_void};
use std::ptr::null_mut;

use crate::ffi;

/// `METH_O`: one argument.
pub const fn method_o(name: &'static CStr, method: ffi::PyCFunction, doc: &'static CStr) -> ffi::PyMethodDef {
    method_with(name, ffi::PyMethodDefPointer { PyCFunction: method }, ffi::METH_O, doc)
}

/// `METH_NOARGS`: no argument.
pub const fn method_noargs(
    name: &'static CStr,
    method: ffi::PyCFunction,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    method_with(name, ffi::PyMethodDefPointer { PyCFunction: method }, ffi::METH_NOARGS, doc)
}

/// `METH_VARARGS`: a tuple of arguments.
pub const fn method_varargs(
    name: &'static CStr,
    method: ffi::PyCFunction,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    method_with(name, ffi::PyMethodDefPointer { PyCFunction: method }, ffi::METH_VARARGS, doc)
}

/// `METH_FASTCALL`: an array of arguments.
pub const fn method_fastcall(
    name: &'static CStr,
    method: ffi::PyCFunctionFast,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    method_with(name, ffi::PyMethodDefPointer { PyCFunctionFast: method }, ffi::METH_FASTCALL, doc)
}

/// `METH_FASTCALL | METH_KEYWORDS`: an array of arguments and the names of the last of them.
pub const fn method_fastcall_keywords(
    name: &'static CStr,
    method: ffi::PyCFunctionFastWithKeywords,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    let method = ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: method };
    method_with(name, method, ffi::METH_FASTCALL | ffi::METH_KEYWORDS, doc)
}

/// The same method, bound to the class.
pub const fn class_method(mut method: ffi::PyMethodDef) -> ffi::PyMethodDef {
    method.ml_flags |= ffi::METH_CLASS;
    method
}

const fn method_with(
    name: &'static CStr,
    method: ffi::PyMethodDefPointer,
    flags: c_int,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    ffi::PyMethodDef { ml_name: name.as_ptr(), ml_meth: method, ml_flags: flags, ml_doc: doc.as_ptr() }
}

/// A computed attribute; `set` `None` makes it read-only.
pub const fn attribute(
    name: &'static CStr,
    get: ffi::getter,
    set: Option<ffi::setter>,
    doc: &'static CStr,
) -> ffi::PyGetSetDef {
    ffi::PyGetSetDef {
        name: name.as_ptr(),
        get: Some(get),
        set,
        doc: doc.as_ptr(),
        closure: null_mut::<c_void>(),
    }
}

/// The member code of a field that may hold no object and then shows None.
#[allow(deprecated, reason = "the newer code raises AttributeError for an empty field; ctypes shows None")]
pub const OPTIONAL_OBJECT: c_int = ffi::_Py_T_OBJECT;

/// A read-only attribute that shows a field of the instance; `kind` is one of the `Py_T_*` codes.
pub const fn member(name: &'static CStr, kind: c_int, offset: usize, doc: &'static CStr) -> ffi::PyMemberDef {
    ffi::PyMemberDef {
        name: name.as_ptr(),
        type_code: kind,
        offset: offset as isize,
        flags: ffi::Py_READONLY,
        doc: doc.as_ptr(),
    }
}

/// The terminated table of `entries`, kept for the life of the process as static types need it.
pub fn methods(entries: &[ffi::PyMethodDef]) -> *mut ffi::PyMethodDef {
    leak(entries, ffi::PyMethodDef::zeroed())
}

/// The terminated table of `entries`, kept for the life of the process as static types need it.
pub fn attributes(entries: &[ffi::PyGetSetDef]) -> *mut ffi::PyGetSetDef {
    leak(entries, ffi::PyGetSetDef::default())
}

/// The terminated table of `entries`, kept for the life of the process as static types need it.
pub fn members(entries: &[ffi::PyMemberDef]) -> *mut ffi::PyMemberDef {
    leak(entries, ffi::PyMemberDef::default())
}

/// The table of sequence slots, kept for the life of the process as static types need it.
pub fn kept<T>(table: T) -> *mut T {
    Box::leak(Box::new(table))
}

fn leak<T: Copy>(entries: &[T], end: T) -> *mut T {
    let mut table = entries.to_vec();
    table.push(end);
    table.leak().as_mut_ptr()
}
