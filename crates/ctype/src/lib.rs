//! The C type model: what a C type is, how large it is and where its members lie.
//!
//! Owns the scalar table, the data models, records, unions, arrays, bit-fields and the two layout rules (System V
//! as GCC applies it, and Microsoft's). Knows no operating system and no Python: the target is an argument, never a `cfg`.
#![forbid(unsafe_code)]

mod scalar;
mod target;
mod ty;

pub use scalar::{Scalar, ScalarKind};
pub use target::DataModel;
pub use ty::{ArrayType, BitRange, CType, Member, Primitive, RecordKind, RecordType};
