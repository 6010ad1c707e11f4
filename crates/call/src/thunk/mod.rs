//! Thunks: C function pointers that lead to a handler.
//!
//! | file | owns |
//! |---|---|
//! | `slot.rs` | what one function pointer needs to remember, and what a released one does |
//! | `block.rs` | one page of stubs beside one page of slots |
//! | `pool.rs` | which slots are free, across threads and `fork` |
//!
//! No page is ever writable and executable at once: the stubs are the same for every thunk, written once and then made
//! executable; what differs is in the slot, which is data. Pages are private mappings, so a forked child has its own.

mod block;
mod pool;
mod slot;

pub(crate) use slot::Slot;
pub use slot::{Handler, ReturnKind};

use crate::{CallError, Convention, arch};
use pool::Lease;
use std::ffi::c_void;

/// A C function pointer that calls a [`Handler`] with a context of its own.
///
/// The function behind [`Thunk::code`] exists until the `Thunk` is dropped. A call that is already under way may drop it:
/// entry and return do not touch the slot any more. C code that calls it later stops the program with a sentence.
#[derive(Debug)]
pub struct Thunk {
    lease: Lease,
}

impl Thunk {
    /// Makes a function of the host's convention. `handler` gets `context` as it is given here.
    ///
    /// The thunk does not own what `context` points to; a handler reads it on whatever thread C code calls from.
    pub fn new(handler: Handler, context: *mut c_void) -> Result<Thunk, CallError> {
        Thunk::with_entry(arch::host::entry(), handler, context)
    }

    /// Makes a function of the given convention; `None` if this machine's code cannot be called that way.
    pub fn with_convention(
        convention: Convention,
        handler: Handler,
        context: *mut c_void,
    ) -> Option<Result<Thunk, CallError>> {
        Some(Thunk::with_entry(arch::entry(convention)?, handler, context))
    }

    fn with_entry(entry: *const c_void, handler: Handler, context: *mut c_void) -> Result<Thunk, CallError> {
        let lease = pool::take()?;
        lease.fill(entry, handler, context);
        Ok(Thunk { lease })
    }

    /// The address that C code calls.
    #[inline]
    pub fn code(&self) -> *const c_void {
        self.lease.code()
    }
}

// SAFETY: a thunk is an exclusive claim on a slot, and slots are given back under the pool's lock. Whether the context may
// be used on another thread is between the maker and the handler: C calls from any thread in any case.
unsafe impl Send for Thunk {}
// SAFETY: a shared thunk can only be asked for its address.
unsafe impl Sync for Thunk {}

#[cfg(test)]
mod tests;
