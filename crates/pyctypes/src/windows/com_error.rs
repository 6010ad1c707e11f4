//! The class `COMError(hresult, text, details)`. `func/platform/com_error.rs` raises it.

use std::ffi::CStr;
use std::sync::OnceLock;

use cpython::exception::Exception;
use cpython::{Obj, Raised, Result, Type, ffi, raise, slot, tuple_items, types};

struct Shared(&'static Type);

// SAFETY: every use is attached (see the `cpython` crate), so the GIL orders all accesses; the type is static.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

static CLASS: OnceLock<Shared> = OnceLock::new();

/// The class, made on first use, which is when the module is filled.
pub fn class() -> Result<&'static Obj> {
    if CLASS.get().is_none() {
        // Making the type runs no Python code that could come here again, and the GIL is held.
        let _ = CLASS.set(Shared(make()?));
    }
    CLASS.get().map(|class| class.0.as_obj()).ok_or_else(|| raise!(SystemError, "COMError was not made"))
}

fn make() -> Result<&'static Type> {
    types::make_static(None, |ty| {
        ty.tp_name = c"_ctypes.COMError".as_ptr();
        ty.tp_doc = c"Raised when a COM method call failed.".as_ptr();
        ty.tp_base = Exception::Exception.as_obj().as_ptr().cast();
        ty.tp_basicsize = size_of::<ffi::PyBaseExceptionObject>() as isize;
        ty.tp_flags = ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE;
        ty.tp_init = Some(slot!(init Obj, initialise));
    })
}

/// `__init__`: the three arguments become attributes, besides being `args`.
fn initialise(this: &Obj, arguments: &Obj, keywords: Option<&Obj>) -> Result<()> {
    // SAFETY: attached; the interpreter passes a dictionary.
    if keywords.is_some_and(|keywords| unsafe { ffi::PyDict_Size(keywords.as_ptr()) } > 0) {
        return Err(raise!(TypeError, "{}() takes no keyword arguments", this.ty().name()));
    }
    let items = tuple_items(arguments).unwrap_or_default();
    let &[code, text, details] = items else {
        return Err(raise!(TypeError, "COMError() takes exactly 3 arguments ({} given)", items.len()));
    };
    set(this, c"args", arguments)?;
    set(this, c"hresult", code)?;
    set(this, c"text", text)?;
    set(this, c"details", details)
}

fn set(this: &Obj, name: &CStr, value: &Obj) -> Result<()> {
    // SAFETY: attached; both objects are alive, the name is NUL-terminated.
    match unsafe { ffi::PyObject_SetAttrString(this.as_ptr(), name.as_ptr(), value.as_ptr()) } {
        0 => Ok(()),
        _ => Err(Raised::already_set()),
    }
}
