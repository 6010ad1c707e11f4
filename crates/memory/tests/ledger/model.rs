//! Random events on the ledger and on a model that keeps a plain list: every answer must be the same.
//!
//! The model follows the documented rules of `ledger/shard/mod.rs` in the most obvious way, with a linear search. Sizes reach
//! over the border between the two indices, and addresses over the border of a region.

use crate::blocks::{MALLOC, NEW, OBJECT, site};
use crate::random::Random;
use memory::ledger::{Acquired, Acquisition, Family, FamilyKind, Ledger, Owner, Release, State, Verdict};

#[derive(Clone, Copy, Debug)]
struct Block {
    address: u64,
    size: u64,
    family: Family,
    sequence: u64,
    live: bool,
}

impl Block {
    fn contains(&self, address: u64) -> bool {
        address >= self.address && address < self.address + self.size.max(1)
    }
}

#[derive(Default)]
struct Model(Vec<Block>);

impl Model {
    fn acquire(&mut self, new: Block) -> Option<u64> {
        let inside = |old: &Block| old.address >= new.address && old.address < new.address + new.size.max(1);
        let ends = |old: &Block| {
            let same = old.address == new.address && old.family.id == new.family.id;
            inside(old) && (!old.live || new.family.kind == FamilyKind::Memory || same)
        };
        let lost = self.0.iter().filter(|old| ends(old) && old.live && old.address == new.address);
        let lost = lost.map(|old| old.sequence).max();
        self.0.retain(|old| !ends(old));
        self.0.push(new);
        lost
    }

    fn exact(&mut self, address: u64, family: Family) -> Option<&mut Block> {
        let begins = self.0.iter_mut().filter(|block| block.address == address);
        begins.max_by_key(|block| (block.live, block.family.id == family.id, block.sequence))
    }

    fn release(&mut self, address: u64, family: Family) -> &'static str {
        let Some(block) = self.exact(address, family) else {
            return match self.find(address) {
                Some(block) if block.family.id == family.id => "interior",
                _ => "unknown",
            };
        };
        if !block.live {
            return "double";
        }
        if block.family.id != family.id {
            return "family";
        }
        block.live = false;
        let gone = *block;
        for block in &mut self.0 {
            let own_place = block.address == gone.address && gone.family.kind != FamilyKind::Memory;
            if gone.contains(block.address) && block.family.kind != FamilyKind::Memory && !own_place {
                block.live = false;
            }
        }
        "released"
    }

    fn find(&self, address: u64) -> Option<Block> {
        let around = || self.0.iter().filter(|block| block.contains(address));
        let live = around().filter(|block| block.live).max_by_key(|block| (block.address, block.sequence));
        live.or_else(|| around().max_by_key(|block| block.sequence)).copied()
    }
}

fn word(answer: Result<memory::ledger::Released, Verdict>) -> &'static str {
    match answer {
        Ok(_) => "released",
        Err(Verdict::DoubleRelease { .. }) => "double",
        Err(Verdict::OtherFamily { .. }) => "family",
        Err(Verdict::InteriorRelease { .. }) => "interior",
        Err(Verdict::Unknown { .. }) => "unknown",
        Err(other) => panic!("{other:?} cannot come from these events"),
    }
}

/// Blocks that do not partly overlap, as no allocator makes any: a grid of cells, and objects at and inside their begins.
fn address_and_size(random: &mut Random, cell: u64, cells: usize) -> (u64, u64) {
    // The middle of the grid is the border of a region.
    let first = (1u64 << 40) - cell * (cells as u64 / 2);
    let address = first + cell * random.below(cells) as u64;
    (address, 1 + random.below(cell as usize) as u64)
}

fn run(seed: u64, cell: u64, cells: usize) {
    let mut random = Random::new(seed);
    let ledger = Ledger::new(1 << 20);
    let mut model = Model::default();
    for step in 0..4_000 {
        let (address, size) = address_and_size(&mut random, cell, cells);
        let within = random.below(size as usize) as u64;
        let family = *random.pick(&[MALLOC, NEW, OBJECT]);
        let context = format!("seed {seed}, cell {cell}, step {step}, {address:#x} + {size}");
        match random.below(5) {
            0 | 1 => {
                let object = family.kind == FamilyKind::Object;
                let (address, size) = if object { (address + within / 2, 0) } else { (address, size) };
                let known_size = (!object).then_some(size);
                let new =
                    Acquisition { address, size: known_size, family, owner: Owner::Program, site: site(1) };
                let acquired = ledger.acquire(&new);
                let sequence = acquired.sequence();
                let lost = match acquired {
                    Acquired::Replaced { lost, .. } => Some(lost.sequence),
                    Acquired::New { .. } => None,
                    other => panic!("{context}: {other:?} cannot come from these events"),
                };
                let expected = model.acquire(Block { address, size, family, sequence, live: true });
                assert_eq!(lost, expected, "{context}");
            }
            2 | 3 => {
                let address = if random.one_in(4) { address + within } else { address };
                let release = Release { address, family, accepts: &[], site: site(2) };
                assert_eq!(word(ledger.release(&release)), model.release(address, family), "{context}");
            }
            _ => {
                let found = ledger.find(address + within);
                let found = found.map(|entry| (entry.sequence, entry.state == State::Live));
                let expected = model.find(address + within).map(|block| (block.sequence, block.live));
                assert_eq!(found, expected, "{context}");
            }
        }
    }
    let live = ledger.live().iter().map(|entry| entry.sequence).collect::<Vec<_>>();
    let mut expected: Vec<_> =
        model.0.iter().filter(|block| block.live).map(|block| block.sequence).collect();
    expected.sort_unstable();
    assert_eq!(live, expected, "seed {seed}, cell {cell}");
    assert_eq!(ledger.stats().live, expected.len());
    for entry in ledger.live() {
        assert!(ledger.may_know(entry.address), "the filter forgot a live block");
    }
}

#[test]
fn small_blocks_in_few_tiles() {
    (0..20).for_each(|seed| run(seed, 48, 200));
}

#[test]
fn blocks_of_a_few_tiles() {
    (0..20).for_each(|seed| run(seed, 20_000, 60));
}

#[test]
fn blocks_on_both_sides_of_the_large_border() {
    (0..20).for_each(|seed| run(seed, 100_000, 40));
}
