//! `_pointer_type_cache`: the mapping from types to their pointer types that programs read, set and clear.
//!
//! Stock keeps a dictionary, which keeps every type it has seen alive for ever. Here a pointer type hangs on its target
//! type (`TypeInfo::pointer_type`), so that the two die together, and this mapping is a view of those links. Keys that are
//! no ctypes types (None, the numbers of incomplete pointers) live in a dictionary.

use std::cell::RefCell;
use std::collections::HashMap;

use cpython::slot::Instance;
use cpython::{
    Obj, Own, OwnCell, Raised, Result, Type, compat, dict_del, dict_get, dict_set, exception::Exception, ffi,
    new_dict, none, raise, slot, string, table, types,
};

use crate::state::state;
use crate::typeinfo::{TypeInfo, info_of};

/// The Python object; there is one, in the module's state, which is never freed.
#[repr(C)]
pub struct PointerCache {
    head: ffi::PyObject,
    /// Entries whose keys are no ctypes types.
    others: OwnCell,
    /// Weak references to the types that may have a pointer type, by address.
    types: RefCell<Option<HashMap<usize, Own>>>,
}

// SAFETY: `repr(C)` with the object header first.
unsafe impl Instance for PointerCache {}

fn link(key: &Obj) -> Option<&TypeInfo> {
    key.as_type().and_then(info_of)
}

impl PointerCache {
    /// The one of the process.
    pub fn global() -> &'static PointerCache {
        // SAFETY: made of the cache type by `make_pointer_cache` and kept in the state for ever.
        unsafe { &*state().pointer_cache.as_ptr().cast::<PointerCache>() }
    }

    fn others(&self) -> Result<Own> {
        self.others.get().ok_or_else(|| raise!(SystemError, "the pointer type cache was not initialised"))
    }

    /// The value for `key`.
    pub fn get(&self, key: &Obj) -> Result<Option<Own>> {
        match link(key) {
            Some(info) => Ok(info.pointer_type.get()),
            None => Ok(dict_get(&*self.others()?, key)?.map(Obj::to_own)),
        }
    }

    /// Sets the value for `key`.
    pub fn set(&self, key: &Obj, value: &Obj) -> Result<()> {
        let Some(info) = link(key) else {
            return dict_set(&*self.others()?, key, value);
        };
        let reference = compat::weak_reference(key)?;
        let mut dead = Vec::new();
        {
            let mut types = self.types.borrow_mut();
            let types = types.get_or_insert_default();
            // Swept when it would otherwise grow: the table stays within twice the number of live entries.
            if types.len() == types.capacity() {
                dead.extend(types.extract_if(|_, reference| compat::weak_target(reference).is_none()));
            }
            dead.extend(types.insert(key.as_ptr() as usize, reference).map(|old| (0, old)));
        }
        drop(dead);
        info.pointer_type.set(Some(value.to_own()));
        Ok(())
    }

    /// Removes and returns the value for `key`.
    fn take(&self, key: &Obj) -> Result<Option<Own>> {
        match link(key) {
            Some(info) => Ok(info.pointer_type.take()),
            None => {
                let others = self.others()?;
                let value = dict_get(&others, key)?.map(Obj::to_own);
                if value.is_some() {
                    dict_del(&others, key)?;
                }
                Ok(value)
            }
        }
    }

    /// The entries as a dictionary of their own.
    fn snapshot(&self) -> Result<Own> {
        let entries = new_dict()?;
        let live: Vec<Own> = match &*self.types.borrow() {
            Some(types) => types.values().filter_map(|reference| compat::weak_target(reference)).collect(),
            None => Vec::new(),
        };
        // SAFETY: attached; both are dictionaries.
        if unsafe { ffi::PyDict_Update(entries.as_ptr(), self.others()?.as_ptr()) } < 0 {
            return Err(Raised::already_set());
        }
        for key in live {
            if let Some(value) = link(&key).and_then(|info| info.pointer_type.get()) {
                dict_set(&entries, &key, &value)?;
            }
        }
        Ok(entries)
    }

    fn clear(&self) -> Result<Own> {
        let types = self.types.borrow_mut().take();
        for reference in types.into_iter().flatten().map(|(_, reference)| reference) {
            if let Some(key) = compat::weak_target(&reference)
                && let Some(info) = link(&key)
            {
                info.pointer_type.clear();
            }
        }
        self.others.set(Some(new_dict()?));
        Ok(none().to_own())
    }
}

fn missing(key: &Obj) -> Raised {
    Raised::with_value(Exception::KeyError.as_obj(), key)
}

fn subscript(cache: &PointerCache, key: &Obj) -> Result<Own> {
    cache.get(key)?.ok_or_else(|| missing(key))
}

fn set_subscript(cache: &PointerCache, key: &Obj, value: Option<&Obj>) -> Result<()> {
    match value {
        Some(value) => cache.set(key, value),
        None => cache.take(key)?.map(drop).ok_or_else(|| missing(key)),
    }
}

fn contains(cache: &PointerCache, key: &Obj) -> Result<bool> {
    Ok(cache.get(key)?.is_some())
}

fn length(cache: &PointerCache) -> Result<isize> {
    // SAFETY: attached; the snapshot is a dictionary.
    Ok(unsafe { ffi::PyDict_Size(cache.snapshot()?.as_ptr()) })
}

