//! Instances of simple types: `value`, `bool()`, `repr()`.

use cpython::{Obj, Own, Result, Type, ffi, raise, slot, string, table, types};

use crate::convert;
use crate::data::{self, CData};
use crate::typeinfo::{SimpleInfo, info_of_instance};

fn simple_info(data: &CData) -> Result<&SimpleInfo> {
    info_of_instance(data)?.simple().ok_or_else(|| raise!(TypeError, "abstract class"))
}

/// The `value` attribute.
#[inline]
pub fn get_value(data: &CData) -> Result<Own> {
    let simple = simple_info(data)?;
    // SAFETY: an instance of a simple type shows a scalar.
    unsafe { convert::get(simple.scalar.kind, simple.swapped, data.ptr()) }
}

/// Assigns to the `value` attribute.
pub fn set_value(data: &CData, value: Option<&Obj>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "can't delete attribute"));
    };
    let simple = simple_info(data)?;
    // SAFETY: an instance of a simple type shows a scalar.
    match unsafe { convert::set(simple.scalar.kind, simple.swapped, data.ptr(), value) }? {
        Some(kept) => data::keep(data, 0, &kept),
        None => Ok(()),
    }
}

/// The slot of [`init`].
pub const INIT: ffi::initproc = slot!(init CData, init);

fn init(data: &CData, arguments: &Obj, _keywords: Option<&Obj>) -> Result<()> {
    match super::optional_argument(arguments, c"__init__")? {
        Some(value) => set_value(data, Some(value)),
        None => Ok(()),
    }
}

/// True if any byte is set.
fn truth(data: &CData) -> Result<bool> {
    simple_info(data)?;
    // SAFETY: the instance shows `size` bytes.
    let bytes = unsafe { std::slice::from_raw_parts(data.ptr(), data.size()) };
    Ok(bytes.iter().any(|&byte| byte != 0))
}

fn repr(data: &CData) -> Result<Own> {
    if !simple_info(data)?.unboxed {
        return string(&format!("<{} object at {:p}>", data.as_obj().ty().name(), data));
    }
    // First, since the `__repr__` of an object may give the instance another class.
    let value = get_value(data)?.repr()?;
    string(&format!("{}({value})", data.as_obj().ty().name()))
}

/// What a call returns for an out-parameter of a simple type: its value, unless the class is derived further.
fn from_outparam(data: &CData) -> Result<Own> {
    if simple_info(data)?.unboxed { get_value(data) } else { Ok(data.as_obj().to_own()) }
}

/// Makes `_SimpleCData`.
pub fn make_type(cdata: &Type, metatype: &Type) -> Result<&'static Type> {
    types::make_static(Some(metatype), |ty| {
        super::fill_base(
            ty,
            c"_ctypes._SimpleCData",
            c"The base of simple C types: one scalar, seen through `value`.",
            cdata,
        );
        ty.tp_new = Some(super::NEW);
        ty.tp_init = Some(INIT);
        ty.tp_repr = Some(slot!(unary CData, repr));
        ty.tp_as_number = super::number_slots(slot!(truth CData, truth));
        ty.tp_getset = table::attributes(&[table::attribute(
            c"value",
            slot!(get CData, get_value),
            Some(slot!(set CData, set_value)),
            c"the current value",
        )]);
        ty.tp_methods = table::methods(&[table::method_noargs(
            c"__ctypes_from_outparam__",
            slot!(noargs CData, from_outparam),
            c"The value of an out-parameter.",
        )]);
    })
}
