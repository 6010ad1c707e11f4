//! Keeping alive what C memory points to: the `_objects` of the instance that owns the memory.
//!
//! A pointer stored in C memory keeps nothing alive by itself. Whatever Python object it came from is therefore stored
//! in the *container*, the outermost instance along `_b_base_`: as `_objects` itself when the container has no parts,
//! else in the dictionary `_objects` under a key that spells the place, innermost index first, in hexadecimal
//! (`"1:0"`). Programs read these keys and CPython's suite asserts them.

use cpython::{Obj, Own, Result, dict_set, new_dict, none, raise, string};

use super::CData;

/// Room for a key, as in stock: deeper nesting raises ValueError.
const KEY_ROOM: usize = 256;

/// The longest hexadecimal index.
const INDEX_ROOM: usize = 2 * size_of::<isize>();

/// The outermost instance along `_b_base_`, its `_objects` made.
fn container(data: &CData) -> Result<Own> {
    let mut outermost = data.as_obj().to_own();
    // SAFETY: `base` is only ever set to ctypes instances.
    while let Some(base) = unsafe { CData::of_unchecked(&outermost) }.base() {
        outermost = base;
    }
    // SAFETY: as above.
    let owner = unsafe { CData::of_unchecked(&outermost) };
    if !owner.objects().is_set() {
        owner.objects().set(Some(if owner.length() > 0 { new_dict()? } else { none().to_own() }));
    }
    Ok(outermost)
}

/// The objects kept for the memory of `data`: the container's `_objects`.
pub fn kept_objects(data: &CData) -> Result<Own> {
    let owner = container(data)?;
    // SAFETY: containers are ctypes instances.
    let objects = unsafe { CData::of_unchecked(&owner) }.objects().get();
    Ok(objects.unwrap_or_else(|| none().to_own()))
}

/// Keeps `object` alive for the part `index` of `data`; `None` as object keeps nothing.
pub fn keep(data: &CData, index: isize, object: &Obj) -> Result<()> {
    if object.is_none() {
        return Ok(());
    }
    let owner = container(data)?;
    // SAFETY: containers are ctypes instances.
    let objects = unsafe { CData::of_unchecked(&owner) }.objects();
    match objects.get() {
        Some(dict) if dict.is_exact_dict() => dict_set(&dict, &*key(data, index)?, object),
        _ => {
            // A container without parts (a pointer, a simple value) keeps one object, as it is.
            objects.set(Some(object.to_own()));
            Ok(())
        }
    }
}

/// The place of part `index` of `data` within its container.
fn key(data: &CData, index: isize) -> Result<Own> {
    let mut text = Key::default();
    text.push_hex(index);
    let mut part = data.as_obj().to_own();
    loop {
        // SAFETY: `part` is `data` or a base, both ctypes instances.
        let instance = unsafe { CData::of_unchecked(&part) };
        let Some(base) = instance.base() else { break };
        if KEY_ROOM - text.length < INDEX_ROOM {
            return Err(raise!(ValueError, "ctypes object structure too deep"));
        }
        text.push(b':');
        text.push_hex(instance.index());
        part = base;
    }
    string(text.as_str())
}

/// A key under construction, without the allocations and the generality of `format!`: callbacks make one each.
struct Key {
    bytes: [u8; KEY_ROOM + INDEX_ROOM],
    length: usize,
}

impl Default for Key {
    fn default() -> Key {
        Key { bytes: [0; KEY_ROOM + INDEX_ROOM], length: 0 }
    }
}

impl Key {
    fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    fn push_hex(&mut self, index: isize) {
        let digits = (isize::BITS - index.leading_zeros()).div_ceil(4).max(1);
        for place in (0..digits).rev() {
            self.push(b"0123456789abcdef"[(index >> (4 * place) & 0xf) as usize]);
        }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}
