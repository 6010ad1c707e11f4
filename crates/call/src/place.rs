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
