//! `dlopen`, `dlsym`, `dlclose`, and what else needs the dynamic loader.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::null_mut;

use call::{CallError, library};
use cpython::{Obj, Own, Raised, Result, ffi, none, raise, slot, table, uint};

use super::audit;
use crate::state::state;

#[cfg(unix)]
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

#[cfg(windows)]
pub use crate::windows::LIBRARY_METHODS as METHODS;

/// `O&` converter: an address in an `int`.
pub unsafe extern "C" fn parse_address(object: *mut ffi::PyObject, result: *mut c_void) -> c_int {
    let mut done = 0;
    cpython::slot::status(|| {
        // SAFETY: the interpreter passes a live object and the pointer named in the argument list.
        unsafe { result.cast::<usize>().write(Obj::from_ptr(object).to_address()?) };
        done = 1;
        Ok(())
    });
    done
}

/// The library handle of an object with a `_handle`, TypeError or ValueError where it is none.
pub fn handle_of(library: &Obj) -> Result<usize> {
    let handle = library.attr(&state().names.handle)?;
    if !handle.is_int() {
        return Err(raise!(TypeError, "the _handle attribute of the second argument must be an integer"));
    }
    handle.to_address().map_err(|raised| {
        raised.clear();
        raise!(ValueError, "could not convert the _handle attribute to a pointer")
    })
}

/// The address of a symbol, or the loader's message.
pub fn symbol(handle: usize, name: &CStr) -> std::result::Result<usize, CallError> {
    // SAFETY: the program vouches for the handle, as it does with stock's `dlsym`.
    let address = unsafe { library::symbol(handle as *mut c_void, name) }?;
    Ok(address as usize)
}

fn os_error(error: CallError) -> Raised {
    raise!(OSError, "{error}")
}

#[cfg(unix)]
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
#[cfg(unix)]
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

#[cfg(unix)]
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

#[cfg(unix)]
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
