//! Which live blocks are reachable from roots, and of the others, which are lost first and which only with them.
//!
//! Conservative marking (Boehm and Weiser 1988): every aligned word of a root range and of a reachable block that is an
//! address inside a live block reaches it. Objects of unknown size are reached by their exact address and are not looked
//! into. Of the unreachable blocks, one that no other of them refers to is lost *directly*; the rest went with it. In a
//! ring of lost blocks the one to blame is any one: it is the first by the reverse finishing order of a depth-first search
//! (Kosaraju), which no block outside its ring can reach.

use super::entry::Entry;

/// How the contents of blocks are read: real memory may be gone or protected.
pub trait ReadMemory {
    /// Fills `words` from `address`, and says how many of the first ones could be read.
    fn read(&self, address: u64, words: &mut [u64]) -> usize;
}

/// Where the search begins.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    /// Single values: Python integers, registers, stored pointers.
    pub values: Vec<u64>,
    /// Memory to scan: (address, bytes).
    pub ranges: Vec<(u64, u64)>,
}

/// What the search found of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A root refers to it, or another reachable block does.
    Reachable,
    /// Nothing refers to it, or only blocks that it refers to itself.
    Lost,
    /// Only lost blocks refer to it: with the index of the one it hangs on.
    LostWith(usize),
}

/// Words read at once.
const CHUNK: usize = 512;

impl Reach {
    /// One answer for each of `blocks`.
    pub fn of(blocks: &[Entry], roots: &Roots, memory: &impl ReadMemory) -> Vec<Reach> {
        let graph = Graph::new(blocks, memory);
        let mut reach: Vec<Option<Reach>> = vec![None; blocks.len()];
        let mut found = Vec::new();
        roots.values.iter().for_each(|&value| graph.hits(value, &mut |block| found.push(block)));
        for &(address, bytes) in &roots.ranges {
            graph.scan(address, bytes, &mut |block| found.push(block));
        }
        graph.flood(found, &mut reach, Reach::Reachable);
        for start in graph.reverse_finishing_order(&reach) {
            if reach[start].is_none() {
                graph.flood(vec![start], &mut reach, Reach::LostWith(start));
                reach[start] = Some(Reach::Lost);
            }
        }
        reach.into_iter().map(|answer| answer.expect("every block is reachable or lost")).collect()
    }
}

struct Graph<'a, M> {
    blocks: &'a [Entry],
    /// Indices by address.
    by_address: Vec<usize>,
    /// For each place in `by_address`: the furthest end up to there. Where it is not past a value, no earlier block holds it.
    reaches_to: Vec<u64>,
    memory: &'a M,
}

impl<'a, M: ReadMemory> Graph<'a, M> {
    fn new(blocks: &'a [Entry], memory: &'a M) -> Graph<'a, M> {
        let mut by_address: Vec<usize> = (0..blocks.len()).collect();
        by_address.sort_unstable_by_key(|&index| blocks[index].address);
        let ends = by_address.iter().map(|&index| blocks[index].end());
        let reaches_to = ends
            .scan(0, |furthest, end| {
                *furthest = end.max(*furthest);
                Some(*furthest)
            })
            .collect();
        Graph { blocks, by_address, reaches_to, memory }
    }

    /// Every block that the value may refer to.
    fn hits(&self, value: u64, visit: &mut impl FnMut(usize)) {
        let after = self.by_address.partition_point(|&index| self.blocks[index].address <= value);
        for place in (0..after).rev().take_while(|&place| self.reaches_to[place] > value) {
            if self.blocks[self.by_address[place]].contains(value) {
                visit(self.by_address[place]);
            }
        }
    }

    fn scan(&self, address: u64, bytes: u64, visit: &mut impl FnMut(usize)) {
        let mut words = [0; CHUNK];
        let end = address.saturating_add(bytes);
        let mut at = address.next_multiple_of(8);
        while at + 8 <= end {
            let count = CHUNK.min(((end - at) / 8) as usize);
            let read = self.memory.read(at, &mut words[..count]);
            words[..read].iter().for_each(|&word| self.hits(word, visit));
            // Unreadable memory refers to nothing; go on at the next page.
            at = if read == count {
                at + count as u64 * 8
            } else {
                (at + read as u64 * 8 + 1).next_multiple_of(4096)
            };
        }
    }

    fn references(&self, index: usize, visit: &mut impl FnMut(usize)) {
        let block = &self.blocks[index];
        if let Some(size) = block.known_size() {
            self.scan(block.address, size, visit);
        }
    }

    fn flood(&self, mut front: Vec<usize>, reach: &mut [Option<Reach>], answer: Reach) {
        front.retain(|&index| {
            reach[index].is_none() && {
                reach[index] = Some(answer);
                true
            }
        });
        while let Some(index) = front.pop() {
            self.references(index, &mut |next| {
                if reach[next].is_none() {
                    reach[next] = Some(answer);
                    front.push(next);
                }
            });
        }
    }

    /// The blocks without an answer, those that a depth-first search over them leaves last first.
    fn reverse_finishing_order(&self, reach: &[Option<Reach>]) -> Vec<usize> {
        let mut seen: Vec<bool> = reach.iter().map(Option::is_some).collect();
        let mut order = Vec::new();
        for start in 0..self.blocks.len() {
            if std::mem::replace(&mut seen[start], true) {
                continue;
            }
            // Each level: a block and those of its references that are still to be entered.
            let mut path = vec![(start, self.unseen(start, &seen))];
            while let Some((block, pending)) = path.last_mut() {
                match pending.pop() {
                    Some(next) if !seen[next] => {
                        seen[next] = true;
                        let pending = self.unseen(next, &seen);
                        path.push((next, pending));
                    }
                    Some(_) => {}
                    None => {
                        order.push(*block);
                        path.pop();
                    }
                }
            }
        }
        order.reverse();
        order
    }

    fn unseen(&self, index: usize, seen: &[bool]) -> Vec<usize> {
        let mut next = Vec::new();
        self.references(index, &mut |block| {
            if !seen[block] && !next.contains(&block) {
                next.push(block);
            }
        });
        next
    }
}
