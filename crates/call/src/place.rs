//! Where one argument lives in the call frame, and how its bytes get there and back.
//!
//! The words' numbering is drawn in `placer.rs`. Every aggregate is copied as bytes: nothing here reads a member.

use crate::IncomingWords;
use std::fmt;

/// A part of a record that travels in one register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The frame word.
    pub word: usize,
    /// Bytes from the start of the record.
    pub offset: usize,
    /// Bytes, 1 to 8.
    pub len: usize,
}

/// Where an argument lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgPlace {
    /// One word in an integer register or on the stack: an integer, a pointer, or a record of at most 8 bytes.
    Word(usize),
    /// One word in a vector register or on the stack: a `float`, a `double`, or a record of floats of at most 8 bytes.
    /// To a caller it is a word like any other; a callee under Win64 finds it in the other register of its slot.
    Float(usize),
    /// An x87 `long double` in two stack words.
    LongDouble(usize),
    /// A record over two registers, or over one with padding behind.
    Pieces(Box<[Piece]>),
    /// A record in consecutive stack words.
    Memory { word: usize, words: usize },
    /// Win64: the word holds the address of a copy, which the callee may overwrite. See [`ArgPlace::store`].
    Reference(usize),
    /// An empty record, which does not travel.
    Ignored,
}

impl ArgPlace {
    /// Writes a value into its frame words.
    ///
    /// Narrow integers are not extended (their bytes do not say whether they are signed): scalars are better written as
    /// `words[i] = value` by whoever knows their type. For [`ArgPlace::Reference`] the *address* `source` is written.
    ///
    /// # Safety
    /// `source` is readable for `size` bytes, and `size` is that of the type that was placed. For `Reference`, `source` is
    /// a copy made for this call alone, 16-byte aligned, writable, and valid until the call returns.
    ///
    /// # Panics
    /// When `words` is shorter than the plan's frame.
    pub unsafe fn store(&self, words: &mut [u64], source: *const u8, size: usize) {
        match self {
            ArgPlace::Word(word) | ArgPlace::Float(word) => {
                // SAFETY: `source` is readable for `size` bytes by the contract.
                words[*word] = unsafe { read_word(source, size) };
            }
            ArgPlace::LongDouble(word) => {
                // SAFETY: as above; a `long double` is at most two words.
                unsafe { store_bytes(&mut words[*word..*word + 2], source, size) };
            }
            ArgPlace::Memory { word, words: count } => {
                // SAFETY: as above; the placer took `size` rounded up to words.
                unsafe { store_bytes(&mut words[*word..*word + *count], source, size) };
            }
            ArgPlace::Pieces(pieces) => {
                for piece in pieces {
                    // SAFETY: the placer cut the pieces out of the record's `size` bytes.
                    words[piece.word] = unsafe { read_word(source.add(piece.offset), piece.len) };
                }
            }
            ArgPlace::Reference(word) => words[*word] = source as u64,
            ArgPlace::Ignored => {}
        }
    }

    /// Reads an argument that a thunk received.
    ///
    /// # Safety
    /// `dest` is writable for `size` bytes, `size` is that of the type that was placed, and the caller of the thunk
    /// passed what the signature says.
    pub unsafe fn load(&self, words: &IncomingWords, dest: *mut u8, size: usize) {
        match self {
            ArgPlace::Word(word) => {
                // SAFETY: the word exists because the caller passed it; `dest` has `size` bytes.
                unsafe { write_word(words.word(*word), dest, size) };
            }
            ArgPlace::Float(word) => {
                // SAFETY: as above.
                unsafe { write_word(words.float(*word), dest, size) };
            }
            ArgPlace::LongDouble(word) | ArgPlace::Memory { word, .. } => {
                // SAFETY: the argument lies in the caller's frame, where the placer says; `dest` is memory of ours.
                unsafe { dest.copy_from_nonoverlapping(words.address(*word), size) };
            }
            ArgPlace::Pieces(pieces) => {
                for piece in pieces {
                    // SAFETY: the pieces lie within the record's `size` bytes.
                    unsafe { write_word(words.word(piece.word), dest.add(piece.offset), piece.len) };
                }
            }
            ArgPlace::Reference(word) => {
                // SAFETY: by the convention the word holds the address of a copy of `size` bytes.
                unsafe { dest.copy_from_nonoverlapping(words.word(*word) as *const u8, size) };
            }
            ArgPlace::Ignored => {}
        }
    }
}

