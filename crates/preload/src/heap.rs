//! `malloc` and its family in place of the C library's (ISO C 7.24.3, POSIX, glibc).
//!
//! Each calls the function behind it and reports. A release is reported before it happens, since another thread may own
//! the address right after.

use crate::report::{self, Announced};
use crate::{inject, real};
use interpose::Heap::Malloc;
use std::ffi::{c_int, c_void};
use std::ptr;

/// What most allocating functions do.
#[inline]
fn allocate(size: usize, real: impl FnOnce() -> Option<*mut c_void>) -> *mut c_void {
    if inject::fails() {
        return ptr::null_mut();
    }
    let block = real().unwrap_or_else(|| real::early(size));
    report::born(Malloc, block, size);
    block
}

/// ISO C.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn malloc(size: usize) -> *mut c_void {
    // SAFETY: the caller's contract.
    allocate(size, || unsafe { real::malloc(size) })
}

/// ISO C.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    // Too large a product is refused behind us; early memory is zeroed.
    // SAFETY: the caller's contract.
    allocate(count.saturating_mul(size), || unsafe { real::calloc(count, size) })
}

/// ISO C.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aligned_alloc(alignment: usize, size: usize) -> *mut c_void {
    // SAFETY: the caller's contract.
    allocate(size, || unsafe { real::aligned_alloc(alignment, size) })
}

/// SVID.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memalign(alignment: usize, size: usize) -> *mut c_void {
    // SAFETY: the caller's contract.
    allocate(size, || unsafe { real::memalign(alignment, size) })
}

/// BSD.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn valloc(size: usize) -> *mut c_void {
    // SAFETY: the caller's contract.
    allocate(size, || unsafe { real::valloc(size) })
}

/// GNU.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pvalloc(size: usize) -> *mut c_void {
    // SAFETY: the caller's contract.
    allocate(size, || unsafe { real::pvalloc(size) })
}

/// POSIX. Leaves `errno` alone and returns the error's number.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn posix_memalign(place: *mut *mut c_void, alignment: usize, size: usize) -> c_int {
    if inject::fails() {
        return libc::ENOMEM;
    }
    // SAFETY: the caller's contract.
    let error = unsafe { real::posix_memalign(place, alignment, size) }.unwrap_or(libc::ENOMEM);
    if error == 0 {
        // SAFETY: filled by the call that succeeded.
        report::born(Malloc, unsafe { *place }, size);
    }
    error
}

/// ISO C.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(block: *mut c_void) {
    if block.is_null() || real::is_early(block) || report::dying(Malloc, block, 0) == Announced::Refused {
        return;
    }
    // SAFETY: the caller's contract. A heap that gave out a block is known, so there is a `free`.
    unsafe { real::free(block) };
}

/// ISO C.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn realloc(block: *mut c_void, size: usize) -> *mut c_void {
    if block.is_null() {
        // SAFETY: the caller's contract.
        return unsafe { malloc(size) };
    }
    if inject::fails() {
        return ptr::null_mut();
    }
    if real::is_early(block) {
        // SAFETY: the early block is at least as long as the part of the arena that is copied is used.
        return unsafe { leave_early(block, size) };
    }
    let announced = report::dying(Malloc, block, 0);
    if announced == Announced::Refused {
        return ptr::null_mut();
    }
    // SAFETY: the caller's contract.
    let moved = unsafe { real::realloc(block, size) }.unwrap_or(ptr::null_mut());
    if moved.is_null() && size != 0 {
        if announced == Announced::Yes {
            report::survived(block);
        }
    } else {
        report::born(Malloc, moved, size);
    }
    moved
}

/// GNU, BSD, POSIX 2024.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn reallocarray(block: *mut c_void, count: usize, size: usize) -> *mut c_void {
    match count.checked_mul(size) {
        // SAFETY: the caller's contract.
        Some(bytes) => unsafe { realloc(block, bytes) },
        None => {
            // SAFETY: the address of this thread's `errno`.
            unsafe { *libc::__errno_location() = libc::ENOMEM };
            ptr::null_mut()
        }
    }
}

/// Moves a block out of the early arena, which does not remember sizes: what lies behind it there is copied as well.
///
/// # Safety
/// `block` is from the arena.
unsafe fn leave_early(block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: no preconditions.
    let moved = unsafe { malloc(size) };
    if !moved.is_null() {
        // SAFETY: both are as long as that: the new block by its size, the old one by what is left of the arena.
        unsafe {
            ptr::copy_nonoverlapping(
                block.cast::<u8>(),
                moved.cast::<u8>(),
                size.min(real::early_room(block)),
            )
        };
    }
    moved
}
