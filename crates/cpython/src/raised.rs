//! The error type of everything that talks to the interpreter: "a Python exception is set".

use std::fmt;

use crate::exception::Exception;
use crate::{Obj, Own, ffi, text};

/// Proof that a Python exception is set on this thread. Return it to C as NULL or -1.
#[derive(Debug)]
#[must_use]
pub struct Raised(());

/// An exception off its thread: type, value, traceback.
pub type Fetched = (Option<Own>, Option<Own>, Option<Own>);

pub type Result<T> = std::result::Result<T, Raised>;

impl Raised {
    /// Sets `exception(message)`.
    #[cold]
    #[inline(never)]
    pub fn new(exception: Exception, message: fmt::Arguments<'_>) -> Raised {
        let message = match message.as_str() {
            Some(text) => text::string(text),
            None => text::string(&fmt::format(message)),
        };
        match message {
            Ok(message) => Raised::with_value(exception.as_obj(), &message),
            Err(raised) => raised,
        }
    }

    /// Sets `class(value)`; `value` may be a tuple of arguments or an instance of `class`.
    #[cold]
    pub fn with_value(class: &Obj, value: &Obj) -> Raised {
        // SAFETY: attached; both references are alive for the call.
        unsafe { ffi::PyErr_SetObject(class.as_ptr(), value.as_ptr()) };
        Raised(())
    }

    /// Sets MemoryError.
    #[cold]
    pub fn no_memory() -> Raised {
        // SAFETY: attached; sets the exception that the interpreter keeps for this.
        unsafe { ffi::PyErr_NoMemory() };
        Raised(())
    }

    /// Takes note of an exception that a C API call has just set.
    #[inline]
    pub fn already_set() -> Raised {
        debug_assert!(
            // SAFETY: attached; reads the thread's error indicator.
            unsafe { !ffi::PyErr_Occurred().is_null() },
            "a failing call set no exception"
        );
        Raised(())
    }

    /// The exception on this thread, if one is set: for calls whose failure value is also a value.
    #[inline]
    pub fn occurred() -> Option<Raised> {
        // SAFETY: attached; reads the thread's error indicator.
        if unsafe { ffi::PyErr_Occurred() }.is_null() { None } else { Some(Raised(())) }
    }

    /// True if the exception set is an instance of `exception`.
    pub fn matches(&self, exception: Exception) -> bool {
        // SAFETY: attached; the exception type is immortal.
        unsafe { ffi::PyErr_ExceptionMatches(exception.as_obj().as_ptr()) != 0 }
    }

    /// Forgets the exception.
    pub fn clear(self) {
        // SAFETY: attached.
        unsafe { ffi::PyErr_Clear() };
    }

    /// Puts back what [`Raised::fetch`] took off.
    pub fn restore((kind, value, traceback): Fetched) -> Raised {
        let [kind, value, traceback] =
            [kind, value, traceback].map(|part| part.map_or(std::ptr::null_mut(), Own::into_ptr));
        // SAFETY: attached; the three references are given away.
        #[allow(deprecated, reason = "the one-object form is missing before 3.12")]
        unsafe {
            ffi::PyErr_Restore(kind, value, traceback);
        }
        Raised(())
    }

    /// Takes the exception off the thread, normalised.
    pub fn fetch(self) -> Fetched {
        let mut parts = [std::ptr::null_mut(); 3];
        let [kind, value, traceback] = &mut parts;
        // SAFETY: attached; the three out-pointers are valid, and what they receive is owned by us.
        #[allow(deprecated, reason = "the one-object form is missing before 3.12")]
        unsafe {
            ffi::PyErr_Fetch(kind, value, traceback);
            ffi::PyErr_NormalizeException(kind, value, traceback);
            [*kind, *value, *traceback].map(|part| Own::from_owned_or_none(part)).into()
        }
    }

    /// Reports the exception through `sys.unraisablehook` with `object` as its place.
    pub fn write_unraisable(self, object: Option<&Obj>) {
        // SAFETY: attached; `object` is alive or NULL, which the function accepts.
        unsafe { ffi::PyErr_WriteUnraisable(object.map_or(std::ptr::null_mut(), Obj::as_ptr)) };
    }
}

/// Sets an exception with a formatted message and gives the [`Raised`] for it.
///
/// ```ignore
/// return Err(raise!(TypeError, "expected {}, got {}", expected, got));
/// ```
#[macro_export]
macro_rules! raise {
    ($kind:ident, $($message:tt)+) => {
        $crate::Raised::new($crate::exception::Exception::$kind, format_args!($($message)+))
    };
}
