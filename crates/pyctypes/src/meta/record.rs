//! The metatypes of structures and unions: `_fields_`, `_pack_`, `_align_`, `_swappedbytes_`, inheritance.

use std::cell::RefCell;
use std::sync::Arc;

use cpython::{Obj, Own, Raised, Result, Type, dict_get, ffi, slot, tuple_items, types};
use ctype::{CType, RecordKind, RecordType};

use super::base::{class_slots, fill_metatype};
use crate::kinds::construct;
use crate::kinds::fields::set_fields;
use crate::state::state;
use crate::typeinfo::{Kind, RecordInfo, TypeInfo, info_of, set_info};

fn fill_structure(class: &Type, arguments: &Obj) -> Result<()> {
    fill(class, arguments, false)
}

fn fill_union(class: &Type, arguments: &Obj) -> Result<()> {
    fill(class, arguments, true)
}

/// Attaches the information; `_fields_` in the class body are laid out at once, a class without takes its base's.
fn fill(class: &Type, arguments: &Obj, is_union: bool) -> Result<()> {
    let names = &state().names;
    let body = tuple_items(arguments).and_then(|items| items.get(2).copied()).filter(|body| body.is_dict());
    let own = |name: &cpython::Name| -> Result<Option<Own>> {
        match body {
            Some(body) => Ok(dict_get(body, name.as_obj())?.map(Obj::to_own)),
            None => Ok(None),
        }
    };
    if own(&names.abstract_)?.is_some() {
        return Ok(());
    }
    let fields = own(&names.fields)?;
    let base = class.base().and_then(info_of);
    set_info(class, inherited(is_union, base.filter(|_| fields.is_none())))?;
    construct::enable(class);
    match fields {
        Some(fields) => class.as_obj().set_attr(&names.fields, &fields),
        None => Ok(()),
    }
}

/// A record type with the layout of its base, or with none yet.
fn inherited(is_union: bool, base: Option<&TypeInfo>) -> TypeInfo {
    let Some(base) = base else {
        let kind = if is_union { RecordKind::Union } else { RecordKind::Struct };
        let empty = RecordType { kind, size: 0, align: 1, members: Box::default() };
        let record = RecordInfo { is_union, layout: RefCell::default() };
        let info = TypeInfo::new(Kind::Record(record), CType::Record(Arc::new(empty)), c"B".into());
        // `alignment()` of a class that has no fields yet.
        info.align.set(0);
        return info;
    };
    let layout = base.record().and_then(|record| record.layout.borrow().clone());
    base.is_final.set(true);
    let record = RecordInfo { is_union, layout: RefCell::new(layout) };
    let info = TypeInfo::new(Kind::Record(record), base.ctype(), base.format.borrow().clone());
    info.size.set(base.size.get());
    info.align.set(base.align.get());
    info.length.set(base.length.get());
    info.has_pointer.set(base.has_pointer.get());
    info
}

/// `__setattr__` of record classes: setting `_fields_` lays the record out.
fn set_attribute(class: &Type, key: &Obj, value: Option<&Obj>) -> Result<()> {
    // SAFETY: attached; `type` has a `tp_setattro`; key and value are alive, a missing value is NULL.
    let status = unsafe {
        let set = ffi::PyType_Type.tp_setattro.ok_or_else(Raised::already_set)?;
        set(class.as_obj().as_ptr(), key.as_ptr(), value.map_or(std::ptr::null_mut(), Obj::as_ptr))
    };
    if status < 0 {
        return Err(Raised::already_set());
    }
    match value {
        Some(fields) if key.is_str() && key.text_equals(c"_fields_") => set_fields(class, fields),
        _ => Ok(()),
    }
}

/// Makes `PyCStructType`.
pub fn make_structure(base: &Type) -> Result<&'static Type> {
    types::make_metatype(Some(base), |ty| {
        ty.tp_name = c"_ctypes.PyCStructType".as_ptr();
        ty.tp_doc = c"The metatype of structure types.".as_ptr();
        fill_metatype(ty, &[]);
        class_slots!(ty, fill_structure);
        ty.tp_setattro = Some(slot!(set_key Type, set_attribute));
    })
}

/// Makes `UnionType`.
pub fn make_union(base: &Type) -> Result<&'static Type> {
    types::make_metatype(Some(base), |ty| {
        ty.tp_name = c"_ctypes.UnionType".as_ptr();
        ty.tp_doc = c"The metatype of union types.".as_ptr();
        fill_metatype(ty, &[]);
        class_slots!(ty, fill_union);
        ty.tp_setattro = Some(slot!(set_key Type, set_attribute));
    })
}
