//! The free slots: a list through the slots themselves, behind one lock that is never held while calling out.
//!
//! A `fork` copies the lock as it is. The handlers registered here take it before the fork and give it back on both sides,
//! so the child finds a whole list.

use super::block;
use super::slot::{Handler, Slot};
use crate::{CallError, sys};
use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// An exclusive claim on a slot.
#[derive(Debug)]
pub(super) struct Lease {
    slot: NonNull<Slot>,
}

/// The head of the list.
struct Free(*mut Slot);

// SAFETY: the slots live for ever and are linked and unlinked only under the lock around the head.
unsafe impl Send for Free {}

static FREE: Mutex<Free> = Mutex::new(Free(ptr::null_mut()));

fn lock() -> MutexGuard<'static, Free> {
    // Nothing below panics while it holds the lock.
    FREE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Claims a free slot, mapping a block when there is none.
pub(super) fn take() -> Result<Lease, CallError> {
    survive_fork();
    let mut free = lock();
    if free.0.is_null() {
        free.0 = block::map()?;
    }
    let slot = free.0;
    // SAFETY: the head of the list is a free slot, which only the holder of the lock touches.
    free.0 = unsafe { (*slot).next };
    // SAFETY: not null: either it was not or `map` made it.
    Ok(Lease { slot: unsafe { NonNull::new_unchecked(slot) } })
}

impl Lease {
    pub(super) fn fill(&self, entry: *const c_void, handler: Handler, context: *mut c_void) {
        // SAFETY: the slot is ours, and C code does not know its stub yet.
        unsafe { self.slot.write(Slot { entry, handler, context, next: ptr::null_mut() }) };
    }

    #[inline]
    pub(super) fn code(&self) -> *const c_void {
        block::stub_of(self.slot.as_ptr()).cast()
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut free = lock();
        // SAFETY: the slot is ours until it is linked; its entry has read handler and context before any call of it could
        // lead here.
        unsafe { self.slot.write(Slot::free(free.0)) };
        free.0 = self.slot.as_ptr();
    }
}

/// The lock, parked between the two halves of a fork.
struct Parked(UnsafeCell<Option<MutexGuard<'static, Free>>>);

// SAFETY: written in `before_fork` by the thread that holds the lock, and in `after_fork` by the same thread (in the child:
// its copy); the lock keeps every other thread out in between.
unsafe impl Sync for Parked {}

static PARKED: Parked = Parked(UnsafeCell::new(None));

extern "C" fn before_fork() {
    let guard = lock();
    // SAFETY: see `Parked`: this thread holds the lock.
    unsafe { *PARKED.0.get() = Some(guard) };
}

extern "C" fn after_fork() {
    // SAFETY: see `Parked`: the lock is held since `before_fork`. Taken out first, so that the cell is empty before another
    // thread can lock.
    drop(unsafe { (*PARKED.0.get()).take() });
}

fn survive_fork() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| sys::at_fork(before_fork, after_fork));
}
