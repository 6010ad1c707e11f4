//! Handlers around `fork` (POSIX `pthread_atfork`).

/// Runs `before` in a thread that is about to fork, and `after` in it and in the child's copy of it. Calls add up.
pub(crate) fn at_fork(before: extern "C" fn(), after: extern "C" fn()) {
    // It fails for want of memory only, and then a fork at the wrong moment can block the child's next callback: not
    // worth refusing all callbacks for.
    // SAFETY: the functions are valid for the life of the process, and the C library drops them with our library.
    unsafe { libc::pthread_atfork(Some(before as unsafe extern "C" fn()), Some(after), Some(after)) };
}
