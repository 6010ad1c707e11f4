//! The entries of a shard, and its history: the dead ones, oldest first, up to a limit.
//!
//! Slots are numbers, so that the index stays small. The history is a list through the slots: a dead entry whose address
//! is used again leaves it from the middle in constant time.

use super::entry::Entry;

/// No slot.
const NONE: u32 = u32::MAX;

struct Slot {
    /// `None` for a free slot, which `next` chains to the next free one.
    entry: Option<Entry>,
    previous: u32,
    next: u32,
}

pub(super) struct Slab {
    slots: Vec<Slot>,
    free: u32,
    /// The ends of the history.
    oldest: u32,
    newest: u32,
    dead: usize,
}

impl Default for Slab {
    fn default() -> Slab {
        Slab { slots: Vec::new(), free: NONE, oldest: NONE, newest: NONE, dead: 0 }
    }
}

impl Slab {
    pub(super) fn insert(&mut self, entry: Entry) -> u32 {
        if self.free == NONE {
            self.slots.push(Slot { entry: Some(entry), previous: NONE, next: NONE });
            return u32::try_from(self.slots.len() - 1).expect("a shard has fewer than 2^32 blocks");
        }
        let slot = self.free;
        let place = &mut self.slots[slot as usize];
        self.free = place.next;
        *place = Slot { entry: Some(entry), previous: NONE, next: NONE };
        slot
    }

    /// Frees a slot, which is not in the history.
    pub(super) fn remove(&mut self, slot: u32) {
        self.slots[slot as usize] = Slot { entry: None, previous: NONE, next: self.free };
        self.free = slot;
    }

    /// The entry of a slot in use.
    pub(super) fn get(&self, slot: u32) -> &Entry {
        self.slots[slot as usize].entry.as_ref().expect("the index names slots in use only")
    }

    pub(super) fn get_mut(&mut self, slot: u32) -> &mut Entry {
        self.slots[slot as usize].entry.as_mut().expect("the index names slots in use only")
    }

    /// Puts a slot at the young end of the history.
    pub(super) fn bury(&mut self, slot: u32) {
        let previous = std::mem::replace(&mut self.newest, slot);
        self.slots[slot as usize].previous = previous;
        self.slots[slot as usize].next = NONE;
        match previous {
            NONE => self.oldest = slot,
            previous => self.slots[previous as usize].next = slot,
        }
        self.dead += 1;
    }

    /// Takes a slot out of the history.
    pub(super) fn unearth(&mut self, slot: u32) {
        let Slot { previous, next, .. } = self.slots[slot as usize];
        match previous {
            NONE => self.oldest = next,
            previous => self.slots[previous as usize].next = next,
        }
        match next {
            NONE => self.newest = previous,
            next => self.slots[next as usize].previous = previous,
        }
        self.dead -= 1;
    }

    /// The oldest dead slot, if there are more than `limit`.
    pub(super) fn surplus(&self, limit: usize) -> Option<u32> {
        (self.dead > limit).then_some(self.oldest)
    }

    pub(super) fn dead(&self) -> usize {
        self.dead
    }

    /// Slots, used or free.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn slots_where(&self, wanted: impl Fn(&Entry) -> bool) -> impl Iterator<Item = u32> {
        let used = (0u32..).zip(&self.slots);
        used.filter(move |(_, slot)| slot.entry.as_ref().is_some_and(&wanted)).map(|(number, _)| number)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().filter_map(|slot| slot.entry.as_ref())
    }
}
