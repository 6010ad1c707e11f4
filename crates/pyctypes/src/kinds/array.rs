//! Instances of array types: items, slices, and the text of character arrays.

use cpython::buffer::Buffer;
use cpython::{Obj, Own, Raised, Result, Type, bytes_at, compat, ffi, new_list, raise, slot, table, types};
use ctype::{DataModel, ScalarKind};

use super::slice::Slice;
use super::{get_part, scalar_kind, set_part};
use crate::convert;
use crate::data::{self, CData};
use crate::typeinfo::{ArrayInfo, TypeInfo, info_of, info_of_instance};

fn array_info(data: &CData) -> Result<(&TypeInfo, &ArrayInfo)> {
    let info = info_of_instance(data)?;
    info.array().map(|array| (info, array)).ok_or_else(|| raise!(TypeError, "abstract class"))
}

/// The element type.
fn element(array: &ArrayInfo) -> Result<Own> {
    array.element.get().ok_or_else(|| raise!(TypeError, "abstract class"))
}

/// The place of an item, IndexError if there is none.
fn place(data: &CData, array: &ArrayInfo, index: isize) -> Result<*mut u8> {
    match usize::try_from(index) {
        // SAFETY: the item lies within the array's memory.
        Ok(place) if place < data.length() => Ok(unsafe { data.ptr().add(place * array.element_size) }),
        _ => Err(raise!(IndexError, "invalid index")),
    }
}

fn get_item(data: &CData, index: isize) -> Result<Own> {
    let (_, array) = array_info(data)?;
    let ptr = place(data, array, index)?;
    if let Some((kind, swapped)) = array.plain {
        // SAFETY: the item is such a scalar within the array.
        return unsafe { convert::get(kind, swapped, ptr) };
    }
    let element = element(array)?;
    let Some(class) = element.as_type() else { return Err(raise!(TypeError, "abstract class")) };
    // SAFETY: the item is an object of the element type within the array.
    unsafe { get_part(class, data, index, ptr) }
}

fn set_item(data: &CData, index: isize, value: Option<&Obj>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "Array does not support item deletion"));
    };
    let (_, array) = array_info(data)?;
    let ptr = place(data, array, index)?;
    if let Some((kind, swapped)) = array.plain
        && CData::of(value).is_none()
    {
        // SAFETY: the item is such a scalar within the array.
        return match unsafe { convert::set(kind, swapped, ptr, value) }? {
            Some(kept) => data::keep(data, index, &kept),
            None => Ok(()),
        };
    }
    let element = element(array)?;
    let Some(class) = element.as_type() else { return Err(raise!(TypeError, "abstract class")) };
    // SAFETY: the item is an object of the element type within the array.
    unsafe { set_part(class, data, index, ptr, value) }
}

/// True for the scalars whose arrays are text.
fn is_character(kind: ScalarKind) -> bool {
    matches!(kind, ScalarKind::Char | ScalarKind::WChar)
}

/// A key as an index, negative ones counted from the end.
fn index_of(data: &CData, key: &Obj) -> Result<isize> {
    let index = match compat::small_int(key) {
        Some(index) => index as isize,
        None => key.to_index()?,
    };
    Ok(if index < 0 { index.saturating_add_unsigned(data.length()) } else { index })
}

fn get_key(data: &CData, key: &Obj) -> Result<Own> {
    if key.is_index() {
        return get_item(data, index_of(data, key)?);
    }
    let Some(slice) = Slice::of(key, data.length())? else {
        return Err(raise!(TypeError, "indices must be integers"));
    };
    let (_, array) = array_info(data)?;
    if let Some((kind, swapped)) = array.plain.filter(|(kind, _)| !is_character(*kind)) {
        let size = array.element_size as isize;
        let item = |index: isize| {
            // SAFETY: the slice was fitted to the array's length, so the item lies in it and is such a scalar.
            unsafe { convert::get(kind, swapped, data.ptr().offset(index * size)) }
        };
        return new_list(slice.indices().map(item));
    }
    let kind = element(array)?.as_type().and_then(info_of).and_then(scalar_kind);
    // SAFETY: the slice was fitted to the array's length, so its items lie within the array's memory.
    unsafe { slice.read(kind, data.ptr(), |index| get_item(data, index)) }
}

