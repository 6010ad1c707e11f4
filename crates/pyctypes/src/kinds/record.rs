//! Instances of structures and unions: setting fields from constructor arguments.

use cpython::{Obj, Result, Type, dict_contains, ffi, raise, slot, tuple_items, types};

use crate::data::CData;
use crate::state::state;
use crate::typeinfo::info_of;

/// The slot of [`init`].
pub const INIT: ffi::initproc = slot!(init CData, init);

/// `__init__(*values, **values)`: fields by position, bases first, then by name.
fn init(data: &CData, arguments: &Obj, keywords: Option<&Obj>) -> Result<()> {
    let Some(values) = tuple_items(arguments) else {
        return Err(raise!(TypeError, "args not a tuple?"));
    };
    if !values.is_empty() {
        init_values(data, values, keywords)?;
    }
    let Some(keywords) = keywords else { return Ok(()) };
    let (mut position, mut key, mut value) = (0isize, std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: attached; the dictionary belongs to this call, so setting fields cannot change it; key and value are
    // borrowed from it.
    unsafe {
        while ffi::PyDict_Next(keywords.as_ptr(), &mut position, &mut key, &mut value) != 0 {
            data.as_obj().set_attr_obj(Obj::from_ptr(key), Obj::from_ptr(value))?;
        }
    }
    Ok(())
}

/// Sets fields by position; `keywords` must not name one of them too.
pub fn init_values(data: &CData, values: &[&Obj], keywords: Option<&Obj>) -> Result<()> {
    // Held: a `__setattr__` of the program's may give the instance another class.
    let class = data.as_obj().ty().as_obj().to_own();
    let used = match class.as_type() {
        Some(class) => init_positional(data, class, values, keywords, 0)?,
        None => 0,
    };
    if used < values.len() {
        return Err(raise!(TypeError, "too many initializers"));
    }
    Ok(())
}

/// Sets the fields that `class` and its bases declare from `values[from..]`; returns how many fields there are.
fn init_positional(
    data: &CData,
    class: &Type,
    values: &[&Obj],
    keywords: Option<&Obj>,
    from: usize,
) -> Result<usize> {
    let mut index = from;
    if let Some(base) = class.base().filter(|base| info_of(base).is_some()) {
        index = init_positional(data, base, values, keywords, index)?;
    }
    let length = info_of(class).map_or(0, |info| info.length.get());
    let Some(fields) = class.own_attr(state().names.fields.as_obj())? else {
        return Ok(index);
    };
    for place in 0..length.saturating_sub(index) {
        let Some(value) = values.get(place + index) else { break };
        let pair = fields.sequence_item(place)?;
        let name = pair.sequence_item(0)?;
        if let Some(keywords) = keywords
            && dict_contains(keywords, &name)?
        {
            return Err(raise!(TypeError, "duplicate values for field {}", name.repr()?));
        }
        data.as_obj().set_attr_obj(&name, value)?;
    }
    Ok(length)
}

fn make(
    cdata: &Type,
    metatype: &Type,
    name: &'static std::ffi::CStr,
    doc: &'static std::ffi::CStr,
) -> Result<&'static Type> {
    types::make_static(Some(metatype), |ty| {
        super::fill_base(ty, name, doc, cdata);
        ty.tp_new = Some(super::NEW);
        ty.tp_init = Some(INIT);
    })
}

/// Makes `Structure`.
pub fn make_structure_type(cdata: &Type, metatype: &Type) -> Result<&'static Type> {
    make(cdata, metatype, c"_ctypes.Structure", c"Structure base class")
}

/// Makes `Union`.
pub fn make_union_type(cdata: &Type, metatype: &Type) -> Result<&'static Type> {
    make(cdata, metatype, c"_ctypes.Union", c"Union base class")
}
