//! The metatype of arrays: `_length_` and `_type_`.

use std::sync::Arc;

use cpython::{Obj, OwnCell, Raised, Result, Type, exception::Exception, ffi, raise, types};
use ctype::{ArrayType, CType, ScalarKind};

use super::base::{class_slots, fill_metatype};
use crate::kinds::array::{add_text_attributes, settle_slots};
use crate::kinds::construct;
use crate::state::state;
use crate::typeinfo::{ArrayInfo, Kind, TypeInfo, info_of, set_info};

fn fill(class: &Type, _arguments: &Obj) -> Result<()> {
    let length = length_of(class)?;
    let Some(element) = class.as_obj().attr_opt(&state().names.type_)? else {
        return Err(raise!(AttributeError, "class must define a '_type_' attribute"));
    };
    let Some(element_info) = element.as_type().and_then(info_of) else {
        return Err(raise!(TypeError, "_type_ must have storage info"));
    };
    let element_size = element_info.size.get();
    if element_size.checked_mul(length).is_none_or(|size| size > isize::MAX as usize) {
        return Err(raise!(OverflowError, "array too large"));
    }
    let ctype = CType::Array(Arc::new(ArrayType { element: element_info.ctype(), length }));
    let plain = element_info
        .simple()
        .filter(|simple| simple.unboxed)
        .map(|simple| (simple.scalar.kind, simple.swapped));
    let kind = Kind::Array(ArrayInfo { plain, element: OwnCell::new(Some(element.clone())), element_size });
    let mut info = TypeInfo::new(kind, ctype, element_info.format.borrow().clone());
    info.size.set(element_size * length);
    info.align.set(element_info.align.get());
    info.length.set(length);
    info.has_pointer.set(element_info.has_pointer.get());
    info.shape = std::iter::once(length as isize).chain(element_info.shape.iter().copied()).collect();
    let text_kind = element_info.simple().map(|simple| simple.scalar.kind);
    set_info(class, info)?;
    construct::enable(class);
    settle_slots(class);
    // Arrays of characters have `value` (and `raw`).
    match text_kind {
        Some(kind @ (ScalarKind::Char | ScalarKind::WChar)) => add_text_attributes(class, kind),
        _ => Ok(()),
    }
}

/// The `_length_` attribute.
fn length_of(class: &Type) -> Result<usize> {
    let Some(length) = class.as_obj().attr_opt(&state().names.length)? else {
        return Err(raise!(AttributeError, "class must define a '_length_' attribute"));
    };
    if !length.is_int() {
        return Err(raise!(TypeError, "The '_length_' attribute must be an integer"));
    }
    // SAFETY: attached; the object is an int.
    let value = unsafe { ffi::PyLong_AsSsize_t(length.as_ptr()) };
    if value == -1
        && let Some(raised) = Raised::occurred()
    {
        if !raised.matches(Exception::OverflowError) {
            return Err(raised);
        }
        raised.clear();
        let negative = cpython::int(0)?.rich_compare(&length, ffi::Py_GT)?;
        return Err(if negative {
            negative_length()
        } else {
            raise!(OverflowError, "The '_length_' attribute is too large")
        });
    }
    usize::try_from(value).map_err(|_| negative_length())
}

fn negative_length() -> Raised {
    raise!(ValueError, "The '_length_' attribute must not be negative")
}

/// Makes `PyCArrayType`.
pub fn make(base: &Type) -> Result<&'static Type> {
    types::make_metatype(Some(base), |ty| {
        ty.tp_name = c"_ctypes.PyCArrayType".as_ptr();
        ty.tp_doc = c"The metatype of array types.".as_ptr();
        fill_metatype(ty, &[]);
        class_slots!(ty, fill);
    })
}
