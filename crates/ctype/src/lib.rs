//! The C type model: what a C type is, how large it is and where its members lie.
//!
//! Owns the scalar table, the data models, records, unions, arrays, bit-fields and the two layout rules (System V
//! as GCC applies it, and Microsoft's). Knows no operating system and no Python: the target is an argument, never a `cfg`.
#![forbid(unsafe_code)]

mod bits;
mod error;
mod format;
mod layout;
mod record;
mod scalar;
mod target;
mod ty;

pub use bits::ByteOrder;
pub use error::LayoutError;
pub use format::{
    FUNCTION_FORMAT, OPAQUE_FORMAT, RecordFormat, RecordFormatStyle, array_format, pointer_format,
    scalar_format,
};
pub use layout::lay_out;
pub use record::{FieldSpec, LayoutRule, RecordSpec};
pub use scalar::{Scalar, ScalarKind};
pub use target::DataModel;
pub use ty::{ArrayType, BitRange, CType, Member, Primitive, RecordKind, RecordType};
