//! The Microsoft x64 engine: the jump and the thunk entry.
//!
//! Microsoft, *x64 calling convention* (four register slots, 32 bytes of home space, rbx rbp rdi rsi r12-r15 xmm6-xmm15
//! belong to the caller) and *x64 exception handling* (every frame has unwind data; a prologue has one of the listed
//! forms).
//!
//! ```text
//! jump                                     entry
//!   sixth parameter: `fault`
//!   fifth parameter: `returned`              stack arguments of the caller   <- IncomingWords::stack
//!   home space                               home space
//!   return address                           return address
//!   rbp                                      rbp                             <- rbp
//!   rbx            <- rbp                    Returned       rsp+160
//!   padding to 64 bytes                      IncomingWords  rsp+32
//!   stack words                              home space of the handler       <- rsp
//!   home space     <- rsp at the call
//! ```

use crate::incoming::{SHAPE_OFFSET, STACK_OFFSET};
use crate::sys::fault;
use crate::thunk::Slot;
use crate::{Convention, Fault, IncomingWords, Returned};
use core::arch::naked_asm;
use std::ffi::c_void;
use std::mem::MaybeUninit;

#[cfg(windows)]
use super::x86_64_seh::on_exception;
/// Off Windows no frame has a language handler: the name stands in a comment of the assembly only.
#[cfg(not(windows))]
use jump as on_exception;

pub const CONVENTION: Convention = Convention::Win64;

/// Unwind directives: the assembler of a Windows target takes SEH's, every other takes DWARF's.
#[cfg(windows)]
macro_rules! unwind {
    (start) => {
        ".seh_proc {this}"
    };
    (pushed rbp) => {
        ".seh_pushreg rbp"
    };
    (pushed rbx) => {
        ".seh_pushreg rbx"
    };
    (frame is rbp) => {
        ".seh_setframe rbp, 0"
    };
    (allocated) => {
        ".seh_stackalloc 208"
    };
    (prologue done) => {
        ".seh_endprologue"
    };
    (handled) => {
        ".seh_handler {handler}, @except"
    };
    (returning) => {
        ""
    };
    (returned) => {
        ""
    };
    (end) => {
        ".seh_endproc"
    };
}
#[cfg(not(windows))]
macro_rules! unwind {
    (start) => {
        ".cfi_startproc # {this}"
    };
    (pushed rbp) => {
        ".cfi_adjust_cfa_offset 8\n.cfi_rel_offset rbp, 0"
    };
    (pushed rbx) => {
        ".cfi_adjust_cfa_offset 8\n.cfi_rel_offset rbx, 0"
    };
    (frame is rbp) => {
        ".cfi_def_cfa_register rbp"
    };
    (allocated) => {
        ""
    };
    (prologue done) => {
        ""
    };
    (handled) => {
        "# {handler}"
    };
    (returning) => {
        ".cfi_remember_state\n.cfi_def_cfa rsp, 8"
    };
    (returned) => {
        ".cfi_restore_state"
    };
    (end) => {
        ".cfi_endproc"
    };
}

/// Calls `target` with a frame placed for [`Convention::Win64`].
///
/// # Safety
/// `target` is a function that the frame was planned for; `words` is the plan's frame of at least 4 words, and the hidden
/// pointer and references in it are valid.
#[inline]
pub unsafe fn invoke(
    target: *const c_void,
    words: &[u64],
    float_registers: u8,
    returned: &mut Returned,
) -> Result<(), Fault> {
    debug_assert!(words.len() >= 4);
    let mut fault = MaybeUninit::uninit();
    // SAFETY: the caller's contract, and `words`, `returned` and `fault` are valid for the call.
    let code = unsafe {
        let floats = float_registers.into();
        jump(target, words.as_ptr(), words.len(), floats, returned, fault.as_mut_ptr())
    };
    // SAFETY: the language handler fills in `fault` before it lets the jump return a code other than 0.
    unsafe { fault::outcome(code, fault) }
}

/// The same as [`invoke`]: no Win64 function returns a value in st0. It exists because every engine has it.
///
/// # Safety
/// As for [`invoke`].
#[inline]
pub unsafe fn invoke_long_double(
    target: *const c_void,
    words: &[u64],
    float_registers: u8,
    returned: &mut Returned,
) -> Result<(), Fault> {
    // SAFETY: the contract is the same.
    unsafe { invoke(target, words, float_registers, returned) }
}

