//! What the operating system supplies, one folder per system with the same names in each.
//!
//! This is the module to extend for a new system: `pages` (memory that becomes executable), `library` (the dynamic
//! loader), `errno`, `fault` (what ends a called function), and `at_fork`. Windows has `last_error` besides.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::fault::Fault;
#[cfg(unix)]
pub(crate) use unix::*;
#[cfg(windows)]
pub(crate) use windows::*;
#[cfg(windows)]
pub use windows::{fault::Fault, last_error};
