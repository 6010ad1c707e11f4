//! Where a type's own data lies, and when a metatype may set it.

use crate::{Obj, Raised, Type, ffi, raise};

/// Bytes from the start of a type object to its data: `type.__basicsize__` rounded up to 16. On 3.12 and later this
/// is where `PyObject_GetTypeData` points; heap types of older versions have the room too, because the metatype's
/// `tp_basicsize` says so.
pub const TYPE_DATA_OFFSET: usize = (size_of::<ffi::PyHeapTypeObject>() + 15) & !15;

/// Stock fills a type's data in the metatype's `__new__` up to 3.12 and in its `__init__` from 3.13: a metaclass
/// whose `__init__` does not call its super works on the former only.
pub const fn fill_in_new() -> bool {
    cfg!(not(Py_3_13))
}

/// Compares this crate's idea of the type object with the running interpreter's.
pub fn check_layout() -> Result<(), Raised> {
    // SAFETY: a ready static type of the interpreter.
    let actual = unsafe { ffi::PyType_Type.tp_basicsize } as usize;
    if actual == size_of::<ffi::PyHeapTypeObject>() {
        return Ok(());
    }
    Err(raise!(
        ImportError,
        "ferrotypes was built for an interpreter whose type objects have {} bytes; this one's have {actual}: \
         reinstall ferrotypes with this interpreter",
        size_of::<ffi::PyHeapTypeObject>()
    ))
}

/// The dictionary of a static type that is ready.
pub fn type_dict(ty: &Type) -> &Obj {
    // SAFETY: only types of `make_static` come here, whose `tp_dict` is set by `PyType_Ready` on every version (the
    // per-interpreter dictionary of 3.12 is for the interpreter's own built-in types).
    unsafe { Obj::from_ptr((*ty.as_ptr()).tp_dict) }
}
