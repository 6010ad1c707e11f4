//! Structured exceptions that end a called function (Windows API documentation, `EXCEPTION_RECORD`).
//!
//! Must not know how they are caught: that is the engine's, in `arch/x86_64_seh.rs`.

use std::mem::MaybeUninit;

/// What ended a called function: an access violation, a division by zero, an exception of another language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Fault {
    /// The exception's code, such as `EXCEPTION_ACCESS_VIOLATION`, 0xC0000005; never 0.
    pub code: u32,
    /// The first parameters of the exception, 0 where it has none. Of an access violation: 0 for a read, 1 for a write, 8 for
    /// an execution; and the address.
    pub information: [usize; 2],
}

/// The outcome of a jump.
///
/// # Safety
/// With a `code` other than 0, `fault` is initialised.
#[inline(always)]
pub(crate) unsafe fn outcome(code: u32, fault: MaybeUninit<Fault>) -> Result<(), Fault> {
    match code {
        0 => Ok(()),
        // SAFETY: the caller's promise.
        _ => Err(unsafe { fault.assume_init() }),
    }
}
