//! A thread's last stack: what it has in common with the next one is not interned again.
//!
//! Most events of a loop differ in the innermost frames only. The outer frames are compared (a nanosecond each) with
//! those of the last stack, whose numbers are known; the rest is interned.

use super::frame::{Frame, StackId};
use super::interner::Stacks;

/// Deeper stacks lose their outermost frames.
pub const MAX_DEPTH: usize = 128;

/// The last stack of a thread. It belongs to that thread and to one [`Stacks`].
pub struct StackCache {
    /// The frames of the walk going on, innermost first.
    walk: Vec<Frame>,
    /// The last stack, outermost first, each with the number of the stack that ends there.
    last: Vec<(Frame, StackId)>,
}

impl Default for StackCache {
    fn default() -> StackCache {
        StackCache { walk: Vec::with_capacity(MAX_DEPTH), last: Vec::with_capacity(MAX_DEPTH) }
    }
}

impl StackCache {
    /// The number of the stack with these frames, innermost first. `made` is told of each new number, outer ones first.
    pub fn intern(
        &mut self,
        stacks: &Stacks,
        frames: impl Iterator<Item = Frame>,
        mut made: impl FnMut(StackId, StackId, Frame),
    ) -> StackId {
        self.walk.clear();
        self.walk.extend(frames.take(MAX_DEPTH));
        let outermost_first = self.walk.iter().rev();
        let same = self.last.iter().zip(outermost_first).take_while(|((last, _), now)| last == *now).count();
        self.last.truncate(same);
        let mut stack = self.last.last().map_or(StackId::EMPTY, |&(_, stack)| stack);
        for &frame in self.walk.iter().rev().skip(same) {
            let parent = stack;
            stack = stacks.child(parent, frame, |new| made(new, parent, frame));
            self.last.push((frame, stack));
        }
        stack
    }
}
