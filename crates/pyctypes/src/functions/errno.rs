//! `get_errno`, `set_errno`: the thread's private copy that calls with `use_errno` exchange with the real one.

use std::ffi::c_int;

use cpython::{Obj, Own, Raised, Result, ffi, int, slot, table};

use super::audit;
use crate::func::errno;

pub const METHODS: &[ffi::PyMethodDef] = &[
    table::method_noargs(
        c"get_errno",
        slot!(noargs Obj, get_errno),
        c"get_errno(): this thread's copy of errno.",
    ),
    table::method_varargs(
        c"set_errno",
        slot!(binary Obj, set_errno),
        c"set_errno(value): set this thread's copy of errno; returns the old value.",
    ),
];

fn get_errno(_module: &Obj) -> Result<Own> {
    audit::plain(c"ctypes.get_errno")?;
    int(errno::get().into())
}

fn set_errno(_module: &Obj, arguments: &Obj) -> Result<Own> {
    audit::arguments(c"ctypes.set_errno", arguments)?;
    let mut value: c_int = 0;
    // SAFETY: attached; the format is an int to be filled in.
    if unsafe { ffi::PyArg_ParseTuple(arguments.as_ptr(), c"i".as_ptr(), &mut value as *mut c_int) } == 0 {
        return Err(Raised::already_set());
    }
    int(errno::set(value).into())
}
