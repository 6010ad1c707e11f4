//! Placement: which word of the call frame the next argument lives in.
//!
//! The frame is one row of 64-bit words, the same for calls and callbacks:
//!
//! ```text
//! SysV64   0..6  rdi rsi rdx rcx r8 r9 | 6..14  xmm0..xmm7 (low 8 bytes) | 14..  stack arguments
//! Win64    0..4  the four register slots (rcx|xmm0 rdx|xmm1 r8|xmm2 r9|xmm3) | 4..  stack arguments
//! ```
//!
//! SysV64: AMD64 psABI 3.2.3 "Passing". Win64: Microsoft x64, "Parameter passing". Knows nothing of the registers' names
//! beyond their order, and does not allocate except for a record that is split over registers.

use crate::place::{ArgPlace, Piece};
use crate::sysv64::{self, Class};
use crate::{CallError, Convention};
use ctype::{CType, Primitive};

/// Hands out frame words to arguments, first to last. A `Placer` is small and `Copy`: an untyped call keeps one on the stack.
#[derive(Clone, Copy, Debug)]
pub struct Placer {
    convention: Convention,
    /// SysV64: integer registers used. Win64: register slots used by arguments of any class.
    integers: u8,
    /// Vector registers used.
    floats: u8,
    /// Words of the stack area used.
    stack: usize,
}

impl Placer {
    /// The largest frame, 4 MiB: half of the stack that Linux gives a main thread.
    pub const MAX_WORDS: usize = 1 << 19;

    /// An empty frame.
    pub const fn new(convention: Convention) -> Placer {
        Placer { convention, integers: 0, floats: 0, stack: 0 }
    }

    /// Places an integer or a pointer, which the caller widens to 64 bits.
    pub const fn integer(&mut self) -> usize {
        if (self.integers as usize) < self.convention.integer_registers() {
            self.integers += 1;
            return self.integers as usize - 1;
        }
        self.stack_words(1, 8)
    }

    /// Places a `float` or a `double`: its bits go to the low 4 or 8 bytes of the word.
    pub const fn float(&mut self) -> usize {
        match self.convention {
            Convention::SysV64 => {
                if (self.floats as usize) < self.convention.float_registers() {
                    self.floats += 1;
                    return self.convention.integer_registers() + self.floats as usize - 1;
                }
                self.stack_words(1, 8)
            }
            Convention::Win64 => {
                // The slots are counted by position: a float takes the integer register's turn with it.
                let word = self.integer();
                if word < self.convention.float_registers() {
                    self.floats += 1;
                }
                word
            }
        }
    }

    /// Places an x87 `long double`: the first of two stack words, 16-byte aligned. Under Win64 (where only GCC has the
    /// type) it is the word of a pointer to a copy, as for any 16-byte object.
    pub const fn long_double(&mut self) -> usize {
        match self.convention {
            Convention::SysV64 => self.stack_words(2, 16),
            Convention::Win64 => self.integer(),
        }
    }

    /// Places the pointer through which the callee writes a result in memory. It comes before the first argument.
    pub const fn hidden_result(&mut self) -> usize {
        self.integer()
    }

    /// Says that the arguments from here on match the `...` of the callee's prototype.
    ///
    /// Neither convention moves them: SysV64 wants the number of vector registers in AL ([`Placer::float_registers`]),
    /// Win64 wants floats in both registers of their slot, and the jump does both for every call. Conventions that do
    /// move them (AArch64 on Apple systems) exist, so callers say it.
    pub const fn variadic(&mut self) {}

    /// Places an argument of any type.
    pub fn place(&mut self, ty: &CType) -> ArgPlace {
        match ty {
            CType::Primitive(Primitive::F32 | Primitive::F64) => ArgPlace::Float(self.float()),
            CType::Primitive(Primitive::F80) => match self.convention {
                Convention::SysV64 => ArgPlace::LongDouble(self.long_double()),
                Convention::Win64 => ArgPlace::Reference(self.long_double()),
            },
            CType::Primitive(_) => ArgPlace::Word(self.integer()),
            CType::Array(_) | CType::Record(_) => match self.convention {
                Convention::SysV64 => self.sysv64_aggregate(ty),
                Convention::Win64 => self.win64_aggregate(ty),
            },
        }
    }

    /// Words a frame needs for what was placed so far. The register words that the jump always loads are counted in.
    pub const fn words(&self) -> usize {
        if self.stack > 0 {
            return self.convention.first_stack_word() + self.stack;
        }
        match self.convention {
            Convention::SysV64 if self.floats > 0 => self.convention.first_stack_word(),
            Convention::SysV64 | Convention::Win64 => self.convention.integer_registers(),
        }
    }

    /// Vector registers used so far: what SysV64 wants in AL.
    pub const fn float_registers(&self) -> u8 {
        self.floats
    }

    /// Fails when the frame is larger than [`Placer::MAX_WORDS`]: to be asked before memory for it is taken.
    pub fn check(&self) -> Result<(), CallError> {
        let words = self.words();
        if words > Placer::MAX_WORDS { Err(CallError::FrameTooLarge { words }) } else { Ok(()) }
    }

