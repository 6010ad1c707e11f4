//! Whether the interpreter is going down, and whether a thread that comes from C can still get the GIL.

use std::ffi::c_int;

use crate::ffi;
use crate::undeclared::libpython;

libpython! {
    /// Public from 3.13, exported under its private name before.
    #[cfg_attr(not(Py_3_13), link_name = "_Py_IsFinalizing")]
    #[cfg_attr(Py_3_13, link_name = "Py_IsFinalizing")]
    fn interpreter_is_finalizing() -> c_int;
}

/// True from the moment on that threads are stopped and modules emptied.
///
/// May be called without the GIL.
pub fn is_finalizing() -> bool {
    // SAFETY: may be called on any thread at any time.
    unsafe { interpreter_is_finalizing() != 0 }
}

/// False if the interpreter is gone, or is going and does not know this thread: waiting for the GIL would then never end.
///
/// May be called without the GIL. The answer can be overtaken by a finalisation that begins right after it.
pub fn can_attach() -> bool {
    // SAFETY: both functions may be called on any thread, without the GIL, at any time; the first knows no thread when the
    // interpreter is gone.
    unsafe {
        !ffi::PyGILState_GetThisThreadState().is_null() || (ffi::Py_IsInitialized() != 0 && !is_finalizing())
    }
}
