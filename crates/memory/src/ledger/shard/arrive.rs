//! Acquiring: what a new block ends, continues or adopts.

use super::Shard;
use crate::ledger::entry::{Entry, FamilyKind, Flags, Owner, Site, State};
use crate::ledger::events::{Acquired, Acquisition};
use crate::ledger::index::Index;

/// What was found where a new block goes.
#[derive(Default)]
pub(in crate::ledger) struct Room {
    /// A live block in the same place, now forgotten.
    lost: Option<Entry>,
    /// The heap's block behind a dead object in the same place has not been freed.
    backed: bool,
}

impl<I: Index> Shard<I> {
    /// Enters a block. `sequence` is used if it is a new one. `room` is what the other shard's `make_room` said.
    pub(in crate::ledger) fn acquire(
        &mut self,
        new: &Acquisition,
        sequence: u64,
        mut room: Room,
    ) -> Acquired {
        let end = new.address.saturating_add(new.size.unwrap_or(0).max(1));
        let again = match self.make_room(new, end, &mut room) {
            Ok(again) => again,
            Err(acquired) => return acquired,
        };
        let mut flags = if new.size.is_some() { Flags::SIZED } else { Flags::default() };
        if room.backed || new.owner == Owner::Native {
            flags = flags.with(Flags::BACKED);
        }
        let entry = Entry {
            address: new.address,
            size: new.size.unwrap_or(0),
            sequence,
            moved_to: 0,
            acquired: new.site,
            released: Site::default(),
            count: 1,
            family: new.family,
            owner: new.owner,
            state: State::Live,
            flags,
        };
        self.enter(entry, again);
        match room.lost {
            Some(lost) => Acquired::Replaced { sequence, lost: Box::new(lost) },
            None => Acquired::New { sequence },
        }
    }

    /// Ends what cannot be where `new` is, as far as it begins in `new.address..end`. `Err` if `new` is no new block.
    ///
    /// Gives the slot of a dead block of exactly this extent, for `new` to take: loops that allocate and free get the same
    /// address again and again, and so the index is not touched for them.
    pub(in crate::ledger) fn make_room(
        &mut self,
        new: &Acquisition,
        end: u64,
        room: &mut Room,
    ) -> Result<Option<u32>, Acquired> {
        let mut again = None;
        let fresh = new.family.kind == FamilyKind::Memory;
        let slots = self.starting_in(new.address, end);
        for &slot in &slots {
            let old = *self.slab.get(slot);
            let same_place = old.address == new.address;
            if !old.state.is_live() {
                room.backed |= same_place && !fresh && old.flags.has(Flags::BACKED);
                if same_place && old.end() == end && again.is_none() {
                    again = Some(slot);
                } else {
                    self.forget(slot);
                }
            } else if same_place && old.owner == Owner::Native && new.owner == Owner::Program {
                self.scratch = slots;
                return Err(self.adopt(slot, new));
            } else if same_place && old.family == new.family && old.family.kind == FamilyKind::Counted {
                self.scratch = slots;
                let entry = self.slab.get_mut(slot);
                entry.count += 1;
                return Err(Acquired::Counted { sequence: entry.sequence, count: entry.count });
            } else if fresh || (same_place && old.family.id == new.family.id) {
                room.lost = if same_place { Some(old) } else { room.lost };
                self.forget(slot);
            }
        }
        self.scratch = slots;
        Ok(again)
    }

    /// Enters a live block, into the slot `again` if there is one: it held a dead block of the same extent.
    fn enter(&mut self, entry: Entry, again: Option<u32>) {
        self.count_live(&entry);
        self.filter.add(entry.address);
        if let Some(slot) = again {
            self.slab.unearth(slot);
            if self.slab.get(slot).flags.has(Flags::BACKED) {
                self.filter.remove(entry.address);
            }
            *self.slab.get_mut(slot) = entry;
        } else {
            let slot = self.slab.insert(entry);
            self.index.insert(entry.address, entry.end(), slot);
        }
    }

    fn adopt(&mut self, slot: u32, new: &Acquisition) -> Acquired {
        let native = *self.slab.get(slot);
        self.objects -= usize::from(native.family.kind != FamilyKind::Memory);
        self.objects += usize::from(new.family.kind != FamilyKind::Memory);
        let entry = self.slab.get_mut(slot);
        entry.family = new.family;
        entry.owner = new.owner;
        entry.acquired = new.site;
        // The heap's size stands where the contract names none; the block's extent in the index stays the heap's.
        Acquired::Adopted { sequence: native.sequence, native: Box::new(native) }
    }
}
