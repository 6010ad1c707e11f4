//! The contract between the interposer of the C heap (crate `preload`) and the engine (crate `memory`).
//!
//! The two are different shared objects that meet in a process: the interposer is loaded by `LD_PRELOAD`, the engine finds its
//! functions by name and checks [`VERSION`] before anything else. So this crate has types of C layout and names, and no
//! code to speak of.
//!
//! | function of the interposer | type | does |
//! |---|---|---|
//! | [`names::VERSION`] | `extern "C" fn() -> u32` | gives [`VERSION`] |
//! | [`names::STATE`] | `extern "C" fn() -> *mut State` | the calling thread's state, valid as long as the thread |
//! | [`names::ATTACH`] | `unsafe extern "C" fn(*const Sink)` | from now on events go there; NULL for nowhere. A sink is never freed |
//! | [`names::FAIL`] | `extern "C" fn(u64, u64)` | lets the n-th counted allocation fail, and every k-th; 0 for none |
//! | [`names::COUNTED`] | `extern "C" fn() -> u64` | how many allocations were counted for that |
//!
//! Must not know the ledger, nor which functions are interposed.
#![no_std]
#![forbid(unsafe_code)]

use core::ffi::c_void;

/// Both sides are of one build; another number is refused.
pub const VERSION: u32 = 1;

/// The names of the interposer's functions.
pub mod names {
    pub const VERSION: &str = "ferrotypes_preload_version";
    pub const STATE: &str = "ferrotypes_preload_state";
    pub const ATTACH: &str = "ferrotypes_preload_attach";
    pub const FAIL: &str = "ferrotypes_preload_fail";
    pub const COUNTED: &str = "ferrotypes_preload_counted";
}

/// The variable in whose presence the interposer stays in `LD_PRELOAD` for the program's children.
pub const KEEP_VARIABLE: &str = "FERROTYPES_PRELOAD_KEEP";

/// Thread in no foreign call: allocations are Python's own, and not reported; releases of known blocks are.
pub const IDLE: u32 = 0;

/// Thread in a call whose function the engine accounts for itself (`malloc`, `fclose`): nothing is reported.
pub const SILENT: u32 = u32::MAX;

/// What the engine tells the interposer of a thread.
#[derive(Debug, Default)]
#[repr(C)]
pub struct State {
    /// [`IDLE`], [`SILENT`], or the number of the foreign call under way.
    pub call: u32,
    /// The thread is inside the engine already: its allocations are the engine's own.
    pub busy: u32,
}

/// What kind of memory an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Heap {
    Malloc = 0,
    Mmap = 1,
}

/// What is to happen to a block that is about to be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Decision {
    /// Release it.
    Proceed = 0,
    /// Leave it: releasing would destroy memory that is not the heap's.
    Keep = 1,
}

/// Where events go. The functions run on the thread of the event, in its foreign call.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Sink {
    /// A block of so many bytes came to be in a call.
    pub born: extern "C" fn(heap: Heap, address: *mut c_void, size: usize, call: u32),
    /// A block is about to be released; for `Mmap` so many bytes of it. Only asked where `knows` said yes.
    pub dying: extern "C" fn(heap: Heap, address: *mut c_void, bytes: usize, call: u32) -> Decision,
    /// The release of the last `dying` on this thread failed; the block is as it was.
    pub survived: extern "C" fn(address: *mut c_void),
    /// Whether the address may be a known block's. Without a lock.
    pub knows: extern "C" fn(address: *mut c_void) -> bool,
}
