//! `CThunkObject`: the Python object that owns a C function made of a callable.
//!
//! Programs see it in the `_objects` of a callback. The C function exists as long as this object; C code that calls it later
//! stops the program (see the call crate's `thunk/`). At the end of the interpreter it is the other way round: objects go in
//! an order that nobody chose, so the C functions stay, and return zeros.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

use cpython::slot::Instance;
use cpython::{Obj, Own, Result, Type, ffi, slot, types};

use super::context::Context;
use crate::func::Prototype;
use crate::state::state;

/// The Python object. All-zero fields are a valid one without a C function.
#[repr(C)]
pub struct ThunkObject {
    head: ffi::PyObject,
    context: Cell<*mut Context>,
}

// SAFETY: `repr(C)` with the object header first.
unsafe impl Instance for ThunkObject {}

/// A new thunk object and the address of its C function.
pub struct NewThunk {
    pub object: Own,
    pub address: usize,
}

/// Makes a C function of a callable, of the given function class.
pub fn make_thunk(callable: &Obj, class: &Type, prototype: &Prototype) -> Result<NewThunk> {
    let context = Context::new(callable, class, prototype.callback_plan()?);
    let object = state().types.thunk.allocate()?;
    let context = Box::into_raw(context);
    // SAFETY: just made of the thunk type; the context is a live box that the object owns from here on.
    let address = unsafe {
        (*object.as_ptr().cast::<ThunkObject>()).context.set(context);
        Context::connect(context, &object)?
    };
    Ok(NewThunk { object, address })
}

impl ThunkObject {
    fn context(&self) -> Option<&Context> {
        // SAFETY: NULL or the box that this object owns until its deallocation.
        unsafe { self.context.get().as_ref() }
    }

    fn traverse(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        // SAFETY: called by the traverse slot with its own arguments.
        self.context().map_or(0, |context| unsafe { context.traverse(visit, arg) })
    }

    fn clear(&self) {
        if let Some(context) = self.context() {
            context.clear();
        }
    }
}

fn dealloc(this: &ThunkObject) {
    let object = (&raw const *this).cast_mut().cast::<ffi::PyObject>();
    // SAFETY: the reference count is zero: no call is in the C function, since calls hold the object; the context is given
    // back once, and then the object's own block.
    unsafe {
        ffi::PyObject_GC_UnTrack(object.cast());
        let context = this.context.replace(null_mut());
        if !context.is_null() {
            Context::discard(Box::from_raw(context));
        }
        if let Some(free) = (*ffi::Py_TYPE(object)).tp_free {
            free(object.cast());
        }
    }
}

/// Makes `CThunkObject`.
pub fn make_thunk_type() -> Result<&'static Type> {
    types::make_static(None, |ty| {
        ty.tp_name = c"_ctypes.CThunkObject".as_ptr();
        ty.tp_doc = c"A C function that calls a Python callable.".as_ptr();
        ty.tp_basicsize = size_of::<ThunkObject>() as isize;
        ty.tp_flags =
            ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_GC | ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
        ty.tp_traverse = Some(slot!(traverse ThunkObject, ThunkObject::traverse));
        ty.tp_clear = Some(slot!(clear ThunkObject, ThunkObject::clear));
        ty.tp_dealloc = Some(slot!(dealloc ThunkObject, dealloc));
    })
}
