//! The System V x86-64 engine: the jump and the thunk entry.
//!
//! AMD64 psABI 3.2.2 (stack frame: 16-byte alignment at the call), 3.2.3 (registers; AL holds the number of vector
//! registers for variadic callees), 3.2.1 (rbx, rbp, r12-r15 belong to the caller).
//!
//! ```text
//! jump                                     entry
//!   return address                           stack arguments of the caller   <- IncomingWords::stack
//!   rbp            <- rbp                    return address
//!   rbx                                      rbp                             <- rbp
//!   padding to 64 bytes                      Returned       rsp+128
//!   stack words    <- rsp at the call        IncomingWords  rsp+0            <- rsp
//! ```

use crate::incoming::{SHAPE_OFFSET, STACK_OFFSET};
use crate::thunk::Slot;
use crate::{Convention, Fault, Returned};
use core::arch::naked_asm;
use std::ffi::c_void;
use std::mem::offset_of;

pub const CONVENTION: Convention = Convention::SysV64;

/// Calls `target` with a frame placed for [`Convention::SysV64`]. Does not read st0.
///
/// # Safety
/// `target` is a function that the frame was planned for; `words` is the plan's frame: at least 6 words, at least 14 if
/// `float_registers` is not 0, and the hidden pointer and references in it are valid.
#[inline]
pub unsafe fn invoke(
    target: *const c_void,
    words: &[u64],
    float_registers: u8,
    returned: &mut Returned,
) -> Result<(), Fault> {
    debug_assert!(words.len() >= if float_registers == 0 { 6 } else { 14 });
    // SAFETY: the caller's contract, and `words` and `returned` are valid for the call.
    unsafe { jump(target, words.as_ptr(), words.len(), float_registers.into(), returned) };
    Ok(())
}

/// As [`invoke`], for functions that return a `long double`.
///
/// # Safety
/// As for [`invoke`], and `target` returns its value in st0.
#[inline]
pub unsafe fn invoke_long_double(
    target: *const c_void,
    words: &[u64],
    float_registers: u8,
    returned: &mut Returned,
) -> Result<(), Fault> {
    debug_assert!(words.len() >= if float_registers == 0 { 6 } else { 14 });
    // SAFETY: as in `invoke`.
    unsafe { jump_long_double(target, words.as_ptr(), words.len(), float_registers.into(), returned) };
    Ok(())
}

/// Defines a jump. `$x87` is what it does with st0 after the call.
macro_rules! define_jump {
    ($name:ident, $x87:literal) => {
        #[unsafe(naked)]
        unsafe extern "sysv64" fn $name(
            target: *const c_void,
            words: *const u64,
            count: usize,
            float_registers: usize,
            returned: *mut Returned,
        ) {
            naked_asm!(
                ".cfi_startproc",
                "push rbp",
                ".cfi_def_cfa_offset 16",
                ".cfi_offset rbp, -16",
                "mov rbp, rsp",
                ".cfi_def_cfa_register rbp",
                "push rbx",
                ".cfi_offset rbx, -24",
                "sub rsp, 8",
                "mov rbx, r8",
                "mov r11, rdi",
                "mov r10, rsi",
                "mov eax, ecx",
                "sub rdx, 14",
                "ja 4f",
                "2:",
                "test eax, eax",
                "jne 6f",
                "3:",
                "mov rdi, [r10]",
                "mov rsi, [r10 + 8]",
                "mov rdx, [r10 + 16]",
                "mov rcx, [r10 + 24]",
                "mov r8, [r10 + 32]",
                "mov r9, [r10 + 40]",
                "call r11",
                "mov [rbx], rax",
                "mov [rbx + 8], rdx",
                "movsd [rbx + 16], xmm0",
                "movsd [rbx + 24], xmm1",
                $x87,
                "mov rbx, [rbp - 8]",
                "leave",
                ".cfi_remember_state",
                ".cfi_def_cfa rsp, 8",
                "ret",
                ".cfi_restore_state",
                // Stack arguments. Aligned to 64 bytes, which covers over-aligned records. Copied downwards, so that a
                // large frame touches the pages of the stack in order and meets the guard page.
                "4:",
                "lea rcx, [rdx * 8]",
                "sub rsp, rcx",
                "and rsp, -64",
                "5:",
                "mov rcx, [r10 + rdx * 8 + 104]",
                "mov [rsp + rdx * 8 - 8], rcx",
                "dec rdx",
                "jne 5b",
                "jmp 2b",
                "6:",
                "movsd xmm0, [r10 + 48]",
                "movsd xmm1, [r10 + 56]",
                "movsd xmm2, [r10 + 64]",
                "movsd xmm3, [r10 + 72]",
                "movsd xmm4, [r10 + 80]",
                "movsd xmm5, [r10 + 88]",
                "movsd xmm6, [r10 + 96]",
                "movsd xmm7, [r10 + 104]",
                "jmp 3b",
                ".cfi_endproc",
            )
        }
    };
}

define_jump!(jump, "");
define_jump!(jump_long_double, "fstp tbyte ptr [rbx + 32]");

/// Where a thunk's stub goes.
pub fn entry() -> *const c_void {
    thunk_entry as *const c_void
}

/// Saves the argument registers, calls the slot's handler, loads the result registers. r10 is the slot.
#[unsafe(naked)]
unsafe extern "sysv64" fn thunk_entry() {
    naked_asm!(
        ".cfi_startproc",
        "endbr64",
        "push rbp",
        ".cfi_def_cfa_offset 16",
        ".cfi_offset rbp, -16",
        "mov rbp, rsp",
        ".cfi_def_cfa_register rbp",
        "sub rsp, 176",
        "mov [rsp], rdi",
        "mov [rsp + 8], rsi",
        "mov [rsp + 16], rdx",
        "mov [rsp + 24], rcx",
        "mov [rsp + 32], r8",
        "mov [rsp + 40], r9",
        "movsd [rsp + 48], xmm0",
        "movsd [rsp + 56], xmm1",
        "movsd [rsp + 64], xmm2",
        "movsd [rsp + 72], xmm3",
        "movsd [rsp + 80], xmm4",
        "movsd [rsp + 88], xmm5",
        "movsd [rsp + 96], xmm6",
        "movsd [rsp + 104], xmm7",
        "lea rax, [rbp + 16]",
        "mov [rsp + {stack}], rax",
        // 14 register words, no float shift.
        "mov qword ptr [rsp + {shape}], 14",
        "xorps xmm0, xmm0",
        "movaps [rsp + 128], xmm0",
        "movaps [rsp + 144], xmm0",
        "movaps [rsp + 160], xmm0",
        "mov rdi, [r10 + {context}]",
        "mov rsi, rsp",
        "lea rdx, [rsp + 128]",
        // The slot is not read after this: the handler may drop its own thunk.
        "call [r10 + {handler}]",
        "test eax, eax",
        "jne 2f",
        "mov rax, [rsp + 128]",
        "mov rdx, [rsp + 136]",
        "movsd xmm0, [rsp + 144]",
        "movsd xmm1, [rsp + 152]",
        "leave",
        ".cfi_remember_state",
        ".cfi_def_cfa rsp, 8",
        "ret",
        ".cfi_restore_state",
        "2:",
        "fld tbyte ptr [rsp + 160]",
        "leave",
        ".cfi_def_cfa rsp, 8",
        "ret",
        ".cfi_endproc",
        stack = const STACK_OFFSET,
        shape = const SHAPE_OFFSET,
        context = const offset_of!(Slot, context),
        handler = const offset_of!(Slot, handler),
    )
}
