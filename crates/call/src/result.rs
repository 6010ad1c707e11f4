//! Which registers a result comes back in.
//!
//! SysV64: AMD64 psABI 3.2.3 "Returning of Values". Win64: Microsoft x64, "Return values".

use crate::place::{read_word, write_word};
use crate::sysv64::{self, Class};
use crate::{Convention, Returned};
use ctype::{CType, Primitive};
use std::fmt;

/// A register that can hold 8 bytes of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultRegister {
    Rax,
    Rdx,
    Xmm0,
    Xmm1,
}

/// A part of a record that comes back in one register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultPiece {
    pub register: ResultRegister,
    /// Bytes from the start of the record.
    pub offset: usize,
    /// Bytes, 1 to 8.
    pub len: usize,
}

/// Where a result comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResultPlace {
    Void,
    /// An integer or pointer in rax; the bits above its width are not defined.
    Integer,
    /// A `float` in the low 4 bytes of xmm0.
    Float32,
    /// A `double` in the low 8 bytes of xmm0.
    Float64,
    /// An x87 `long double`, or a record that holds nothing else, in st0: call through `invoke_long_double`.
    LongDouble,
    /// A record in one or two registers.
    Pieces(Box<[ResultPiece]>),
    /// Written by the callee through the hidden pointer, which comes back in rax.
    Memory,
    /// An empty record.
    Ignored,
}

impl ResultPlace {
    /// Where `convention` returns a value of this type; `None` is `void`.
    pub fn new(convention: Convention, ty: Option<&CType>) -> ResultPlace {
        match (ty, convention) {
            (None, _) => ResultPlace::Void,
            (Some(CType::Primitive(Primitive::F32)), _) => ResultPlace::Float32,
            (Some(CType::Primitive(Primitive::F64)), _) => ResultPlace::Float64,
            (Some(CType::Primitive(Primitive::F80)), Convention::SysV64) => ResultPlace::LongDouble,
            (Some(CType::Primitive(Primitive::F80)), Convention::Win64) => ResultPlace::Memory,
            (Some(CType::Primitive(_)), _) => ResultPlace::Integer,
            (Some(aggregate), Convention::SysV64) => sysv64_aggregate(aggregate),
            (Some(aggregate), Convention::Win64) => win64_aggregate(aggregate),
        }
    }

    /// Copies a result out of the registers. Does nothing for [`ResultPlace::Memory`], which is in place already.
    ///
    /// # Safety
    /// `dest` is writable for `size` bytes, and `size` is that of the result type.
    pub unsafe fn load(&self, returned: &Returned, dest: *mut u8, size: usize) {
        match self {
            // SAFETY: `dest` is writable for `size` bytes by the contract.
            ResultPlace::Integer => unsafe { write_word(returned.integer[0], dest, size) },
            // SAFETY: as above.
            ResultPlace::Float32 | ResultPlace::Float64 => unsafe {
                write_word(returned.float[0], dest, size)
            },
            // SAFETY: as above; a `long double` is at most 16 bytes.
            ResultPlace::LongDouble => unsafe {
                dest.copy_from_nonoverlapping(returned.long_double.as_ptr(), size.min(16));
            },
            ResultPlace::Pieces(pieces) => {
                for piece in pieces {
                    let word = match piece.register {
                        ResultRegister::Rax => returned.integer[0],
                        ResultRegister::Rdx => returned.integer[1],
                        ResultRegister::Xmm0 => returned.float[0],
                        ResultRegister::Xmm1 => returned.float[1],
                    };
                    // SAFETY: the pieces lie within the record's `size` bytes.
                    unsafe { write_word(word, dest.add(piece.offset), piece.len) };
                }
            }
            ResultPlace::Void | ResultPlace::Memory | ResultPlace::Ignored => {}
        }
    }

    /// Puts a handler's result where the caller of the thunk looks for it. `hidden` is the hidden pointer the thunk
    /// received and is used for [`ResultPlace::Memory`] alone.
    ///
    /// # Safety
    /// `source` is readable for `size` bytes, and `size` is that of the result type; `hidden`, if used, is writable for
    /// `size` bytes.
    pub unsafe fn store(&self, returned: &mut Returned, hidden: *mut u8, source: *const u8, size: usize) {
        match self {
            // SAFETY: `source` is readable for `size` bytes by the contract.
            ResultPlace::Integer => returned.integer[0] = unsafe { read_word(source, size) },
            ResultPlace::Float32 | ResultPlace::Float64 => {
                // SAFETY: as above.
                returned.float[0] = unsafe { read_word(source, size) };
            }
            // SAFETY: as above; a `long double` is at most 16 bytes.
            ResultPlace::LongDouble => unsafe {
                source.copy_to_nonoverlapping(returned.long_double.as_mut_ptr(), size.min(16));
            },
            ResultPlace::Pieces(pieces) => {
                for piece in pieces {
                    // SAFETY: the pieces lie within the record's `size` bytes.
                    let word = unsafe { read_word(source.add(piece.offset), piece.len) };
                    match piece.register {
                        ResultRegister::Rax => returned.integer[0] = word,
                        ResultRegister::Rdx => returned.integer[1] = word,
                        ResultRegister::Xmm0 => returned.float[0] = word,
                        ResultRegister::Xmm1 => returned.float[1] = word,
                    }
                }
            }
            ResultPlace::Memory => {
                // SAFETY: the caller of the thunk passed memory for the result. It may be the source itself.
                unsafe { hidden.copy_from(source, size) };
                returned.integer[0] = hidden as u64;
            }
            ResultPlace::Void | ResultPlace::Ignored => {}
        }
    }
}

