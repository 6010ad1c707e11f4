//! `LoadLibrary` and `FreeLibrary` (Windows API documentation, `LoadLibraryExW`, `FreeLibrary`).
//!
//! The loader is the call crate's; here are the arguments, the audit event and the exceptions.

use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

use call::{CallError, library};
use cpython::exception::Exception;
use cpython::{Obj, Own, Raised, Result, concatenate, detached, ffi, none, raise, slot, string, table, uint};

use super::windows_error;
use crate::functions::audit;
use crate::functions::dl::parse_address;

pub const LOAD_LIBRARY: ffi::PyMethodDef = table::method_varargs(
    c"LoadLibrary",
    slot!(binary Obj, load),
    c"LoadLibrary(name, load_flags=0): load a library; the flags are those of LoadLibraryEx.",
);

pub const FREE_LIBRARY: ffi::PyMethodDef =
    table::method_varargs(c"FreeLibrary", slot!(binary Obj, free), c"FreeLibrary(handle): free a library.");

/// "The specified module could not be found", also where one that it needs is missing.
const ERROR_MOD_NOT_FOUND: i32 = 126;

fn load(_module: &Obj, arguments: &Obj) -> Result<Own> {
    let (mut name, mut flags) = (null_mut::<ffi::PyObject>(), 0);
    // SAFETY: attached; the format is a str and an int to be filled in; the tuple keeps the str alive.
    let name = unsafe {
        if ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"U|i:LoadLibrary".as_ptr(),
            &mut name as *mut *mut ffi::PyObject,
            &mut flags as *mut c_int,
        ) == 0
        {
            return Err(Raised::already_set());
        }
        Obj::from_ptr(name)
    };
    audit::arguments(c"ctypes.dlopen", name)?;
    let units = file_name(name)?;
    // A library's initialisation may wait for a thread that needs the GIL.
    match detached(|| library::open_wide(&units, flags)) {
        Ok(handle) => uint(handle as usize),
        Err(CallError::Library { code: ERROR_MOD_NOT_FOUND, .. }) => Err(not_found(name)),
        Err(error) => Err(os_error(error)),
    }
}

/// The UTF-16 form of a name, which cannot contain NUL.
fn file_name(name: &Obj) -> Result<Vec<u16>> {
    let mut units = vec![0; name.wide_len()?];
    // SAFETY: the vector has the room given; a `wchar_t` of Windows is a UTF-16 unit.
    unsafe { name.copy_wide(units.as_mut_ptr().cast(), units.len()) }?;
    if units.contains(&0) {
        return Err(raise!(ValueError, "embedded null character"));
    }
    Ok(units)
}

#[cold]
fn not_found(name: &Obj) -> Raised {
    /// As much of a name as stock shows.
    const SHOWN: isize = 500;
    let message = || {
        // SAFETY: attached; the name is a str; the result is a new reference.
        let shown = unsafe { Own::from_owned(ffi::PyUnicode_Substring(name.as_ptr(), 0, SHOWN)) }?;
        let start = concatenate(&*string("Could not find module '")?, &shown)?;
        let end = "' (or one of its dependencies). Try using the full path with constructor syntax.";
        concatenate(&start, &*string(end)?)
    };
    // The name may have lone surrogates, so that the text is made as a `str`.
    match message() {
        Ok(message) => Raised::with_value(Exception::FileNotFoundError.as_obj(), &message),
        Err(raised) => raised,
    }
}

fn os_error(error: CallError) -> Raised {
    match error {
        CallError::Library { code, .. } => windows_error(code),
        other => raise!(OSError, "{other}"),
    }
}

fn free(_module: &Obj, arguments: &Obj) -> Result<Own> {
    let mut handle = 0usize;
    // SAFETY: attached; the converter fills in an address.
    let parsed = unsafe {
        ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"O&:FreeLibrary".as_ptr(),
            parse_address as unsafe extern "C" fn(*mut ffi::PyObject, *mut c_void) -> c_int,
            &mut handle as *mut usize,
        )
    };
    if parsed == 0 {
        return Err(Raised::already_set());
    }
    // SAFETY: the program vouches for the handle, as it does with stock's `FreeLibrary`.
    detached(|| unsafe { library::close(handle as *mut c_void) }).map_err(os_error)?;
    Ok(none().to_own())
}
