//! `call_function`, `call_cdeclfunction`: calling an address without a function object.

use std::ffi::{CStr, c_int, c_void};
use std::ptr::null_mut;

use cpython::undeclared::PySys_Audit;
use cpython::{Obj, Own, Raised, Result, ffi, slot, table, tuple_items};

use super::dl::parse_address;
use crate::func;

pub const METHODS: &[ffi::PyMethodDef] = &[
    table::method_varargs(
        c"call_function",
        slot!(binary Obj, call_function),
        c"call_function(address, arguments): call the function at an address; it returns an int.",
    ),
    table::method_varargs(
        c"call_cdeclfunction",
        slot!(binary Obj, call_cdeclfunction),
        c"call_cdeclfunction(address, arguments): the same in the C convention.",
    ),
];

fn call_function(_module: &Obj, arguments: &Obj) -> Result<Own> {
    call(arguments, func::FLAG_STDCALL)
}

fn call_cdeclfunction(_module: &Obj, arguments: &Obj) -> Result<Own> {
    call(arguments, func::FLAG_CDECL)
}

fn call(arguments: &Obj, flags: u32) -> Result<Own> {
    const EVENT: &CStr = c"ctypes.call_function";
    let (mut address, mut values) = (0usize, null_mut::<ffi::PyObject>());
    // SAFETY: attached; the format is an address by the converter and a tuple; `arguments` keeps the tuple alive.
    let values = unsafe {
        if ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"O&O!".as_ptr(),
            parse_address as unsafe extern "C" fn(*mut ffi::PyObject, *mut c_void) -> c_int,
            &mut address as *mut usize,
            &raw mut ffi::PyTuple_Type,
            &mut values as *mut *mut ffi::PyObject,
        ) == 0
            || PySys_Audit(EVENT.as_ptr(), c"nO".as_ptr(), address as isize, values) < 0
        {
            return Err(Raised::already_set());
        }
        Obj::from_ptr(values)
    };
    func::call_address(address, tuple_items(values).unwrap_or_default(), flags)
}
