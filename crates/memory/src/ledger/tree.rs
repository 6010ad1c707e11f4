//! The index of large blocks: a balanced tree by address.
//!
//! For blocks that would fill many tiles. They are few and dear to make (the C library maps each of 128 KiB and more), so
//! a few hundred nanoseconds do not show.

use super::index::Index;
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Tree {
    /// From (start, slot) to end.
    ranges: BTreeMap<(u64, u32), u64>,
    /// No range ever was longer: how far back a search must look.
    longest: u64,
}

impl Index for Tree {
    fn insert(&mut self, start: u64, end: u64, slot: u32) {
        self.longest = self.longest.max(end - start);
        self.ranges.insert((start, slot), end);
    }

    fn remove(&mut self, start: u64, _end: u64, slot: u32) {
        self.ranges.remove(&(start, slot));
        if self.ranges.is_empty() {
            self.longest = 0;
        }
    }

    fn starting_in(&self, start: u64, end: u64, visit: &mut impl FnMut(u32)) {
        self.ranges.range((start, 0)..(end, 0)).for_each(|(&(_, slot), _)| visit(slot));
    }

    fn covering(&self, address: u64, visit: &mut impl FnMut(u32) -> bool) {
        let earliest = address.saturating_sub(self.longest);
        for (&(_, slot), &end) in self.ranges.range((earliest, 0)..=(address, u32::MAX)).rev() {
            if end > address && visit(slot) {
                return;
            }
        }
    }
}
