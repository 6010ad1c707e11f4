//! A C type as layout and calling conventions see it: sizes, alignments and where the members lie.
//!
//! Owns the shapes of laid-out types. Computes no layout itself, and knows no target: which machine type a C type is
//! was decided by [`Scalar::primitive`](crate::Scalar::primitive). Every scalar is aligned to its own size, as System V
//! psABI AMD64 3.1.2 and Microsoft's x86 and x64 conventions have it.

use std::sync::Arc;

use crate::LayoutError;
use crate::layout::MAX_SIZE;

/// A machine-level scalar: what the calling conventions distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Primitive {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
    /// The x87 80-bit `long double` of System V x86-64: 16 bytes in memory, 10 of them used.
    F80,
    /// A data or function pointer of a 64-bit target. A 32-bit pointer is a [`Primitive::U32`]: no 32-bit convention
    /// tells them apart.
    Pointer,
}

impl Primitive {
    /// Bytes in memory, and the required alignment.
    pub const fn size(self) -> usize {
        match self {
            Primitive::I8 | Primitive::U8 => 1,
            Primitive::I16 | Primitive::U16 => 2,
            Primitive::I32 | Primitive::U32 | Primitive::F32 => 4,
            Primitive::I64 | Primitive::U64 | Primitive::F64 | Primitive::Pointer => 8,
            Primitive::F80 => 16,
        }
    }

    /// True for integers that are sign-extended when widened.
    pub const fn is_signed(self) -> bool {
        matches!(self, Primitive::I8 | Primitive::I16 | Primitive::I32 | Primitive::I64)
    }

    /// True for the integers, `_Bool` and characters among them: the types a bit-field may have.
    pub const fn is_integer(self) -> bool {
        !self.is_float() && !matches!(self, Primitive::Pointer)
    }

    /// True for `float`, `double` and `long double`.
    pub const fn is_float(self) -> bool {
        matches!(self, Primitive::F32 | Primitive::F64 | Primitive::F80)
    }
}

/// Any complete C object type. Cheap to clone: aggregates are shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CType {
    Primitive(Primitive),
    Array(Arc<ArrayType>),
    Record(Arc<RecordType>),
}

/// `element[length]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrayType {
    pub element: CType,
    pub length: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordKind {
    Struct,
    Union,
}

/// A laid-out structure or union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordType {
    pub kind: RecordKind,
    /// Bytes, tail padding included.
    pub size: usize,
    /// Bytes, a power of two.
    pub align: usize,
    pub members: Box<[Member]>,
}

/// One member of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub ty: CType,
    /// Bytes from the start of the record. For a bit-field, the byte that `bits` counts from: its storage unit, aligned
    /// to the size of the declared type, unless packing leaves no room for one (see `bits`).
    pub offset: usize,
    /// The bits of a bit-field, `None` for an ordinary member.
    ///
    /// Without packing, and always by Microsoft's rule, `start + width` is at most the width of the declared type, and
    /// an access as wide as the type stays inside the record. A record packed by GCC's rule keeps both wherever some
    /// byte offset allows it; where none does, `start` is below 8 and `start + width` at most 71, and only
    /// [`BitRange::byte_count`] bytes from `offset` are sure to be the record's own.
    pub bits: Option<BitRange>,
}

/// The bits of a bit-field, counted from the least significant bit of the byte at the member's offset
/// (in a big-endian record from the most significant one, see [`ByteOrder`](crate::ByteOrder)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BitRange {
    pub start: u32,
    pub width: u32,
}

impl CType {
    /// `element[length]`, refused where an object of it would be too large.
    pub fn array(element: CType, length: usize) -> Result<CType, LayoutError> {
        match element.size().checked_mul(length) {
            Some(size) if size <= MAX_SIZE => Ok(CType::Array(Arc::new(ArrayType { element, length }))),
            _ => Err(LayoutError::TooLarge),
        }
    }

    /// Bytes of one object of this type; `usize::MAX` for an array too large to exist.
    pub fn size(&self) -> usize {
        match self {
            CType::Primitive(primitive) => primitive.size(),
            CType::Array(array) => array.element.size().saturating_mul(array.length),
            CType::Record(record) => record.size,
        }
    }

    /// Required alignment in bytes.
    pub fn align(&self) -> usize {
        match self {
            CType::Primitive(primitive) => primitive.size(),
            CType::Array(array) => array.element.align(),
            CType::Record(record) => record.align,
        }
    }
}
