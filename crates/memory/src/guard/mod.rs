//! The *guard allocator*: buffers at the end of a page, an inaccessible page behind them, and a time in quarantine after
//! their release, so that an overrun or a use after release inside C stops at the faulty access.
//!
//! ```text
//!  page  | inaccessible | canary ... buffer, slack | inaccessible | next slot ...
//!                        ^ slot      ^ aligned to 16 ^ end of page
//! ```
//!
//! | file | owns |
//! |---|---|
//! | [`GuardHeap`] (`heap.rs`) | allocating, releasing, the quarantine of slots |
//! | [`Budget`] (`budget.rs`) | how many guarded blocks the system's limit on mappings allows |
//! | `arena.rs` | the reserved addresses, and from an address to its slot without a lock |
//! | `slot.rs` | what is known of a slot, readable from a signal handler |
//! | `fenced.rs` | blocks with canaries only, for what exceeds the budget |
//! | `canary.rs` | the pattern around buffers |
//! | [`Hit`], [`Damage`] (`hit.rs`) | what an address or a changed canary says |
//! | `pages.rs` | reserving addresses and changing protections |
//!
//! The buffer keeps the alignment of `malloc`, because C code may use vector instructions on it; the up to 15 bytes between
//! its end and the page's are filled with a canary that is checked at release. Must not know what the buffers are for.

mod arena;
mod budget;
mod canary;
mod fenced;
mod heap;
mod hit;
mod pages;
mod slot;

pub use budget::Budget;
pub use heap::{Grant, GuardHeap, NotLive};
pub use hit::{Damage, Hit, Zone};
