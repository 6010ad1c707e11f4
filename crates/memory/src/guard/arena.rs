//! The reserved addresses, and from an address to its slot without a lock.
//!
//! The arena is cut into *segments* of 8 MiB, each of slots of one class; a class of larger slots takes several segments
//! for one. A table leads from the segment's number to its description, which is made once and never changes. So a look-up
//! is a subtraction, a load and a division: asking the system for its map would take most of a millisecond.

use super::hit::{Hit, Zone};
use super::pages::{self, PAGE};
use super::slot::{Occupant, Slot};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

const SEGMENT: usize = 2048 * PAGE;

/// Tried in this order: a limit on addresses (`ulimit -v`) may allow less.
const RESERVATIONS: [usize; 3] = [8192 * SEGMENT, 512 * SEGMENT, 32 * SEGMENT];

pub(super) struct Arena {
    base: *mut u8,
    segments: Box<[OnceLock<Segment>]>,
    /// Segments given out.
    used: AtomicUsize,
    markers: bool,
}

// SAFETY: `base` is an address; what lies behind it is accessed through slots, each by the one thread that owns it.
unsafe impl Send for Arena {}
// SAFETY: as above; the rest is atomic.
unsafe impl Sync for Arena {}

enum Segment {
    /// Slots of so many pages, each followed by an inaccessible page; one precedes the first.
    Slots { pages: usize, slots: Box<[Slot]> },
    /// The continuation of a slot that began so many segments before.
    Continues { back: usize },
}

/// Names a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SlotId {
    segment: u32,
    slot: u32,
}

impl Arena {
    /// `None` if the system does not allow even a small one.
    pub(super) fn new(markers: bool) -> Option<Arena> {
        if !pages::supported() {
            return None;
        }
        RESERVATIONS.into_iter().find_map(|bytes| {
            let segments = (0..bytes / SEGMENT).map(|_| OnceLock::new()).collect();
            pages::reserve(bytes).map(|base| Arena { base, segments, used: AtomicUsize::new(0), markers })
        })
    }

    /// New slots of `pages` pages; none when the arena is used up.
    pub(super) fn extend(&self, pages: usize) -> impl Iterator<Item = SlotId> + use<> {
        let needed = ((pages + 2) * PAGE).div_ceil(SEGMENT);
        let first = self.used.fetch_add(needed, Ordering::Relaxed);
        let mut count = 0;
        if first + needed <= self.segments.len() {
            let (start, bytes) = (self.base.wrapping_add(first * SEGMENT), needed * SEGMENT);
            // A refusal leaves slots that cannot be opened, which the heap finds out.
            // SAFETY: whole segments that `used` gave to us and nobody else.
            unsafe { pages::prepare(start, bytes, self.marks(pages * PAGE)) };
            count = if needed == 1 { (SEGMENT / PAGE - 1) / (pages + 1) } else { 1 };
            let slots = (0..count).map(|_| Slot::default()).collect();
            // The segments are ours alone: `used` gave them to nobody else.
            let _ = self.segments[first].set(Segment::Slots { pages, slots });
            for back in 1..needed {
                let _ = self.segments[first + back].set(Segment::Continues { back });
            }
        } else {
            self.used.fetch_sub(needed, Ordering::Relaxed);
        }
        (0..count as u32).map(move |slot| SlotId { segment: first as u32, slot })
    }

    /// Whether slots of `bytes` bytes are closed by markers.
    pub(super) fn marks(&self, bytes: usize) -> bool {
        self.markers && pages::marks(bytes)
    }

    pub(super) fn slot(&self, id: SlotId) -> &Slot {
        &self.parts(id.segment as usize).expect("a slot's segment is described").1[id.slot as usize]
    }

    /// The first byte of a slot, and its bytes.
    pub(super) fn extent(&self, id: SlotId) -> (*mut u8, usize) {
        let (pages, _) = self.parts(id.segment as usize).expect("a slot's segment is described");
        let offset = id.segment as usize * SEGMENT + (1 + id.slot as usize * (pages + 1)) * PAGE;
        (self.base.wrapping_add(offset), pages * PAGE)
    }

    /// The slot around `address`, its trailing page included. Takes no lock and allocates nothing.
    pub(super) fn slot_at(&self, address: u64) -> Option<SlotId> {
        let offset = (address as usize).checked_sub(self.base.addr())?;
        let mut segment = offset / SEGMENT;
        if let Segment::Continues { back } = self.segments.get(segment)?.get()? {
            segment -= back;
        }
        let (pages, slots) = self.parts(segment)?;
        // The page before the first slot counts as its own.
        let page = ((offset - segment * SEGMENT) / PAGE).saturating_sub(1);
        let slot = page / (pages + 1);
        (slot < slots.len()).then_some(SlotId { segment: segment as u32, slot: slot as u32 })
    }

    /// What `address` says, if it belongs to a block. Takes no lock and allocates nothing.
    pub(super) fn find(&self, address: u64) -> Option<Hit> {
        let id = self.slot_at(address)?;
        let own = self.slot(id).occupant();
        let next = || {
            let next = SlotId { slot: id.slot + 1, ..id };
            let (_, slots) = self.parts(id.segment as usize)?;
            slots.get(next.slot as usize)?.occupant()
        };
        // Between two slots it is an overrun of the first rather than an underrun of the second, unless nothing lives there.
        let (start, bytes) = self.extent(id);
        let between = address as usize >= start.addr() + bytes;
        let owner = match own {
            Some(own) if own.live || !between => own,
            own => next().filter(|next| between && next.live).or(own)?,
        };
        Some(hit(owner, address))
    }

    fn parts(&self, segment: usize) -> Option<(usize, &[Slot])> {
        match self.segments.get(segment)?.get()? {
            Segment::Slots { pages, slots } => Some((*pages, slots)),
            Segment::Continues { .. } => None,
        }
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        // SAFETY: the heap that owns the arena is gone, and with it everybody who may use its blocks.
        unsafe { pages::unreserve(self.base, self.segments.len() * SEGMENT) };
    }
}

fn hit(owner: Occupant, address: u64) -> Hit {
    let offset = address.wrapping_sub(owner.address).cast_signed();
    let zone = match offset {
        ..0 => Zone::Before,
        offset if offset.cast_unsigned() < owner.size => Zone::Inside,
        _ => Zone::After,
    };
    Hit {
        address: owner.address,
        size: owner.size,
        live: owner.live,
        allocated: owner.allocated,
        released: owner.released,
        zone,
        offset,
    }
}
