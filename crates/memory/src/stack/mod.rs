//! Interned stacks: a chain of (code, position) pairs as one number.
//!
//! | file | owns |
//! |---|---|
//! | [`Frame`] , [`StackId`] (`frame.rs`) | the words |
//! | [`Stacks`] (`interner.rs`) | the tree of all chains seen |
//! | [`StackCache`] (`cache.rs`) | a thread's last chain: the unchanged part of the next one costs a comparison |
//!
//! Must not know what a code number stands for, nor how a stack is walked: the caller brings an iterator of frames,
//! innermost first.

mod cache;
mod frame;
mod interner;

pub use cache::{MAX_DEPTH, StackCache};
pub use frame::{Frame, StackId};
pub use interner::Stacks;
