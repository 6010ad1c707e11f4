//! The one place that knows CPython's C API and its versions.
//!
//! Owns: object references ([`Obj`] borrowed, [`Own`] counted), the error marker [`Raised`], slot guards that keep
//! panics out of C, readers for `int`, `str`, `bytes` and buffers, the making of types, and everything that differs
//! between CPython versions ([`compat`]). Knows nothing of ctypes.
//!
//! # The attached rule
//!
//! Every function of this crate needs the calling thread to hold the GIL. References cannot be sent to another
//! thread, every entry from C holds the GIL when it creates the first reference, and [`detached`] is the only way to
//! let go of it; its closure must not touch objects. SAFETY comments call this rule *attached*.

pub mod buffer;
pub mod compat;
mod container;
pub mod exception;
mod gil;
mod int;
mod object;
mod own_cell;
mod raised;
pub mod slot;
pub mod table;
mod text;
pub mod types;
pub mod undeclared;

pub use container::{
    dict_contains, dict_del, dict_get, dict_set, new_dict, new_list, new_tuple, tuple_items,
};
pub use gil::{Attached, detached};
pub use int::{float, int, int_from_u64, uint};
pub use object::{Obj, Own, false_, none, true_};
pub use own_cell::OwnCell;
pub use pyo3_ffi as ffi;
pub use raised::{Raised, Result};
pub use text::{Name, bytes, bytes_at, concatenate, string, string_from_wide};
pub use types::Type;
