//! Hashing of addresses and small numbers.
//!
//! One multiplication (Fibonacci hashing: Knuth, The Art of Computer Programming 3, 6.4) instead of the standard library's
//! SipHash. The keys are addresses that the program's own allocator chose, and numbers that we gave out: nobody gains by
//! making them collide.

use std::hash::{BuildHasherDefault, Hasher};

/// For `HashMap<_, _, Numbers>`.
pub(crate) type Numbers = BuildHasherDefault<NumberHasher>;

#[derive(Default)]
pub(crate) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        let product = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ (product >> 32);
    }
}
