//! Instances of pointer types: `contents`, items, slices.

use cpython::{Obj, Own, Result, Type, compat, ffi, raise, slot, table, types};

use super::slice::Slice;
use super::{get_part, scalar_kind, set_part};
use crate::data::{self, CData};
use crate::typeinfo::{info_of, info_of_instance, require_info};

/// The pointed-to type of the instance.
fn target(data: &CData) -> Result<Own> {
    let pointer = info_of_instance(data)?.pointer();
    pointer
        .and_then(|pointer| pointer.target.get())
        .ok_or_else(|| raise!(TypeError, "Cannot create instance: has no _type_"))
}

/// The address the instance holds.
fn address(data: &CData) -> *mut u8 {
    // SAFETY: an instance of a pointer type shows a pointer.
    unsafe { data.ptr().cast::<*mut u8>().read_unaligned() }
}

/// The address the instance holds, ValueError for NULL.
fn non_null(data: &CData) -> Result<*mut u8> {
    let address = address(data);
    if address.is_null() { Err(raise!(ValueError, "NULL pointer access")) } else { Ok(address) }
}

/// The slot of [`new`].
pub const NEW: ffi::newfunc = slot!(new new);
/// The slot of [`init`].
pub const INIT: ffi::initproc = slot!(init CData, init);

fn new(class: &Type, _arguments: &Obj, _keywords: Option<&Obj>) -> Result<Own> {
    require_complete(class)?;
    data::new_default(class)
}

/// Refuses instances of a pointer type that has no target yet.
pub fn require_complete(class: &Type) -> Result<()> {
    let pointer = info_of(class).and_then(|info| info.pointer());
    if pointer.is_some_and(|pointer| pointer.target.is_set()) {
        return Ok(());
    }
    Err(raise!(TypeError, "Cannot create instance: has no _type_"))
}

fn init(data: &CData, arguments: &Obj, _keywords: Option<&Obj>) -> Result<()> {
    match super::optional_argument(arguments, c"POINTER")? {
        Some(value) => set_contents(data, Some(value)),
        None => Ok(()),
    }
}

fn get_contents(data: &CData) -> Result<Own> {
    let address = non_null(data)?;
    let target = target(data)?;
    let Some(class) = target.as_type() else { return Err(raise!(TypeError, "abstract class")) };
    data::sub_object(class, require_info(class)?, data.as_obj(), 0, address)
}

pub fn set_contents(data: &CData, value: Option<&Obj>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "Pointer does not support item deletion"));
    };
    // As in stock, any instance will do: `POINTER(c_int)(array_of_ints)` is common.
    let target = target(data)?;
    let Some(pointee) = CData::of(value) else {
        let expected = target.as_type().map(|ty| ty.name().into_owned()).unwrap_or_default();
        return Err(raise!(TypeError, "expected {expected} instead of {}", value.ty().name()));
    };
    // SAFETY: an instance of a pointer type shows a pointer.
    unsafe { data.ptr().cast::<*mut u8>().write_unaligned(pointee.ptr()) };
    // Both the pointee and what the pointee's memory refers to must live as long as the pointer.
    data::keep(data, 1, value)?;
    data::keep(data, 0, &*data::kept_objects(pointee)?)
}

/// The place of an item relative to the pointer, as C computes it.
fn place(address: *mut u8, class: &Type, index: isize) -> *mut u8 {
    let size = info_of(class).map_or(0, |info| info.size.get());
    address.wrapping_offset(index.wrapping_mul(size as isize))
}

fn get_item(data: &CData, index: isize) -> Result<Own> {
    let address = non_null(data)?;
    let target = target(data)?;
    let Some(class) = target.as_type() else { return Err(raise!(TypeError, "abstract class")) };
    // SAFETY: the program says by its pointer and index that there is an object of the target type.
    unsafe { get_part(class, data, index, place(address, class, index)) }
}

