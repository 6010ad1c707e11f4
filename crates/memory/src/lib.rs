//! Who owns which native memory.
//!
//! | folder | owns |
//! |---|---|
//! | [`ledger`] | every native block that crosses the boundary: acquired, released, judged |
//! | [`stack`] | interned stacks, as numbers in the ledger's entries |
//!
//! Must not know Python: it is told of events with plain numbers and answers with verdicts.

mod hash;
pub mod ledger;
pub mod stack;