fn iterate(cache: &PointerCache) -> Result<Own> {
    // SAFETY: attached; the snapshot is alive for the call, then kept by its iterator; the result is a new reference.
    unsafe { Own::from_owned(ffi::PyObject_GetIter(cache.snapshot()?.as_ptr())) }
}

fn repr(cache: &PointerCache) -> Result<Own> {
    string(&cache.snapshot()?.repr()?)
}

/// One or two arguments: a key and perhaps a default.
fn key_and_default<'a>(arguments: &'a [&Obj], name: &str) -> Result<(&'a Obj, Option<&'a Obj>)> {
    match *arguments {
        [key] => Ok((key, None)),
        [key, default] => Ok((key, Some(default))),
        _ => Err(raise!(TypeError, "{name} expected 1 or 2 arguments, got {}", arguments.len())),
    }
}

fn get(cache: &PointerCache, arguments: &[&Obj]) -> Result<Own> {
    let (key, default) = key_and_default(arguments, "get")?;
    Ok(cache.get(key)?.unwrap_or_else(|| default.unwrap_or(none()).to_own()))
}

fn pop(cache: &PointerCache, arguments: &[&Obj]) -> Result<Own> {
    let (key, default) = key_and_default(arguments, "pop")?;
    match (cache.take(key)?, default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.to_own()),
        (None, None) => Err(missing(key)),
    }
}

fn set_default(cache: &PointerCache, arguments: &[&Obj]) -> Result<Own> {
    let (key, default) = key_and_default(arguments, "setdefault")?;
    if let Some(found) = cache.get(key)? {
        return Ok(found);
    }
    let default = default.unwrap_or(none());
    cache.set(key, default)?;
    Ok(default.to_own())
}

fn update(cache: &PointerCache, other: &Obj) -> Result<Own> {
    let entries = new_dict()?;
    // SAFETY: attached; the first is a dictionary, the second any mapping.
    if unsafe { ffi::PyDict_Update(entries.as_ptr(), other.as_ptr()) } < 0 {
        return Err(Raised::already_set());
    }
    let (mut position, mut key, mut value) = (0isize, std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: attached; nobody else has the dictionary; key and value are borrowed from it.
    unsafe {
        while ffi::PyDict_Next(entries.as_ptr(), &mut position, &mut key, &mut value) != 0 {
            cache.set(Obj::from_ptr(key), Obj::from_ptr(value))?;
        }
    }
    Ok(none().to_own())
}

/// A view of a snapshot: `dict.keys(snapshot)` and its siblings.
macro_rules! view {
    ($name:literal) => {
        slot!(noargs PointerCache, |cache: &PointerCache| -> Result<Own> {
            cache.snapshot()?.call_method(&cpython::Name::new($name)?, &[])
        })
    };
}

/// Makes the type of the cache.
pub fn make_pointer_cache_type() -> Result<&'static Type> {
    // SAFETY: all-zero is a valid table: no slot set.
    let mut sequence: ffi::PySequenceMethods = unsafe { std::mem::zeroed() };
    sequence.sq_contains = Some(slot!(contains PointerCache, contains));
    let mapping = ffi::PyMappingMethods {
        mp_length: Some(slot!(len PointerCache, length)),
        mp_subscript: Some(slot!(binary PointerCache, subscript)),
        mp_ass_subscript: Some(slot!(set_key PointerCache, set_subscript)),
    };
    types::make_static(None, |ty| {
        ty.tp_name = c"_ctypes._PointerTypeCache".as_ptr();
        ty.tp_doc = c"The pointer types made by POINTER(), by target type: a mutable mapping.".as_ptr();
        ty.tp_basicsize = size_of::<PointerCache>() as isize;
        ty.tp_flags = ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
        ty.tp_as_sequence = table::kept(sequence);
        ty.tp_as_mapping = table::kept(mapping);
        ty.tp_iter = Some(slot!(unary PointerCache, iterate));
        ty.tp_repr = Some(slot!(unary PointerCache, repr));
        ty.tp_methods = table::methods(&[
            table::method_fastcall(c"get", slot!(fastcall PointerCache, get), c"As dict.get."),
            table::method_fastcall(c"pop", slot!(fastcall PointerCache, pop), c"As dict.pop."),
            table::method_fastcall(
                c"setdefault",
                slot!(fastcall PointerCache, set_default),
                c"As dict.setdefault.",
            ),
            table::method_o(c"update", slot!(binary PointerCache, update), c"As dict.update of a mapping."),
            table::method_noargs(
                c"clear",
                slot!(noargs PointerCache, PointerCache::clear),
                c"As dict.clear.",
            ),
            table::method_noargs(
                c"copy",
                slot!(noargs PointerCache, PointerCache::snapshot),
                c"The entries as a dict.",
            ),
            table::method_noargs(c"keys", view!(c"keys"), c"The keys now."),
            table::method_noargs(c"values", view!(c"values"), c"The values now."),
            table::method_noargs(c"items", view!(c"items"), c"The entries now."),
        ]);
    })
}

/// Makes the cache.
pub fn make_pointer_cache(ty: &Type) -> Result<Own> {
    let own = ty.allocate()?;
    // SAFETY: just made of the cache type and not yet seen by anybody; the zeroed table is replaced without a drop.
    unsafe {
        let cache = own.as_ptr().cast::<PointerCache>();
        (&raw mut (*cache).types).write(RefCell::new(None));
        (*cache).others.set(Some(new_dict()?));
    }
    Ok(own)
}
