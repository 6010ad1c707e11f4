//! `mmap` and its family in place of the C library's (POSIX, Linux).
//!
//! The heap's own mappings are made inside the C library, past these functions.

use crate::report::{self, Announced};
use crate::{inject, real};
use interpose::Heap::Mmap;
use std::ffi::{c_int, c_void};

fn refuse() {
    // SAFETY: the address of this thread's `errno`.
    unsafe { *libc::__errno_location() = libc::ENOMEM };
}

/// POSIX.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmap(
    address: *mut c_void,
    size: usize,
    protection: c_int,
    flags: c_int,
    file: c_int,
    offset: i64,
) -> *mut c_void {
    if inject::fails() {
        return libc::MAP_FAILED;
    }
    // SAFETY: the caller's contract.
    let Some(mapping) = (unsafe { real::mmap(address, size, protection, flags, file, offset) }) else {
        refuse();
        return libc::MAP_FAILED;
    };
    if mapping != libc::MAP_FAILED {
        report::born(Mmap, mapping, size);
    }
    mapping
}

/// glibc's other name: on 64-bit systems the same function.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmap64(
    address: *mut c_void,
    size: usize,
    protection: c_int,
    flags: c_int,
    file: c_int,
    offset: i64,
) -> *mut c_void {
    // SAFETY: the caller's contract.
    unsafe { mmap(address, size, protection, flags, file, offset) }
}

/// POSIX.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn munmap(address: *mut c_void, size: usize) -> c_int {
    let announced = report::dying(Mmap, address, size);
    if announced == Announced::Refused {
        refuse();
        return -1;
    }
    // SAFETY: the caller's contract.
    let Some(result) = (unsafe { real::munmap(address, size) }) else {
        refuse();
        return -1;
    };
    if result != 0 && announced == Announced::Yes {
        report::survived(address);
    }
    result
}

/// Linux. C passes the last argument only with `MREMAP_FIXED`; where it is absent its register holds anything, and is
/// handed on as it is.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mremap(
    address: *mut c_void,
    old: usize,
    new: usize,
    flags: c_int,
    target: *mut c_void,
) -> *mut c_void {
    if inject::fails() {
        return libc::MAP_FAILED;
    }
    let announced = report::dying(Mmap, address, old);
    // SAFETY: the caller's contract.
    let moved = unsafe { real::mremap(address, old, new, flags, target) }.unwrap_or(libc::MAP_FAILED);
    if moved != libc::MAP_FAILED {
        report::born(Mmap, moved, new);
    } else if announced == Announced::Yes {
        report::survived(address);
    }
    moved
}
