//! The search for lost blocks, on memory made for it.

use crate::blocks::{MALLOC, OBJECT, acquire, acquire_as};
use crate::random::Random;
use memory::ledger::{Entry, Ledger, Owner, Reach, ReadMemory, Roots};
use std::collections::HashMap;

/// Memory by word; a page with nothing in it cannot be read.
#[derive(Default)]
struct Fake(HashMap<u64, u64>);

impl Fake {
    fn put(&mut self, address: u64, word: u64) {
        self.0.insert(address, word);
    }
}

impl ReadMemory for Fake {
    fn read(&self, address: u64, words: &mut [u64]) -> usize {
        let page = |address: u64| address >> 12;
        let readable = |address: u64| self.0.keys().any(|&known| page(known) == page(address));
        for (count, word) in words.iter_mut().enumerate() {
            let at = address + count as u64 * 8;
            if !readable(at) {
                return count;
            }
            *word = self.0.get(&at).copied().unwrap_or(0);
        }
        words.len()
    }
}

const BASE: u64 = 0x10_0000;

/// `count` blocks of 64 bytes, in the order of their addresses.
fn blocks(count: u64) -> Vec<Entry> {
    let ledger = Ledger::new(1);
    (0..count).for_each(|number| {
        acquire(&ledger, BASE + number * 64, 64, MALLOC, 1);
    });
    ledger.live()
}

fn at(block: u64) -> u64 {
    BASE + block * 64
}

#[test]
fn roots_chains_and_what_hangs_on_them() {
    let mut memory = Fake::default();
    memory.put(at(0) + 8, at(1) + 60); // 0 -> the inside of 1
    memory.put(at(2), at(3)); // 2 -> 3 -> 4, of which nobody knows 2
    memory.put(at(3), at(4));
    memory.put(at(4), at(0)); // a lost block may point at a reachable one
    memory.put(0x5000, at(5));
    let roots = Roots { values: vec![at(0), 12, u64::MAX], ranges: vec![(0x4ffc, 0x10)] };
    let reach = Reach::of(&blocks(7), &roots, &memory);
    let expected = [
        Reach::Reachable,
        Reach::Reachable,
        Reach::Lost,
        Reach::LostWith(2),
        Reach::LostWith(2),
        Reach::Reachable,
        Reach::Lost,
    ];
    assert_eq!(reach, expected);
}

#[test]
fn a_ring_is_one_loss_and_its_entry_comes_first() {
    let mut memory = Fake::default();
    for block in 1..4 {
        memory.put(at(block), at(block % 3 + 1)); // 1 -> 2 -> 3 -> 1
    }
    memory.put(at(4) + 16, at(2)); // 4 -> the ring
    let reach = Reach::of(&blocks(5), &Roots { values: vec![at(0)], ranges: vec![] }, &memory);
    assert_eq!(
        reach,
        [Reach::Reachable, Reach::LostWith(4), Reach::LostWith(4), Reach::LostWith(4), Reach::Lost]
    );
    let alone = Reach::of(&blocks(4), &Roots { values: vec![at(0)], ranges: vec![] }, &memory);
    assert_eq!(alone.iter().filter(|&&answer| answer == Reach::Lost).count(), 1, "{alone:?}");
}

#[test]
fn unreadable_memory_is_passed_over() {
    let mut memory = Fake::default();
    memory.put(0x9000, at(0)); // behind an unreadable page of the same root range
    let roots = Roots { values: vec![], ranges: vec![(0x8000, 0x2000)] };
    assert_eq!(Reach::of(&blocks(1), &roots, &memory), [Reach::Reachable]);
}

#[test]
fn an_object_of_unknown_size_is_meant_by_its_address_only() {
    let ledger = Ledger::new(1);
    acquire_as(&ledger, BASE, None, OBJECT, Owner::Program, 1);
    let reach =
        |value| Reach::of(&ledger.live(), &Roots { values: vec![value], ranges: vec![] }, &Fake::default());
    assert_eq!(reach(BASE), [Reach::Reachable]);
    assert_eq!(reach(BASE + 8), [Reach::Lost]);
}

/// Against transitive closure by repetition: what is reachable, and that each direct loss is needed.
#[test]
fn random_graphs() {
    for seed in 0..200 {
        let mut random = Random::new(seed);
        let count = 2 + random.below(12);
        let mut edges = vec![vec![false; count]; count];
        let mut memory = Fake::default();
        for _ in 0..random.below(count * 2) {
            let (from, to, word) = (random.below(count), random.below(count), random.below(8));
            memory.put(at(from as u64) + word as u64 * 8, at(to as u64));
        }
        for (&address, &target) in &memory.0 {
            edges[((address - BASE) / 64) as usize][((target - BASE) / 64) as usize] = true;
        }
        let closure = |start: &[usize]| {
            let mut seen = vec![false; count];
            let mut front = start.to_vec();
            while let Some(next) = front.pop() {
                if !std::mem::replace(&mut seen[next], true) {
                    front.extend((0..count).filter(|&to| edges[next][to]));
                }
            }
            seen
        };
        let root = random.below(count);
        let reach = Reach::of(
            &blocks(count as u64),
            &Roots { values: vec![at(root as u64)], ranges: vec![] },
            &memory,
        );
        let reachable = closure(&[root]);
        let direct: Vec<usize> = (0..count).filter(|&block| reach[block] == Reach::Lost).collect();
        let covered = closure(&direct);
        for block in 0..count {
            assert_eq!(reach[block] == Reach::Reachable, reachable[block], "seed {seed}");
            assert!(reachable[block] || covered[block], "seed {seed}: {block} hangs on nothing");
            if let Reach::LostWith(holder) = reach[block] {
                assert!(closure(&[holder])[block], "seed {seed}");
            }
        }
        for &one in &direct {
            let others: Vec<usize> = direct.iter().copied().filter(|&other| other != one).collect();
            assert!(!closure(&others)[one], "seed {seed}: {one} went with another");
        }
    }
}
