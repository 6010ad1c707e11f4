//! `CField`: the descriptor of a record's field.

use std::cell::Cell;

use cpython::slot::Instance;
use cpython::{Obj, Own, OwnCell, Result, Type, ffi, int, raise, slot, string, table, types};
use ctype::{BitRange, ByteOrder, Scalar, ScalarKind};

use crate::convert;
use crate::data::{self, CData};
use crate::kinds::simple::get_value;
use crate::kinds::{get_part, scalar_kind, set_part};
use crate::state::state;
use crate::typeinfo::{TypeInfo, info_of};

/// The Python object. All-zero fields are valid: a field without type.
#[repr(C)]
pub struct Field {
    head: ffi::PyObject,
    /// Bytes from the start of the record.
    offset: Cell<isize>,
    /// Bytes; for a bit-field the width in the upper and the lowest bit in the lower 16 bits, as Python sees it.
    size: Cell<isize>,
    /// The field's place in the order of declaration, part of the keys of kept objects.
    index: Cell<isize>,
    class: OwnCell,
    access: Cell<Access>,
    is_anonymous: Cell<bool>,
}

// SAFETY: `repr(C)` with the object header first.
unsafe impl Instance for Field {}

/// How the bytes of a field become a Python value, decided once.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Access {
    /// As any part of an instance.
    Part = 0,
    /// A scalar that becomes a plain Python object.
    Scalar { kind: ScalarKind, swapped: bool },
    /// `char[n]` as `bytes`.
    Chars,
    /// `wchar_t[n]` as `str`.
    WideChars,
    /// A bit-field. `boxed` for a type derived from `c_int` or a sibling: reading gives an instance over the storage unit.
    Bits { scalar: Scalar, swapped: bool, range: BitRange, boxed: bool },
}

/// What a new field is.
pub struct FieldPlan<'a> {
    pub class: &'a Obj,
    pub info: &'a TypeInfo,
    pub index: usize,
    pub offset: usize,
    pub bits: Option<BitRange>,
    /// True in records of the other byte order: bits are then counted from the most significant one.
    pub swapped: bool,
}

impl Field {
    /// Sees `object` as a field descriptor, if it is one.
    pub fn of(object: &Obj) -> Option<&Field> {
        if object.is_a(state().types.field) {
            // SAFETY: instances of the type have this layout.
            Some(unsafe { &*object.as_ptr().cast::<Field>() })
        } else {
            None
        }
    }

    /// Makes a field descriptor.
    pub fn make(plan: &FieldPlan) -> Result<Own> {
        let bytes = plan.info.size.get();
        let size = match plan.bits {
            Some(range) => {
                let order = if plan.swapped { ByteOrder::Big } else { ByteOrder::Little };
                let low = range.low_bit(bytes, order).unwrap_or(range.start);
                ((range.width << 16) | low) as isize
            }
            None => bytes as isize,
        };
        let access = access(plan);
        Field::allocate(plan.offset as isize, size, plan.index as isize, plan.class, access)
    }

    fn allocate(offset: isize, size: isize, index: isize, class: &Obj, access: Access) -> Result<Own> {
        let own = state().types.field.allocate()?;
        // SAFETY: just made of the field type.
        let field = unsafe { &*own.as_ptr().cast::<Field>() };
        field.offset.set(offset);
        field.size.set(size);
        field.index.set(index);
        field.class.set(Some(class.to_own()));
        field.access.set(access);
        Ok(own)
    }

    /// The same field seen from a record that contains this one's record anonymously.
    pub fn shifted(&self, index: isize, offset: isize) -> Result<Own> {
        let class = self.class()?;
        let (offset, index) = (self.offset.get() + offset, self.index.get() + index);
        Field::allocate(offset, self.size.get(), index, &class, self.access.get())
    }

    /// The field's type.
    pub fn class(&self) -> Result<Own> {
        self.class.get().ok_or_else(|| raise!(TypeError, "the field has no type"))
    }

    pub fn offset(&self) -> isize {
        self.offset.get()
    }

    pub fn index(&self) -> isize {
        self.index.get()
    }

    pub fn is_anonymous(&self) -> bool {
        self.is_anonymous.get()
    }

    pub fn set_anonymous(&self) {
        self.is_anonymous.set(true);
    }

    fn clear(&self) {
        self.class.clear();
    }
}

fn access(plan: &FieldPlan) -> Access {
    if let Some(simple) = plan.info.simple() {
        return match plan.bits {
            Some(range) => {
                let (scalar, boxed) = (simple.scalar, !simple.unboxed);
                Access::Bits { scalar, swapped: plan.swapped, range, boxed }
            }
            None if simple.unboxed => Access::Scalar { kind: simple.scalar.kind, swapped: simple.swapped },
            None => Access::Part,
        };
    }
    let element = plan.info.array().and_then(|array| array.element.get());
    match element.as_deref().and_then(Obj::as_type).and_then(info_of).and_then(scalar_kind) {
        Some(ScalarKind::Char) => Access::Chars,
        Some(ScalarKind::WChar) => Access::WideChars,
        _ => Access::Part,
    }
}

