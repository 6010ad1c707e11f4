//! Metatypes: what happens when a ctypes class is made, and the class methods all of them share.

pub mod array;
pub mod array_types;
mod base;
pub mod class_methods;
mod function;
pub mod pointer;
mod record;
mod simple;

use std::ffi::CStr;

use cpython::{Result, ffi, table};

use crate::state::Metas;

/// Makes the metatypes.
pub fn make_metas() -> Result<Metas> {
    let base = base::make_base()?;
    Ok(Metas {
        structure: record::make_structure(base)?,
        union: record::make_union(base)?,
        array: array::make(base)?,
        pointer: pointer::make(base)?,
        simple: simple::make(base)?,
        function: function::make(base)?,
    })
}

/// A class method of one argument.
const fn one_argument(name: &'static CStr, method: ffi::PyCFunction, doc: &'static CStr) -> ffi::PyMethodDef {
    let mut definition = table::method_o(name, method, doc);
    definition.ml_flags = class_methods::ONE_ARGUMENT_FLAGS;
    definition
}

/// The class methods every metatype has.
const COMMON_METHODS: [ffi::PyMethodDef; 5] = [
    one_argument(
        c"from_address",
        class_methods::FROM_ADDRESS,
        c"from_address(address): an instance that shows the C object at an address.\n\n\
          The memory is not owned and not checked: it must stay valid as long as the instance is used.",
    ),
    table::method_varargs(
        c"from_buffer",
        class_methods::FROM_BUFFER,
        c"from_buffer(object, offset=0): an instance that shares the bytes of a writable buffer.",
    ),
    table::method_varargs(
        c"from_buffer_copy",
        class_methods::FROM_BUFFER_COPY,
        c"from_buffer_copy(object, offset=0): an instance with a copy of the bytes of a buffer.",
    ),
    table::method_varargs(
        c"in_dll",
        class_methods::IN_DLL,
        c"in_dll(library, name): an instance that shows a variable exported by a library.",
    ),
    one_argument(
        c"from_param",
        class_methods::FROM_PARAM,
        c"from_param(value): the value as a foreign function's argument of this type.",
    ),
];
