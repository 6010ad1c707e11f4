//! Pages for thunks: private anonymous mappings, writable first, executable afterwards, never both.

use crate::CallError;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of a page.
#[inline]
pub(crate) fn size() -> usize {
    static SIZE: AtomicUsize = AtomicUsize::new(0);
    match SIZE.load(Ordering::Relaxed) {
        0 => {
            // SAFETY: no preconditions.
            let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
            let size = usize::try_from(size).expect("POSIX systems have a page size");
            SIZE.store(size, Ordering::Relaxed);
            size
        }
        size => size,
    }
}

/// Maps `bytes` of zeroed memory, readable and writable.
pub(crate) fn allocate(bytes: usize) -> Result<*mut u8, CallError> {
    // SAFETY: a new mapping at an address of the system's choice touches no memory of ours.
    let base = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANON,
            -1,
            0,
        )
    };
    if base == libc::MAP_FAILED { Err(failed("mmap")) } else { Ok(base.cast()) }
}

/// Makes whole pages readable and executable, and no longer writable.
pub(crate) fn make_executable(base: *mut u8, bytes: usize) -> Result<(), CallError> {
    // SAFETY: the pages are a part of a mapping of `allocate` that its caller has finished writing.
    match unsafe { libc::mprotect(base.cast(), bytes, libc::PROT_READ | libc::PROT_EXEC) } {
        0 => Ok(()),
        _ => Err(failed("mprotect")),
    }
}

/// Gives back a mapping of `allocate`.
pub(crate) fn release(base: *mut u8, bytes: usize) {
    // A failure would leave the pages mapped, which harms nobody.
    // SAFETY: the caller holds the only pointer into the mapping.
    unsafe { libc::munmap(base.cast(), bytes) };
}

fn failed(operation: &'static str) -> CallError {
    CallError::Pages { operation, code: super::errno::get() }
}
