//! Structured exception handling around the jump: what `__try { call } __except (…)` is in C.
//!
//! Microsoft, *x64 exception handling*: the unwind data of a frame may name a *language handler*. The system calls it twice.
//! In the first pass, from the faulting function outwards, a handler may take the exception by unwinding to its own frame
//! (`RtlUnwindEx`); this runs the second pass, in which the frames in between clean up, restores the registers that belong
//! to the caller, and continues where the handler says.
//!
//! The frames in between are the called function's own. Where it called back into Python and the fault happened there,
//! they are Rust's and the interpreter's too, and their locks stay taken: the same holds for stock ctypes.

use crate::Fault;
use core::arch::naked_asm;
use std::ffi::c_void;

/// `EXCEPTION_RECORD`.
#[repr(C)]
pub struct ExceptionRecord {
    code: u32,
    flags: u32,
    nested: *const ExceptionRecord,
    address: *const c_void,
    count: u32,
    information: [usize; 15],
}

/// `DISPATCHER_CONTEXT` of x64.
#[repr(C)]
pub struct DispatcherContext {
    control_pc: u64,
    image_base: u64,
    function_entry: *const c_void,
    establisher_frame: u64,
    target_ip: u64,
    context: *mut c_void,
    language_handler: *const c_void,
    handler_data: *const c_void,
    history_table: *mut c_void,
}

/// `EXCEPTION_UNWIND`: the flags of the second pass.
const UNWIND: u32 = 0x66;
/// `EXCEPTION_DISPOSITION`: the exception is not this frame's.
const CONTINUE_SEARCH: i32 = 1;
/// Left to debuggers, as stock does.
const BREAKPOINT: u32 = 0x8000_0003;
/// Where the jump's frame holds its sixth parameter, from its frame pointer.
const FAULT_OFFSET: usize = 64;

#[link(name = "kernel32")]
unsafe extern "system" {
    fn RtlUnwindEx(
        target_frame: *mut c_void,
        target_ip: *const c_void,
        record: *const ExceptionRecord,
        return_value: *const c_void,
        context: *mut c_void,
        history_table: *mut c_void,
    );
}

/// The jump's language handler: stores the exception in the jump's `fault` and makes the jump return its code.
///
/// # Safety
/// Called by the system for a frame of the jump, whose frame pointer `frame` is.
pub unsafe extern "system" fn on_exception(
    record: *const ExceptionRecord,
    frame: *mut c_void,
    _context: *mut c_void,
    dispatcher: *const DispatcherContext,
) -> i32 {
    // SAFETY: the system passes a live record.
    let record = unsafe { &*record };
    if record.flags & UNWIND != 0 || record.code == BREAKPOINT || record.code == 0 {
        return CONTINUE_SEARCH;
    }
    let mut information = [0; 2];
    for (place, parameter) in information.iter_mut().zip(&record.information[..record.count.min(15) as usize])
    {
        *place = *parameter;
    }
    let fault = Fault { code: record.code, information };
    // SAFETY: the jump is active, so that its parameter points to the place its caller made. The frame is found by the jump's
    // own unwind data and unwound to with what the system passed for that; `landed` expects just this frame.
    unsafe {
        frame.byte_add(FAULT_OFFSET).cast::<*mut Fault>().read().write(fault);
        RtlUnwindEx(
            frame,
            landed as *const c_void,
            record,
            record.code as usize as *const c_void,
            (*dispatcher).context,
            (*dispatcher).history_table,
        );
    }
    // The system did not unwind, which it does only for a broken stack.
    CONTINUE_SEARCH
}

/// Leaves the jump for its caller, in the jump's frame; rax is what it returns. The end of the jump's own code, in a
/// function of its own because the handler needs its address.
#[unsafe(naked)]
unsafe extern "system" fn landed() {
    naked_asm!(
        ".seh_proc {this}",
        ".seh_pushreg rbp",
        ".seh_pushreg rbx",
        ".seh_setframe rbp, 0",
        ".seh_endprologue",
        "lea rsp, [rbp]",
        "pop rbx",
        "pop rbp",
        "ret",
        ".seh_endproc",
        this = sym landed,
    )
}
