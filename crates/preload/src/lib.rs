//! The interposer of the C heap, loaded by `LD_PRELOAD` before the C library.
//!
//! | file | owns |
//! |---|---|
//! | `heap.rs` | `malloc` and its family in place of the C library's |
//! | `mappings.rs` | `mmap` and its family |
//! | `real.rs` | the functions behind ours, and memory until they are known |
//! | `report.rs` | which events go to the engine: a thread's state, and the sink |
//! | `inject.rs` | letting allocations fail on purpose |
//! | `environment.rs` | keeping the interposer out of the program's children |
//!
//! Must not know Python or the ledger: it tells a sink (crate `interpose`) and is told a call's number. Every function here may
//! run at any moment in any thread, also while the loader is at work: nothing allocates, locks or panics. There is no lock,
//! so a fork needs no care.
//!
//! `strdup`, `fopen` and others of the C library allocate through the functions here and are not interposed themselves:
//! one event would be seen twice.
#![cfg(target_os = "linux")]

mod environment;
mod heap;
mod inject;
mod mappings;
mod real;
mod report;
