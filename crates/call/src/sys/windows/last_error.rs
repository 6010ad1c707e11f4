//! The calling thread's last error (`GetLastError`).

use super::kernel32::{GetLastError, SetLastError};

/// The current value.
#[inline]
pub fn get() -> u32 {
    // SAFETY: no preconditions.
    unsafe { GetLastError() }
}

/// Sets it.
#[inline]
pub fn set(code: u32) {
    // SAFETY: no preconditions.
    unsafe { SetLastError(code) };
}
