//! The buffer protocol (PEP 3118) of instances: writable, C-contiguous, typed.

use std::ffi::c_int;
use std::ptr::null_mut;

use cpython::{Result, ffi};

use super::CData;
use crate::typeinfo::{TypeInfo, info_of_instance};

/// `tp_as_buffer.bf_getbuffer`.
pub unsafe extern "C" fn get_buffer(
    object: *mut ffi::PyObject,
    view: *mut ffi::Py_buffer,
    _flags: c_int,
) -> c_int {
    cpython::slot::status(|| {
        if view.is_null() {
            return Ok(());
        }
        // SAFETY: the slot belongs to `_CData`; `view` is the interpreter's, to be filled in.
        unsafe { fill(CData::of_unchecked(cpython::Obj::from_ptr(object)), &mut *view) }
    })
}

fn fill(data: &CData, view: &mut ffi::Py_buffer) -> Result<()> {
    let info = info_of_instance(data)?;
    view.buf = data.ptr().cast();
    view.len = data.size() as isize;
    view.readonly = 0;
    view.itemsize = item_size(info) as isize;
    // The text is replaced only before a class has instances.
    view.format = info.format.borrow().as_ptr().cast_mut();
    view.ndim = info.shape.len() as c_int;
    view.shape = info.shape.as_ptr().cast_mut();
    view.strides = null_mut();
    view.suboffsets = null_mut();
    view.internal = null_mut();
    view.obj = data.as_obj().to_own().into_ptr();
    Ok(())
}

/// Bytes of the innermost item of nested arrays.
fn item_size(info: &TypeInfo) -> usize {
    let mut size = info.size.get();
    let mut inner = info.array().and_then(|array| array.element.get());
    while let Some(element) = inner {
        let Some(info) = element.as_type().and_then(crate::typeinfo::info_of) else { break };
        size = info.size.get();
        inner = info.array().and_then(|array| array.element.get());
    }
    size
}
