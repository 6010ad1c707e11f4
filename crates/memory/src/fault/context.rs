//! What the processor's registers say about a fault, per architecture.

use std::ffi::c_void;
use trace::MemoryAccess;

/// The registers that matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) instruction: u64,
    pub(super) stack_pointer: u64,
    pub(super) access: MemoryAccess,
    /// The interrupted code ran on the thread's alternate stack: it was a signal handler itself.
    pub(super) in_handler: bool,
}

/// Whether `stack_pointer` is on the alternate stack that the context describes.
///
/// # Safety
/// `context` is what the system gave to a handler with `SA_SIGINFO`.
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
unsafe fn on_alternate(context: *const c_void, stack_pointer: u64) -> bool {
    // SAFETY: the caller's contract.
    let stack = unsafe { &(*context.cast::<libc::ucontext_t>()).uc_stack };
    let bottom = stack.ss_sp.addr() as u64;
    stack.ss_flags & libc::SS_DISABLE == 0 && (bottom..bottom + stack.ss_size as u64).contains(&stack_pointer)
}

/// Reads a handler's third argument.
///
/// # Safety
/// `context` is what the system gave to a handler with `SA_SIGINFO`.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub(super) unsafe fn read(context: *const c_void) -> Context {
    // The page fault's error code: bit 1 is set for writes, bit 4 for instruction fetches (Intel SDM 3, 4.7).
    const WRITE: i64 = 1 << 1;
    const FETCH: i64 = 1 << 4;
    // SAFETY: the caller's contract.
    let registers = unsafe { &(*context.cast::<libc::ucontext_t>()).uc_mcontext.gregs };
    let register = |number: i32| registers[number as usize];
    // Only page faults have that error code; their trap number is 14.
    let access = match (register(libc::REG_TRAPNO), register(libc::REG_ERR)) {
        (14, error) if error & FETCH != 0 => MemoryAccess::Execute,
        (14, error) if error & WRITE != 0 => MemoryAccess::Write,
        (14, _) => MemoryAccess::Read,
        _ => MemoryAccess::Unknown,
    };
    let stack_pointer = register(libc::REG_RSP).cast_unsigned();
    // SAFETY: the caller's contract.
    let in_handler = unsafe { on_alternate(context, stack_pointer) };
    Context { instruction: register(libc::REG_RIP).cast_unsigned(), stack_pointer, access, in_handler }
}

/// As above.
///
/// # Safety
/// `context` is what the system gave to a handler with `SA_SIGINFO`.
#[cfg(all(target_os = "linux", target_arch = "aarch64"))]
pub(super) unsafe fn read(context: *const c_void) -> Context {
    // SAFETY: the caller's contract.
    let machine = unsafe { &(*context.cast::<libc::ucontext_t>()).uc_mcontext };
    // SAFETY: the caller's contract.
    let in_handler = unsafe { on_alternate(context, machine.sp) };
    Context { instruction: machine.pc, stack_pointer: machine.sp, access: MemoryAccess::Unknown, in_handler }
}

/// As above, for systems whose registers are not read.
///
/// # Safety
/// None needed.
#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
pub(super) unsafe fn read(_: *const c_void) -> Context {
    Context { instruction: 0, stack_pointer: 0, access: MemoryAccess::Unknown, in_handler: false }
}
