//! The thread's private copy of `errno`, and the exchange of the error numbers around calls.
//!
//! Functions and callbacks with `use_errno` exchange the real number with the copy before and after they run, so that
//! what the interpreter does in between cannot change what the program sees (documentation of ctypes, `get_errno`).

use std::cell::Cell;
use std::ffi::c_int;

use super::{FLAG_USE_ERRNO, FLAG_USE_LASTERROR, platform};

thread_local! {
    static COPY: Cell<c_int> = const { Cell::new(0) };
}

/// The copy of `errno`.
pub fn get() -> c_int {
    COPY.get()
}

/// Sets the copy of `errno`, returns the old one.
pub fn set(value: c_int) -> c_int {
    COPY.replace(value)
}

/// True if a function or callback with these flags exchanges anything.
#[inline(always)]
pub fn is_used(flags: u32) -> bool {
    flags & (FLAG_USE_ERRNO | FLAG_USE_LASTERROR) != 0
}

/// Exchanges the real numbers with the copies, as the flags ask for.
pub fn swap(flags: u32) {
    if flags & FLAG_USE_ERRNO != 0 {
        call::errno::set(COPY.replace(call::errno::get()));
    }
    platform::swap_last_error(flags);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapping_twice_restores_both() {
        call::errno::set(3);
        set(5);
        swap(FLAG_USE_ERRNO);
        assert_eq!((call::errno::get(), get()), (5, 3));
        swap(FLAG_USE_ERRNO);
        assert_eq!((call::errno::get(), get()), (3, 5));
        swap(0);
        assert_eq!((call::errno::get(), get()), (3, 5));
    }
}
