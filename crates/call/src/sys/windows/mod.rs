//! Windows: `VirtualAlloc`, `LoadLibraryExW`, the C runtime's `errno`, the last error. No `fork`.

pub(crate) mod errno;
pub mod fault;
mod kernel32;
pub mod last_error;
pub(crate) mod library;
pub(crate) mod pages;

/// Windows does not fork, so the handlers have nothing to survive.
pub(crate) fn at_fork(_before: extern "C" fn(), _after: extern "C" fn()) {}
