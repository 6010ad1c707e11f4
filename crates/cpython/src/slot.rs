//! Guards for entries from C: what a slot does when Rust code fails or panics.
//!
//! Every `extern "C"` function that the interpreter or foreign code calls runs its body in one of these, so that no
//! panic crosses into C; a panic becomes `SystemError` with the panic's message.

use std::any::Any;
use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Own, Result, ffi, raise};

/// Runs a slot that returns an object: NULL on failure.
#[inline(always)]
pub fn object(body: impl FnOnce() -> Result<Own>) -> *mut ffi::PyObject {
    run(body, Own::into_ptr, std::ptr::null_mut())
}

/// Runs a slot that returns 0, or -1 on failure.
#[inline(always)]
pub fn status(body: impl FnOnce() -> Result<()>) -> c_int {
    run(body, |()| 0, -1)
}

/// Runs a slot that returns a number, or -1 on failure.
#[inline(always)]
pub fn number(body: impl FnOnce() -> Result<isize>) -> isize {
    run(body, |value| value, -1)
}

/// Runs a slot that returns 1, 0, or -1 on failure.
#[inline(always)]
pub fn truth(body: impl FnOnce() -> Result<bool>) -> c_int {
    run(body, c_int::from, -1)
}

/// Runs a slot that cannot fail (deallocation, traversal): a panic is reported as unraisable, `fallback` returned.
#[inline(always)]
pub fn infallible<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(value) => value,
        Err(panic) => {
            panicked(panic).write_unraisable(None);
            fallback
        }
    }
}

#[inline(always)]
fn run<T, R>(body: impl FnOnce() -> Result<T>, done: impl FnOnce(T) -> R, failed: R) -> R {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(value)) => done(value),
        Ok(Err(_raised)) => failed,
        Err(panic) => {
            let _raised = panicked(panic);
            failed
        }
    }
}

#[cold]
#[inline(never)]
fn panicked(panic: Box<dyn Any + Send>) -> crate::Raised {
    let message = panic
        .downcast_ref::<&str>()
        .map(|text| text.to_string())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_string());
    raise!(SystemError, "ferrotypes panicked, which is a bug in it: {message}")
}

/// Seen by the slot macros: a struct that describes the memory of instances from their first byte on.
///
/// # Safety
/// The struct is `repr(C)` or `repr(transparent)` and starts with the object header.
pub unsafe trait Instance {}

// SAFETY: `Obj` is the object header.
unsafe impl Instance for crate::Obj {}
// SAFETY: `Type` is a type object, which starts with the object header.
unsafe impl Instance for crate::Type {}

