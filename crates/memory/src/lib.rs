//! Who owns which native memory.
//!
//! | folder | owns |
//! |---|---|
//! | `interposer.rs` | the engine's side of the interposer of the C heap (Unix) |
//! | [`ledger`] | every native block that crosses the boundary: acquired, released, judged |
//! | `channel` | records from the program to its supervisor, through every death (Unix) |
//! | `fault` | fatal signals: what was accessed, whose it was, during which call (Unix) |
//! | `guard` | buffers that stop C at an overrun or a use after release (Unix) |
//! | [`families`] | which functions acquire and release what, as data: contracts |
//! | `fork.rs` | locks held across `fork` |
//! | `scan.rs` | reading this process's memory without a fault (Unix) |
//! | [`stack`] | interned stacks, as numbers in the ledger's entries |
//!
//! Must not know Python: it is told of events with plain numbers and answers with verdicts.

#[cfg(unix)]
pub mod channel;
pub mod families;
#[cfg(unix)]
pub mod fault;
#[cfg(unix)]
pub mod fork;
#[cfg(unix)]
pub mod guard;
mod hash;
#[cfg(unix)]
pub mod interposer;
pub mod ledger;
#[cfg(unix)]
pub mod scan;
pub mod stack;
