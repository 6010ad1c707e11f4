//! Which libraries lie where, read in the handler (`proc_pid_maps(5)`).
//!
//! Only lines of executable mappings, so that an instruction's address can be told a library and an offset in it; a process
//! with many mappings would otherwise fill the ring.

use crate::channel::Ring;
use trace::Record;

const BUFFER: usize = 4096;

/// Longer lines are cut; paths have at most 4,096 bytes.
const LINE: usize = 1024;

/// Appends the lines. Does nothing where there is no `/proc`.
pub(super) fn append(ring: &Ring) {
    // SAFETY: a NUL-terminated path; POSIX lists `open` as safe in handlers.
    let file = unsafe { libc::open(c"/proc/self/maps".as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) };
    if file < 0 {
        return;
    }
    let mut buffer = [0u8; BUFFER];
    let mut line = [0u8; LINE];
    let mut length = 0;
    loop {
        // SAFETY: the descriptor is open and the buffer as long as said; `read` is safe in handlers.
        let read = unsafe { libc::read(file, buffer.as_mut_ptr().cast(), BUFFER) };
        let Ok(read @ 1..) = usize::try_from(read) else { break };
        for &byte in &buffer[..read] {
            if byte == b'\n' {
                append_if_executable(ring, &line[..length]);
                length = 0;
            } else if length < LINE {
                line[length] = byte;
                length += 1;
            }
        }
    }
    // SAFETY: opened above.
    unsafe { libc::close(file) };
}

/// `START-END rwxp …`
fn append_if_executable(ring: &Ring, line: &[u8]) {
    let permissions = line.split(|&byte| byte == b' ').nth(1);
    if permissions.is_some_and(|permissions| permissions.contains(&b'x')) {
        ring.append_in_handler(&Record::Map { text: line });
    }
}
