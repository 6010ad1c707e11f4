//! `errno` of the calling thread: the C library's, which called functions set.

use crate::sys;
use std::ffi::c_int;

/// The current value.
#[inline]
pub fn get() -> c_int {
    sys::errno::get()
}

/// Sets it.
#[inline]
pub fn set(value: c_int) {
    sys::errno::set(value);
}

#[cfg(test)]
mod tests {
    #[test]
    fn value_is_per_thread() {
        super::set(7);
        std::thread::spawn(|| super::set(9)).join().unwrap();
        assert_eq!(super::get(), 7);
    }
}
