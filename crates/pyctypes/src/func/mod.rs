//! Foreign functions: the type `CFuncPtr`, and the path of one call.
//!
//! | file | owns |
//! |---|---|
//! | `object.rs` | the function object: its fields, life, `repr`, `bool` |
//! | `new.rs` | the constructors |
//! | `symbol.rs` | the function named by `(name, library)` |
//! | `attributes.rs` | `argtypes`, `restype`, `errcheck` |
//! | `arguments.rs`, `restype.rs` | a declaration as the program gave it |
//! | `prototype.rs` | what a function class declares for all its instances |
//! | `plan.rs` | a declaration made ready for calls, once |
//! | `converter.rs` | one declared argument: Python value to frame word |
//! | `value.rs` | one undeclared argument |
//! | `frame.rs` | the words of one call |
//! | `call.rs` | convert, jump, return |
//! | `result.rs` | registers to the Python result |
//! | `entry.rs` | vectorcall and `tp_call` |
//! | `paramflags.rs`, `outcome.rs` | out-parameters, keywords, `errcheck` |
//! | `errno.rs` | the thread's private copy of `errno` |
//! | `rc_cell.rs` | a shared value in memory that C allocates |
//! | `platform/` | COM methods, `HRESULT`, ordinals, the last error, faults: Windows only |

mod arguments;
mod attributes;
mod call;
mod converter;
mod entry;
pub mod errno;
mod frame;
mod new;
mod object;
mod outcome;
mod paramflags;
mod plan;
pub mod platform;
mod prototype;
mod rc_cell;
mod restype;
mod result;
mod symbol;
mod value;

pub use arguments::ArgumentTypes;
pub use call::call_address;
pub use entry::enable_vectorcall;
pub use object::make_type;
pub use prototype::Prototype;
pub use restype::ResultType;
pub use value::{Value, primitive_value, travelling_type};
#[cfg(windows)]
pub use {
    platform::{FLAG_HRESULT, last_error},
    value::Kept,
};

/// `_flags_`: the convention of 32-bit Windows.
pub const FLAG_STDCALL: u32 = 0;
/// `_flags_`: the C convention; more arguments than declared are allowed.
pub const FLAG_CDECL: u32 = 1;
/// `_flags_`: the function is part of Python's C API: the GIL is kept and a set exception raised.
pub const FLAG_PYTHONAPI: u32 = 4;
/// `_flags_`: exchange `errno` with the thread's private copy around the call.
pub const FLAG_USE_ERRNO: u32 = 8;
/// `_flags_`: the same for Windows' last error.
pub const FLAG_USE_LASTERROR: u32 = 16;

/// The most arguments a call or a declaration may have (`CTYPES_MAX_ARGCOUNT`).
pub const MAX_ARGUMENTS: usize = 1024;
