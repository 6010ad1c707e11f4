//! What is known of a slot: readable at any moment from a signal handler of any thread, so all of it is atomic.
//!
//! A slot is changed by one thread at a time: by the one that took it from the free ones, and by the one that wins
//! [`Slot::retire`]. A handler that reads in the middle of a change sees values of the old and the new block mixed; it
//! reports what it sees, which is then a block that was just being made or released.

use crate::stack::StackId;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

#[derive(Default)]
pub(super) struct Slot {
    /// The block's begin; 0 until the slot is used for the first time.
    address: AtomicU64,
    size: AtomicU64,
    allocated: AtomicU32,
    released: AtomicU32,
    live: AtomicBool,
}

/// A slot's block as it is now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occupant {
    pub(super) address: u64,
    pub(super) size: u64,
    pub(super) live: bool,
    pub(super) allocated: StackId,
    pub(super) released: StackId,
}

impl Slot {
    pub(super) fn occupy(&self, address: u64, size: u64, stack: StackId) {
        self.size.store(size, Ordering::Relaxed);
        self.allocated.store(stack.0, Ordering::Relaxed);
        self.released.store(0, Ordering::Relaxed);
        self.address.store(address, Ordering::Relaxed);
        self.live.store(true, Ordering::Release);
    }

    /// Ends the life of the block at `address`. False if there is no such live block: exactly one caller succeeds.
    pub(super) fn retire(&self, address: u64, stack: StackId) -> bool {
        if self.address.load(Ordering::Relaxed) != address || !self.live.swap(false, Ordering::AcqRel) {
            return false;
        }
        self.released.store(stack.0, Ordering::Relaxed);
        true
    }

    /// The block, or the last one; `None` if there never was any.
    pub(super) fn occupant(&self) -> Option<Occupant> {
        let live = self.live.load(Ordering::Acquire);
        let address = self.address.load(Ordering::Relaxed);
        (address != 0).then(|| Occupant {
            address,
            size: self.size.load(Ordering::Relaxed),
            live,
            allocated: StackId(self.allocated.load(Ordering::Relaxed)),
            released: StackId(self.released.load(Ordering::Relaxed)),
        })
    }
}
