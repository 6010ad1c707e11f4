//! Blocks with canaries only, for what exceeds the budget of guarded ones.
//!
//! ```text
//! | front canary | buffer | back canary |      from the ordinary allocator
//! ```
//!
//! A release fills the buffer with the pattern as well and keeps the block for a while: a change found when it leaves is a
//! write after release. An overrun is found at release or by a check, not at the access.

use super::canary;
use super::hit::Damage;
use crate::hash::Numbers;
use crate::stack::StackId;
use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::collections::{HashMap, VecDeque};
use std::ptr::NonNull;

/// Bytes of canary at each end, at least.
const FENCE: usize = 32;

struct Block {
    base: NonNull<u8>,
    layout: Layout,
    /// From `base` to the buffer.
    front: usize,
    size: usize,
    allocated: StackId,
}

// SAFETY: the block owns its memory; the pointer is to nothing of a thread's own.
unsafe impl Send for Block {}

/// The live and the kept blocks.
#[derive(Default)]
pub(super) struct Fenced {
    live: HashMap<u64, Block, Numbers>,
    kept: VecDeque<Block>,
    kept_bytes: usize,
}

impl Block {
    /// A block with its canaries written.
    fn new(size: usize, alignment: usize, allocated: StackId) -> Option<Block> {
        let front = FENCE.next_multiple_of(alignment);
        let layout = Layout::from_size_align(front.checked_add(size)?.checked_add(FENCE)?, alignment).ok()?;
        // SAFETY: the layout is not of size 0: it has two fences.
        let base = NonNull::new(unsafe { alloc_zeroed(layout) })?;
        let mut block = Block { base, layout, front, size, allocated };
        let end = front + size;
        let bytes = block.bytes();
        canary::fill(&mut bytes[..front]);
        canary::fill(&mut bytes[end..]);
        Some(block)
    }

    fn buffer(&self) -> NonNull<u8> {
        // SAFETY: `front` is inside the allocation.
        unsafe { self.base.add(self.front) }
    }

    /// All bytes, fences included.
    fn bytes(&mut self) -> &mut [u8] {
        // SAFETY: the allocation is initialised (zeroed) and as long as the layout says. The buffer's user does not touch it
        // meanwhile: it is not given out yet, or it was released. For a check of a live block see `damage`.
        unsafe { std::slice::from_raw_parts_mut(self.base.as_ptr(), self.layout.size()) }
    }

    /// The first change in the parts that must be the pattern.
    fn damage(&self, released: bool) -> Option<Damage> {
        let part = |from: usize, to: usize| {
            // SAFETY: inside the allocation, which is initialised. Of a live block only the fences are read, which nobody
            // may write: if C does so at this moment we see the byte before or after.
            let bytes = unsafe { std::slice::from_raw_parts(self.base.as_ptr().add(from), to - from) };
            canary::changed(bytes).map(|range| Damage {
                address: self.buffer().addr().get() as u64,
                size: self.size as u64,
                allocated: self.allocated,
                offset: (from + range.start) as i64 - self.front as i64,
                bytes: range.len() as u64,
            })
        };
        let end = self.front + self.size;
        let inside = if released { part(self.front, end) } else { None };
        part(end, self.layout.size()).or_else(|| part(0, self.front)).or(inside)
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with this layout, and given back once.
        unsafe { dealloc(self.base.as_ptr(), self.layout) };
    }
}

impl Fenced {
    pub(super) fn allocate(&mut self, size: usize, alignment: usize, stack: StackId) -> Option<NonNull<u8>> {
        let block = Block::new(size, alignment, stack)?;
        let buffer = block.buffer();
        self.live.insert(buffer.addr().get() as u64, block);
        Some(buffer)
    }

    /// `None` if no live block begins there; else its damage and that of kept blocks that had to go, which were written
    /// after their release.
    pub(super) fn release(&mut self, address: u64, most: usize) -> Option<Vec<Damage>> {
        let mut block = self.live.remove(&address)?;
        let mut found: Vec<Damage> = block.damage(false).into_iter().collect();
        canary::fill(block.bytes());
        self.kept_bytes += block.layout.size();
        self.kept.push_back(block);
        while self.kept_bytes > most
            && let Some(oldest) = self.kept.pop_front()
        {
            self.kept_bytes -= oldest.layout.size();
            found.extend(oldest.damage(true));
        }
        Some(found)
    }

    /// The damage of the live block at `address`.
    pub(super) fn check(&self, address: u64) -> Option<Damage> {
        self.live.get(&address)?.damage(false)
    }

    /// The damage of all blocks, live and kept.
    pub(super) fn check_all(&self) -> Vec<Damage> {
        let live = self.live.values().filter_map(|block| block.damage(false));
        live.chain(self.kept.iter().filter_map(|block| block.damage(true))).collect()
    }
}
