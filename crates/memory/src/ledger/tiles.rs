//! The index of small blocks: a hash table of 4 KiB *tiles*, each a short sorted array of the blocks that touch it.
//!
//! A heap puts neighbours in time next to each other, so a tile is found in a small, warm table and the search inside is
//! over one or two cache lines. Interior pointers cost the same as exact ones, which a hash of addresses cannot do and a
//! balanced tree does at several times the price. A block is entered in every tile that it touches; the shard sends
//! blocks over [`MAX_TILES`] to the tree.

use super::index::Index;
use crate::hash::Numbers;
use std::collections::HashMap;

const TILE_BITS: u32 = 12;
const TILE: u64 = 1 << TILE_BITS;

/// A block that touches more tiles than this does not belong here.
pub(super) const MAX_TILES: u64 = 9;

/// Emptied tiles keep their arrays for the next block, until there are this many and more than full ones.
const MAX_EMPTY: usize = 256;

/// Marks an item's `end`: the block began in an earlier tile.
const CONTINUES: u16 = 0x8000;

/// A block's part of a tile: offsets in it, `end` exclusive and perhaps marked.
#[derive(Clone, Copy)]
struct Item {
    start: u16,
    end: u16,
    slot: u32,
}

impl Item {
    fn begins_here(self) -> bool {
        self.end & CONTINUES == 0
    }

    fn reaches_past(self, offset: u16) -> bool {
        self.end & !CONTINUES > offset
    }
}

#[derive(Default)]
pub(super) struct Tiles {
    tiles: HashMap<u64, Vec<Item>, Numbers>,
    empty: usize,
}

/// How many tiles a range touches.
pub(super) fn tiles_of(start: u64, end: u64) -> u64 {
    ((end - 1) >> TILE_BITS) - (start >> TILE_BITS) + 1
}

/// The part of `start..end` in tile number `tile`, as offsets.
fn part(tile: u64, start: u64, end: u64) -> (u16, u16) {
    let base = tile << TILE_BITS;
    let from = start.saturating_sub(base).min(TILE);
    let to = end.saturating_sub(base).min(TILE);
    (from as u16, to as u16)
}

impl Tiles {
    fn sweep(&mut self) {
        if self.empty > MAX_EMPTY && self.empty * 2 > self.tiles.len() {
            self.tiles.retain(|_, items| !items.is_empty());
            self.empty = 0;
        }
    }
}

impl Index for Tiles {
    fn insert(&mut self, start: u64, end: u64, slot: u32) {
        for tile in start >> TILE_BITS..=(end - 1) >> TILE_BITS {
            let (from, to) = part(tile, start, end);
            let items = self.tiles.entry(tile).or_insert_with(|| {
                self.empty += 1;
                Vec::new()
            });
            self.empty -= usize::from(items.is_empty());
            let place = items.partition_point(|item| item.start <= from);
            let mark = if start >> TILE_BITS < tile { CONTINUES } else { 0 };
            items.insert(place, Item { start: from, end: to | mark, slot });
        }
    }

    fn remove(&mut self, start: u64, end: u64, slot: u32) {
        for tile in start >> TILE_BITS..=(end - 1) >> TILE_BITS {
            let (from, _) = part(tile, start, end);
            let Some(items) = self.tiles.get_mut(&tile) else { continue };
            let first = items.partition_point(|item| item.start < from);
            if let Some(found) = items[first..].iter().position(|item| item.slot == slot) {
                items.remove(first + found);
                self.empty += usize::from(items.is_empty());
            }
        }
        self.sweep();
    }

    fn starting_in(&self, start: u64, end: u64, visit: &mut impl FnMut(u32)) {
        for tile in start >> TILE_BITS..=(end - 1) >> TILE_BITS {
            let Some(items) = self.tiles.get(&tile) else { continue };
            let (from, to) = part(tile, start, end);
            let first = items.partition_point(|item| item.start < from);
            let touching = items[first..].iter().take_while(|item| item.start < to);
            touching.filter(|item| item.begins_here()).for_each(|item| visit(item.slot));
        }
    }

    fn covering(&self, address: u64, visit: &mut impl FnMut(u32) -> bool) {
        let Some(items) = self.tiles.get(&(address >> TILE_BITS)) else { return };
        let offset = (address & (TILE - 1)) as u16;
        let after = items.partition_point(|item| item.start <= offset);
        for item in items[..after].iter().rev() {
            if item.reaches_past(offset) && visit(item.slot) {
                return;
            }
        }
    }
}
