//! Slots that all metatypes share: life and death of class objects, `type * n`, and when a class gets its data.

use std::ffi::{c_int, c_void};

use cpython::{Obj, Own, Raised, Result, Type, compat, ffi, slot, table, types};

use super::{COMMON_METHODS, array_types};
use crate::typeinfo::{info_of, take_info};

fn traverse(ty: &Type, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
    if let Some(info) = info_of(ty) {
        // SAFETY: called by the traverse slot with its own arguments.
        let status = unsafe { info.traverse(visit, arg) };
        if status != 0 {
            return status;
        }
    }
    // SAFETY: `type` has a traverse slot and `ty` is a type.
    unsafe { ffi::PyType_Type.tp_traverse.map_or(0, |next| next(ty.as_obj().as_ptr(), visit, arg)) }
}

fn clear(ty: &Type) {
    if let Some(info) = info_of(ty) {
        info.clear();
    }
    // SAFETY: `type` has a clear slot and `ty` is a type.
    unsafe { ffi::PyType_Type.tp_clear.map(|next| next(ty.as_obj().as_ptr())) };
}

fn dealloc(ty: &Type) {
    drop(take_info(ty));
    // SAFETY: `type` has a dealloc slot, which frees the class object as the last thing that happens to it.
    unsafe { ffi::PyType_Type.tp_dealloc.map(|next| next(ty.as_obj().as_ptr())) };
}

/// `type * n`: the array type of `n` items.
fn repeat(ty: &Type, length: isize) -> Result<Own> {
    array_types::array_type(ty.as_obj(), length)
}

fn sequence_slots() -> *mut ffi::PySequenceMethods {
    // SAFETY: all-zero is a valid table: no slot set.
    let mut slots: ffi::PySequenceMethods = unsafe { std::mem::zeroed() };
    slots.sq_repeat = Some(slot!(item Type, repeat));
    table::kept(slots)
}

/// `CType_Type`, the common base of the metatypes. It carries the data word, so that a class may derive from several of
/// them: their instances have one layout. Stock has such a base since 3.13.
pub fn make_base() -> Result<&'static Type> {
    types::make_metatype(None, |ty| {
        ty.tp_name = c"_ctypes.CType_Type".as_ptr();
        ty.tp_flags = flags();
        life(ty);
        if compat::AT_LEAST_3_13 {
            ty.tp_as_sequence = sequence_slots();
        }
    })
}

fn flags() -> std::ffi::c_ulong {
    ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_GC | ffi::Py_TPFLAGS_BASETYPE
}

fn life(ty: &mut ffi::PyTypeObject) {
    ty.tp_traverse = Some(slot!(traverse Type, traverse));
    ty.tp_clear = Some(slot!(clear Type, clear));
    ty.tp_dealloc = Some(slot!(dealloc Type, dealloc));
}

/// Sets what every metatype has: life slots, repetition, class methods (and `extra` ones).
pub fn fill_metatype(ty: &mut ffi::PyTypeObject, extra: &[ffi::PyMethodDef]) {
    ty.tp_flags = flags();
    life(ty);
    ty.tp_methods = table::methods(&[&COMMON_METHODS, extra].concat());
    if !compat::AT_LEAST_3_13 {
        ty.tp_as_sequence = sequence_slots();
    }
}

/// `type.__new__(metatype, name, bases, body)`.
pub fn new_class(metatype: &Type, arguments: &Obj, keywords: Option<&Obj>) -> Result<Own> {
    // SAFETY: attached; `type` has a `tp_new`; the arguments are checked by it.
    unsafe {
        let new = ffi::PyType_Type.tp_new.ok_or_else(Raised::already_set)?;
        let keywords = keywords.map_or(std::ptr::null_mut(), Obj::as_ptr);
        Own::from_owned(compat::guarded::call_slot(new, metatype.as_ptr(), arguments.as_ptr(), keywords))
    }
}

/// `type.__init__(class, name, bases, body)`.
pub fn init_class(class: &Type, arguments: &Obj, keywords: Option<&Obj>) -> Result<()> {
    // SAFETY: attached; `type` has a `tp_init`; the arguments are checked by it.
    unsafe {
        let init = ffi::PyType_Type.tp_init.ok_or_else(Raised::already_set)?;
        let keywords = keywords.map_or(std::ptr::null_mut(), Obj::as_ptr);
        match compat::guarded::call_slot(init, class.as_obj().as_ptr(), arguments.as_ptr(), keywords) {
            0 => Ok(()),
            _ => Err(Raised::already_set()),
        }
    }
}

/// Gives a metatype its `tp_new` (up to 3.12) or its `tp_init` (from 3.13), which call `$fill`.
macro_rules! class_slots {
    ($ty:expr, $fill:path) => {{
        fn new(
            metatype: &cpython::Type,
            arguments: &cpython::Obj,
            keywords: Option<&cpython::Obj>,
        ) -> cpython::Result<cpython::Own> {
            let class = $crate::meta::base::new_class(metatype, arguments, keywords)?;
            // `type.__new__` may have gone to the metatype of a base, which then has filled it.
            if let Some(ty) = class.as_type().filter(|ty| $crate::typeinfo::info_of(ty).is_none()) {
                $fill(ty, arguments)?;
            }
            Ok(class)
        }
        fn init(
            class: &cpython::Type,
            arguments: &cpython::Obj,
            keywords: Option<&cpython::Obj>,
        ) -> cpython::Result<()> {
            $crate::meta::base::init_class(class, arguments, keywords)?;
            $fill(class, arguments)
        }
        if cpython::compat::fill_in_new() {
            $ty.tp_new = Some(cpython::slot!(new new));
        } else {
            $ty.tp_init = Some(cpython::slot!(init cpython::Type, init));
        }
    }};
}
pub(super) use class_slots;
