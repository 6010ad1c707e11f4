//! Callbacks: Python callables that C can call.
//!
//! | file | owns |
//! |---|---|
//! | `thunk.rs` | `CThunkObject`, the Python object that owns a C function and the callable behind it |
//! | `context.rs` | what one C function knows: callable, arguments, result |
//! | `entry.rs` | the way in from C and back |
//! | `loader.rs` | one C argument as a Python object |
//! | `storer.rs` | the Python result as a C value |

mod context;
mod entry;
mod loader;
mod plan;
mod storer;
mod thunk;

pub use plan::CallbackPlan;
pub use thunk::{make_thunk, make_thunk_type};
