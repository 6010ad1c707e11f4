//! The metatype of pointers: `_type_`, and `set_type` for pointers to types that come later.

use std::ffi::CString;

use cpython::{Obj, Own, OwnCell, Result, Type, dict_get, none, raise, tuple_items, types};
use ctype::{CType, Primitive, array_format, pointer_format};

use super::base::{class_slots, fill_metatype};
use super::{class_methods, one_argument};
use crate::kinds::construct;
use crate::state::state;
use crate::typeinfo::{Kind, PointerInfo, TypeInfo, info_of, require_info, set_info};

/// Reads `_type_` from the class body.
fn fill(class: &Type, arguments: &Obj) -> Result<()> {
    let body = tuple_items(arguments).and_then(|items| items.get(2).copied());
    let target = match body.filter(|body| body.is_dict()) {
        Some(body) => dict_get(body, state().names.type_.as_obj())?.map(Obj::to_own),
        None => None,
    };
    let format = target.as_deref().map(target_format).transpose()?.unwrap_or_else(|| c"&B".into());
    let kind = Kind::Pointer(PointerInfo { target: OwnCell::new(target) });
    let info = TypeInfo::new(kind, CType::Primitive(Primitive::Pointer), format);
    info.length.set(1);
    info.has_pointer.set(true);
    set_info(class, info)?;
    construct::enable(class);
    Ok(())
}

/// Refuses what cannot be pointed to, and gives the format of a pointer to it.
fn target_format(target: &Obj) -> Result<CString> {
    let Some(ty) = target.as_type() else {
        return Err(raise!(TypeError, "_type_ must be a type"));
    };
    let Some(info) = info_of(ty) else {
        return Err(raise!(TypeError, "_type_ must have storage info"));
    };
    let inner = info.format.borrow();
    let inner = inner.to_str().unwrap_or(ctype::OPAQUE_FORMAT);
    let text = if info.shape.is_empty() {
        pointer_format(inner)
    } else {
        let shape: Vec<usize> = info.shape.iter().map(|&length| length as usize).collect();
        pointer_format(&array_format(&shape, inner))
    };
    Ok(crate::typeinfo::format_text(text))
}

/// `set_type(type)`: completes a pointer type.
pub fn set_type(class: &Type, target: &Obj) -> Result<Own> {
    set_target(class, target)?;
    class.as_obj().set_attr(&state().names.type_, target)?;
    Ok(none().to_own())
}

/// Makes `class` a pointer to `target`.
fn set_target(class: &Type, target: &Obj) -> Result<()> {
    let info = require_info(class)?;
    let Some(pointer) = info.pointer() else {
        return Err(raise!(TypeError, "{} is not a pointer type", class.name()));
    };
    target_format(target)?;
    pointer.target.set(Some(target.to_own()));
    Ok(())
}

/// Makes `PyCPointerType`.
pub fn make(base: &Type) -> Result<&'static Type> {
    types::make_metatype(Some(base), |ty| {
        ty.tp_name = c"_ctypes.PyCPointerType".as_ptr();
        ty.tp_doc = c"The metatype of pointer types.".as_ptr();
        fill_metatype(
            ty,
            &[one_argument(
                c"set_type",
                class_methods::SET_TYPE,
                c"set_type(type): set the type that the pointers point to.",
            )],
        );
        class_slots!(ty, fill);
    })
}
