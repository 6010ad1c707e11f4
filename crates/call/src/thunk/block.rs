//! A block: one page of stubs, executable, beside one page of slots, writable.

use super::slot::Slot;
use crate::arch::stub;
use crate::{CallError, sys::pages};
use std::ptr;

/// Maps a block and links its slots into a list. Returns the first; blocks are never unmapped, so the list
/// is valid for as long as the process is.
pub(super) fn map() -> Result<*mut Slot, CallError> {
    let page = pages::size();
    let distance = i32::try_from(page).expect("no system has pages of 2 GiB");
    let base = pages::allocate(2 * page)?;
    let count = page / stub::SIZE;
    // SAFETY: the second of two pages that were just mapped.
    let slots = unsafe { base.add(page).cast::<Slot>() };
    for index in 0..count {
        let code = stub::code(distance);
        // SAFETY: `count` stubs fit into the first page.
        unsafe { ptr::copy_nonoverlapping(code.as_ptr(), base.add(index * stub::SIZE), stub::SIZE) };
        // SAFETY: `count` slots of the same size fit into the second page, which is aligned for them; `index + 1` is in
        // it too or is not used.
        unsafe {
            let next = if index + 1 < count { slots.add(index + 1) } else { ptr::null_mut() };
            slots.add(index).write(Slot::free(next));
        }
    }
    if let Err(error) = pages::make_executable(base, page) {
        pages::release(base, 2 * page);
        return Err(error);
    }
    Ok(slots)
}

/// The stub of a slot: a page before it, since both have the same stride.
#[inline]
pub(super) fn stub_of(slot: *mut Slot) -> *const u8 {
    slot.cast::<u8>().wrapping_sub(pages::size())
}
