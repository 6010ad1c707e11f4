//! Running something that ends the process, in a child.

/// How a child ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Exit(i32),
    Signal(i32),
}

/// Forks, runs `body` in the child and leaves it with status 0 if `body` returns, 1 if it panics.
pub fn in_child(body: impl FnOnce()) -> End {
    // SAFETY: the child runs `body`, which uses the allocator (whose locks the C library holds across the fork) and what its
    // author made safe across forks, and ends by `_exit`.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "fork failed");
    if child == 0 {
        // A fault of the body is expected: no core file, and no handler of the test harness.
        let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: a valid limit; the default action is no function of ours.
        unsafe {
            libc::setrlimit(libc::RLIMIT_CORE, &raw const none);
            libc::signal(libc::SIGSEGV, libc::SIG_DFL);
            libc::signal(libc::SIGBUS, libc::SIG_DFL);
        }
        // The harness's frames are above: nothing may unwind into the child's copy of them.
        let status = i32::from(std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).is_err());
        // SAFETY: no preconditions; nothing of the parent's is flushed or unwound.
        unsafe { libc::_exit(status) };
    }
    let mut status = 0;
    // SAFETY: a child of ours and a place for its status.
    let waited = unsafe { libc::waitpid(child, &raw mut status, 0) };
    assert_eq!(waited, child);
    if libc::WIFSIGNALED(status) {
        End::Signal(libc::WTERMSIG(status))
    } else {
        End::Exit(libc::WEXITSTATUS(status))
    }
}
