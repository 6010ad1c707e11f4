//! A stack of its own for the handler, per thread (POSIX `sigaltstack`): an overflow of the ordinary stack leaves no other.

use std::cell::Cell;
use std::ffi::c_void;

/// Room for a record, a page of `/proc/self/maps`, and for the handler that ours passes on to.
const BYTES: usize = 128 << 10;

/// A thread's alternate stack, with an inaccessible page below it.
#[derive(Debug)]
pub struct AltStack {
    base: *mut c_void,
}

thread_local! {
    static OWN: Cell<Option<AltStack>> = const { Cell::new(None) };
}

const PAGE: usize = 4096;

impl AltStack {
    /// Gives this thread an alternate stack that lasts until the thread ends. A second time does nothing.
    pub fn ensure() {
        // After the thread's variables are gone it is about to end.
        let _ = OWN.try_with(|own| {
            let stack = own.take().or_else(AltStack::new);
            own.set(stack);
        });
    }

    fn new() -> Option<AltStack> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a new mapping at an address of the system's choice touches no memory of ours; its lowest page is then
        // closed; the rest becomes the thread's stack for signals and is used for nothing else.
        unsafe {
            let base = libc::mmap(std::ptr::null_mut(), PAGE + BYTES, protection, flags, -1, 0);
            if base == libc::MAP_FAILED {
                return None;
            }
            let own = AltStack { base };
            libc::mprotect(base, PAGE, libc::PROT_NONE);
            let stack = libc::stack_t { ss_sp: own.bottom(), ss_flags: 0, ss_size: BYTES };
            (libc::sigaltstack(&raw const stack, std::ptr::null_mut()) == 0).then_some(own)
        }
    }

    fn bottom(&self) -> *mut c_void {
        self.base.wrapping_byte_add(PAGE)
    }
}

impl Drop for AltStack {
    fn drop(&mut self) {
        let mut current = libc::stack_t { ss_sp: std::ptr::null_mut(), ss_flags: 0, ss_size: 0 };
        let off = libc::stack_t { ss_sp: std::ptr::null_mut(), ss_flags: libc::SS_DISABLE, ss_size: 0 };
        // SAFETY: valid structures. The mapping goes only after the thread's stack for signals is another one, or none.
        unsafe {
            libc::sigaltstack(std::ptr::null(), &raw mut current);
            if current.ss_sp == self.bottom() {
                libc::sigaltstack(&raw const off, std::ptr::null_mut());
            }
            libc::munmap(self.base, PAGE + BYTES);
        }
    }
}
