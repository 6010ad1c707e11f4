//! Whether a thread that comes from C can still get the GIL.

use std::ffi::c_int;

use crate::ffi;

unsafe extern "C" {
    /// Public from 3.13, exported under its private name before.
    #[cfg_attr(not(Py_3_13), link_name = "_Py_IsFinalizing")]
    #[cfg_attr(Py_3_13, link_name = "Py_IsFinalizing")]
    fn is_finalizing() -> c_int;
}

/// False if the interpreter is gone, or is going and does not know this thread: waiting for the GIL would then never end.
///
/// May be called without the GIL. The answer can be overtaken by a finalisation that begins right after it.
pub fn can_attach() -> bool {
    // SAFETY: the three functions may be called on any thread, without the GIL, at any time.
    unsafe {
        ffi::Py_IsInitialized() != 0
            && (is_finalizing() == 0 || !ffi::PyGILState_GetThisThreadState().is_null())
    }
}
