//! Pages for thunks: committed writable first, executable afterwards, never both.

use super::kernel32::*;
use super::last_error;
use crate::CallError;
use std::ptr;

/// Bytes of a page on x86-64 and ARM64 Windows.
#[inline]
pub(crate) fn size() -> usize {
    4096
}

/// Commits `bytes` of zeroed memory, readable and writable.
pub(crate) fn allocate(bytes: usize) -> Result<*mut u8, CallError> {
    // SAFETY: a new region at an address of the system's choice touches no memory of ours.
    let base = unsafe { VirtualAlloc(ptr::null_mut(), bytes, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE) };
    if base.is_null() { Err(failed("VirtualAlloc")) } else { Ok(base.cast()) }
}

/// Makes whole pages readable and executable, and no longer writable.
pub(crate) fn make_executable(base: *mut u8, bytes: usize) -> Result<(), CallError> {
    let mut old = 0;
    // SAFETY: the pages are a part of a region of `allocate` that its caller has finished writing.
    if unsafe { VirtualProtect(base.cast(), bytes, PAGE_EXECUTE_READ, &mut old) } == 0 {
        return Err(failed("VirtualProtect"));
    }
    // SAFETY: the region is mapped; the call only orders memory.
    unsafe { FlushInstructionCache(GetCurrentProcess(), base.cast(), bytes) };
    Ok(())
}

/// Gives back a region of `allocate`.
pub(crate) fn release(base: *mut u8, _bytes: usize) {
    // A failure would leave the pages mapped, which harms nobody.
    // SAFETY: the caller holds the only pointer into the region. A release takes size 0.
    unsafe { VirtualFree(base.cast(), 0, MEM_RELEASE) };
}

fn failed(operation: &'static str) -> CallError {
    CallError::Pages { operation, code: last_error::get().cast_signed() }
}
