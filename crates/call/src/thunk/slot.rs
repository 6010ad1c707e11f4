//! The slot: what one function pointer remembers.

use crate::{IncomingWords, Returned};
use std::ffi::c_void;
use std::io::Write;
use std::ptr;

/// Called by a thunk, in the host's convention, on the thread and the stack of the C caller.
///
/// `returned` is all zero on entry; the handler writes its result there (see
/// [`CallPlan::store_result`](crate::CallPlan::store_result)) and says which registers count. It must not unwind: a panic that leaves it stops the program.
pub type Handler = unsafe extern "C" fn(
    context: *mut c_void,
    incoming: &IncomingWords,
    returned: &mut Returned,
) -> ReturnKind;

/// Which registers a handler's result is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum ReturnKind {
    /// rax, rdx, xmm0, xmm1: every result but a `long double`.
    Registers = 0,
    /// st0. It must stay empty for all others.
    LongDouble = 1,
}

/// The data behind one stub.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Slot {
    /// Where the stub jumps.
    pub(crate) entry: *const c_void,
    pub(crate) handler: Handler,
    pub(crate) context: *mut c_void,
    /// The next free slot, while this one is free.
    pub(crate) next: *mut Slot,
}

// The stubs jump through the first word, and find their slots at the same stride.
const _: () = assert!(std::mem::offset_of!(Slot, entry) == 0 && size_of::<Slot>() == crate::arch::stub::SIZE);

impl Slot {
    /// A free slot in front of `next`.
    pub(crate) fn free(next: *mut Slot) -> Slot {
        Slot { entry: crate::arch::host::entry(), handler: released, context: ptr::null_mut(), next }
    }
}

/// What [`released`] says.
pub(super) const RELEASED: &str = "fatal: C code called a callback that has been destroyed; keep a reference to the \
     callback object for as long as C code may call it\n";

/// The handler of a slot that nobody holds. C code kept a function pointer for too long; what it expects back is unknown,
/// and going on would be a crash without a reason somewhere else.
unsafe extern "C" fn released(_: *mut c_void, _: &IncomingWords, _: &mut Returned) -> ReturnKind {
    // Nothing is left to tell if even this fails.
    let _ = std::io::stderr().write_all(RELEASED.as_bytes());
    std::process::abort();
}
