//! What instances of each kind of type do.

mod anonymous;
pub mod array;
pub mod construct;
mod part;
pub mod pointer;
pub mod record;
pub mod simple;
mod slice;

use cpython::{Obj, Own, Result, Type, ffi, slot, table};
use ctype::ScalarKind;

use crate::data;
use crate::typeinfo::{Kind, TypeInfo};

pub use part::{get_part, set_part};

/// `tp_new` of records, arrays and simple types: the arguments are `__init__`'s business.
fn new(class: &Type, _arguments: &Obj, _keywords: Option<&Obj>) -> Result<Own> {
    data::new_default(class)
}

/// The slot of [`new`].
pub const NEW: ffi::newfunc = slot!(new new);

/// True if the bytes of an instance say all there is to say: no pointer among them.
pub fn pickles_by_value(info: &TypeInfo) -> bool {
    !info.has_pointer.get()
}

/// The kind of scalar, if `info` describes a simple type.
pub fn scalar_kind(info: &TypeInfo) -> Option<ScalarKind> {
    match &info.kind {
        Kind::Simple(simple) => Some(simple.scalar.kind),
        _ => None,
    }
}

/// The flags of the static base types.
pub const FLAGS: std::ffi::c_ulong =
    ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE | ffi::Py_TPFLAGS_HAVE_GC;

/// Number slots with nothing but `bool()`.
pub fn number_slots(truth: ffi::inquiry) -> *mut ffi::PyNumberMethods {
    // SAFETY: all-zero is a valid table: no slot set.
    let mut slots: ffi::PyNumberMethods = unsafe { std::mem::zeroed() };
    slots.nb_bool = Some(truth);
    table::kept(slots)
}
