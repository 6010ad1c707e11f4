//! A record as it is declared, before it has a layout.
//!
//! Owns the input of [`lay_out`](crate::lay_out): fields, packing, least alignment, base and layout rule. Decides
//! nothing about positions; the rules in `layout` do. What may be declared is C11 6.7.2.1, plus `#pragma pack` and
//! the `aligned` attribute as GCC documents them, plus the one thing C lacks: a base whose members come first.

use crate::{CType, RecordKind, RecordType};

/// Whose bit-field and packing rule places the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayoutRule {
    /// The System V psABI rule, as GCC and Clang apply it on Unix.
    Gcc,
    /// Microsoft's rule: MSVC, and GCC with `-mms-bitfields` (the default of mingw).
    Msvc,
}

impl LayoutRule {
    /// The rule of the platform's own C compiler.
    pub const HOST: LayoutRule = if cfg!(windows) { LayoutRule::Msvc } else { LayoutRule::Gcc };
}

/// One declared field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// The declared type; an integer for a bit-field.
    pub ty: CType,
    /// Bits of a bit-field, `None` for an ordinary field. Zero only where `named` is false.
    pub bits: Option<u32>,
    /// False for C's unnamed bit-fields, which take room (or, with zero bits, end a storage unit) and are no members.
    pub named: bool,
}

impl FieldSpec {
    /// An ordinary field.
    pub fn plain(ty: CType) -> FieldSpec {
        FieldSpec { ty, bits: None, named: true }
    }

    /// A bit-field of `width` bits.
    pub fn bit_field(ty: CType, width: u32) -> FieldSpec {
        FieldSpec { ty, bits: Some(width), named: true }
    }

    /// An unnamed bit-field: padding of `width` bits or, with zero, the end of the storage unit.
    pub fn unnamed_bit_field(ty: CType, width: u32) -> FieldSpec {
        FieldSpec { ty, bits: Some(width), named: false }
    }
}

/// A declared structure or union.
#[derive(Clone, Debug)]
pub struct RecordSpec<'a> {
    pub kind: RecordKind,
    pub rule: LayoutRule,
    /// `#pragma pack(n)` in bytes: no field is aligned to more than this. `None` and `Some(0)` mean no limit.
    ///
    /// C compilers accept powers of two only. ctypes accepts any number and aligns to multiples of it; so does the
    /// layout, and the record's own alignment is then the largest power of two that divides it.
    pub pack: Option<usize>,
    /// The record is aligned to at least this many bytes (`__attribute__((aligned(n)))`, ctypes' `_align_`).
    pub min_align: Option<usize>,
    /// The record this one extends. Its members come first, at their own offsets; new members start behind its whole
    /// size, tail padding included (in a union all start at 0). Its alignment counts and `pack` does not reduce it.
    pub base: Option<&'a RecordType>,
    pub fields: &'a [FieldSpec],
}

impl<'a> RecordSpec<'a> {
    /// A record without packing, least alignment or base.
    pub fn new(kind: RecordKind, rule: LayoutRule, fields: &'a [FieldSpec]) -> RecordSpec<'a> {
        RecordSpec { kind, rule, pack: None, min_align: None, base: None, fields }
    }
}
