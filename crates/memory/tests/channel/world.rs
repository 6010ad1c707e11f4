//! A channel with both ends, and children that write to it.

use memory::channel::{Drain, Ring};
use std::fs::File;
use trace::{Envelope, Record};

/// Both ends of a new channel.
pub fn channel(bytes: usize) -> (Ring, Drain) {
    let (ring, descriptor) = Ring::create(bytes).unwrap();
    (ring, Drain::new(Ring::open(&File::from(descriptor)).unwrap()))
}

/// The bodies of what comes out.
pub fn drain(drain: &mut Drain, over_gaps: bool) -> Vec<(Envelope, Vec<u8>)> {
    let mut body = Vec::new();
    std::iter::from_fn(|| drain.next(over_gaps, &mut body).map(|envelope| (envelope, body.clone()))).collect()
}

/// A record that carries a number.
pub fn numbered(number: u32) -> Record<'static> {
    Record::Stack { stack: number, parent: 0, code: 0, position: 0 }
}

/// The number that it carries.
pub fn number_of(kind: u32, body: &[u8]) -> u32 {
    match Record::decode(kind, body) {
        Some(Record::Stack { stack, .. }) => stack,
        other => panic!("{other:?} was not written"),
    }
}

/// Forks; the child runs `body` and exits with 0.
pub fn child(body: impl FnOnce()) -> libc::pid_t {
    // SAFETY: the child runs `body`, which appends to the ring and allocates at most (the C library holds its locks across
    // the fork), and ends by `_exit`.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "fork failed");
    if child == 0 {
        body();
        // SAFETY: no preconditions; nothing of the parent's is flushed or unwound.
        unsafe { libc::_exit(0) };
    }
    child
}

/// Waits for a child's end.
pub fn wait(child: libc::pid_t) -> i32 {
    let mut status = 0;
    // SAFETY: a child of ours and a place for its status.
    let waited = unsafe { libc::waitpid(child, &raw mut status, 0) };
    assert_eq!(waited, child);
    status
}
