//! The recorded file format: what a watched program tells its supervisor, and what a trace file holds.
//!
//! | file | owns |
//! |---|---|
//! | [`Header`] (`header.rs`) | magic and version at the begin of a file |
//! | [`Envelope`] (`envelope.rs`) | what precedes each record: its place, kind, process, thread, time |
//! | [`Record`] (`record.rs`) | the kinds of records and their contents |
//! | `body.rs` | numbers and texts as bytes |
//! | [`Fault`] (`fault.rs`) | the record of a fatal signal |
//! | [`Reader`] (`reader.rs`) | from bytes to records; a file may end anywhere |
//! | [`Writer`] (`writer.rs`) | from records to a file, also on a full disk |
//!
//! Numbers are little-endian. A record never changes its meaning: new contents get a new kind, and readers pass over kinds
//! that they do not know. Encoding allocates nothing, so that a signal handler can do it. Must not know how records travel
//! (a ring in shared memory, see crate `memory`) or what they mean for a report.
#![forbid(unsafe_code)]

mod body;
mod envelope;
mod error;
mod fault;
mod header;
mod reader;
mod record;
mod writer;

pub use envelope::{Envelope, UNIT};
pub use error::TraceError;
pub use fault::{Fault, FaultBlock, FaultCall, MemoryAccess};
pub use header::Header;
pub use reader::{Entry, Reader};
pub use record::{Event, Record, Space};
pub use writer::Writer;
