//! Reading what arguments and results point to.
//!
//! A rule may say that a block is in an out-parameter or that its size is the length of a string. Reading these takes the
//! function's own word for it; the trait keeps that in one place and lets tests bring memory of their own.

use std::ffi::{c_char, c_void};

/// Memory of the process.
pub trait Peek {
    /// The 8 bytes at `address`.
    fn word(&self, address: u64) -> u64;

    /// The 4 bytes at `address`.
    fn int(&self, address: u64) -> u32;

    /// Bytes before the first zero byte.
    fn string_length(&self, address: u64) -> u64;

    /// `wchar_t`s before the first zero one.
    fn wide_length(&self, address: u64) -> u64;
}

/// The real memory.
#[derive(Clone, Copy, Debug)]
pub struct ProcessMemory(());

impl ProcessMemory {
    /// # Safety
    /// Whoever evaluates a rule with it vouches that the rule describes the function that is called with these words: what
    /// the rule reads before the call the function is about to read, and what it reads afterwards the function has filled.
    pub unsafe fn new() -> ProcessMemory {
        ProcessMemory(())
    }
}

fn pointer<T>(address: u64) -> *const T {
    std::ptr::with_exposed_provenance(address as usize)
}

impl Peek for ProcessMemory {
    fn word(&self, address: u64) -> u64 {
        // SAFETY: readable by the promise given to `new`; out-parameters need not be aligned.
        unsafe { pointer::<u64>(address).read_unaligned() }
    }

    fn int(&self, address: u64) -> u32 {
        // SAFETY: readable by the promise given to `new`; out-parameters need not be aligned.
        unsafe { pointer::<u32>(address).read_unaligned() }
    }

    fn string_length(&self, address: u64) -> u64 {
        // SAFETY: a NUL-terminated string by the promise given to `new`.
        unsafe { std::ffi::CStr::from_ptr(pointer::<c_char>(address)) }.count_bytes() as u64
    }

    fn wide_length(&self, address: u64) -> u64 {
        const WIDTH: u64 = if cfg!(windows) { 2 } else { 4 };
        let is_end = |index: u64| {
            let at = pointer::<c_void>(address + index * WIDTH);
            // SAFETY: a string with a zero `wchar_t` at its end by the promise given to `new`, and not past that end.
            unsafe {
                match WIDTH {
                    2 => at.cast::<u16>().read_unaligned() == 0,
                    _ => at.cast::<u32>().read_unaligned() == 0,
                }
            }
        };
        (0..).find(|&index| is_end(index)).unwrap_or(0)
    }
}
