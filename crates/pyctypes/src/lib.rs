//! The module `_ctypes`, on raw `pyo3-ffi`: the names and behaviour of CPython's, the decisions from the crates below.
//!
//! | folder | owns |
//! |---|---|
//! | `meta/` | metatypes: what happens when a class is made |
//! | `data/` | instances: memory, keep-alive, buffer protocol, pickling |
//! | `kinds/` | what instances of each kind do: simple, record, array, pointer |
//! | `convert/` | scalars between C memory and Python values |
//! | `param/` | `from_param`, `byref`: values on their way to a call |
//! | `func/` | function objects: prototypes, call plans, the call |
//! | `callback/` | Python callables that C calls |
//! | `functions/` | the module's functions |
//! | `typeinfo.rs`, `field.rs` | what a class knows about itself and its fields |
//! | `state.rs`, `module.rs`, `names.rs` | the process-wide state, the module object, interned names |
//!
//! Layouts come from `ctype`, the jump from `call`, everything that differs between interpreters from `cpython`.

mod callback;
mod convert;
mod data;
mod error;
mod field;
mod func;
mod functions;
mod kinds;
mod meta;
mod module;
mod names;
mod param;
mod recursion;
mod state;
mod typeinfo;
#[cfg(windows)]
mod windows;

pub use module::init;
