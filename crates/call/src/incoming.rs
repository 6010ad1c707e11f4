//! The arguments as a thunk finds them: registers saved by the entry, stack words in the caller's frame.

/// The words of an incoming call, numbered as the outgoing frame's (see `placer.rs`).
///
/// The thunk entry in `arch/` builds this on its stack, so the layout is fixed (checked below). It is valid until the
/// handler returns.
#[derive(Debug)]
#[repr(C)]
pub struct IncomingWords {
    /// The argument registers. SysV64: 6 integer, 8 vector. Win64: 4 integer, 4 vector.
    registers: [u64; 14],
    /// The first stack argument in the caller's frame.
    stack: *const u64,
    /// How many words of the numbering are registers.
    register_words: u32,
    /// Where in `registers` a slot's vector register is, counted from its integer register; 0 if they have own words.
    float_shift: u32,
}

/// Offsets and constants for the entries in `arch/`.
pub(crate) const STACK_OFFSET: usize = std::mem::offset_of!(IncomingWords, stack);
pub(crate) const SHAPE_OFFSET: usize = std::mem::offset_of!(IncomingWords, register_words);

const _: () = {
    assert!(std::mem::offset_of!(IncomingWords, registers) == 0);
    assert!(std::mem::offset_of!(IncomingWords, float_shift) == SHAPE_OFFSET + 4);
    assert!(size_of::<IncomingWords>() == 128);
};

impl IncomingWords {
    /// The word of an integer, a pointer, or a piece of a record.
    ///
    /// # Safety
    /// The caller of the thunk passed an argument in this word.
    #[inline]
    pub unsafe fn word(&self, index: usize) -> u64 {
        // SAFETY: the address is that of a word of this call.
        unsafe { *self.address(index).cast::<u64>() }
    }

    /// The word of a `float` or `double`: the low 4 or 8 bytes are its bits.
    ///
    /// # Safety
    /// The caller of the thunk passed an argument in this word.
    #[inline]
    pub unsafe fn float(&self, index: usize) -> u64 {
        if index < self.register_words as usize {
            return self.registers[index + self.float_shift as usize];
        }
        // SAFETY: as `word`.
        unsafe { self.word(index) }
    }

    /// The address of a word, and so of an argument that lies on the stack from this word on.
    ///
    /// # Safety
    /// As for [`IncomingWords::word`].
    #[inline]
    pub unsafe fn address(&self, index: usize) -> *const u8 {
        match index.checked_sub(self.register_words as usize) {
            None => self.registers[index..].as_ptr().cast(),
            // SAFETY: the caller's stack arguments begin at `stack` and hold this word by the contract.
            Some(index) => unsafe { self.stack.add(index).cast() },
        }
    }
}

#[cfg(test)]
impl IncomingWords {
    /// A call as an entry would record it.
    pub(crate) fn for_test(
        registers: [u64; 14],
        stack: &[u64],
        register_words: u32,
        float_shift: u32,
    ) -> IncomingWords {
        IncomingWords { registers, stack: stack.as_ptr(), register_words, float_shift }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTERS: [u64; 14] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

    #[test]
    fn sysv64_has_one_word_for_each_register() {
        let words = IncomingWords::for_test(REGISTERS, &[100, 101], 14, 0);
        // SAFETY: 14 register words and 2 stack words exist.
        let read =
            unsafe { [words.word(0), words.float(6), words.word(13), words.word(14), words.float(15)] };
        assert_eq!(read, [0, 6, 13, 100, 101]);
    }

    #[test]
    fn win64_has_two_registers_for_each_slot() {
        let words = IncomingWords::for_test(REGISTERS, &[100, 101], 4, 4);
        // SAFETY: 4 register words and 2 stack words exist.
        let read = unsafe { [words.word(1), words.float(1), words.word(4), words.float(5)] };
        assert_eq!(read, [1, 5, 100, 101]);
    }
}
