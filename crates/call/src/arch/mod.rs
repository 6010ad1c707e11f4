//! The machine code: the jump into C and the entry out of it, one file per architecture and convention.
//!
//! This is the one place that picks the host's convention. Each engine has the same face:
//!
//! - `CONVENTION`: the [`Convention`] it implements;
//! - `invoke`, `invoke_long_double`: load the registers from a frame, call, save the result registers; a [`Fault`](crate::Fault)
//!   where the system ended the function (Windows only);
//! - `entry()`: the address of the code that a thunk's stub jumps to.
//!
//! `x86_64_win` is compiled on every x86-64 system: C compilers there can call and define functions of either convention,
//! which is how it is tested off Windows.

use crate::Convention;
use std::ffi::c_void;

#[cfg(all(target_arch = "x86_64", windows))]
mod x86_64_seh;
#[cfg(target_arch = "x86_64")]
pub(crate) mod x86_64_stub;
#[cfg(all(target_arch = "x86_64", not(windows)))]
pub mod x86_64_sysv;
#[cfg(target_arch = "x86_64")]
pub mod x86_64_win;

#[cfg(all(target_arch = "x86_64", not(windows)))]
pub use x86_64_sysv as host;
#[cfg(all(target_arch = "x86_64", windows))]
pub use x86_64_win as host;

#[cfg(target_arch = "x86_64")]
pub(crate) use x86_64_stub as stub;

#[cfg(not(target_arch = "x86_64"))]
compile_error!(
    "this architecture has no call engine yet: add crates/call/src/arch/<architecture>_<convention>.rs and \
     <architecture>_stub.rs with the face that arch/mod.rs describes, select them there as `host` and `stub`, and add the \
     convention to convention.rs and placer.rs"
);

/// The thunk entry of a convention, if this machine can be entered that way.
pub(crate) fn entry(convention: Convention) -> Option<*const c_void> {
    if convention == host::CONVENTION {
        return Some(host::entry());
    }
    match convention {
        #[cfg(target_arch = "x86_64")]
        Convention::Win64 => Some(x86_64_win::entry()),
        _ => None,
    }
}
