//! Holding the GIL, letting go of it, and taking it on a thread that C made.

use crate::ffi;

/// Runs `body` without the GIL, as a foreign call does.
///
/// The closure must not touch Python objects; that is a rule (see the crate's *attached rule*), not a type.
#[inline(always)]
pub fn detached<T>(body: impl FnOnce() -> T) -> T {
    struct Reattach(*mut ffi::PyThreadState);
    impl Drop for Reattach {
        #[inline(always)]
        fn drop(&mut self) {
            // SAFETY: the state was saved by this thread below and is restored once.
            unsafe { ffi::PyEval_RestoreThread(self.0) };
        }
    }
    // SAFETY: attached; the guard restores the state on every way out.
    let _guard = Reattach(unsafe { ffi::PyEval_SaveThread() });
    body()
}

/// Holds the GIL on any thread, also one that Python has never seen, until dropped.
pub struct Attached(ffi::PyGILState_STATE);

impl Attached {
    /// Waits for the GIL.
    pub fn acquire() -> Attached {
        // SAFETY: may be called on any thread while the interpreter lives; released by Drop on the same thread.
        Attached(unsafe { ffi::PyGILState_Ensure() })
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        // SAFETY: pairs with the acquisition on this thread.
        unsafe { ffi::PyGILState_Release(self.0) };
    }
}
