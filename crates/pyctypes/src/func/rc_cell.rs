//! A shared Rust value in a field of an object that C allocates.
//!
//! Knows nothing of Python. Like `cpython::OwnCell`, all-zero memory is the empty cell, and where C frees the memory the
//! owner's `tp_clear` and `tp_dealloc` empty it.

use std::cell::Cell;
use std::ptr::null;
use std::rc::Rc;

/// An optional `Rc<T>` that can be replaced while others use the old value.
#[repr(transparent)]
pub struct RcCell<T>(Cell<*const T>);

impl<T> RcCell<T> {
    pub fn new(value: Option<T>) -> RcCell<T> {
        let cell = RcCell(Cell::new(null()));
        cell.set(value.map(Rc::new));
        cell
    }

    /// The content, shared.
    #[inline(always)]
    pub fn get(&self) -> Option<Rc<T>> {
        let ptr = self.0.get();
        if ptr.is_null() {
            return None;
        }
        // SAFETY: a stored pointer came from `Rc::into_raw` and the cell holds its count; the count added first is the
        // one that the new `Rc` gives back.
        unsafe {
            Rc::increment_strong_count(ptr);
            Some(Rc::from_raw(ptr))
        }
    }

    #[inline(always)]
    pub fn is_set(&self) -> bool {
        !self.0.get().is_null()
    }

    /// Replaces the content; the old value's count is given back after the new one is in place.
    pub fn set(&self, value: Option<Rc<T>>) {
        let old = self.0.replace(value.map_or(null(), Rc::into_raw));
        if !old.is_null() {
            // SAFETY: the pointer came from `Rc::into_raw`; the cell held its count and no longer does.
            drop(unsafe { Rc::from_raw(old) });
        }
    }

    pub fn clear(&self) {
        self.set(None);
    }
}

impl<T> Drop for RcCell<T> {
    fn drop(&mut self) {
        self.clear();
    }
}
