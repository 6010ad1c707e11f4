//! The *channel* between a watched program and its supervisor: a ring of records in shared memory.
//!
//! The program appends, from any thread, any forked child and any signal handler; the supervisor takes the records out.
//! What was appended is in the mapping, not in the program: it survives every way in which the program can end.
//!
//! | file | owns |
//! |---|---|
//! | [`Ring`] (`ring.rs`) | appending records |
//! | [`Drain`] (`drain.rs`) | taking them out, over the gaps that killed writers leave |
//! | [`Collector`] (`collector.rs`) | the supervisor's side: records into a trace file and to a callback |
//! | `mapping.rs` | the shared memory and its layout |
//! | [`identity`] (`identity.rs`) | numbers of process and thread, also after a fork |
//!
//! The design, and what else was considered, is in `docs/adr/0007-channel-in-shared-memory.md`. The records themselves are
//! crate `trace`'s.

mod collector;
mod drain;
pub mod identity;
mod mapping;
mod ring;

pub use collector::{Collector, Summary};
pub use drain::Drain;
pub use ring::{Patience, Ring};