fn sysv64_aggregate(ty: &CType) -> ResultPlace {
    let size = ty.size();
    let Some(classes) = sysv64::classify(ty) else { return ResultPlace::Memory };
    if classes[0] == Class::X87 {
        return ResultPlace::LongDouble;
    }
    // The next free register of rax, rdx and of xmm0, xmm1: the second of a kind only after the first.
    let mut integers = [ResultRegister::Rax, ResultRegister::Rdx].into_iter();
    let mut floats = [ResultRegister::Xmm0, ResultRegister::Xmm1].into_iter();
    let mut pieces = Vec::with_capacity(2);
    for (index, class) in classes.into_iter().enumerate() {
        let register = match class {
            Class::Integer => integers.next(),
            Class::Sse => floats.next(),
            _ => None,
        };
        if let Some(register) = register {
            pieces.push(ResultPiece { register, offset: index * 8, len: (size - index * 8).min(8) });
        }
    }
    if pieces.is_empty() { ResultPlace::Ignored } else { ResultPlace::Pieces(pieces.into()) }
}

fn win64_aggregate(ty: &CType) -> ResultPlace {
    match ty.size() {
        len @ (1 | 2 | 4 | 8) => {
            ResultPlace::Pieces(Box::new([ResultPiece { register: ResultRegister::Rax, offset: 0, len }]))
        }
        0 => ResultPlace::Ignored,
        _ => ResultPlace::Memory,
    }
}

impl fmt::Display for ResultPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResultPlace::Void => f.write_str("void"),
            ResultPlace::Integer => f.write_str("rax"),
            ResultPlace::Float32 => f.write_str("xmm0 as float"),
            ResultPlace::Float64 => f.write_str("xmm0 as double"),
            ResultPlace::LongDouble => f.write_str("st0"),
            ResultPlace::Pieces(pieces) => {
                f.write_str("pieces")?;
                for ResultPiece { register, offset, len } in pieces {
                    let name = match register {
                        ResultRegister::Rax => "rax",
                        ResultRegister::Rdx => "rdx",
                        ResultRegister::Xmm0 => "xmm0",
                        ResultRegister::Xmm1 => "xmm1",
                    };
                    write!(f, " [{offset}..{} <- {name}]", offset + len)?;
                }
                Ok(())
            }
            ResultPlace::Memory => f.write_str("memory through the hidden pointer"),
            ResultPlace::Ignored => f.write_str("ignored"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_record_comes_back_from_its_registers() {
        let place = ResultPlace::Pieces(Box::new([
            ResultPiece { register: ResultRegister::Xmm0, offset: 0, len: 8 },
            ResultPiece { register: ResultRegister::Rax, offset: 8, len: 3 },
        ]));
        let value: Vec<u8> = (1..=11).collect();
        let mut returned = Returned::ZERO;
        // SAFETY: the pieces cover the value's 11 bytes.
        unsafe { place.store(&mut returned, std::ptr::null_mut(), value.as_ptr(), value.len()) };
        assert_eq!((returned.float, returned.integer), ([0x0807_0605_0403_0201, 0], [0x0b_0a_09, 0]));
        let mut back = vec![0; 11];
        // SAFETY: as above.
        unsafe { place.load(&returned, back.as_mut_ptr(), back.len()) };
        assert_eq!(back, value);
    }

    #[test]
    fn a_result_in_memory_goes_through_the_hidden_pointer() {
        let (mut memory, value, mut returned) = ([0; 24], [9; 24], Returned::ZERO);
        // SAFETY: both have 24 bytes.
        unsafe { ResultPlace::Memory.store(&mut returned, memory.as_mut_ptr(), value.as_ptr(), 24) };
        assert_eq!((memory, returned.integer[0]), (value, memory.as_ptr() as u64));
    }

    #[test]
    fn a_narrow_integer_writes_no_more_than_its_size() {
        let returned = Returned { integer: [0x1122_3344_5566_7788, 0], ..Returned::ZERO };
        let mut dest = [0xee; 4];
        // SAFETY: 2 bytes fit.
        unsafe { ResultPlace::Integer.load(&returned, dest.as_mut_ptr(), 2) };
        assert_eq!(dest, [0x88, 0x77, 0xee, 0xee]);
    }
}
