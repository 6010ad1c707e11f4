//! A process that forks while other threads are inside the ledger: the child can use it.

use crate::blocks::{MALLOC, acquire, release};
use memory::fork::hold_across_fork;
use memory::ledger::Ledger;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

static LEDGER: LazyLock<Ledger> = LazyLock::new(|| Ledger::new(100));

#[test]
fn the_child_finds_free_locks() {
    hold_across_fork(&*LEDGER);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for thread in 0..4u64 {
            let stop = &stop;
            scope.spawn(move || {
                let address = 0x6000_0000_0000 + thread * 128;
                while !stop.load(Ordering::Relaxed) {
                    acquire(&LEDGER, address, 64, MALLOC, 1);
                    acquire(&LEDGER, address + (1 << 30), 1 << 20, MALLOC, 1);
                    release(&LEDGER, address, MALLOC, 1).unwrap();
                }
            });
        }
        for round in 0..200 {
            // SAFETY: the child calls nothing but the ledger, whose locks are held across the fork, the allocator, whose
            // locks the C library holds, and `_exit`.
            let child = unsafe { libc::fork() };
            if child == 0 {
                let address = 0x6100_0000_0000;
                acquire(&LEDGER, address, 64, MALLOC, 1);
                acquire(&LEDGER, address + 4096, 1 << 20, MALLOC, 1);
                let good = release(&LEDGER, address, MALLOC, 1).is_ok() && LEDGER.stats().live > 0;
                // SAFETY: no preconditions; nothing of the parent's is flushed or unwound.
                unsafe { libc::_exit(if good { 17 } else { 1 }) };
            }
            assert!(child > 0, "fork failed");
            let mut status = 0;
            // SAFETY: a child of ours and a place for its status.
            let waited = unsafe { libc::waitpid(child, &raw mut status, 0) };
            assert_eq!(waited, child);
            assert!(libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 17, "round {round}: {status:#x}");
        }
        stop.store(true, Ordering::Relaxed);
    });
}
