//! Keeping the interposer out of the program's children.
//!
//! When it is loaded it takes itself out of `LD_PRELOAD`, before the program's first line and so before Python copies the
//! environment: children inherit a variable without it, and what else was in it stays. With `interpose::KEEP_VARIABLE` in the
//! environment it stays.
//!
//! The text is shortened where it stands: it is the process's own memory (System V ABI, process initialization), and nothing
//! else of it can have been handed out yet.

use std::ffi::{CStr, c_char, c_void};
use std::mem::MaybeUninit;

unsafe extern "C" {
    static mut environ: *mut *mut c_char;
}

const VARIABLE: &[u8] = b"LD_PRELOAD=";

/// The loader calls it, after the libraries that this one needs and before the program.
#[used]
#[unsafe(link_section = ".init_array")]
static AT_START: extern "C" fn() = at_start;

extern "C" fn at_start() {
    let mut own = MaybeUninit::<libc::Dl_info>::uninit();
    let address = at_start as extern "C" fn() as *const c_void;
    // SAFETY: an address of ours and a place for the answer, which is filled when the function succeeds; the name it gives
    // lives as long as the library.
    let own = unsafe {
        if libc::dladdr(address, own.as_mut_ptr()) == 0 {
            return;
        }
        CStr::from_ptr(own.assume_init().dli_fname)
    };
    // SAFETY: the loader runs one initialiser at a time, before there are other threads; `environ` is NULL-terminated.
    unsafe {
        if !environ.is_null() && find(interpose::KEEP_VARIABLE.as_bytes()).is_none() {
            remove(own.to_bytes());
        }
    }
}

/// The place of the first variable that begins with `prefix`.
///
/// # Safety
/// `environ` is NULL-terminated, and nobody changes it meanwhile.
unsafe fn find(prefix: &[u8]) -> Option<*mut *mut c_char> {
    // SAFETY: the caller's contract.
    unsafe {
        let mut place = environ;
        while !(*place).is_null() {
            if CStr::from_ptr(*place).to_bytes().starts_with(prefix) {
                return Some(place);
            }
            place = place.add(1);
        }
    }
    None
}

/// Takes `path` out of the variable, and the variable out of the environment if nothing is left of it.
///
/// # Safety
/// As for `find`.
unsafe fn remove(path: &[u8]) {
    // SAFETY: the caller's contract; the text is writable, as long as `CStr` says, and referred to by nobody else.
    unsafe {
        let Some(place) = find(VARIABLE) else { return };
        let length = CStr::from_ptr(*place).count_bytes();
        let text = std::slice::from_raw_parts_mut((*place).cast::<u8>(), length + 1);
        let left = without(&mut text[VARIABLE.len()..length], path);
        text[VARIABLE.len() + left] = 0;
        if left == 0 {
            let mut next = place;
            while !(*next).is_null() {
                *next = *next.add(1);
                next = next.add(1);
            }
        }
    }
}

/// Shortens a list of paths, separated by colons or spaces (ld.so(8)), by those equal to `path`. Gives its new length.
fn without(list: &mut [u8], path: &[u8]) -> usize {
    let is_separator = |byte: u8| byte == b':' || byte == b' ';
    let (mut from, mut to) = (0, 0);
    while from < list.len() {
        let end =
            list[from..].iter().position(|&byte| is_separator(byte)).map_or(list.len(), |end| from + end);
        if end > from && &list[from..end] != path {
            // What is kept moves to the left, after a separator if it is not the first.
            if to > 0 {
                list[to] = b':';
                to += 1;
            }
            list.copy_within(from..end, to);
            to += end - from;
        }
        from = end + 1;
    }
    to
}
