//! What instances of each kind of type do.

mod anonymous;
pub mod array;
pub mod construct;
pub mod fields;
mod part;
pub mod pointer;
pub mod record;
pub mod simple;
mod slice;

use std::ffi::CStr;

use cpython::{Obj, Own, Raised, Result, Type, ffi, slot, table};
use ctype::ScalarKind;

use crate::data::{self, CData};
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

/// Sets what the static base types have in common.
pub fn fill_base(ty: &mut ffi::PyTypeObject, name: &'static CStr, doc: &'static CStr, cdata: &Type) {
    ty.tp_name = name.as_ptr();
    ty.tp_doc = doc.as_ptr();
    ty.tp_base = cdata.as_ptr();
    ty.tp_flags = FLAGS;
    ty.tp_basicsize = size_of::<CData>() as isize;
    ty.tp_as_buffer = data::buffer_slots();
    ty.tp_traverse = Some(slot!(traverse CData, data::traverse));
    ty.tp_clear = Some(slot!(clear CData, CData::release));
}

/// The only argument of a constructor that takes one or none; `name` is what a TypeError calls the constructor.
pub fn optional_argument<'a>(arguments: &'a Obj, name: &CStr) -> Result<Option<&'a Obj>> {
    let mut value = std::ptr::null_mut::<ffi::PyObject>();
    // SAFETY: attached; one optional object is to be filled in, which the tuple keeps alive.
    unsafe {
        let value: *mut *mut ffi::PyObject = &mut value;
        match ffi::PyArg_UnpackTuple(arguments.as_ptr(), name.as_ptr(), 0, 1, value) {
            0 => Err(Raised::already_set()),
            _ => Ok(Obj::from_ptr_or_none(*value)),
        }
    }
}

/// Number slots with nothing but `bool()`.
pub fn number_slots(truth: ffi::inquiry) -> *mut ffi::PyNumberMethods {
    // SAFETY: all-zero is a valid table: no slot set.
    let mut slots: ffi::PyNumberMethods = unsafe { std::mem::zeroed() };
    slots.nb_bool = Some(truth);
    table::kept(slots)
}
