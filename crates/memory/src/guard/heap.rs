//! Allocating, releasing, and the quarantine of slots.
//!
//! Slots come in classes of 1, 2, 4 … pages; only the pages that a buffer needs are opened. A released slot is closed and
//! waits behind others of its class before it is used again. The lists are behind a lock per class; opening and closing
//! happen outside of it.

use super::arena::{Arena, SlotId};
use super::budget::Budget;
use super::canary;
use super::fenced::Fenced;
use super::hit::{Damage, Hit};
use super::pages::{self, PAGE};
use crate::fork::AcrossFork;
use crate::stack::StackId;
use std::any::Any;
use std::collections::VecDeque;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Slots of 1 to 2^17 pages (512 MiB).
const CLASSES: usize = 18;

/// The alignment of `malloc` on all 64-bit systems.
const ALIGNMENT: usize = 16;

/// So much of what lies before a buffer in its page is filled and checked.
const FRONT: usize = 512;

/// Slots opened at once.
const BATCH: usize = 32;

/// Closed slots above this give their memory back to the system.
const KEEP: usize = 16 * PAGE;

/// An allocator of guarded buffers.
pub struct GuardHeap {
    arena: Option<Arena>,
    classes: [Mutex<Class>; CLASSES],
    fenced: Mutex<Fenced>,
    budget: Budget,
    /// Live guarded blocks.
    guarded: AtomicUsize,
}

/// The slots of a class that have no live block.
#[derive(Default)]
struct Class {
    /// Ready for use.
    open: Vec<SlotId>,
    closed: Vec<SlotId>,
    /// Closed, the oldest release first.
    quarantine: VecDeque<SlotId>,
}

impl Class {
    /// A closed slot whose time in quarantine, if it was there, is over: `most` others wait.
    fn next_closed(&mut self, most: usize) -> Option<SlotId> {
        self.closed
            .pop()
            .or_else(|| if self.quarantine.len() > most { self.quarantine.pop_front() } else { None })
    }
}

/// A slot about to be used.
struct Taken {
    id: SlotId,
    open: bool,
    /// It had a block before.
    used: bool,
}

/// A buffer, zeroed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub buffer: NonNull<u8>,
    /// False: canaries only, because the budget is used up or the buffer is too large.
    pub guarded: bool,
}

