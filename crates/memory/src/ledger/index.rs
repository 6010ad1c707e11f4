//! Finding slots by address: what the shard asks of an index.
//!
//! Two structures answer: [`super::tiles::Tiles`] for the many small blocks and [`super::tree::Tree`] for the few large
//! ones. Both keep dead blocks beside live ones and blocks inside blocks; which of several candidates counts is the shard's
//! decision. Must not know what a block is: it stores `start`, `end` and a slot number.

/// A map from address ranges to slots, with any number of overlaps.
pub(super) trait Index: Default {
    /// `start < end`; the slot is not in the index.
    fn insert(&mut self, start: u64, end: u64, slot: u32);

    /// With the range it was inserted with.
    fn remove(&mut self, start: u64, end: u64, slot: u32);

    /// Every slot whose range begins in `start..end`, once.
    fn starting_in(&self, start: u64, end: u64, visit: &mut impl FnMut(u32));

    /// The slots whose range includes `address`, later beginnings first, until `visit` returns true.
    fn covering(&self, address: u64, visit: &mut impl FnMut(u32) -> bool);
}
