//! The tree of all stacks seen: each node is a frame under the stack that called it.
//!
//! Nodes are never removed and never change, so a number once given out is good for the process. They are stored in
//! segments that do not move, read without a lock; only making a node takes one, by a hash of parent and frame. Whoever
//! makes the first node of its kind is told so, in order that a trace can record it.

use super::frame::{Frame, StackId};
use crate::hash::Numbers;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

const SHARDS: usize = 16;

/// Segment `n` has `FIRST << n` nodes.
const FIRST: usize = 1024;
const SEGMENTS: usize = 20;

#[derive(Clone, Copy)]
struct Node {
    parent: StackId,
    frame: Frame,
}

type Children = HashMap<(StackId, Frame), StackId, Numbers>;

/// All stacks of a process.
pub struct Stacks {
    children: [Mutex<Children>; SHARDS],
    segments: [OnceLock<Box<[OnceLock<Node>]>>; SEGMENTS],
    count: AtomicU32,
}

impl Default for Stacks {
    fn default() -> Stacks {
        Stacks {
            children: std::array::from_fn(|_| Mutex::default()),
            segments: std::array::from_fn(|_| OnceLock::new()),
            count: AtomicU32::new(0),
        }
    }
}

impl Stacks {
    /// The stack of `frame` called from `parent`. `made` runs, without a lock, if it is new.
    ///
    /// When there is no number left (over a thousand million of stacks) the answer is the parent.
    pub fn child(&self, parent: StackId, frame: Frame, made: impl FnOnce(StackId)) -> StackId {
        let shard = (parent.0 ^ frame.code ^ frame.position) as usize % SHARDS;
        let mut children = self.children[shard].lock().unwrap_or_else(PoisonError::into_inner);
        let id = match children.entry((parent, frame)) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(place) => {
                let Some(id) = self.store(Node { parent, frame }) else { return parent };
                *place.insert(id)
            }
        };
        drop(children);
        made(id);
        id
    }

    fn store(&self, node: Node) -> Option<StackId> {
        let index = self.count.fetch_add(1, Ordering::Relaxed);
        let (segment, offset) = place(index);
        let slots = self
            .segments
            .get(segment)?
            .get_or_init(|| (0..FIRST << segment).map(|_| OnceLock::new()).collect());
        slots[offset].get_or_init(|| node);
        Some(StackId(index + 1))
    }

    fn node(&self, stack: StackId) -> Option<&Node> {
        let (segment, offset) = place(stack.0.checked_sub(1)?);
        self.segments.get(segment)?.get()?.get(offset)?.get()
    }

    /// The frames, innermost first. Takes no lock.
    pub fn frames(&self, stack: StackId) -> impl Iterator<Item = Frame> {
        let mut next = self.node(stack);
        std::iter::from_fn(move || {
            let node = next?;
            next = self.node(node.parent);
            Some(node.frame)
        })
    }

    /// How many stacks there are.
    pub fn len(&self) -> usize {
        self.count.load(Ordering::Relaxed) as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(unix)]
impl crate::fork::AcrossFork for Stacks {
    fn hold(&'static self) -> Box<dyn std::any::Any> {
        let lock =
            |children: &'static Mutex<Children>| children.lock().unwrap_or_else(PoisonError::into_inner);
        Box::new(self.children.iter().map(lock).collect::<Vec<_>>())
    }
}

/// Segment and offset of a node.
fn place(index: u32) -> (usize, usize) {
    let segment = (index as usize / FIRST + 1).ilog2() as usize;
    (segment, index as usize - FIRST * ((1 << segment) - 1))
}
