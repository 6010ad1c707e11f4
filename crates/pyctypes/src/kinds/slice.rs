//! Slices of arrays and pointers.

use cpython::{Obj, Own, Raised, Result, bytes, bytes_at, ffi, new_list, string_from_wide};
use ctype::{DataModel, ScalarKind};

/// The items `start`, `start + step` … of a slice.
#[derive(Clone, Copy)]
pub struct Slice {
    pub start: isize,
    pub step: isize,
    pub count: usize,
}

impl Slice {
    /// The part of a slice object that lies in a sequence of `length` items; `None` if `key` is no slice.
    pub fn of(key: &Obj, length: usize) -> Result<Option<Slice>> {
        // SAFETY: attached; the object is alive.
        if unsafe { ffi::PySlice_Check(key.as_ptr()) } == 0 {
            return Ok(None);
        }
        let (mut start, mut stop, mut step) = (0isize, 0isize, 0isize);
        // SAFETY: attached; the object is a slice; the three are to be filled in.
        let count = unsafe {
            if ffi::PySlice_Unpack(key.as_ptr(), &mut start, &mut stop, &mut step) < 0 {
                return Err(Raised::already_set());
            }
            ffi::PySlice_AdjustIndices(length as isize, &mut start, &mut stop, step)
        };
        Ok(Some(Slice { start, step, count: count as usize }))
    }

    /// The indices, in order.
    pub fn indices(self) -> impl ExactSizeIterator<Item = isize> {
        (0..self.count).map(move |place| self.start.wrapping_add((place as isize).wrapping_mul(self.step)))
    }

    /// The slice of items at `items`: `bytes` of characters, `str` of wide characters, else a list made with `item`.
    ///
    /// # Safety
    /// For characters, every item of the slice is readable at its place behind `items`.
    pub unsafe fn read(
        self,
        kind: Option<ScalarKind>,
        items: *const u8,
        item: impl Fn(isize) -> Result<Own>,
    ) -> Result<Own> {
        match kind {
            // SAFETY: the caller's promise; nothing is read of an empty slice.
            Some(ScalarKind::Char) => unsafe {
                if self.step == 1 {
                    return bytes_at(items.wrapping_offset(self.start), self.count);
                }
                bytes(&self.gather::<1>(items)?)
            },
            // SAFETY: as above; the interpreter reads `wchar_t`s at any alignment of the target.
            Some(ScalarKind::WChar) => unsafe {
                const WIDTH: usize = DataModel::HOST.wchar_size();
                if self.step == 1 {
                    let first = items.cast::<[u8; WIDTH]>().wrapping_offset(self.start);
                    return string_from_wide(first.cast(), self.count as isize);
                }
                string_from_wide(self.gather::<WIDTH>(items)?.as_ptr(), self.count as isize)
            },
            _ => new_list(self.indices().map(item)),
        }
    }

    /// Copies the slice's characters of `N` bytes each into a row.
    ///
    /// # Safety
    /// Every item of the slice is readable at its place behind `items`.
    unsafe fn gather<const N: usize>(self, items: *const u8) -> Result<Vec<u8>> {
        let mut content = Vec::new();
        let size = self.count.checked_mul(N).ok_or_else(Raised::no_memory)?;
        content.try_reserve_exact(size).map_err(|_| Raised::no_memory())?;
        for index in self.indices() {
            // SAFETY: the caller's promise.
            let unit = unsafe { items.cast::<[u8; N]>().offset(index).read_unaligned() };
            content.extend_from_slice(&unit);
        }
        Ok(content)
    }

    /// Calls `set` with each index of the slice and the item of `values` for it.
    pub fn assign(self, values: &Obj, set: impl Fn(isize, &Obj) -> Result<()>) -> Result<()> {
        for (place, index) in self.indices().enumerate() {
            set(index, &*values.sequence_item(place)?)?;
        }
        Ok(())
    }
}
