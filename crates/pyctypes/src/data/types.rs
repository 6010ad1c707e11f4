//! The type `_CData`, base of all ctypes classes.

use cpython::{Obj, Own, Result, Type, ffi, raise, slot, table};

use super::object::{OFFSET_BASE, OFFSET_OBJECTS, OFFSET_OWNED};
use super::{CData, buffer, pickle};

fn hash(_data: &CData) -> Result<isize> {
    Err(raise!(TypeError, "unhashable type"))
}

/// `__ctypes_from_outparam__`: what a call returns for an out-parameter of this type.
fn from_outparam(data: &CData) -> Result<Own> {
    Ok(data.as_obj().to_own())
}

/// `tp_traverse` for `_CData` and everything that adds no references to it.
pub fn traverse(data: &CData, visit: ffi::visitproc, arg: *mut std::ffi::c_void) -> std::ffi::c_int {
    // SAFETY: called by the traverse slot with its own arguments.
    unsafe { data.traverse(visit, arg) }
}

/// `tp_dealloc` for `_CData` and everything that adds no references to it.
fn dealloc(data: &CData) {
    let object = data.as_obj().as_ptr();
    // SAFETY: the reference count is zero; memory and references are given back before the block itself, once.
    unsafe {
        // Untracked first only where giving references back can run code, and with it a collection; freeing does it anyway.
        if data.ends_others() {
            ffi::PyObject_GC_UnTrack(object.cast());
        }
        data.release();
        if let Some(free) = (*ffi::Py_TYPE(object)).tp_free {
            free(object.cast());
        }
    }
}

/// The buffer protocol, set on each base type as stock does: from 3.12 on it shows as `__buffer__` in their dictionaries.
pub fn buffer_slots() -> *mut ffi::PyBufferProcs {
    table::kept(ffi::PyBufferProcs { bf_getbuffer: Some(buffer::get_buffer), bf_releasebuffer: None })
}

/// Makes `_CData`.
pub fn make_cdata_type() -> Result<&'static Type> {
    cpython::types::make_static(None, |ty| {
        ty.tp_name = c"_ctypes._CData".as_ptr();
        ty.tp_doc = c"The base of all ctypes classes: an instance is one C object in memory.".as_ptr();
        ty.tp_basicsize = size_of::<CData>() as isize;
        ty.tp_flags = ffi::Py_TPFLAGS_DEFAULT
            | ffi::Py_TPFLAGS_BASETYPE
            | ffi::Py_TPFLAGS_HAVE_GC
            | ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
        ty.tp_hash = Some(slot!(hash CData, hash));
        ty.tp_traverse = Some(slot!(traverse CData, traverse));
        ty.tp_clear = Some(slot!(clear CData, CData::release));
        ty.tp_dealloc = Some(slot!(dealloc CData, dealloc));
        ty.tp_as_buffer = buffer_slots();
        ty.tp_members = table::members(&[
            table::member(c"_b_base_", table::OPTIONAL_OBJECT, OFFSET_BASE, c"the base object"),
            table::member(
                c"_b_needsfree_",
                ffi::Py_T_INT,
                OFFSET_OWNED,
                c"whether the object owns its memory",
            ),
            table::member(
                c"_objects",
                table::OPTIONAL_OBJECT,
                OFFSET_OBJECTS,
                c"what the memory keeps alive",
            ),
        ]);
        ty.tp_methods = table::methods(&[
            table::method_noargs(
                c"__ctypes_from_outparam__",
                slot!(noargs CData, from_outparam),
                c"The value of an out-parameter: the instance itself.",
            ),
            table::method_noargs(
                c"__reduce__",
                slot!(noargs CData, pickle::reduce),
                c"Pickle the bytes of an instance that contains no pointer.",
            ),
            table::method_varargs(
                c"__setstate__",
                slot!(binary CData, |data: &CData, state: &Obj| pickle::set_state(data, state)),
                c"Take over the bytes of a pickled instance.",
            ),
        ]);
    })
}