fn get(field: &Field, instance: Option<&Obj>) -> Result<Own> {
    let Some(instance) = instance else {
        // SAFETY: a field descriptor is an object.
        return Ok(unsafe { Obj::from_ptr((&raw const *field).cast_mut().cast()) }.to_own());
    };
    let Some(data) = CData::of(instance) else {
        return Err(raise!(TypeError, "not a ctype instance"));
    };
    let ptr = data.ptr().wrapping_offset(field.offset.get());
    // SAFETY: the field lies within instances of its record, and of classes derived from it. Applied to another class's
    // instance the program answers for the memory, as in stock.
    unsafe {
        match field.access.get() {
            Access::Scalar { kind, swapped } => convert::get(kind, swapped, ptr),
            Access::Bits { scalar, swapped, range, boxed: false } => {
                convert::get_bits(scalar, swapped, range, ptr)
            }
            Access::Chars => convert::get_chars(ptr, field.size.get() as usize),
            Access::WideChars => convert::get_wide_chars(ptr, field.size.get() as usize),
            Access::Part | Access::Bits { .. } => {
                // The caller holds the field, and the field its class, for the time of this look-up.
                let class = field.class.peek().and_then(Obj::as_type);
                let Some(ty) = class else { return Err(raise!(TypeError, "the field has no type")) };
                get_part(ty, data, field.index.get(), ptr)
            }
        }
    }
}

fn set(field: &Field, instance: &Obj, value: Option<&Obj>) -> Result<()> {
    let Some(data) = CData::of(instance) else {
        return Err(raise!(TypeError, "not a ctype instance"));
    };
    let Some(value) = value else {
        return Err(raise!(TypeError, "can't delete attribute"));
    };
    let ptr = data.ptr().wrapping_offset(field.offset.get());
    // SAFETY: as in `get`.
    unsafe {
        match field.access.get() {
            Access::Scalar { kind, swapped } if CData::of(value).is_none() => {
                match convert::set(kind, swapped, ptr, value)? {
                    Some(kept) => data::keep(data, field.index.get(), &kept),
                    None => Ok(()),
                }
            }
            Access::Bits { scalar, swapped, range, .. } => {
                let plain = plain_value(field, value)?;
                convert::set_bits(scalar, swapped, range, ptr, plain.as_deref().unwrap_or(value))
            }
            Access::Chars => convert::set_chars(ptr, field.size.get() as usize, value),
            Access::WideChars => convert::set_wide_chars(ptr, field.size.get() as usize, value),
            Access::Part | Access::Scalar { .. } => {
                let class = field.class()?;
                let Some(ty) = class.as_type() else { return Err(raise!(TypeError, "abstract class")) };
                set_part(ty, data, field.index.get(), ptr, value)
            }
        }
    }
}

/// The number in an instance of the bit-field's own type; other instances are refused. `None` for plain values.
fn plain_value(field: &Field, value: &Obj) -> Result<Option<Own>> {
    let Some(data) = CData::of(value) else { return Ok(None) };
    let class = field.class()?;
    if value.is_instance(&class)? {
        return get_value(data).map(Some);
    }
    let expected = class.as_type().map(|ty| ty.name().into_owned()).unwrap_or_default();
    Err(raise!(
        TypeError,
        "incompatible types, {} instance instead of {expected} instance",
        value.ty().name()
    ))
}

/// `offset`, in bytes from the start of the record.
fn get_offset(field: &Field) -> Result<Own> {
    int(field.offset.get() as i64)
}

/// `size`, see [`Field`].
fn get_size(field: &Field) -> Result<Own> {
    int(field.size.get() as i64)
}

fn repr(field: &Field) -> Result<Own> {
    let class = field.class()?;
    let name = class.as_type().map(|ty| ty.name().into_owned()).unwrap_or_default();
    let (offset, size) = (field.offset.get(), field.size.get());
    let (width, low) = (size >> 16, size & 0xffff);
    string(&match field.access.get() {
        Access::Bits { .. } => format!("<Field type={name}, ofs={offset}:{low}, bits={width}>"),
        _ => format!("<Field type={name}, ofs={offset}, size={size}>"),
    })
}

fn traverse(field: &Field, visit: ffi::visitproc, arg: *mut std::ffi::c_void) -> std::ffi::c_int {
    // SAFETY: called by the traverse slot with its own arguments.
    unsafe { field.class.visit(visit, arg) }
}

fn dealloc(field: &Field) {
    let object = (&raw const *field).cast_mut().cast::<ffi::PyObject>();
    // SAFETY: the reference count is zero; the reference is given back before the block, which is freed once.
    unsafe {
        ffi::PyObject_GC_UnTrack(object.cast());
        field.clear();
        ffi::PyObject_GC_Del(object.cast());
    }
}

/// Makes `CField`.
pub fn make_type() -> Result<&'static Type> {
    types::make_static(None, |ty| {
        ty.tp_name = c"_ctypes.CField".as_ptr();
        ty.tp_doc =
            c"A field of a structure or union: a descriptor that reads and writes its bytes.".as_ptr();
        ty.tp_basicsize = size_of::<Field>() as isize;
        ty.tp_flags =
            ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_GC | ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
        ty.tp_traverse = Some(slot!(traverse Field, traverse));
        ty.tp_clear = Some(slot!(clear Field, Field::clear));
        ty.tp_dealloc = Some(slot!(dealloc Field, dealloc));
        ty.tp_repr = Some(slot!(unary Field, repr));
        ty.tp_descr_get = Some(slot!(descr_get Field, get));
        ty.tp_descr_set = Some(slot!(set_key Field, set));
        ty.tp_getset = table::attributes(&[
            table::attribute(c"offset", slot!(get Field, get_offset), None, c"offset in bytes"),
            table::attribute(
                c"size",
                slot!(get Field, get_size),
                None,
                c"size in bytes; of a bit-field, its width shifted left by 16, plus its lowest bit",
            ),
        ]);
    })
}
