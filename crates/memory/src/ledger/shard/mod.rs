//! One lock's worth of blocks.
//!
//! | file | owns |
//! |---|---|
//! | `mod.rs` | the tables, and finding blocks in them |
//! | `arrive.rs` | acquiring: what a new block ends, continues or adopts |
//! | `leave.rs` | releasing, moving, collecting, handing over, forgetting |
//!
//! Generic over the index, so that small and large blocks follow the same rules. The rules:
//!
//! * Fresh memory ends what was known to lie in it. An *object* may lie inside another block, even at its begin.
//! * What a library made becomes the program's when a function with a contract returns it (*adoption*).
//! * A library's own blocks may be released by any function: only the library knows what it put there.
//! * When memory goes, the objects inside it go with it.
//! * Dead blocks are remembered until their address is used again or the history is full.

mod arrive;
mod leave;

use super::entry::{Entry, FamilyId, FamilyKind, Flags};
use super::events::Touch;
use super::filter::Filter;
use super::index::Index;
use super::slab::Slab;
use std::sync::Arc;

pub(super) use arrive::Room;

/// How well an entry answers a question about its address: live before dead, then of `family`, then the latest.
pub(super) fn rank(entry: &Entry, family: Option<FamilyId>) -> (bool, bool, u64) {
    (entry.state.is_live(), family == Some(entry.family.id), entry.sequence)
}

pub(super) struct Shard<I> {
    index: I,
    slab: Slab,
    filter: Arc<Filter>,
    /// How many dead blocks are remembered.
    history: usize,
    pub(super) live: usize,
    /// How many of the live ones are no fresh memory: without any, nothing can lie inside a block that goes.
    objects: usize,
    /// Reused by `overlapping`.
    scratch: Vec<u32>,
}

impl<I: Index> Shard<I> {
    pub(in crate::ledger) fn new(filter: Arc<Filter>, history: usize) -> Shard<I> {
        Shard {
            index: I::default(),
            slab: Slab::default(),
            filter,
            history,
            live: 0,
            objects: 0,
            scratch: Vec::new(),
        }
    }

    pub(in crate::ledger) fn dead(&self) -> usize {
        self.slab.dead()
    }

    pub(in crate::ledger) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.slab.iter()
    }

    /// The innermost live block around `address`, or else the dead one that was there last.
    pub(in crate::ledger) fn find(&self, address: u64) -> Option<Entry> {
        self.innermost(address).map(|slot| *self.slab.get(slot))
    }

    /// The block that begins at `address`: live ones first, then those of `family`, then the latest.
    pub(in crate::ledger) fn find_exact(&self, address: u64, family: Option<FamilyId>) -> Option<Entry> {
        self.exact(address, family).map(|slot| *self.slab.get(slot))
    }

    /// Forgets dead blocks around `address`: somebody unobserved owns it now.
    pub(in crate::ledger) fn revive(&mut self, address: u64) {
        while let Some(slot) = self.innermost(address).filter(|&slot| !self.slab.get(slot).state.is_live()) {
            self.forget(slot);
        }
    }

    /// Notes what C does with the block that contains `address`.
    pub(in crate::ledger) fn touch(&mut self, address: u64, touch: Touch) -> Option<Entry> {
        let slot = self.innermost(address).filter(|&slot| self.slab.get(slot).state.is_live())?;
        let entry = self.slab.get_mut(slot);
        entry.flags = match touch {
            Touch::Passed => entry.flags.with(Flags::PASSED),
            Touch::Retained => entry.flags.with(Flags::PASSED).with(Flags::RETAINED),
            Touch::GivenBack => entry.flags.without(Flags::RETAINED),
        };
        Some(*entry)
    }

    pub(super) fn innermost(&self, address: u64) -> Option<u32> {
        let (mut live, mut dead) = (None, None::<u32>);
        self.index.covering(address, &mut |slot| {
            if self.slab.get(slot).state.is_live() {
                live = Some(slot);
            } else if dead.is_none_or(|dead| self.slab.get(dead).sequence < self.slab.get(slot).sequence) {
                dead = Some(slot);
            }
            live.is_some()
        });
        live.or(dead)
    }

    /// As `find_exact`.
    pub(super) fn exact(&self, address: u64, family: Option<FamilyId>) -> Option<u32> {
        let mut best = None;
        self.index.starting_in(address, address + 1, &mut |slot| {
            let entry = self.slab.get(slot);
            let rank = rank(entry, family);
            if best.is_none_or(|(best, _)| best < rank) {
                best = Some((rank, slot));
            }
        });
        best.map(|(_, slot)| slot)
    }

    /// The slots of blocks that begin in a range. Looks at every block instead where the range is the larger.
    pub(super) fn starting_in(&mut self, start: u64, end: u64) -> Vec<u32> {
        let mut slots = std::mem::take(&mut self.scratch);
        slots.clear();
        if (end - start) >> 12 > self.slab.len() as u64 {
            slots.extend(self.slab.slots_where(|entry| (start..end).contains(&entry.address)));
        } else {
            self.index.starting_in(start, end, &mut |slot| slots.push(slot));
        }
        slots
    }

    pub(super) fn count_live(&mut self, entry: &Entry) {
        self.live += 1;
        self.objects += usize::from(entry.family.kind != FamilyKind::Memory);
    }

    pub(super) fn count_dead(&mut self, entry: &Entry) {
        self.live -= 1;
        self.objects -= usize::from(entry.family.kind != FamilyKind::Memory);
    }
}
