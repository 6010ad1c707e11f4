//! Dictionaries, tuples and lists: the few operations this project needs.

use crate::object::{check, truth};
use crate::{Obj, Own, Result, ffi};

impl Obj {
    #[inline(always)]
    pub fn is_tuple(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyTuple_Check(self.as_ptr()) != 0 }
    }

    pub fn is_dict(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyDict_Check(self.as_ptr()) != 0 }
    }

    pub fn is_exact_dict(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyDict_CheckExact(self.as_ptr()) != 0 }
    }
}

/// The items of a tuple, `None` for another object.
#[inline]
pub fn tuple_items(tuple: &Obj) -> Option<&[&Obj]> {
    if !tuple.is_tuple() {
        return None;
    }
    // SAFETY: a finished tuple holds `ob_size` non-NULL references inline and never changes; `&Obj` has the layout
    // of an object pointer.
    unsafe {
        let head = tuple.as_ptr().cast::<ffi::PyTupleObject>();
        let items = (&raw const (*head).ob_item).cast::<&Obj>();
        Some(std::slice::from_raw_parts(items, ffi::PyTuple_GET_SIZE(tuple.as_ptr()) as usize))
    }
}

/// A tuple of the given objects.
pub fn new_tuple(items: impl ExactSizeIterator<Item = Own>) -> Result<Own> {
    // SAFETY: attached; the result is a new reference whose items are all set below before anybody sees it.
    let tuple = unsafe { Own::from_owned(ffi::PyTuple_New(items.len() as isize)) }?;
    for (index, item) in items.enumerate() {
        // SAFETY: the tuple is fresh and `index` is within it; the item's count goes to the tuple.
        unsafe { ffi::PyTuple_SET_ITEM(tuple.as_ptr(), index as isize, item.into_ptr()) };
    }
    Ok(tuple)
}

/// A list of the given objects.
pub fn new_list(items: impl ExactSizeIterator<Item = Result<Own>>) -> Result<Own> {
    // SAFETY: attached; the result is a new reference; unset items are NULL, which a list's deallocation accepts.
    let list = unsafe { Own::from_owned(ffi::PyList_New(items.len() as isize)) }?;
    for (index, item) in items.enumerate() {
        // SAFETY: the list is fresh and `index` is within it; the item's count goes to the list.
        unsafe { ffi::PyList_SET_ITEM(list.as_ptr(), index as isize, item?.into_ptr()) };
    }
    Ok(list)
}

/// `{}`.
pub fn new_dict() -> Result<Own> {
    // SAFETY: attached; the result is a new reference.
    unsafe { Own::from_owned(ffi::PyDict_New()) }
}

/// `dict.get(key)` with errors of hashing and comparing raised.
pub fn dict_get<'a>(dict: &'a Obj, key: &Obj) -> Result<Option<&'a Obj>> {
    // SAFETY: attached; both are alive; the result is borrowed from `dict`.
    let value = unsafe { Obj::from_ptr_or_none(ffi::PyDict_GetItemWithError(dict.as_ptr(), key.as_ptr())) };
    match (value, crate::Raised::occurred()) {
        (None, Some(raised)) => Err(raised),
        (value, _) => Ok(value),
    }
}

/// `dict[key] = value`.
pub fn dict_set(dict: &Obj, key: &Obj, value: &Obj) -> Result<()> {
    // SAFETY: attached; the three objects are alive.
    check(unsafe { ffi::PyDict_SetItem(dict.as_ptr(), key.as_ptr(), value.as_ptr()) })
}

/// `del dict[key]`.
pub fn dict_del(dict: &Obj, key: &Obj) -> Result<()> {
    // SAFETY: attached; both objects are alive.
    check(unsafe { ffi::PyDict_DelItem(dict.as_ptr(), key.as_ptr()) })
}

/// `key in dict`.
pub fn dict_contains(dict: &Obj, key: &Obj) -> Result<bool> {
    // SAFETY: attached; both objects are alive.
    truth(unsafe { ffi::PyDict_Contains(dict.as_ptr(), key.as_ptr()) })
}
