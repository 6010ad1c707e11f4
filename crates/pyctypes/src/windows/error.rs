//! OSError from Windows error codes and from `HRESULT`s (Microsoft, "Error Handling in COM": a failure is negative).

use std::ffi::c_int;

use cpython::undeclared::PyErr_SetFromWindowsErr;
use cpython::{Obj, Own, Raised, Result, ffi, int, slot, table};

use crate::func::platform;

pub const CHECK_HRESULT: ffi::PyMethodDef = table::method_varargs(
    c"_check_HRESULT",
    slot!(binary Obj, check_hresult),
    c"_check_HRESULT(code): the code, or OSError if it stands for a failure.",
);

/// OSError for a code that is not 0.
#[cold]
pub fn windows_error(code: i32) -> Raised {
    // SAFETY: attached.
    unsafe { PyErr_SetFromWindowsErr(code) };
    Raised::already_set()
}

fn check_hresult(_module: &Obj, arguments: &Obj) -> Result<Own> {
    let mut code: c_int = 0;
    // SAFETY: attached; the format is an int to be filled in.
    if unsafe { ffi::PyArg_ParseTuple(arguments.as_ptr(), c"i".as_ptr(), &mut code as *mut c_int) } == 0 {
        return Err(Raised::already_set());
    }
    platform::check_hresult(code)?;
    int(code.into())
}
