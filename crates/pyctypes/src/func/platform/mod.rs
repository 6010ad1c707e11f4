//! What function objects have on one system only, behind one face.
//!
//! | name | Windows | elsewhere |
//! |---|---|---|
//! | [`Method`], [`new_method`] | a COM method called through its interface pointer | never set |
//! | [`ordinal`] | a function's number in a library | never one |
//! | [`returns_hresult`], [`check_hresult`] | failure codes raise OSError | ignored, as in stock |
//! | [`swap_last_error`] | exchanges the last error with the thread's copy | nothing |
//! | [`fault_error`] | an exception that ended a called function raises OSError | never called |

#[cfg(windows)]
mod com_error;
#[cfg(windows)]
mod hresult;
#[cfg(windows)]
pub mod last_error;
#[cfg(windows)]
mod method;
#[cfg(windows)]
mod ordinal;
#[cfg(not(windows))]
mod other;

#[cfg(windows)]
pub use crate::windows::fault_error;
#[cfg(not(windows))]
pub use other::{Method, check_hresult, fault_error, new_method, ordinal, returns_hresult, swap_last_error};
#[cfg(windows)]
pub use {
    com_error::add_reference,
    hresult::{FLAG_HRESULT, check_hresult, returns_hresult},
    last_error::swap as swap_last_error,
    method::{Method, new_method},
    ordinal::ordinal,
};
