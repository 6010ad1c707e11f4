//! Who owns which native memory.
//!
//! | folder | owns |
//! |---|---|
//! | [`ledger`] | every native block that crosses the boundary: acquired, released, judged |
//! | [`families`] | which functions acquire and release what, as data: contracts |
//! | [`stack`] | interned stacks, as numbers in the ledger's entries |
//!
//! Must not know Python: it is told of events with plain numbers and answers with verdicts.

pub mod families;
mod hash;
pub mod ledger;
pub mod stack;
