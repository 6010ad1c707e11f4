//! Who owns which native memory.
//!
//! | folder | owns |
//! |---|---|
//! | [`ledger`] | every native block that crosses the boundary: acquired, released, judged |
//! | `guard` | buffers that stop C at an overrun or a use after release (Unix) |
//! | [`families`] | which functions acquire and release what, as data: contracts |
//! | `fork.rs` | locks held across `fork` |
//! | [`stack`] | interned stacks, as numbers in the ledger's entries |
//!
//! Must not know Python: it is told of events with plain numbers and answers with verdicts.

pub mod families;
#[cfg(unix)]
pub mod fork;
#[cfg(unix)]
pub mod guard;
mod hash;
pub mod ledger;
pub mod stack;
