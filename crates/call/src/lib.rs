//! Calling C: where arguments go, the jump, and callback thunks.
//!
//! | file | owns |
//! |---|---|
//! | [`Convention`] (`convention.rs`) | the calling conventions by their documents' names |
//! | [`Placer`], [`ArgPlace`] (`placer.rs`, `place.rs`) | which frame word each argument lives in |
//! | [`ResultPlace`] (`result.rs`) | which registers a result comes back in |
//! | [`CallPlan`] (`plan.rs`) | a [`Signature`] placed once, used for every call |
//! | `sysv64.rs` | how System V x86-64 classifies aggregates |
//! | `arch/` | the jump and the thunk entry: the only machine code of the project |
//! | [`Thunk`] (`thunk/`) | C function pointers that lead to a handler |
//! | `sys/` | what the operating system supplies: pages, libraries, `errno`, [`Fault`]s |
//!
//! One plan describes both directions. A caller writes each converted argument straight to its word of a *call frame* (a
//! slice of `u64`), [`invoke`] loads the registers from it; a thunk saves the registers into the same numbering and hands
//! them to its handler as [`IncomingWords`].
//!
//! Must not know Python. The design is explained in `docs/adr/0002-own-call-engine.md`.

pub mod arch;
mod convention;
pub mod errno;
mod error;
mod incoming;
pub mod library;
mod place;
mod placer;
mod plan;
mod result;
mod returned;
mod signature;
mod sys;
mod sysv64;
mod thunk;

pub use arch::host::{invoke, invoke_long_double};
pub use convention::Convention;
pub use error::CallError;
pub use incoming::IncomingWords;
pub use place::{ArgPlace, Piece};
pub use placer::Placer;
pub use plan::CallPlan;
pub use result::{ResultPiece, ResultPlace, ResultRegister};
pub use returned::Returned;
pub use signature::Signature;
pub use sys::Fault;
#[cfg(windows)]
pub use sys::last_error;
pub use thunk::{Handler, ReturnKind, Thunk};
