//! Many threads on one ledger: no event is lost, none is seen by the wrong block.

use crate::blocks::{MALLOC, acquire, release};
use crate::random::Random;
use memory::ledger::{Access, Ledger, Range, Verdict};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const THREADS: u64 = 16;
const ROUNDS: usize = 20_000;

/// Real allocations, so that addresses wander between threads as they do in a program.
#[test]
fn sixteen_threads_on_the_heap() {
    let ledger = Ledger::new(4096);
    let double = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (ledger, double) = (&ledger, &double);
            scope.spawn(move || {
                let mut random = Random::new(thread);
                let mut own: Vec<Box<[u8]>> = Vec::new();
                for _ in 0..ROUNDS {
                    if own.len() < 20 || random.one_in(2) {
                        let most = if random.one_in(50) { 300_000 } else { 600 };
                        let size = 1 + random.below(most);
                        let block = vec![0; size].into_boxed_slice();
                        acquire(ledger, block.as_ptr().addr() as u64, size as u64, MALLOC, thread as u32);
                        own.push(block);
                    } else {
                        let block = own.swap_remove(random.below(own.len()));
                        let address = block.as_ptr().addr() as u64;
                        let inside = Range::at(address + block.len() as u64 - 1, 1);
                        assert!(ledger.check(inside, Access::Write).unwrap().is_some());
                        let released = release(ledger, address, MALLOC, 0).expect("it is ours and live");
                        assert_eq!(released.before.size, block.len() as u64);
                        assert_eq!(released.before.acquired.call, thread as u32);
                        if let Err(Verdict::DoubleRelease { block }) = release(ledger, address, MALLOC, 0) {
                            assert_eq!(block.sequence, released.before.sequence);
                            double.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
                for block in own {
                    release(ledger, block.as_ptr().addr() as u64, MALLOC, 0).expect("it is ours and live");
                }
            });
        }
    });
    assert_eq!(ledger.stats().live, 0);
    let (releases, double) = (ledger.stats().acquired, double.load(Ordering::Relaxed));
    assert!(
        double > releases / 2,
        "a second release right after the first is nearly always recognised: {double} of {releases}"
    );
}

/// A fault handler's look-up never waits, and is right whenever it answers.
#[test]
fn a_look_up_that_may_not_wait() {
    const FIXED: u64 = 0x7777_0000_0000;
    let ledger = Ledger::new(100);
    acquire(&ledger, FIXED, 100, MALLOC, 1);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0u64.. {
                acquire(&ledger, FIXED + 4096 + round % 1000 * 32, 16, MALLOC, 1);
                release(&ledger, FIXED + 4096 + round % 1000 * 32, MALLOC, 1).unwrap();
                if stop.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        let mut right = 0;
        while right < 1_000 {
            match ledger.try_find(FIXED + 50) {
                Ok(found) => {
                    assert_eq!(found.map(|block| block.address), Some(FIXED));
                    right += 1;
                }
                Err(_) => std::thread::yield_now(),
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
}
