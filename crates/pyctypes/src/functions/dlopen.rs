//! `dlopen`, `dlsym`, `dlclose` (POSIX).

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::null_mut;

use call::{CallError, library};
use cpython::{Obj, Own, Raised, Result, ffi, none, raise, slot, table, uint};

use super::audit;
use super::dl::{parse_address, symbol};

pub const METHODS: &[ffi::PyMethodDef] = &[
    table::method_varargs(
        c"dlopen",
        slot!(binary Obj, dlopen),
        c"dlopen(name, flag={RTLD_GLOBAL|RTLD_LOCAL}): open a shared library; None is the program itself.",
    ),
    table::method_varargs(
        c"dlclose",
        slot!(binary Obj, dlclose),
        c"dlclose(handle): close a shared library.",
    ),
    table::method_varargs(
        c"dlsym",
        slot!(binary Obj, dlsym),
        c"dlsym(handle, name): the address of a symbol.",
    ),
];

fn os_error(error: CallError) -> Raised {
    raise!(OSError, "{error}")
}

fn dlopen(_module: &Obj, arguments: &Obj) -> Result<Own> {
    const RTLD_NOW: c_int = 2;
    let (mut name, mut mode) = (null_mut::<ffi::PyObject>(), RTLD_NOW);
    // SAFETY: attached; the format is an object and an int to be filled in; the tuple keeps the object alive.
    let name = unsafe {
        if ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"O|i:dlopen".as_ptr(),
            &mut name as *mut *mut ffi::PyObject,
            &mut mode as *mut c_int,
        ) == 0
        {
            return Err(Raised::already_set());
        }
        Obj::from_ptr(name)
    };
    let path = if name.is_none() { None } else { Some(file_name(name)?) };
    audit::arguments(c"ctypes.dlopen", name)?;
    let path = path.as_ref().map(|path| {
        // SAFETY: a bytes object made by the file-name converter is NUL-terminated and contains no other NUL.
        unsafe { CStr::from_ptr(ffi::PyBytes_AsString(path.as_ptr())) }
    });
    uint(library::open(path, mode | RTLD_NOW).map_err(os_error)? as usize)
}

/// A path as the bytes the system takes (`os.fsencode`).
fn file_name(name: &Obj) -> Result<Own> {
    let mut path = null_mut::<ffi::PyObject>();
    // SAFETY: attached; the converter fills in a new reference or sets an exception.
    unsafe {
        if ffi::PyUnicode_FSConverter(name.as_ptr(), (&raw mut path).cast()) == 0 {
            return Err(Raised::already_set());
        }
        Own::from_owned(path)
    }
}

fn dlclose(_module: &Obj, arguments: &Obj) -> Result<Own> {
    let mut handle = 0usize;
    // SAFETY: attached; the converter fills in an address.
    let parsed = unsafe {
        ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"O&:dlclose".as_ptr(),
            parse_address as unsafe extern "C" fn(*mut ffi::PyObject, *mut c_void) -> c_int,
            &mut handle as *mut usize,
        )
    };
    if parsed == 0 {
        return Err(Raised::already_set());
    }
    // SAFETY: the program vouches for the handle, as it does with stock's `dlclose`.
    unsafe { library::close(handle as *mut c_void) }.map_err(os_error)?;
    Ok(none().to_own())
}

fn dlsym(_module: &Obj, arguments: &Obj) -> Result<Own> {
    let (mut handle, mut name) = (0usize, std::ptr::null::<c_char>());
    // SAFETY: attached; the format is an address by the converter and a text; the tuple keeps the text alive.
    let name = unsafe {
        if ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"O&s:dlsym".as_ptr(),
            parse_address as unsafe extern "C" fn(*mut ffi::PyObject, *mut c_void) -> c_int,
            &mut handle as *mut usize,
            &mut name as *mut *const c_char,
        ) == 0
        {
            return Err(Raised::already_set());
        }
        CStr::from_ptr(name)
    };
    audit::dlsym_handle(arguments)?;
    uint(symbol(handle, name).map_err(os_error)?)
}
