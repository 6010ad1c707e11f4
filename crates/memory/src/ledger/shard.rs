//! One lock's worth of blocks: the rules of acquiring, releasing, adopting and forgetting.
//!
//! Generic over the index, so that small and large blocks follow the same rules. The rules:
//!
//! * Fresh memory ends what was known to lie in it. An *object* may lie inside another block, even at its begin.
//! * What a library made becomes the program's when a function with a contract returns it (*adoption*).
//! * A library's own blocks may be released by any function: only the library knows what it put there.
//! * When memory goes, the objects inside it go with it.
//! * Dead blocks are remembered until their address is used again or the history is full.

use super::entry::{Entry, FamilyId, FamilyKind, Flags, Owner, Site, State};
use super::events::{Acquired, Acquisition, Died, Release, Released, Touch};
use super::filter::Filter;
use super::index::Index;
use super::slab::Slab;
use super::verdict::Verdict;
use std::sync::Arc;

/// What was found where a new block goes.
#[derive(Default)]
pub(super) struct Room {
    /// A live block in the same place, now forgotten.
    lost: Option<Entry>,
    /// The heap's block behind a dead object in the same place has not been freed.
    backed: bool,
}

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
    pub(super) fn new(filter: Arc<Filter>, history: usize) -> Shard<I> {
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

    pub(super) fn dead(&self) -> usize {
        self.slab.dead()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.slab.iter()
    }

    /// Enters a block. `sequence` is used if it is a new one. `room` is what the other shard's `make_room` said.
    pub(super) fn acquire(&mut self, new: &Acquisition, sequence: u64, mut room: Room) -> Acquired {
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
            Some(lost) => Acquired::Replaced { sequence, lost },
            None => Acquired::New { sequence },
        }
    }

    /// Ends what cannot be where `new` is, as far as it begins in `new.address..end`. `Err` if `new` is no new block.
    ///
    /// Gives the slot of a dead block of exactly this extent, for `new` to take: loops that allocate and free get the same
    /// address again and again, and so the index is not touched for them.
    pub(super) fn make_room(
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

    /// Judges a release and, if it is right, performs it.
    pub(super) fn release(&mut self, release: &Release<'_>) -> Result<Released, Verdict> {
        let takes = |family: FamilyId| family == release.family.id || release.accepts.contains(&family);
        let Some(slot) = self.exact(release.address, Some(release.family.id)) else {
            return Err(self.not_a_block(release.address, release.family.id, takes));
        };
        let before = *self.slab.get(slot);
        match (before.state, before.owner) {
            (State::Released, _) => return Err(Verdict::DoubleRelease { block: before }),
            (State::Moved, _) => return Err(Verdict::StaleRelease { block: before }),
            (State::Collected, _) | (_, Owner::Ctypes | Owner::Immutable) => {
                return Err(Verdict::PythonOwned { block: before, used: release.family.id });
            }
            (State::HandedOver, _) => return Err(Verdict::HandedOver { block: before }),
            (State::Live, Owner::Program) if !takes(before.family.id) => {
                return Err(Verdict::OtherFamily { block: before, used: release.family.id });
            }
            (State::Live, Owner::Program | Owner::Native) => {}
        }
        if before.count > 1 {
            self.slab.get_mut(slot).count -= 1;
            return Ok(Released { before, due: before.count - 1 });
        }
        self.die(slot, State::Released, release.site);
        Ok(Released { before, due: 0 })
    }

    /// The verdict on a release of an address at which no block begins.
    fn not_a_block(&self, address: u64, used: FamilyId, takes: impl Fn(FamilyId) -> bool) -> Verdict {
        match self.find(address) {
            Some(block) if matches!(block.owner, Owner::Ctypes | Owner::Immutable) => {
                Verdict::PythonOwned { block, used }
            }
            Some(block) if takes(block.family.id) => {
                Verdict::InteriorRelease { block, offset: address - block.address }
            }
            _ => Verdict::Unknown { address },
        }
    }

    /// Undoes a release whose function failed. False if the block's place was taken meanwhile.
    pub(super) fn restore(&mut self, released: &Released) -> bool {
        let Some(slot) = self.numbered(released) else { return false };
        if released.due > 0 {
            self.slab.get_mut(slot).count += 1;
        } else {
            let backed = self.slab.get(slot).flags.has(Flags::BACKED);
            self.slab.unearth(slot);
            *self.slab.get_mut(slot) = released.before;
            self.count_live(&released.before);
            if !backed {
                self.filter.add(released.before.address);
            }
        }
        true
    }

    /// Says where a reallocation moved a released block to. False if its place was taken meanwhile.
    pub(super) fn moved(&mut self, released: &Released, to: u64) -> bool {
        let Some(slot) = self.numbered(released) else { return false };
        let entry = self.slab.get_mut(slot);
        entry.state = State::Moved;
        entry.moved_to = to;
        true
    }

    /// An interposed `free` of `family`.
    pub(super) fn died(&mut self, address: u64, family: FamilyId, site: Site) -> Result<Died, Verdict> {
        let Some(slot) = self.exact(address, Some(family)) else { return Ok(Died::Untracked) };
        let entry = *self.slab.get(slot);
        if entry.state.is_live() {
            if matches!(entry.owner, Owner::Ctypes | Owner::Immutable) {
                return Err(Verdict::PythonOwned { block: entry, used: family });
            }
            self.slab.get_mut(slot).flags = entry.flags.without(Flags::BACKED);
            self.die(slot, State::Released, site);
            return Ok(Died::Released(entry));
        }
        if entry.flags.has(Flags::BACKED) {
            self.slab.get_mut(slot).flags = entry.flags.without(Flags::BACKED);
            self.filter.remove(address);
            return Ok(Died::Announced(entry));
        }
        Ok(Died::Untracked)
    }

    /// The object that owned the buffer at `address` is gone. Gives the entry as it was.
    pub(super) fn collect(&mut self, address: u64, site: Site) -> Option<Entry> {
        let slot = self.exact(address, None)?;
        let entry = *self.slab.get(slot);
        if !entry.state.is_live() || !matches!(entry.owner, Owner::Ctypes | Owner::Immutable) {
            return None;
        }
        self.die(slot, State::Collected, site);
        Some(entry)
    }

    /// C answers for the block from now on.
    pub(super) fn hand_over(&mut self, address: u64, site: Site) -> Result<Entry, Verdict> {
        let slot = self.exact(address, None).ok_or(Verdict::Unknown { address })?;
        let before = *self.slab.get(slot);
        match before.state {
            State::Live => {
                let entry = self.slab.get_mut(slot);
                entry.state = State::HandedOver;
                entry.released = site;
                Ok(before)
            }
            State::HandedOver => Err(Verdict::HandedOver { block: before }),
            State::Released => Err(Verdict::UseAfterRelease { block: before, offset: 0 }),
            State::Moved => Err(Verdict::StaleUse { block: before, offset: 0 }),
            State::Collected => Err(Verdict::Dangling { block: before, offset: 0 }),
        }
    }

    /// Notes what C does with the block that contains `address`.
    pub(super) fn touch(&mut self, address: u64, touch: Touch) -> Option<Entry> {
        let slot = self.innermost(address).filter(|&slot| self.slab.get(slot).state.is_live())?;
        let entry = self.slab.get_mut(slot);
        entry.flags = match touch {
            Touch::Passed => entry.flags.with(Flags::PASSED),
            Touch::Retained => entry.flags.with(Flags::PASSED).with(Flags::RETAINED),
            Touch::GivenBack => entry.flags.without(Flags::RETAINED),
        };
        Some(*entry)
    }

    /// The innermost live block around `address`, or else the dead one that was there last.
    pub(super) fn find(&self, address: u64) -> Option<Entry> {
        self.innermost(address).map(|slot| *self.slab.get(slot))
    }

    /// The block that begins at `address`: live ones first, then those of `family`, then the latest.
    pub(super) fn find_exact(&self, address: u64, family: Option<FamilyId>) -> Option<Entry> {
        self.exact(address, family).map(|slot| *self.slab.get(slot))
    }

    /// Forgets dead blocks around `address`: somebody unobserved owns it now.
    pub(super) fn revive(&mut self, address: u64) {
        while let Some(slot) = self.innermost(address).filter(|&slot| !self.slab.get(slot).state.is_live()) {
            self.forget(slot);
        }
    }

    fn innermost(&self, address: u64) -> Option<u32> {
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
    fn exact(&self, address: u64, family: Option<FamilyId>) -> Option<u32> {
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

    /// The slot that `released` speaks of: dead if it was the last release, else live.
    fn numbered(&self, released: &Released) -> Option<u32> {
        let Entry { address, sequence, .. } = released.before;
        let mut found = None;
        self.index.starting_in(address, address + 1, &mut |slot| {
            let entry = self.slab.get(slot);
            if entry.sequence == sequence && entry.state.is_live() == (released.due > 0) {
                found = Some(slot);
            }
        });
        found
    }

    /// The slots of blocks that begin in a range. Looks at every block instead where the range is the larger.
    fn starting_in(&mut self, start: u64, end: u64) -> Vec<u32> {
        let mut slots = std::mem::take(&mut self.scratch);
        slots.clear();
        if (end - start) >> 12 > self.slab.len() as u64 {
            slots.extend(self.slab.slots_where(|entry| (start..end).contains(&entry.address)));
        } else {
            self.index.starting_in(start, end, &mut |slot| slots.push(slot));
        }
        slots
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

    fn count_live(&mut self, entry: &Entry) {
        self.live += 1;
        self.objects += usize::from(entry.family.kind != FamilyKind::Memory);
    }

    fn count_dead(&mut self, entry: &Entry) {
        self.live -= 1;
        self.objects -= usize::from(entry.family.kind != FamilyKind::Memory);
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
        Acquired::Adopted { sequence: native.sequence, native }
    }

    fn die(&mut self, slot: u32, state: State, site: Site) {
        let entry = *self.slab.get(slot);
        self.mark_dead(slot, state, site);
        if entry.flags.has(Flags::SIZED) {
            self.end_objects(&entry, state, site);
        }
        while let Some(oldest) = self.slab.surplus(self.history) {
            self.forget(oldest);
        }
    }

    /// Ends the objects inside a block that went.
    pub(super) fn end_objects(&mut self, gone: &Entry, state: State, site: Site) {
        if self.objects == 0 {
            return;
        }
        let slots = self.starting_in(gone.address, gone.end());
        for &slot in &slots {
            let inside = self.slab.get(slot);
            let own_place = inside.address == gone.address && gone.family.kind != FamilyKind::Memory;
            if inside.state.is_live() && inside.family.kind != FamilyKind::Memory && !own_place {
                self.mark_dead(slot, state, site);
            }
        }
        self.scratch = slots;
    }

    fn mark_dead(&mut self, slot: u32, state: State, site: Site) {
        let entry = self.slab.get_mut(slot);
        entry.state = state;
        entry.released = site;
        let entry = *entry;
        self.slab.bury(slot);
        self.count_dead(&entry);
        if !entry.flags.has(Flags::BACKED) {
            self.filter.remove(entry.address);
        }
    }

    /// Removes an entry, live or dead, without a trace.
    fn forget(&mut self, slot: u32) {
        let entry = *self.slab.get(slot);
        if entry.state.is_live() {
            self.count_dead(&entry);
            self.filter.remove(entry.address);
        } else {
            self.slab.unearth(slot);
            if entry.flags.has(Flags::BACKED) {
                self.filter.remove(entry.address);
            }
        }
        self.index.remove(entry.address, entry.end(), slot);
        self.slab.remove(slot);
    }
}
