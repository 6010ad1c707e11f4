//! A C type as layout and calling conventions see it: sizes, alignments and where the members lie.

use std::sync::Arc;

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
    /// A data or function pointer of the data model's width (8 bytes on every 64-bit target).
    Pointer,
}

impl Primitive {
    /// Bytes in memory on a 64-bit target.
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
    /// Bytes from the start of the record; for a bit-field, of the unit that `bits` counts from.
    pub offset: usize,
    pub bits: Option<BitRange>,
}

/// The bits of a bit-field, counted from the least significant bit of the byte at the member's offset
/// (little-endian). `start + width` may exceed the declared type's width in packed records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BitRange {
    pub start: u32,
    pub width: u32,
}

impl CType {
    /// Bytes of one object of this type.
    pub fn size(&self) -> usize {
        match self {
            CType::Primitive(primitive) => primitive.size(),
            CType::Array(array) => array.element.size() * array.length,
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
