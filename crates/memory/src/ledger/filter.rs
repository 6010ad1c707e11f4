//! "Can the ledger know this address?", answered without a lock.
//!
//! An interposer sees every `free` of the process, nearly all of them of blocks that nobody tracks. A table of counters,
//! indexed by a hash of the address (a counting Bloom filter with one hash: Fan et al., Summary Cache, 1998), says "surely
//! not" for most of them at the price of one load. A counter that reached its maximum stays there: it can only cause
//! look-ups that find nothing.
//!
//! Each shard has one: its lock orders the writers, so a change is a load and a store.

use std::sync::atomic::{AtomicU8, Ordering};

const BITS: u32 = 13;

pub(super) struct Filter {
    counters: Box<[AtomicU8]>,
}

impl Default for Filter {
    fn default() -> Filter {
        Filter { counters: (0..1usize << BITS).map(|_| AtomicU8::new(0)).collect() }
    }
}

impl Filter {
    fn counter(&self, address: u64) -> &AtomicU8 {
        let hash = (address >> 3).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS);
        &self.counters[hash as usize]
    }

    /// Under the shard's lock. Relaxed: an address is added by the thread that learns it, before anybody else can be told
    /// of it.
    pub(super) fn add(&self, address: u64) {
        let counter = self.counter(address);
        counter.store(counter.load(Ordering::Relaxed).saturating_add(1), Ordering::Relaxed);
    }

    /// Under the shard's lock.
    pub(super) fn remove(&self, address: u64) {
        let counter = self.counter(address);
        match counter.load(Ordering::Relaxed) {
            u8::MAX => {}
            count => counter.store(count.saturating_sub(1), Ordering::Relaxed),
        }
    }

    pub(super) fn may_have(&self, address: u64) -> bool {
        self.counter(address).load(Ordering::Relaxed) != 0
    }
}