/// The first `size` bytes at `source` as the low bytes of a word, the rest zero.
///
/// # Safety
/// `source` is readable for `size` bytes.
pub(crate) unsafe fn read_word(source: *const u8, size: usize) -> u64 {
    let mut bytes = [0; 8];
    // SAFETY: readable by the contract; at most the 8 bytes of the destination are written.
    unsafe { source.copy_to_nonoverlapping(bytes.as_mut_ptr(), size.min(8)) };
    u64::from_le_bytes(bytes)
}

/// The low `size` bytes of a word.
///
/// # Safety
/// `dest` is writable for `size` bytes.
pub(crate) unsafe fn write_word(word: u64, dest: *mut u8, size: usize) {
    // SAFETY: writable by the contract; at most the 8 bytes of the source are read.
    unsafe { dest.copy_from_nonoverlapping(word.to_le_bytes().as_ptr(), size.min(8)) };
}

/// # Safety
/// `source` is readable for `size` bytes, which fit into `words`.
unsafe fn store_bytes(words: &mut [u64], source: *const u8, size: usize) {
    debug_assert!(size <= size_of_val(words));
    // SAFETY: by the contract; the slice is initialised memory of at least `size` bytes.
    unsafe { words.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(source, size) };
}

impl fmt::Display for ArgPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ArgPlace::Word(word) => write!(f, "word {word}"),
            ArgPlace::Float(word) => write!(f, "float word {word}"),
            ArgPlace::LongDouble(word) => write!(f, "long double in words {word}..{}", word + 2),
            ArgPlace::Pieces(pieces) => {
                f.write_str("pieces")?;
                for Piece { word, offset, len } in pieces {
                    write!(f, " [{offset}..{} -> word {word}]", offset + len)?;
                }
                Ok(())
            }
            ArgPlace::Memory { word, words } => write!(f, "memory in words {word}..{}", word + words),
            ArgPlace::Reference(word) => write!(f, "reference in word {word}"),
            ArgPlace::Ignored => f.write_str("ignored"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stores a value and loads it back through a call that SysV64 recorded, with what is not stored set to ones.
    fn round_trip(place: &ArgPlace, value: &[u8]) -> (Vec<u64>, Vec<u8>) {
        let mut words = vec![u64::MAX; 18];
        // SAFETY: the value has the size that the tests made the places for.
        unsafe { place.store(&mut words, value.as_ptr(), value.len()) };
        let registers = words[..14].try_into().unwrap();
        let incoming = IncomingWords::for_test(registers, &words[14..], 14, 0);
        let mut back = vec![0; value.len()];
        // SAFETY: all 18 words exist.
        unsafe { place.load(&incoming, back.as_mut_ptr(), back.len()) };
        (words, back)
    }

    #[test]
    fn a_narrow_value_fills_its_word_with_zeros() {
        let (words, back) = round_trip(&ArgPlace::Word(2), &[1, 2, 3]);
        assert_eq!((words[2], back), (0x03_02_01, vec![1, 2, 3]));
    }

    #[test]
    fn pieces_leave_the_words_between_them_alone() {
        let pieces = [Piece { word: 0, offset: 0, len: 8 }, Piece { word: 6, offset: 8, len: 4 }];
        let value: Vec<u8> = (1..=12).collect();
        let (words, back) = round_trip(&ArgPlace::Pieces(pieces.into()), &value);
        assert_eq!((words[0], words[1], words[6]), (0x0807_0605_0403_0201, u64::MAX, 0x0c0b_0a09));
        assert_eq!(back, value);
    }

    #[test]
    fn memory_is_copied_to_the_stack_words() {
        let value: Vec<u8> = (1..=20).collect();
        let (words, back) = round_trip(&ArgPlace::Memory { word: 14, words: 3 }, &value);
        assert_eq!((words[14], words[17]), (0x0807_0605_0403_0201, u64::MAX));
        assert_eq!(back, value);
    }

    #[test]
    fn a_reference_passes_the_address() {
        let value = [7; 24];
        let (words, back) = round_trip(&ArgPlace::Reference(1), &value);
        assert_eq!((words[1], back), (value.as_ptr() as u64, value.to_vec()));
    }
}
