//! `get_last_error`, `set_last_error`: the thread's private copy that calls with `use_last_error` exchange with the real
//! one.

use std::ffi::c_int;

use cpython::{Obj, Own, Raised, Result, ffi, int, slot, table};

use crate::func::last_error;
use crate::functions::audit;

pub const GET_LAST_ERROR: ffi::PyMethodDef = table::method_noargs(
    c"get_last_error",
    slot!(noargs Obj, get),
    c"get_last_error(): this thread's copy of the last error.",
);

pub const SET_LAST_ERROR: ffi::PyMethodDef = table::method_varargs(
    c"set_last_error",
    slot!(binary Obj, set),
    c"set_last_error(code): set this thread's copy of the last error; returns the old code.",
);

/// Python sees the code as a C `int`, as stock shows it.
fn shown(code: u32) -> Result<Own> {
    int(code.cast_signed().into())
}

fn get(_module: &Obj) -> Result<Own> {
    audit::plain(c"ctypes.get_last_error")?;
    shown(last_error::get())
}

fn set(_module: &Obj, arguments: &Obj) -> Result<Own> {
    audit::arguments(c"ctypes.set_last_error", arguments)?;
    let mut code: c_int = 0;
    // SAFETY: attached; the format is an int to be filled in.
    if unsafe { ffi::PyArg_ParseTuple(arguments.as_ptr(), c"i".as_ptr(), &mut code as *mut c_int) } == 0 {
        return Err(Raised::already_set());
    }
    shown(last_error::set(code.cast_unsigned()))
}
