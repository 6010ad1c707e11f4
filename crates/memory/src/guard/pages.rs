//! Reserving addresses, and making pages accessible and inaccessible (POSIX `mmap`, `mprotect`; Linux `madvise`).
//!
//! Two ways to close a page. *Markers* (Linux 6.13, `MADV_GUARD_INSTALL`) live in the page table: they split no mapping, so
//! the limit on mappings does not count them, and they are the cheaper ones. *Protection* is `mprotect`, which splits
//! mappings. Which of them this system has is found out once.

use std::ffi::c_void;
use std::sync::OnceLock;

/// Bytes of a page. x86-64 and most other systems have no smaller ones; where pages are larger the guard allocator refuses.
pub(super) const PAGE: usize = 4096;

/// Above this many bytes a page table full of markers costs more than a split mapping.
const MARKED: usize = 64 * PAGE;

/// From `linux/mman.h`, `linux/pidfd.h`; not in the libc crate yet.
#[cfg(target_os = "linux")]
mod linux {
    pub(super) const GUARD_INSTALL: i32 = 102;
    pub(super) const GUARD_REMOVE: i32 = 103;
    pub(super) const PIDFD_SELF: i32 = -10_000;
}

/// Whether the system's pages are the ones this code was written for.
pub(super) fn supported() -> bool {
    // SAFETY: no preconditions.
    unsafe { libc::sysconf(libc::_SC_PAGESIZE) == PAGE as i64 }
}

/// Reserves `bytes` of addresses that nothing can access and that take no memory.
pub(super) fn reserve(bytes: usize) -> Option<*mut u8> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: a new mapping at an address of the system's choice touches no memory of ours.
    let base = unsafe { libc::mmap(std::ptr::null_mut(), bytes, libc::PROT_NONE, flags, -1, 0) };
    (base != libc::MAP_FAILED).then_some(base.cast())
}

/// Gives back what `reserve` gave.
///
/// # Safety
/// Nobody uses these addresses any more.
pub(super) unsafe fn unreserve(base: *mut u8, bytes: usize) {
    // SAFETY: the caller's contract.
    unsafe { libc::munmap(base.cast::<c_void>(), bytes) };
}

/// Whether slots of `bytes` bytes are closed by markers.
pub(super) fn marks(bytes: usize) -> bool {
    static AVAILABLE: OnceLock<bool> = OnceLock::new();
    bytes <= MARKED
        && *AVAILABLE.get_or_init(|| {
            let Some(page) = reserve(PAGE) else { return false };
            // SAFETY: the page was just reserved, and is used for nothing else.
            unsafe {
                let available = protect(page, PAGE, true) && mark(page, PAGE);
                unreserve(page, PAGE);
                available
            }
        })
}

/// Prepares a part of a reservation for slots. All of it is closed afterwards.
///
/// # Safety
/// The pages are a part of a reservation that is used for nothing yet.
pub(super) unsafe fn prepare(base: *mut u8, bytes: usize, marked: bool) -> bool {
    // SAFETY: the caller's contract: nobody else uses the page that is written.
    unsafe {
        if !protect(base, bytes, true) {
            return false;
        }
        if marked {
            return mark(base, bytes);
        }
        // Linux joins neighbouring mappings again only if their anonymous pages belong to one `anon_vma`, which comes with
        // the first page: with one from before the first split, all parts share it.
        base.write_volatile(0);
        protect(base, bytes, false)
    }
}

/// Lets whole pages be read and written. False if the system has no room for one more mapping.
///
/// # Safety
/// The pages are a part of a reservation, prepared if `marked`, and the caller's to give out.
pub(super) unsafe fn open(base: *mut u8, bytes: usize, marked: bool) -> bool {
    // SAFETY: the caller's contract.
    unsafe { if marked { unmark(base, bytes) } else { protect(base, bytes, true) } }
}

/// Opens several marked ranges of `bytes` bytes with one call of the system, where it has that.
///
/// # Safety
/// As for `open`.
#[cfg(target_os = "linux")]
pub(super) unsafe fn open_all(bases: &[*mut u8], bytes: usize) -> bool {
    let ranges: Vec<libc::iovec> =
        bases.iter().map(|base| libc::iovec { iov_base: base.cast(), iov_len: bytes }).collect();
    let (process, advice) = (linux::PIDFD_SELF, linux::GUARD_REMOVE);
    let count = ranges.len();
    // SAFETY: the caller's contract; the ranges outlive the call.
    let done =
        unsafe { libc::syscall(libc::SYS_process_madvise, process, ranges.as_ptr(), count, advice, 0) };
    // SAFETY: the caller's contract. Removing a marker a second time changes nothing.
    done == (bytes * count) as i64 || bases.iter().all(|&base| unsafe { unmark(base, bytes) })
}

/// As above.
///
/// # Safety
/// As for `open`.
#[cfg(not(target_os = "linux"))]
pub(super) unsafe fn open_all(bases: &[*mut u8], bytes: usize) -> bool {
    // SAFETY: the caller's contract.
    bases.iter().all(|&base| unsafe { unmark(base, bytes) })
}

/// Makes whole pages inaccessible. Marked pages lose their contents, others only if `discard`.
///
/// # Safety
/// The pages were opened, with the same `marked`, and no reference to them is left.
pub(super) unsafe fn close(base: *mut u8, bytes: usize, marked: bool, discard: bool) {
    // SAFETY: the caller's contract.
    unsafe {
        if marked && mark(base, bytes) {
            return;
        }
        if discard {
            // A refusal keeps the memory a little longer.
            libc::madvise(base.cast::<c_void>(), bytes, libc::MADV_DONTNEED);
        }
        // It closes what `open` opened, which joins mappings and needs no new one.
        protect(base, bytes, false);
    }
}

unsafe fn protect(base: *mut u8, bytes: usize, access: bool) -> bool {
    let protection = if access { libc::PROT_READ | libc::PROT_WRITE } else { libc::PROT_NONE };
    // SAFETY: the caller's contract.
    unsafe { libc::mprotect(base.cast::<c_void>(), bytes, protection) == 0 }
}

#[cfg(target_os = "linux")]
unsafe fn mark(base: *mut u8, bytes: usize) -> bool {
    // SAFETY: the caller's contract.
    unsafe { libc::madvise(base.cast::<c_void>(), bytes, linux::GUARD_INSTALL) == 0 }
}

#[cfg(target_os = "linux")]
unsafe fn unmark(base: *mut u8, bytes: usize) -> bool {
    // SAFETY: the caller's contract.
    unsafe { libc::madvise(base.cast::<c_void>(), bytes, linux::GUARD_REMOVE) == 0 }
}

#[cfg(not(target_os = "linux"))]
unsafe fn mark(_: *mut u8, _: usize) -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
unsafe fn unmark(_: *mut u8, _: usize) -> bool {
    false
}