    /// Takes `count` stack words at a multiple of `align` bytes and returns the first.
    const fn stack_words(&mut self, count: usize, align: usize) -> usize {
        if align > 8 {
            self.stack = self.stack.next_multiple_of(align / 8);
        }
        let word = self.convention.first_stack_word() + self.stack;
        // No object is larger than half the address space, so this sum of two capped counts cannot wrap.
        self.stack += count;
        if self.stack > usize::MAX / 16 {
            self.stack = usize::MAX / 16;
        }
        word
    }

    fn sysv64_aggregate(&mut self, ty: &CType) -> ArgPlace {
        let size = ty.size();
        if size == 0 {
            return ArgPlace::Ignored;
        }
        let memory = |placer: &mut Placer| {
            let words = size.div_ceil(8);
            ArgPlace::Memory { word: placer.stack_words(words, ty.align()), words }
        };
        let Some(classes) = sysv64::classify(ty) else { return memory(self) };
        // An argument with an X87 eightbyte travels on the stack; only results use st0.
        if classes.contains(&Class::X87) {
            return memory(self);
        }
        let count = |class| classes.iter().filter(|&&c| c == class).count();
        let integers_left = self.convention.integer_registers() - self.integers as usize;
        let floats_left = self.convention.float_registers() - self.floats as usize;
        // All or nothing: when one eightbyte finds no register the whole argument goes to the stack, and the registers
        // that are left stay free for later arguments.
        if count(Class::Integer) > integers_left || count(Class::Sse) > floats_left {
            return memory(self);
        }
        let mut pieces = Vec::with_capacity(2);
        for (index, class) in classes.into_iter().enumerate() {
            let word = match class {
                Class::Integer => self.integer(),
                Class::Sse => self.float(),
                _ => continue,
            };
            pieces.push(Piece { word, offset: index * 8, len: (size - index * 8).min(8) });
        }
        match pieces[..] {
            [] => ArgPlace::Ignored,
            [piece] if piece.offset == 0 && piece.len == size && classes[0] == Class::Sse => {
                ArgPlace::Float(piece.word)
            }
            [piece] if piece.offset == 0 && piece.len == size => ArgPlace::Word(piece.word),
            _ => ArgPlace::Pieces(pieces.into()),
        }
    }

    fn win64_aggregate(&mut self, ty: &CType) -> ArgPlace {
        // 8, 16, 32 and 64 bits travel as an integer of that size, whatever is inside; all else by reference.
        match ty.size() {
            1 | 2 | 4 | 8 => ArgPlace::Word(self.integer()),
            _ => ArgPlace::Reference(self.integer()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sysv64_counts_the_kinds_apart() {
        let mut placer = Placer::new(Convention::SysV64);
        assert_eq!((placer.integer(), placer.float(), placer.integer()), (0, 6, 1));
        assert_eq!((placer.words(), placer.float_registers()), (14, 1));
        for word in 2..6 {
            assert_eq!(placer.integer(), word);
        }
        for word in 7..14 {
            assert_eq!(placer.float(), word);
        }
        // Both kinds meet on the stack.
        assert_eq!((placer.integer(), placer.float()), (14, 15));
        assert_eq!((placer.words(), placer.float_registers()), (16, 8));
    }

    #[test]
    fn win64_counts_the_kinds_together() {
        let mut placer = Placer::new(Convention::Win64);
        assert_eq!((placer.integer(), placer.float(), placer.integer(), placer.float()), (0, 1, 2, 3));
        assert_eq!((placer.words(), placer.float_registers()), (4, 2));
        assert_eq!((placer.float(), placer.integer()), (4, 5));
        assert_eq!((placer.words(), placer.float_registers()), (6, 2));
    }

    #[test]
    fn frames_hold_the_registers_that_the_jump_loads() {
        assert_eq!(Placer::new(Convention::SysV64).words(), 6);
        assert_eq!(Placer::new(Convention::Win64).words(), 4);
    }

    #[test]
    fn a_long_double_is_aligned_on_the_stack() {
        let mut placer = Placer::new(Convention::SysV64);
        for _ in 0..7 {
            placer.integer();
        }
        assert_eq!(placer.long_double(), 16);
        assert_eq!(placer.integer(), 18);
    }

    #[test]
    fn frames_beyond_any_stack_are_refused() {
        let element = CType::Primitive(Primitive::I64);
        let huge =
            |length| CType::Array(std::sync::Arc::new(ctype::ArrayType { element: element.clone(), length }));
        let mut placer = Placer::new(Convention::SysV64);
        placer.place(&huge(1000));
        assert_eq!(placer.check(), Ok(()));
        for _ in 0..100 {
            placer.place(&huge(isize::MAX as usize / 8));
        }
        assert!(matches!(placer.check(), Err(CallError::FrameTooLarge { .. })));
    }
}
