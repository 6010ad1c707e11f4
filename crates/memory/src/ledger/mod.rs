//! The *ledger*: every native block that crosses the boundary between Python and C, live or recently dead.
//!
//! | file | owns |
//! |---|---|
//! | [`Entry`] (`entry.rs`) | what is known of one block |
//! | `events.rs` | what can happen to a block: the requests and answers |
//! | [`Verdict`] (`verdict.rs`) | the ways in which an event or an access is wrong |
//! | [`Ledger`] (`book.rs`) | the shards together: routing by address, the public operations |
//! | `part.rs` | releasing a part of a block |
//! | `shard/` | one lock's worth of blocks: the rules of acquiring, releasing, adopting, forgetting |
//! | `slab.rs` | the entries of a shard and its bounded history of dead ones |
//! | `index.rs`, `tiles.rs`, `tree.rs` | finding entries by exact address and by interior pointer |
//! | `access.rs` | judging reads and writes |
//! | `handles.rs` | handles that are numbers, such as file descriptors |
//! | `filter.rs` | "can the ledger know this address?" without a lock |
//! | `lock.rs` | the shard lock: counts itself so that nothing under it reports to the ledger again |
//! | `reach.rs` | which live blocks are reachable from roots: leaks, direct and indirect |
//!
//! Must not know Python, the functions that made an event (`families`), or what a finding is: it answers with typed
//! verdicts from which findings are made above. No lock is held while anything outside this folder runs.

mod access;
mod book;
mod entry;
mod events;
mod filter;
mod handles;
mod index;
mod lock;
mod part;
mod reach;
mod shard;
mod slab;
mod tiles;
mod tree;
mod verdict;

pub use access::{Access, Range};
pub use book::{Ledger, Stats};
pub use entry::{CallId, Entry, Family, FamilyId, FamilyKind, Flags, Owner, Site, State, ThreadId};
pub use events::{Acquired, Acquisition, Died, Release, Released, Touch};
pub use handles::Handles;
pub use lock::inside as inside_ledger;
pub use reach::{Reach, ReadMemory, Roots};
pub use verdict::Verdict;
