//! The calling conventions, by the names of the documents that define them.
//!
//! Owns the numbers in which the conventions differ for scalars. The classification of aggregates is in `sysv64.rs` and
//! `placer.rs`; the machine code in `arch/`. Nothing here depends on the machine this is compiled for, except
//! [`Convention::HOST`].

use crate::arch;

/// A C calling convention for x86-64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Convention {
    /// *System V Application Binary Interface, AMD64 Architecture Processor Supplement*, section 3.2.3.
    SysV64,
    /// Microsoft's *x64 calling convention* (<https://learn.microsoft.com/cpp/build/x64-calling-convention>).
    Win64,
}

impl Convention {
    /// What C functions of this machine follow unless they say otherwise.
    pub const HOST: Convention = arch::host::CONVENTION;

    /// Arguments that travel in integer registers.
    pub const fn integer_registers(self) -> usize {
        match self {
            Convention::SysV64 => 6,
            Convention::Win64 => 4,
        }
    }

    /// Arguments that travel in vector registers. Under Win64 these share their words with the integer registers.
    pub const fn float_registers(self) -> usize {
        match self {
            Convention::SysV64 => 8,
            Convention::Win64 => 4,
        }
    }

    /// The first word of the frame that lies on the stack.
    pub const fn first_stack_word(self) -> usize {
        match self {
            Convention::SysV64 => 14,
            Convention::Win64 => 4,
        }
    }

    /// The convention's name as plans and messages print it.
    pub const fn name(self) -> &'static str {
        match self {
            Convention::SysV64 => "SysV64",
            Convention::Win64 => "Win64",
        }
    }
}
