//! POSIX reports faults of the program by signals, which end it: no called function is ended alone.

use std::mem::MaybeUninit;

/// What ended a called function: nothing does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {}

/// The outcome of a jump.
///
/// # Safety
/// Here without a condition.
#[inline(always)]
pub(crate) unsafe fn outcome(_code: u32, _fault: MaybeUninit<Fault>) -> Result<(), Fault> {
    Ok(())
}
