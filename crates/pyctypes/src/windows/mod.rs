//! What stock `_ctypes` has on Windows only. What function objects have there is `func/platform/`.
//!
//! | file | owns |
//! |---|---|
//! | `library.rs` | `LoadLibrary`, `FreeLibrary` |
//! | `message.rs` | the system's texts: `FormatError` |
//! | `error.rs` | OSError from a Windows error code, `_check_HRESULT` |
//! | `last_error.rs` | `get_last_error`, `set_last_error` |
//! | `com_error.rs` | the class `COMError` |
//! | `com_pointer.rs` | `CopyComPointer` |
//! | `bstr.rs` | values of the type code `X` |
//! | `fault.rs` | OSError from an exception that ended a called function |

mod bstr;
mod com_error;
mod com_pointer;
mod error;
mod fault;
mod last_error;
mod library;
mod message;

use cpython::{Obj, Result, ffi, int};

use crate::func;
use crate::module::add;

pub use bstr::set as set_bstr;
pub use com_error::class as com_error;
pub use error::windows_error;
pub use fault::fault_error;
pub use message::format_error;

/// The module's functions that exist on Windows only.
pub const LIBRARY_METHODS: &[ffi::PyMethodDef] = &[
    library::LOAD_LIBRARY,
    library::FREE_LIBRARY,
    message::FORMAT_ERROR,
    com_pointer::COPY_COM_POINTER,
    error::CHECK_HRESULT,
    last_error::GET_LAST_ERROR,
    last_error::SET_LAST_ERROR,
];

/// Adds the names that are no functions.
pub fn fill(module: &Obj) -> Result<()> {
    add(module, c"COMError", com_error()?)?;
    add(module, c"FUNCFLAG_STDCALL", &*int(func::FLAG_STDCALL.into())?)?;
    add(module, c"FUNCFLAG_HRESULT", &*int(func::FLAG_HRESULT.into())?)
}