/// Makes an `extern "C"` slot function of a safe Rust function.
///
/// The first word names the shape (the C function type), the second the [`Instance`](crate::slot::Instance) type of `self`. The slot may only be put
/// into types whose instances begin with that struct: that is what the one `unsafe` line of each shape relies on.
#[macro_export]
macro_rules! slot {
    // SAFETY (all arms): the interpreter calls a slot with live objects of the type the slot belongs to, NULL only
    // where the arm says `or_none`, and with the GIL held.
    (@see $ty:ty, $ptr:expr) => {{
        fn assert_instance<T: $crate::slot::Instance>() {}
        assert_instance::<$ty>();
        // SAFETY: see the head of the macro.
        unsafe { &*$ptr.cast::<$ty>() }
    }};
    (@obj $ptr:expr) => {
        // SAFETY: see the head of the macro.
        unsafe { $crate::Obj::from_ptr($ptr) }
    };
    (@opt $ptr:expr) => {
        // SAFETY: see the head of the macro.
        unsafe { $crate::Obj::from_ptr_or_none($ptr) }
    };
    (unary $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(this: *mut $crate::ffi::PyObject) -> *mut $crate::ffi::PyObject {
            let this = $crate::slot!(@see $ty, this);
            $crate::slot::object(|| ($body)(this))
        }
        entry
    }};
    (binary $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            other: *mut $crate::ffi::PyObject,
        ) -> *mut $crate::ffi::PyObject {
            let (this, other) = ($crate::slot!(@see $ty, this), $crate::slot!(@obj other));
            $crate::slot::object(|| ($body)(this, other))
        }
        entry
    }};
    (function $body:expr) => {{
        // A function that belongs to no module: there is no `self`, the pointer is NULL.
        unsafe extern "C" fn entry(
            _: *mut $crate::ffi::PyObject,
            arguments: *mut $crate::ffi::PyObject,
        ) -> *mut $crate::ffi::PyObject {
            let arguments = $crate::slot!(@obj arguments);
            $crate::slot::object(|| ($body)(arguments))
        }
        entry
    }};
    (noargs $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            _: *mut $crate::ffi::PyObject,
        ) -> *mut $crate::ffi::PyObject {
            let this = $crate::slot!(@see $ty, this);
            $crate::slot::object(|| ($body)(this))
        }
        entry
    }};
    (get $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            _: *mut ::std::ffi::c_void,
        ) -> *mut $crate::ffi::PyObject {
            let this = $crate::slot!(@see $ty, this);
            $crate::slot::object(|| ($body)(this))
        }
        entry
    }};
    (set $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            value: *mut $crate::ffi::PyObject,
            _: *mut ::std::ffi::c_void,
        ) -> ::std::ffi::c_int {
            let (this, value) = ($crate::slot!(@see $ty, this), $crate::slot!(@opt value));
            $crate::slot::status(|| ($body)(this, value))
        }
        entry
    }};
    (new $body:expr) => {{
        unsafe extern "C" fn entry(
            class: *mut $crate::ffi::PyTypeObject,
            arguments: *mut $crate::ffi::PyObject,
            keywords: *mut $crate::ffi::PyObject,
        ) -> *mut $crate::ffi::PyObject {
            let class = $crate::slot!(@see $crate::Type, class);
            let (arguments, keywords) = ($crate::slot!(@obj arguments), $crate::slot!(@opt keywords));
            $crate::slot::object(|| ($body)(class, arguments, keywords))
        }
        entry
    }};
    (init $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            arguments: *mut $crate::ffi::PyObject,
            keywords: *mut $crate::ffi::PyObject,
        ) -> ::std::ffi::c_int {
            let this = $crate::slot!(@see $ty, this);
            let (arguments, keywords) = ($crate::slot!(@obj arguments), $crate::slot!(@opt keywords));
            $crate::slot::status(|| ($body)(this, arguments, keywords))
        }
        entry
    }};
    (call $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            arguments: *mut $crate::ffi::PyObject,
            keywords: *mut $crate::ffi::PyObject,
        ) -> *mut $crate::ffi::PyObject {
            let this = $crate::slot!(@see $ty, this);
            let (arguments, keywords) = ($crate::slot!(@obj arguments), $crate::slot!(@opt keywords));
            $crate::slot::object(|| ($body)(this, arguments, keywords))
        }
        entry
    }};
    (fastcall $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            arguments: *mut *mut $crate::ffi::PyObject,
            count: isize,
        ) -> *mut $crate::ffi::PyObject {
            let this = $crate::slot!(@see $ty, this);
            let arguments: &[&$crate::Obj] = match count {
                0 => &[],
                // SAFETY: a fast call passes `count` live objects; `&Obj` has the layout of an object pointer.
                _ => unsafe { ::std::slice::from_raw_parts(arguments.cast(), count as usize) },
            };
            $crate::slot::object(|| ($body)(this, arguments))
        }
        entry
    }};
    (fastcall_positional $ty:ty, $name:literal, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            arguments: *const *mut $crate::ffi::PyObject,
            count: isize,
            names: *mut $crate::ffi::PyObject,
        ) -> *mut $crate::ffi::PyObject {
            let this = $crate::slot!(@see $ty, this);
            let names = $crate::slot!(@opt names).and_then($crate::tuple_items).unwrap_or_default();
            let arguments: &[&$crate::Obj] = match count {
                0 => &[],
                // SAFETY: a fast call passes `count` live objects; `&Obj` has the layout of an object pointer.
                _ => unsafe { ::std::slice::from_raw_parts(arguments.cast(), count as usize) },
            };
            $crate::slot::object(|| {
                if !names.is_empty() {
                    return Err($crate::raise!(TypeError, "{}() takes no keyword arguments", $name));
                }
                ($body)(this, arguments)
            })
        }
        entry
    }};
    (len $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(this: *mut $crate::ffi::PyObject) -> isize {
            let this = $crate::slot!(@see $ty, this);
            $crate::slot::number(|| ($body)(this))
        }
        entry
    }};
    (hash $ty:ty, $body:expr) => {
        $crate::slot!(len $ty, $body)
    };
    (truth $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(this: *mut $crate::ffi::PyObject) -> ::std::ffi::c_int {
            let this = $crate::slot!(@see $ty, this);
            $crate::slot::truth(|| ($body)(this))
        }
        entry
    }};
    (item $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            index: isize,
        ) -> *mut $crate::ffi::PyObject {
            let this = $crate::slot!(@see $ty, this);
            $crate::slot::object(|| ($body)(this, index))
        }
        entry
    }};
    (set_item $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            index: isize,
            value: *mut $crate::ffi::PyObject,
        ) -> ::std::ffi::c_int {
            let (this, value) = ($crate::slot!(@see $ty, this), $crate::slot!(@opt value));
            $crate::slot::status(|| ($body)(this, index, value))
        }
        entry
    }};
    (set_key $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            key: *mut $crate::ffi::PyObject,
            value: *mut $crate::ffi::PyObject,
        ) -> ::std::ffi::c_int {
            let this = $crate::slot!(@see $ty, this);
            let (key, value) = ($crate::slot!(@obj key), $crate::slot!(@opt value));
            $crate::slot::status(|| ($body)(this, key, value))
        }
        entry
    }};
    (contains $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            key: *mut $crate::ffi::PyObject,
        ) -> ::std::ffi::c_int {
            let (this, key) = ($crate::slot!(@see $ty, this), $crate::slot!(@obj key));
            $crate::slot::truth(|| ($body)(this, key))
        }
        entry
    }};
    (descr_get $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            instance: *mut $crate::ffi::PyObject,
            _: *mut $crate::ffi::PyObject,
        ) -> *mut $crate::ffi::PyObject {
            let (this, instance) = ($crate::slot!(@see $ty, this), $crate::slot!(@opt instance));
            $crate::slot::object(|| ($body)(this, instance))
        }
        entry
    }};
    (traverse $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(
            this: *mut $crate::ffi::PyObject,
            visit: $crate::ffi::visitproc,
            arg: *mut ::std::ffi::c_void,
        ) -> ::std::ffi::c_int {
            let this = $crate::slot!(@see $ty, this);
            $crate::slot::infallible(0, || ($body)(this, visit, arg))
        }
        entry
    }};
    (clear $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(this: *mut $crate::ffi::PyObject) -> ::std::ffi::c_int {
            let this = $crate::slot!(@see $ty, this);
            $crate::slot::infallible((), || ($body)(this));
            0
        }
        entry
    }};
    (dealloc $ty:ty, $body:expr) => {{
        unsafe extern "C" fn entry(this: *mut $crate::ffi::PyObject) {
            let this = $crate::slot!(@see $ty, this);
            $crate::slot::infallible((), || ($body)(this));
        }
        entry
    }};
}