fn set_key(data: &CData, key: &Obj, value: Option<&Obj>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "Array does not support item deletion"));
    };
    if key.is_index() {
        return set_item(data, index_of(data, key)?, Some(value));
    }
    let Some(slice) = Slice::of(key, data.length())? else {
        return Err(raise!(TypeError, "indices must be integer"));
    };
    let fits = match value.sequence_len() {
        Ok(length) => length == slice.count,
        Err(raised) => {
            raised.clear();
            false
        }
    };
    if !fits {
        return Err(raise!(ValueError, "Can only assign sequence of same size"));
    }
    slice.assign(value, |index, item| set_item(data, index, Some(item)))
}

/// The slot of [`init`].
pub const INIT: ffi::initproc = slot!(init CData, init);

fn init(data: &CData, arguments: &Obj, _keywords: Option<&Obj>) -> Result<()> {
    let Some(items) = cpython::tuple_items(arguments) else {
        return Err(raise!(TypeError, "args not a tuple?"));
    };
    init_items(data, items)
}

/// Sets items from the first on.
pub fn init_items(data: &CData, items: &[&Obj]) -> Result<()> {
    let own_set = data.as_obj().ty().sequence_slots().and_then(|slots| slots.sq_ass_item);
    if own_set.is_some_and(|set| std::ptr::fn_addr_eq(set, SET_ITEM)) {
        for (index, item) in items.iter().enumerate() {
            set_item(data, index as isize, Some(item))?;
        }
        return Ok(());
    }
    for (index, item) in items.iter().enumerate() {
        // Through the sequence protocol, so that a subclass's `__setitem__` is honoured.
        // SAFETY: attached; both objects are alive.
        if unsafe {
            compat::guarded::PySequence_SetItem(data.as_obj().as_ptr(), index as isize, item.as_ptr())
        } < 0
        {
            return Err(Raised::already_set());
        }
    }
    Ok(())
}

fn length(data: &CData) -> Result<isize> {
    Ok(data.length() as isize)
}

fn get_raw(data: &CData) -> Result<Own> {
    // SAFETY: the instance shows `size` bytes.
    unsafe { bytes_at(data.ptr(), data.size()) }
}

fn set_raw(data: &CData, value: Option<&Obj>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(AttributeError, "cannot delete attribute"));
    };
    let view = Buffer::get(value, ffi::PyBUF_SIMPLE)?;
    if view.len() > data.size() {
        return Err(raise!(ValueError, "byte string too long"));
    }
    // SAFETY: both have at least that many bytes; they may be the same.
    unsafe { std::ptr::copy(view.data(), data.ptr(), view.len()) };
    Ok(())
}

fn get_chars(data: &CData) -> Result<Own> {
    // SAFETY: the instance shows `size` bytes.
    unsafe { convert::get_chars(data.ptr(), data.size()) }
}

fn set_chars(data: &CData, value: Option<&Obj>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "can't delete attribute"));
    };
    let Some(content) = value.as_bytes() else {
        return Err(raise!(TypeError, "bytes expected instead of {} instance", value.ty().name()));
    };
    if content.len() > data.size() {
        return Err(raise!(ValueError, "byte string too long"));
    }
    // All of it, NULs included, and a NUL behind it where there is room.
    // SAFETY: the instance shows `size` bytes, which the content does not exceed.
    unsafe {
        std::ptr::copy(content.as_ptr(), data.ptr(), content.len());
        if content.len() < data.size() {
            data.ptr().add(content.len()).write(0);
        }
    }
    Ok(())
}

fn get_wide(data: &CData) -> Result<Own> {
    // SAFETY: the instance shows `size` bytes.
    unsafe { convert::get_wide_chars(data.ptr(), data.size()) }
}

fn set_wide(data: &CData, value: Option<&Obj>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "can't delete attribute"));
    };
    if !value.is_str() {
        return Err(raise!(TypeError, "unicode string expected instead of {} instance", value.ty().name()));
    }
    if value.wide_len()? > data.size() / DataModel::HOST.wchar_size() {
        return Err(raise!(ValueError, "string too long"));
    }
    // SAFETY: the instance shows `size` bytes.
    unsafe { convert::set_wide_chars(data.ptr(), data.size(), value) }
}