/// A release of what is no live buffer of this heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLive;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing below panics while it holds a lock.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl GuardHeap {
    /// A heap within `budget`.
    pub fn new(budget: Budget) -> GuardHeap {
        GuardHeap {
            arena: Arena::new(budget.markers),
            classes: Default::default(),
            fenced: Mutex::default(),
            budget,
            guarded: AtomicUsize::new(0),
        }
    }

    /// A zeroed buffer. `alignment` is a power of two, at most a page; less than 16 is 16. `None` without memory.
    pub fn allocate(&self, size: usize, alignment: usize, stack: StackId) -> Option<Grant> {
        let alignment = alignment.clamp(ALIGNMENT, PAGE);
        if let Some(buffer) = self.allocate_guarded(size, alignment, stack) {
            return Some(Grant { buffer, guarded: true });
        }
        let buffer = lock(&self.fenced).allocate(size, alignment, stack)?;
        Some(Grant { buffer, guarded: false })
    }

    fn allocate_guarded(&self, size: usize, alignment: usize, stack: StackId) -> Option<NonNull<u8>> {
        let arena = self.arena.as_ref()?;
        let room = size.max(1);
        let bytes = room.checked_next_multiple_of(alignment)?.checked_next_multiple_of(PAGE)?;
        let class = (bytes / PAGE).next_power_of_two().ilog2() as usize;
        if class >= CLASSES || self.guarded.load(Ordering::Relaxed) >= self.budget.guarded {
            return None;
        }
        let taken = self.take(arena, class)?;
        let (start, whole) = arena.extent(taken.id);
        let end = start.wrapping_add(whole);
        let first = end.wrapping_sub(bytes);
        // SAFETY: the last pages of a slot that was just taken, and is nobody else's.
        if !taken.open && !unsafe { pages::open(first, bytes, arena.marks(whole)) } {
            lock(&self.classes[class]).closed.push(taken.id);
            return None;
        }
        let buffer = end.map_addr(|end| (end - room) & !(alignment - 1));
        // SAFETY: the pages from `first` to `end` are open, were zeroed by the system or written by us, and are ours.
        let page = unsafe { std::slice::from_raw_parts_mut(first, bytes) };
        let from = buffer.addr() - first.addr();
        canary::fill(&mut page[from.saturating_sub(FRONT)..from]);
        if taken.used && !arena.marks(whole) {
            page[from..from + size].fill(0);
        }
        canary::fill(&mut page[from + size..]);
        arena.slot(taken.id).occupy(buffer.addr() as u64, size as u64, stack);
        self.guarded.fetch_add(1, Ordering::Relaxed);
        NonNull::new(buffer)
    }

    /// A slot of a class, out of the lists.
    fn take(&self, arena: &Arena, class: usize) -> Option<Taken> {
        let bytes = PAGE << class;
        let taken = |id: SlotId, open: bool| Taken { id, open, used: arena.slot(id).occupant().is_some() };
        let mut lists = lock(&self.classes[class]);
        if let Some(id) = lists.open.pop() {
            return Some(taken(id, true));
        }
        // Slots of one page are always opened whole, so several can be opened at once.
        let count = if class == 0 && arena.marks(bytes) { BATCH } else { 1 };
        let most = self.budget.quarantine / bytes;
        let mut batch: Vec<SlotId> = std::iter::from_fn(|| lists.next_closed(most)).take(count).collect();
        if batch.is_empty() {
            lists.closed.extend(arena.extend(1 << class));
            batch.extend(lists.closed.pop().or_else(|| lists.quarantine.pop_front()));
        }
        drop(lists);
        let id = batch.pop()?;
        let starts: Vec<*mut u8> = batch.iter().map(|&id| arena.extent(id).0).collect();
        // SAFETY: whole slots, prepared with their segment, that are in no list.
        let opened = count > 1 && unsafe { pages::open_all(&starts, bytes) };
        let mut lists = lock(&self.classes[class]);
        if opened {
            lists.open.extend(batch)
        } else {
            lists.closed.extend(batch)
        }
        Some(taken(id, false))
    }

    /// Ends a buffer's life and says what was written around it. For buffers with canaries only, damage of earlier ones
    /// may come with it.
    ///
    /// # Safety
    /// Nobody uses the buffer afterwards, and no reference to it is left. (C code that does so nevertheless is stopped.)
    pub unsafe fn release(&self, buffer: NonNull<u8>, stack: StackId) -> Result<Vec<Damage>, NotLive> {
        let address = buffer.addr().get() as u64;
        let Some((arena, id)) = self.slot_of(address) else {
            return lock(&self.fenced).release(address, self.budget.fenced_quarantine).ok_or(NotLive);
        };
        let slot = arena.slot(id);
        let damage = self.check(buffer);
        if !slot.retire(address, stack) {
            return Err(NotLive);
        }
        let (start, whole) = arena.extent(id);
        let end = start.wrapping_add(whole);
        let bytes = (end.addr() - buffer.addr().get()).next_multiple_of(PAGE);
        // SAFETY: the pages that were opened for this buffer: they end with the slot, and `retire` made us the one to
        // close them.
        unsafe { pages::close(end.wrapping_sub(bytes), bytes, arena.marks(whole), bytes > KEEP) };
        self.guarded.fetch_sub(1, Ordering::Relaxed);
        lock(&self.classes[(whole / PAGE).ilog2() as usize]).quarantine.push_back(id);
        Ok(damage.into_iter().collect())
    }

    /// What was written around a live buffer.
    pub fn check(&self, buffer: NonNull<u8>) -> Option<Damage> {
        let address = buffer.addr().get() as u64;
        let Some((arena, id)) = self.slot_of(address) else { return lock(&self.fenced).check(address) };
        let block = arena.slot(id).occupant().filter(|block| block.live && block.address == address)?;
        let (start, whole) = arena.extent(id);
        let end = start.addr() + whole;
        let from = buffer.addr().get();
        let first = (end - (end - from).next_multiple_of(PAGE)).max(from.saturating_sub(FRONT));
        let part = |from: usize, to: usize| {
            // SAFETY: between the first open page of the slot and its end, which are readable while the block is live; these
            // bytes are written by nobody but the mistake that is looked for.
            let bytes = unsafe { std::slice::from_raw_parts(start.with_addr(from), to - from) };
            canary::changed(bytes).map(|range| Damage {
                address,
                size: block.size,
                allocated: block.allocated,
                offset: (from + range.start) as i64 - address as i64,
                bytes: range.len() as u64,
            })
        };
        part(from + block.size as usize, end).or_else(|| part(first, from))
    }

    /// What was written around buffers with canaries only, and into released ones of them that are still kept.
    pub fn check_fenced(&self) -> Vec<Damage> {
        lock(&self.fenced).check_all()
    }

    /// The guarded block that `address` belongs to: in it, around it, or where it was. Takes no lock and allocates nothing,
    /// for fault handlers.
    pub fn find(&self, address: u64) -> Option<Hit> {
        self.arena.as_ref()?.find(address)
    }

    /// Live guarded blocks.
    pub fn guarded(&self) -> usize {
        self.guarded.load(Ordering::Relaxed)
    }

    fn slot_of(&self, address: u64) -> Option<(&Arena, SlotId)> {
        let arena = self.arena.as_ref()?;
        Some((arena, arena.slot_at(address)?))
    }
}

impl AcrossFork for GuardHeap {
    fn hold(&'static self) -> Box<dyn Any> {
        let classes: Vec<_> = self.classes.iter().map(lock).collect();
        Box::new((classes, lock(&self.fenced)))
    }
}
