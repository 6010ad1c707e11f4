//! The thread's private copy of Windows' last error, for functions and callbacks with `use_last_error`.

use std::cell::Cell;

use crate::func::FLAG_USE_LASTERROR;

thread_local! {
    static COPY: Cell<u32> = const { Cell::new(0) };
}

/// The copy.
pub fn get() -> u32 {
    COPY.get()
}

/// Sets the copy, returns the old one.
pub fn set(value: u32) -> u32 {
    COPY.replace(value)
}

/// Exchanges the real last error with the copy, if the flags ask for it.
pub fn swap(flags: u32) {
    if flags & FLAG_USE_LASTERROR != 0 {
        call::last_error::set(COPY.replace(call::last_error::get()));
    }
}
