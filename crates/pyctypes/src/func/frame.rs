//! The words of one call: the frame that the call engine loads registers and stack from.
//!
//! Must not know Python. What each word means is drawn in the call crate's `placer.rs`.

use std::mem::MaybeUninit;

use call::{ArgPlace, CallError, Placer};
use ctype::{CType, Primitive};

use super::value::Value;

/// Words that need no allocation: all registers of SysV64 and 18 words of stack.
const INLINE: usize = 32;

/// A growing row of words. Words that nothing was written to are zero.
pub struct Frame {
    inline: [MaybeUninit<u64>; INLINE],
    /// Takes over when the inline words do not suffice.
    heap: Vec<u64>,
    len: usize,
    /// What `ArgPlace::Reference` points to: copies that the callee may overwrite.
    copies: Vec<Box<[u128]>>,
}

impl Frame {
    #[inline(always)]
    pub fn new() -> Frame {
        Frame { inline: [MaybeUninit::uninit(); INLINE], heap: Vec::new(), len: 0, copies: Vec::new() }
    }

    /// Makes the frame at least `words` long.
    #[inline(always)]
    pub fn reserve(&mut self, words: usize) {
        if words <= self.len {
            return;
        }
        if words > INLINE {
            return self.reserve_heap(words);
        }
        for word in &mut self.inline[self.len..words] {
            word.write(0);
        }
        self.len = words;
    }

    #[cold]
    #[inline(never)]
    fn reserve_heap(&mut self, words: usize) {
        if self.heap.is_empty() {
            self.heap = self.words().to_vec();
        }
        self.heap.resize(words, 0);
        self.len = words;
    }

    /// The words so far.
    #[inline(always)]
    pub fn words(&self) -> &[u64] {
        if self.heap.is_empty() {
            // SAFETY: `reserve` wrote the first `len` words, of which there are at most `INLINE` without a heap part.
            unsafe { std::slice::from_raw_parts(self.inline.as_ptr().cast(), self.len) }
        } else {
            &self.heap
        }
    }

    #[inline(always)]
    fn words_mut(&mut self) -> &mut [u64] {
        if self.heap.is_empty() {
            // SAFETY: as in `words`.
            unsafe { std::slice::from_raw_parts_mut(self.inline.as_mut_ptr().cast(), self.len) }
        } else {
            &mut self.heap
        }
    }

    /// Writes one word that was reserved.
    #[inline(always)]
    pub fn set(&mut self, word: usize, bits: u64) {
        self.words_mut()[word] = bits;
    }

    /// Writes a value to a place whose words are reserved.
    ///
    /// # Safety
    /// `source` is readable for `size` bytes, and `size` is that of the type that was placed.
    pub unsafe fn store(&mut self, place: &ArgPlace, source: *const u8, size: usize) {
        let source = match place {
            ArgPlace::Reference(_) => {
                let mut copy = vec![0u128; size.div_ceil(16).max(1)].into_boxed_slice();
                // SAFETY: the caller's promise; the copy has room for `size` bytes.
                unsafe { std::ptr::copy_nonoverlapping(source, copy.as_mut_ptr().cast::<u8>(), size) };
                let address = copy.as_ptr().cast::<u8>();
                self.copies.push(copy);
                address
            }
            _ => source,
        };
        // SAFETY: the caller's promise; a reference was replaced by a copy of this call's own.
        unsafe { place.store(self.words_mut(), source, size) };
    }

    /// Places a value behind those that `placer` has seen, and writes it there.
    #[inline]
    pub fn append(&mut self, placer: &mut Placer, value: &Value) -> Result<(), CallError> {
        match value {
            Value::Integer(bits) | Value::Narrow(bits) => {
                let word = placer.integer();
                self.reserve(word + 1);
                self.set(word, *bits);
            }
            Value::Float(bits) | Value::Double(bits) => {
                let word = placer.float();
                self.reserve(word + 1);
                self.set(word, *bits);
            }
            Value::LongDouble(bytes) => {
                let place = placer.place(&CType::Primitive(Primitive::F80));
                self.reserve(placer.words());
                // SAFETY: 16 bytes, those of a `long double`.
                unsafe { self.store(&place, bytes.as_ptr(), bytes.len()) };
            }
            Value::Record { ctype, source, size } => {
                let place = placer.place(ctype);
                placer.check()?;
                self.reserve(placer.words());
                // SAFETY: the value's object, which the call keeps alive, has that many bytes there.
                unsafe { self.store(&place, *source, *size) };
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use call::Convention;

    use super::*;

    #[test]
    fn words_survive_the_move_to_the_heap() {
        let mut frame = Frame::new();
        let mut placer = Placer::new(Convention::HOST);
        for value in 0..100 {
            frame.append(&mut placer, &Value::Integer(value + 1)).unwrap();
        }
        let mut words: Vec<u64> = frame.words().iter().copied().filter(|&word| word != 0).collect();
        words.sort_unstable();
        assert_eq!(words, (1..=100).collect::<Vec<_>>());
        assert_eq!(frame.words().len(), placer.words());
    }

    #[test]
    fn untouched_words_are_zero() {
        let mut frame = Frame::new();
        frame.reserve(3);
        frame.set(1, 7);
        frame.reserve(40);
        assert_eq!(frame.words()[..3], [0, 7, 0]);
        assert!(frame.words()[3..].iter().all(|&word| word == 0));
    }
}
