//! OSError from an exception that ended a called function (Windows API documentation, `EXCEPTION_RECORD`).
//!
//! That a fault in C becomes a Python exception is stock's behaviour on Windows; the call crate does the catching. The
//! function's own state, locks it held and memory it had allocated, is lost.

use std::ffi::{CStr, c_uint};

use call::Fault;
use cpython::undeclared::PySys_Audit;
use cpython::{Raised, compat, raise};

use super::windows_error;

const ACCESS_VIOLATION: u32 = 0xC000_0005;

/// The event that is raised first; stock renamed it.
const EVENT: &CStr = if compat::AT_LEAST_3_12 { c"ctypes.set_exception" } else { c"ctypes.seh_exception" };

/// OSError with stock's text for the exception, or the system's.
#[cold]
pub fn fault_error(fault: Fault) -> Raised {
    // SAFETY: attached; the format is one unsigned int.
    if unsafe { PySys_Audit(EVENT.as_ptr(), c"I".as_ptr(), fault.code as c_uint) } < 0 {
        return Raised::already_set();
    }
    if fault.code == ACCESS_VIOLATION {
        let [operation, address] = fault.information;
        let operation = if operation == 0 { "reading" } else { "writing" };
        return raise!(OSError, "exception: access violation {operation} 0x{address:016X}");
    }
    match text(fault.code) {
        Some(text) => raise!(OSError, "exception: {text}"),
        None => windows_error(fault.code.cast_signed()),
    }
}

/// What stock calls the exceptions that have no data.
fn text(code: u32) -> Option<&'static str> {
    Some(match code {
        0x8000_0002 => "datatype misalignment",
        0x8000_0004 => "single step",
        0xC000_0025 => "nocontinuable",
        0xC000_008C => "array bounds exceeded",
        0xC000_008D => "floating-point operand denormal",
        0xC000_008E => "float divide by zero",
        0xC000_008F => "float inexact",
        0xC000_0090 => "float invalid operation",
        0xC000_0091 => "float overflow",
        0xC000_0092 => "stack over/underflow",
        0xC000_0093 => "float underflow",
        0xC000_0094 => "integer divide by zero",
        0xC000_0095 => "integer overflow",
        0xC000_0096 => "privileged instruction",
        0xC000_00FD => "stack overflow",
        _ => return None,
    })
}
