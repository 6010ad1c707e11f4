//! `from_address`, `from_buffer`, `from_buffer_copy`, `in_dll`, `from_param`: the class methods of every ctypes class.

use std::ffi::{CStr, c_char, c_int};
use std::ptr::null_mut;

use cpython::buffer::Buffer;
use cpython::undeclared::PyMemoryViewObject;
use cpython::{Obj, Own, Raised, Result, Type, compat, ffi, raise, slot, tuple_items};

use crate::data::{self, CData};
use crate::functions::{audit, dl};
use crate::meta::pointer;
use crate::param::from_param;
use crate::typeinfo::require_info;

/// A class method of one argument, in the form its version has: 3.13 counts arguments with other words (and so takes
/// a tuple of them), see [`one`].
macro_rules! one_argument {
    ($name:literal, $body:path) => {
        if compat::AT_LEAST_3_13 {
            slot!(binary Type, |class: &Type, arguments: &Obj| $body(class, one(arguments, $name)?))
        } else {
            slot!(binary Type, $body)
        }
    };
}

/// How the methods made by [`one_argument`] are called.
pub const ONE_ARGUMENT_FLAGS: c_int = if compat::AT_LEAST_3_13 { ffi::METH_VARARGS } else { ffi::METH_O };

pub const FROM_ADDRESS: ffi::PyCFunction = one_argument!("from_address", from_address);
pub const FROM_BUFFER: ffi::PyCFunction = slot!(binary Type, from_buffer);
pub const FROM_BUFFER_COPY: ffi::PyCFunction = slot!(binary Type, from_buffer_copy);
pub const IN_DLL: ffi::PyCFunction = slot!(binary Type, in_dll);
pub const FROM_PARAM: ffi::PyCFunction = one_argument!("from_param", from_param::from_param);
pub const SET_TYPE: ffi::PyCFunction = one_argument!("set_type", pointer::set_type);
/// `c_char_p`'s own `from_param`, and its two siblings'.
pub const CHAR_POINTER_FROM_PARAM: ffi::PyCFunction = slot!(binary Type, from_param::char_pointer);
pub const WCHAR_POINTER_FROM_PARAM: ffi::PyCFunction = slot!(binary Type, from_param::wchar_pointer);
pub const VOID_POINTER_FROM_PARAM: ffi::PyCFunction = slot!(binary Type, from_param::void_pointer);

/// The only argument, or the TypeError of 3.13.
fn one<'a>(arguments: &'a Obj, name: &str) -> Result<&'a Obj> {
    match tuple_items(arguments).unwrap_or_default() {
        &[argument] => Ok(argument),
        [] => Err(raise!(TypeError, "{name}() takes exactly 1 positional argument (0 given)")),
        more => Err(raise!(TypeError, "{name}() takes at most 1 argument ({} given)", more.len())),
    }
}

/// Refuses too few arguments in the words of 3.13; older versions' words come from parsing.
fn at_least(arguments: &Obj, name: &str, least: usize, most: usize) -> Result<()> {
    let given = tuple_items(arguments).unwrap_or_default().len();
    if !compat::AT_LEAST_3_13 || (least..=most).contains(&given) {
        return Ok(());
    }
    if given > most {
        let plural = if most == 1 { "" } else { "s" };
        return Err(raise!(TypeError, "{name}() takes at most {most} argument{plural} ({given} given)"));
    }
    let (how, plural) =
        (if least == most { "exactly" } else { "at least" }, if least == 1 { "" } else { "s" });
    Err(raise!(TypeError, "{name}() takes {how} {least} positional argument{plural} ({given} given)"))
}

fn from_address(class: &Type, address: &Obj) -> Result<Own> {
    if !address.is_int() {
        return Err(raise!(TypeError, "integer expected"));
    }
    data::at_address(class, address.to_address()? as *mut u8)
}

/// The buffer argument and the offset of `from_buffer` and `from_buffer_copy`.
fn parse<'a>(arguments: &'a Obj, format: &CStr) -> Result<(&'a Obj, isize)> {
    let (mut object, mut offset) = (null_mut::<ffi::PyObject>(), 0isize);
    // SAFETY: attached; the format is "O|n:name", one object and one size.
    unsafe {
        if ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            format.as_ptr(),
            &mut object as *mut *mut ffi::PyObject,
            &mut offset as *mut isize,
        ) == 0
        {
            return Err(Raised::already_set());
        }
        Ok((Obj::from_ptr(object), offset))
    }
}

