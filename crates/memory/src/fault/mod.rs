//! Fatal signals: what was accessed, whose it was, during which foreign call.
//!
//! | file | owns |
//! |---|---|
//! | [`install`] (`handler.rs`) | the signal handler, and passing on to the one before it |
//! | `context.rs` | what the processor's registers say, per architecture |
//! | [`Call`], [`enter`] (`calls.rs`) | the foreign call that each thread is in |
//! | [`AltStack`] (`altstack.rs`) | a stack of its own for the handler, per thread |
//! | `maps.rs` | which libraries lie where, read in the handler |
//!
//! Everything that runs in the handler allocates nothing, waits for no lock and touches no thread-local variable that the
//! thread has not touched before (POSIX.1-2024, 2.4.3, signal safety). The report is not written here: the record goes into
//! the channel, and the supervisor makes a report of it.

mod altstack;
mod calls;
mod context;
mod handler;
mod maps;

pub use altstack::AltStack;
pub use calls::{Call, Entered, current, enter};
pub use handler::{Watch, install};