fn set_item(data: &CData, index: isize, value: Option<&Obj>) -> Result<()> {
    let Some(value) = value else {
        return Err(raise!(TypeError, "Pointer does not support item deletion"));
    };
    let address = non_null(data)?;
    let target = target(data)?;
    let Some(class) = target.as_type() else { return Err(raise!(TypeError, "abstract class")) };
    // SAFETY: the program says by its pointer and index that there is an object of the target type.
    unsafe { set_part(class, data, index, place(address, class, index), value) }
}

fn get_key(data: &CData, key: &Obj) -> Result<Own> {
    if let Some(index) = compat::small_int(key) {
        return get_item(data, index as isize);
    }
    if key.is_index() {
        return get_item(data, key.to_index()?);
    }
    // SAFETY: attached; the object is alive.
    if unsafe { ffi::PySlice_Check(key.as_ptr()) } == 0 {
        return Err(raise!(TypeError, "Pointer indices must be integer"));
    }
    let slice = open_slice(key)?;
    let target = target(data)?;
    let kind = target.as_type().and_then(info_of).and_then(scalar_kind);
    let items = if kind.is_some() && slice.count > 0 { non_null(data)? } else { address(data) };
    // SAFETY: the program says by its pointer and slice that there are such characters.
    unsafe { slice.read(kind, items, |index| get_item(data, index)) }
}

/// A slice of a pointer has no end to fit it to: `stop` must be given, and `start` too when it runs backwards.
fn open_slice(key: &Obj) -> Result<Slice> {
    // SAFETY: the object is a slice, whose three fields are set and live as long as it.
    let (start, stop, step) = unsafe {
        let slice = &*key.as_ptr().cast::<ffi::PySliceObject>();
        (Obj::from_ptr(slice.start), Obj::from_ptr(slice.stop), Obj::from_ptr(slice.step))
    };
    let step = if step.is_none() { 1 } else { step.to_value()? };
    if step == 0 {
        return Err(raise!(ValueError, "slice step cannot be zero"));
    }
    let start = match start.is_none() {
        true if step < 0 => return Err(raise!(ValueError, "slice start is required for step < 0")),
        true => 0,
        false => start.to_value()?,
    };
    if stop.is_none() {
        return Err(raise!(ValueError, "slice stop is required"));
    }
    let stop = stop.to_value()?;
    let span = if step > 0 { stop.saturating_sub(start) } else { start.saturating_sub(stop) };
    let count = if span <= 0 { 0 } else { (span as usize - 1) / step.unsigned_abs() + 1 };
    Ok(Slice { start, step, count })
}

fn truth(data: &CData) -> Result<bool> {
    Ok(!address(data).is_null())
}

/// Makes `_Pointer`.
pub fn make_type(cdata: &Type, metatype: &Type) -> Result<&'static Type> {
    // SAFETY: all-zero is a valid table: no slot set.
    let mut sequence: ffi::PySequenceMethods = unsafe { std::mem::zeroed() };
    sequence.sq_item = Some(slot!(item CData, get_item));
    sequence.sq_ass_item = Some(slot!(set_item CData, set_item));
    let mapping = ffi::PyMappingMethods {
        mp_length: None,
        mp_subscript: Some(slot!(binary CData, get_key)),
        mp_ass_subscript: None,
    };
    types::make_static(Some(metatype), |ty| {
        super::fill_base(
            ty,
            c"_ctypes._Pointer",
            c"The base of pointer types; `POINTER(type)` makes them.",
            cdata,
        );
        ty.tp_new = Some(NEW);
        ty.tp_init = Some(INIT);
        ty.tp_as_sequence = table::kept(sequence);
        ty.tp_as_mapping = table::kept(mapping);
        ty.tp_as_number = super::number_slots(slot!(truth CData, truth));
        ty.tp_getset = table::attributes(&[table::attribute(
            c"contents",
            slot!(get CData, get_contents),
            Some(slot!(set CData, set_contents)),
            c"the object this pointer points to (read-write)",
        )]);
    })
}
