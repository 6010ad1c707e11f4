//! Releasing, moving, collecting, handing over, forgetting.

use super::Shard;
use crate::ledger::entry::{Entry, FamilyId, FamilyKind, Flags, Owner, Site, State};
use crate::ledger::events::{Died, Release, Released};
use crate::ledger::index::Index;
use crate::ledger::verdict::Verdict;

impl<I: Index> Shard<I> {
    /// Judges a release and, if it is right, performs it.
    pub(in crate::ledger) fn release(&mut self, release: &Release<'_>) -> Result<Released, Verdict> {
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
    pub(in crate::ledger) fn restore(&mut self, released: &Released) -> bool {
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
    pub(in crate::ledger) fn moved(&mut self, released: &Released, to: u64) -> bool {
        let Some(slot) = self.numbered(released) else { return false };
        let entry = self.slab.get_mut(slot);
        entry.state = State::Moved;
        entry.moved_to = to;
        true
    }

    /// An interposed `free` of `family`.
    pub(in crate::ledger) fn died(
        &mut self,
        address: u64,
        family: FamilyId,
        site: Site,
    ) -> Result<Died, Verdict> {
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
    pub(in crate::ledger) fn collect(&mut self, address: u64, site: Site) -> Option<Entry> {
        let slot = self.exact(address, None)?;
        let entry = *self.slab.get(slot);
        if !entry.state.is_live() || !matches!(entry.owner, Owner::Ctypes | Owner::Immutable) {
            return None;
        }
        self.die(slot, State::Collected, site);
        Some(entry)
    }

    /// C answers for the block from now on.
    pub(in crate::ledger) fn hand_over(&mut self, address: u64, site: Site) -> Result<Entry, Verdict> {
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
    pub(in crate::ledger) fn end_objects(&mut self, gone: &Entry, state: State, site: Site) {
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
    pub(super) fn forget(&mut self, slot: u32) {
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

    /// The slot that `released` speaks of: dead if it was the last release, else live.
    pub(super) fn numbered(&self, released: &Released) -> Option<u32> {
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
}