/// Refuses an offset outside the buffer and a rest that is too small.
fn check_room(needed: usize, available: usize, offset: isize) -> Result<usize> {
    let Ok(offset) = usize::try_from(offset) else {
        return Err(raise!(ValueError, "offset cannot be negative"));
    };
    if available.checked_sub(offset).is_none_or(|rest| needed > rest) {
        return Err(raise!(
            ValueError,
            "Buffer size too small ({available} instead of at least {} bytes)",
            needed.wrapping_add(offset) as isize
        ));
    }
    Ok(offset)
}

fn from_buffer(class: &Type, arguments: &Obj) -> Result<Own> {
    // Up to 3.12 the class is looked at before the arguments.
    if !compat::AT_LEAST_3_13 {
        require_info(class)?;
    }
    at_least(arguments, "from_buffer", 1, 2)?;
    let (object, offset) = parse(arguments, c"O|n:from_buffer")?;
    let info = require_info(class)?;
    // SAFETY: attached; the result is a new reference to a memoryview.
    let memory = unsafe { Own::from_owned(ffi::PyMemoryView_FromObject(object.as_ptr())) }?;
    // Read now, since the arguments' own code may have given the class its fields.
    let needed = info.size.get();
    // SAFETY: the object is a memoryview, whose struct holds the view; it is not released while we hold `memory`.
    let view = unsafe { &(*memory.as_ptr().cast::<PyMemoryViewObject>()).view };
    if view.readonly != 0 {
        return Err(raise!(TypeError, "underlying buffer is not writable"));
    }
    // SAFETY: the view is valid.
    if unsafe { ffi::PyBuffer_IsContiguous(view, b'C' as c_char) } == 0 {
        return Err(raise!(TypeError, "underlying buffer is not C contiguous"));
    }
    let offset = check_room(needed, view.len as usize, offset)?;
    audit::cdata_buffer(view.buf, view.len, offset as isize)?;
    // SAFETY: `offset` lies within the buffer.
    let instance = data::at_address(class, unsafe { view.buf.cast::<u8>().add(offset) })?;
    // SAFETY: a fresh instance of a ctypes class.
    data::keep(unsafe { CData::of_unchecked(&instance) }, -1, &memory)?;
    Ok(instance)
}

fn from_buffer_copy(class: &Type, arguments: &Obj) -> Result<Own> {
    if !compat::AT_LEAST_3_13 {
        require_info(class)?;
    }
    at_least(arguments, "from_buffer_copy", 1, 2)?;
    let mut view = ffi::Py_buffer::new();
    let mut offset = 0isize;
    // SAFETY: attached; the format names a buffer to be filled in and a size.
    let parsed = unsafe {
        ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"y*|n:from_buffer_copy".as_ptr(),
            &mut view as *mut ffi::Py_buffer,
            &mut offset as *mut isize,
        )
    };
    if parsed == 0 {
        return Err(Raised::already_set());
    }
    let view = Buffer::from_filled(view);
    let needed = require_info(class)?.size.get();
    let offset = check_room(needed, view.len(), offset)?;
    audit::cdata_buffer(view.data().cast(), view.len() as isize, offset as isize)?;
    let instance = data::new_default(class)?;
    // SAFETY: `needed` bytes lie behind `offset` in the buffer, and as many in the fresh instance of a ctypes class.
    unsafe {
        let dest = CData::of_unchecked(&instance).ptr();
        std::ptr::copy_nonoverlapping(view.data().add(offset), dest, needed);
    }
    Ok(instance)
}

fn in_dll(class: &Type, arguments: &Obj) -> Result<Own> {
    at_least(arguments, "in_dll", 2, 2)?;
    let (mut library, mut name) = (null_mut::<ffi::PyObject>(), std::ptr::null::<c_char>());
    // SAFETY: attached; the format names an object and a NUL-terminated text to be filled in.
    let parsed = unsafe {
        ffi::PyArg_ParseTuple(
            arguments.as_ptr(),
            c"Os:in_dll".as_ptr(),
            &mut library as *mut *mut ffi::PyObject,
            &mut name as *mut *const c_char,
        )
    };
    if parsed == 0 {
        return Err(Raised::already_set());
    }
    audit::dlsym(arguments)?;
    // SAFETY: the argument tuple keeps the library and the text alive.
    let (library, name) = unsafe { (Obj::from_ptr(library), CStr::from_ptr(name)) };
    let handle = dl::handle_of(library)?;
    let address = dl::symbol(handle, name)
        .map_err(|error| raise!(ValueError, "{}", dl::missing("symbol", name, Some(error))))?;
    data::at_address(class, address as *mut u8)
}