/// Gives an array class of characters its `value` (and `raw`).
pub fn add_text_attributes(class: &Type, kind: ScalarKind) -> Result<()> {
    static CHARS: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    static WIDE: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    let table = if kind == ScalarKind::Char {
        *CHARS.get_or_init(|| {
            let value: ffi::setter = slot!(set CData, set_chars);
            let raw: ffi::setter = slot!(set CData, set_raw);
            table::attributes(&[
                table::attribute(
                    c"value",
                    slot!(get CData, get_chars),
                    Some(value),
                    c"the bytes before the first NUL",
                ),
                table::attribute(c"raw", slot!(get CData, get_raw), Some(raw), c"all bytes"),
            ]) as usize
        })
    } else {
        *WIDE.get_or_init(|| {
            let value: ffi::setter = slot!(set CData, set_wide);
            table::attributes(&[table::attribute(
                c"value",
                slot!(get CData, get_wide),
                Some(value),
                c"the text before the first NUL",
            )]) as usize
        })
    };
    class.add_attributes(table as *mut ffi::PyGetSetDef)
}

const GET_ITEM: ffi::ssizeargfunc = slot!(item CData, get_item);
const SET_ITEM: ffi::ssizeobjargproc = slot!(set_item CData, set_item);
const GET_KEY: ffi::binaryfunc = slot!(binary CData, get_key);
const SET_KEY: ffi::objobjargproc = slot!(set_key CData, set_key);
const LENGTH: ffi::lenfunc = slot!(len CData, length);

/// Puts our own sequence slots into a new class that did not replace them.
///
/// Both `sq_item` and `mp_subscript` are spelled `__getitem__`, so the interpreter gives classes a general `sq_item` that
/// looks the name up for every item of an iteration. Where `mp_subscript` was inherited, nothing was replaced. An assignment
/// to `__getitem__` later sets both slots anew.
pub fn settle_slots(class: &Type) {
    let (Some(sequence), Some(mapping)) = (class.sequence_slots(), class.mapping_slots()) else { return };
    if mapping.mp_subscript.is_some_and(|get| std::ptr::fn_addr_eq(get, GET_KEY)) {
        sequence.sq_item = Some(GET_ITEM);
    }
    if mapping.mp_ass_subscript.is_some_and(|set| std::ptr::fn_addr_eq(set, SET_KEY)) {
        sequence.sq_ass_item = Some(SET_ITEM);
    }
    if mapping.mp_length.is_some_and(|length| std::ptr::fn_addr_eq(length, LENGTH)) {
        sequence.sq_length = Some(LENGTH);
    }
}

/// Makes `Array`.
pub fn make_type(cdata: &Type, metatype: &Type) -> Result<&'static Type> {
    // SAFETY: all-zero is a valid table: no slot set.
    let mut sequence: ffi::PySequenceMethods = unsafe { std::mem::zeroed() };
    sequence.sq_length = Some(LENGTH);
    sequence.sq_item = Some(GET_ITEM);
    sequence.sq_ass_item = Some(SET_ITEM);
    let mapping = ffi::PyMappingMethods {
        mp_length: Some(LENGTH),
        mp_subscript: Some(GET_KEY),
        mp_ass_subscript: Some(SET_KEY),
    };
    types::make_static(Some(metatype), |ty| {
        super::fill_base(
            ty,
            c"_ctypes.Array",
            c"The base of array types: `_length_` items of `_type_`, made as `type * length`.",
            cdata,
        );
        ty.tp_new = Some(super::NEW);
        ty.tp_init = Some(INIT);
        ty.tp_as_sequence = table::kept(sequence);
        ty.tp_as_mapping = table::kept(mapping);
        ty.tp_methods = table::methods(&[table::class_method(table::method_o(
            c"__class_getitem__",
            ffi::Py_GenericAlias,
            c"Array[T] for annotations (PEP 585).",
        ))]);
    })
}
