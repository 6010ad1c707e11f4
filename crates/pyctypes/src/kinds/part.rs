//! A part of an instance (a field, an item, what a pointer points to) as a Python value, and back.

use cpython::{Obj, Own, Raised, Result, Type, exception::Exception, new_tuple, none, raise};

use crate::convert;
use crate::data::{self, CData};
use crate::error;
use crate::typeinfo::{TypeInfo, info_of_instance, require_info};

/// The value of the part of type `class` at `ptr`: a plain Python object for `c_int` and its siblings, else an instance
/// that shows the part.
///
/// # Safety
/// `ptr` points to a readable object of the class, as far as the program has told the truth about its pointers.
#[inline]
pub unsafe fn get_part(class: &Type, base: &CData, index: isize, ptr: *mut u8) -> Result<Own> {
    let info = require_info(class)?;
    if let Some(simple) = info.simple()
        && simple.unboxed
    {
        // SAFETY: the caller's promise.
        return unsafe { convert::get(simple.scalar.kind, simple.swapped, ptr) };
    }
    data::sub_object(class, info, base.as_obj(), index, ptr)
}

/// Assigns to the part of type `class` at `ptr`, and keeps alive what the part then points to.
///
/// # Safety
/// `ptr` points to a writable object of the class, as far as the program has told the truth about its pointers.
#[inline]
pub unsafe fn set_part(class: &Type, base: &CData, index: isize, ptr: *mut u8, value: &Obj) -> Result<()> {
    let info = require_info(class)?;
    // SAFETY: the caller's promise.
    match unsafe { assign(class, info, ptr, value) }? {
        Some(kept) => data::keep(base, index, &kept),
        None => Ok(()),
    }
}

/// Assigns, and returns what must be kept alive.
///
/// # Safety
/// As [`set_part`].
unsafe fn assign(class: &Type, info: &TypeInfo, ptr: *mut u8, value: &Obj) -> Result<Option<Own>> {
    let Some(source) = CData::of(value) else {
        if let Some(simple) = info.simple() {
            // SAFETY: the caller's promise.
            return unsafe { convert::set(simple.scalar.kind, simple.swapped, ptr, value) };
        }
        // SAFETY: the caller's promise.
        return unsafe { assign_plain(class, info, ptr, value) };
    };
    if value.is_instance(class.as_obj())? {
        let size = info.size.get();
        if source.size() < size && source.ptr().is_null() {
            return Err(raise!(ValueError, "NULL pointer access"));
        }
        // SAFETY: the source is an instance of the class and so has its size; the caller's promise. The two may overlap
        // where a part is assigned to itself.
        unsafe { std::ptr::copy(source.ptr(), ptr, size) };
        return data::kept_objects(source).map(Some);
    }
    if let Some(pointer) = info.pointer()
        && let Some(array) = info_of_instance(source)?.array()
    {
        let (target, element) = (pointer.target.get(), array.element.get());
        if !matches!((&target, &element), (Some(target), Some(element)) if target.is(element)) {
            return Err(incompatible(class, value));
        }
        // SAFETY: the caller's promise; a pointer has room for an address.
        unsafe { ptr.cast::<*mut u8>().write_unaligned(source.ptr()) };
        // The array is kept together with what its own items keep.
        let kept = new_tuple([data::kept_objects(source)?, value.to_own()].into_iter())?;
        return Ok(Some(kept));
    }
    Err(incompatible(class, value))
}

/// Assigns an object that is no ctypes instance: a tuple of constructor arguments, or None to a pointer.
///
/// # Safety
/// As [`set_part`].
unsafe fn assign_plain(class: &Type, info: &TypeInfo, ptr: *mut u8, value: &Obj) -> Result<Option<Own>> {
    if value.is_tuple() {
        let made = class.as_obj().call_tuple(value).map_err(|raised| {
            error::extend(raised, Exception::RuntimeError.as_obj(), &format!("({}) ", class.name()))
        })?;
        // SAFETY: the caller's promise.
        return unsafe { assign(class, info, ptr, &made) };
    }
    if value.is_none() && info.pointer().is_some() {
        // SAFETY: the caller's promise; a pointer has room for an address.
        unsafe { ptr.cast::<*mut u8>().write_unaligned(std::ptr::null_mut()) };
        return Ok(Some(none().to_own()));
    }
    Err(raise!(TypeError, "expected {} instance, got {}", class.name(), value.ty().name()))
}

#[cold]
fn incompatible(class: &Type, value: &Obj) -> Raised {
    raise!(
        TypeError,
        "incompatible types, {} instance instead of {} instance",
        value.ty().name(),
        class.name()
    )
}
