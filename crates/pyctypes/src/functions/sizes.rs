//! `sizeof`, `alignment`, `resize`.

use cpython::{Obj, Own, Raised, Result, compat, ffi, none, raise, slot, table, uint};

use crate::data::CData;
use crate::typeinfo::{TypeInfo, info_of, info_of_instance};

pub const METHODS: &[ffi::PyMethodDef] = &[
    table::method_o(
        c"sizeof",
        slot!(binary Obj, sizeof),
        c"sizeof(type or instance): its size in bytes, tail padding included.\n\n\
          TypeError for anything that is no ctypes type or instance. As C's sizeof (C11 6.5.3.4).",
    ),
    table::method_o(
        c"alignment",
        slot!(binary Obj, alignment),
        c"alignment(type or instance): its alignment in bytes.\n\n\
          TypeError for anything that is no ctypes type or instance. As C's _Alignof (C11 6.5.3.4).",
    ),
    table::method_varargs(
        c"resize",
        slot!(binary Obj, resize),
        c"resize(instance, size): give an instance `size` bytes of its own memory, its content kept.\n\n\
          ValueError if `size` is below the size of its type, or if the memory belongs to somebody else. Addresses\n\
          taken before are no longer valid.",
    ),
];

/// The information of a ctypes type, or of the type of an instance.
pub(super) fn info_of_either(object: &Obj) -> Option<&TypeInfo> {
    match object.as_type() {
        Some(ty) => info_of(ty),
        None => info_of(CData::of(object)?.as_obj().ty()),
    }
}

fn sizeof(_module: &Obj, object: &Obj) -> Result<Own> {
    if let Some(data) = CData::of(object) {
        return uint(data.size());
    }
    match object.as_type().and_then(info_of) {
        Some(info) => uint(info.size.get()),
        None => Err(raise!(TypeError, "this type has no size")),
    }
}

fn alignment(_module: &Obj, object: &Obj) -> Result<Own> {
    match info_of_either(object) {
        Some(info) => uint(info.align.get()),
        None => Err(raise!(TypeError, "no alignment info")),
    }
}

fn resize(_module: &Obj, arguments: &Obj) -> Result<Own> {
    let (mut object, mut size) = (std::ptr::null_mut::<ffi::PyObject>(), 0isize);
    // SAFETY: attached; the format is an object and a size to be filled in; the tuple keeps the object alive.
    let object = unsafe {
        if ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"On:resize".as_ptr(),
            &mut object as *mut *mut ffi::PyObject,
            &mut size as *mut isize,
        ) == 0
        {
            return Err(Raised::already_set());
        }
        Obj::from_ptr(object)
    };
    let Some(data) = CData::of(object) else {
        let expected = if compat::AT_LEAST_3_12 { "expected" } else { "excepted" };
        return Err(raise!(TypeError, "{expected} ctypes instance"));
    };
    let minimum = info_of_instance(data)?.size.get();
    if size < minimum as isize {
        return Err(raise!(ValueError, "minimum size is {minimum}"));
    }
    if !data.owns_memory() {
        return Err(raise!(ValueError, "Memory cannot be resized because this object doesn't own it"));
    }
    data.resize(size as usize)?;
    Ok(none().to_own())
}
