//! A field of a C-visible struct that holds a counted reference or nothing.

use std::cell::Cell;
use std::ffi::{c_int, c_void};

use crate::{Obj, Own, ffi};

/// An optional counted reference inside an object: all-zero memory is the empty one. It does not drop its reference by
/// itself where it lives in memory that C frees; `tp_clear` and `tp_dealloc` call [`OwnCell::clear`].
#[repr(transparent)]
#[derive(Default)]
pub struct OwnCell(Cell<Option<std::ptr::NonNull<ffi::PyObject>>>);

impl OwnCell {
    pub fn new(value: Option<Own>) -> OwnCell {
        let cell = OwnCell::default();
        cell.set(value);
        cell
    }

    /// A new reference to the content.
    #[inline(always)]
    pub fn get(&self) -> Option<Own> {
        self.peek().map(Obj::to_own)
    }

    /// The content, borrowed: the caller must not run code that could replace it while the borrow lives.
    #[inline(always)]
    pub fn peek(&self) -> Option<&Obj> {
        // SAFETY: a stored reference is counted and so alive until it is replaced.
        self.0.get().map(|ptr| unsafe { Obj::from_ptr(ptr.as_ptr()) })
    }

    #[inline(always)]
    pub fn is_set(&self) -> bool {
        self.0.get().is_some()
    }

    /// Replaces the content; the old reference is given back after the new one is in place.
    #[inline]
    pub fn set(&self, value: Option<Own>) {
        let new = value.and_then(|own| std::ptr::NonNull::new(own.into_ptr()));
        let old = self.0.replace(new);
        // SAFETY: the cell owned the old reference.
        drop(old.and_then(|ptr| unsafe { Own::from_owned_or_none(ptr.as_ptr()) }));
    }

    /// Takes the content out.
    #[inline]
    pub fn take(&self) -> Option<Own> {
        // SAFETY: the cell owned the reference and no longer holds it.
        self.0.take().and_then(|ptr| unsafe { Own::from_owned_or_none(ptr.as_ptr()) })
    }

    pub fn clear(&self) {
        self.set(None);
    }

    /// Shows the content to the cyclic collector.
    ///
    /// # Safety
    /// `visit` and `arg` are those of a running `tp_traverse`.
    #[inline]
    pub unsafe fn visit(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        match self.0.get() {
            // SAFETY: the caller's promise; the object is alive.
            Some(ptr) => unsafe { visit(ptr.as_ptr(), arg) },
            None => 0,
        }
    }
}