/// Returns 0, or the code of the exception that ended the target.
#[unsafe(naked)]
unsafe extern "win64" fn jump(
    target: *const c_void,
    words: *const u64,
    count: usize,
    float_registers: usize,
    returned: *mut Returned,
    fault: *mut Fault,
) -> u32 {
    naked_asm!(
        unwind!(start),
        unwind!(handled),
        "push rbp",
        unwind!(pushed rbp),
        "push rbx",
        unwind!(pushed rbx),
        "mov rbp, rsp",
        unwind!(frame is rbp),
        unwind!(prologue done),
        "mov rbx, [rbp + 56]",
        "mov r11, rcx",
        "mov r10, rdx",
        "sub r8, 4",
        "ja 4f",
        "sub rsp, 8",
        "2:",
        "test r9d, r9d",
        "jne 6f",
        "3:",
        "sub rsp, 32",
        "mov rcx, [r10]",
        "mov rdx, [r10 + 8]",
        "mov r8, [r10 + 16]",
        "mov r9, [r10 + 24]",
        "call r11",
        "mov [rbx], rax",
        "movsd [rbx + 16], xmm0",
        "xor eax, eax",
        // The one form of epilogue that the unwinder recognises behind a frame pointer.
        "lea rsp, [rbp]",
        "pop rbx",
        "pop rbp",
        unwind!(returning),
        "ret",
        unwind!(returned),
        // Stack arguments. Aligned to 64 bytes, which covers over-aligned records. Copied downwards, so that a large
        // frame touches the pages of the stack in order, as Windows demands.
        "4:",
        "lea rax, [r8 * 8]",
        "sub rsp, rax",
        "and rsp, -64",
        "5:",
        "mov rax, [r10 + r8 * 8 + 24]",
        "mov [rsp + r8 * 8 - 8], rax",
        "dec r8",
        "jne 5b",
        "jmp 2b",
        "6:",
        "movsd xmm0, [r10]",
        "movsd xmm1, [r10 + 8]",
        "movsd xmm2, [r10 + 16]",
        "movsd xmm3, [r10 + 24]",
        "jmp 3b",
        unwind!(end),
        this = sym jump,
        handler = sym on_exception,
    )
}

/// Where a thunk's stub goes.
pub fn entry() -> *const c_void {
    thunk_entry as *const c_void
}

/// Calls a slot's handler. In between because a handler follows the host's convention, which need not be this one.
unsafe extern "win64" fn dispatch(slot: *const Slot, incoming: &IncomingWords, returned: &mut Returned) {
    // SAFETY: the entry passes the slot of the stub that was called. The slot is not read after this: the handler may
    // drop its own thunk.
    let (handler, context) = unsafe { ((*slot).handler, (*slot).context) };
    // SAFETY: handler and context belong together since `Thunk::new`. What it says of st0 has no use here.
    unsafe { handler(context, incoming, returned) };
}

/// Saves the argument registers, calls the slot's handler, loads the result registers. r10 is the slot.
#[unsafe(naked)]
unsafe extern "win64" fn thunk_entry() {
    naked_asm!(
        unwind!(start),
        "endbr64",
        "push rbp",
        unwind!(pushed rbp),
        "mov rbp, rsp",
        unwind!(frame is rbp),
        "sub rsp, 208",
        unwind!(allocated),
        unwind!(prologue done),
        "mov [rsp + 32], rcx",
        "mov [rsp + 40], rdx",
        "mov [rsp + 48], r8",
        "mov [rsp + 56], r9",
        "movsd [rsp + 64], xmm0",
        "movsd [rsp + 72], xmm1",
        "movsd [rsp + 80], xmm2",
        "movsd [rsp + 88], xmm3",
        // Behind rbp, the return address and the home space.
        "lea rax, [rbp + 48]",
        "mov [rsp + 32 + {stack}], rax",
        // 4 register words; a slot's vector register 4 words behind its integer register.
        "mov dword ptr [rsp + 32 + {shape}], 4",
        "mov dword ptr [rsp + 36 + {shape}], 4",
        "xorps xmm0, xmm0",
        "movaps [rsp + 160], xmm0",
        "movaps [rsp + 176], xmm0",
        "movaps [rsp + 192], xmm0",
        "mov rcx, r10",
        "lea rdx, [rsp + 32]",
        "lea r8, [rsp + 160]",
        "call {dispatch}",
        "mov rax, [rsp + 160]",
        "movsd xmm0, [rsp + 176]",
        "lea rsp, [rbp]",
        "pop rbp",
        unwind!(returning),
        "ret",
        unwind!(returned),
        unwind!(end),
        this = sym thunk_entry,
        dispatch = sym dispatch,
        stack = const STACK_OFFSET,
        shape = const SHAPE_OFFSET,
    )
}
