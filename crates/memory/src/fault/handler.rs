//! The signal handler, and passing on to the one before it.
//!
//! For each fatal signal: find out what was accessed and whose it was, append the record, then let what was there before
//! (`faulthandler`, a program's own handler, or the system's default with its core file) do its work. The program dies
//! as it would have died; its status and signal are its own.
//!
//! Two other handlers pass on by restoring what was there before and raising the signal again, as `faulthandler` does:
//!
//! * one that ours passed on to restores the default and raises: the process dies of it, or comes here and dies here;
//! * one that was installed after ours restores ours and raises: it is still running, on the alternate stack. That signal is
//!   passed over. When it returns, the instruction faults once more, and now the address is known.

use super::context::{self, Context};
use super::{calls, maps};
use crate::channel::{Ring, identity};
use crate::guard::GuardHeap;
use crate::ledger::Ledger;
use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::io;
use std::mem::MaybeUninit;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use trace::{Fault, FaultBlock, Record};

/// What the handler asks and tells.
#[derive(Clone, Copy)]
pub struct Watch {
    pub ring: &'static Ring,
    pub ledger: Option<&'static Ledger>,
    pub guard: Option<&'static GuardHeap>,
}

const SIGNALS: [i32; 5] = [libc::SIGSEGV, libc::SIGBUS, libc::SIGABRT, libc::SIGILL, libc::SIGFPE];

static WATCH: OnceLock<Watch> = OnceLock::new();

/// The action before ours, for each of `SIGNALS`.
struct Before {
    known: AtomicBool,
    action: UnsafeCell<MaybeUninit<libc::sigaction>>,
}

// SAFETY: written once, by the thread that installs, before `known` is set; read only where `known` is.
unsafe impl Sync for Before {}

static BEFORE: [Before; SIGNALS.len()] =
    [const { Before { known: AtomicBool::new(false), action: UnsafeCell::new(MaybeUninit::uninit()) } };
        SIGNALS.len()];

/// The thread whose fatal signal is being reported; 0 for none.
static REPORTING: AtomicU32 = AtomicU32::new(0);

/// The thread that is in the handler before ours; 0 for none.
static PASSED_ON: AtomicU32 = AtomicU32::new(0);

/// Installs the handler for all threads. A second time installs it in front of a handler that took its place since; what
/// it asks and tells stays that of the first.
pub fn install(watch: Watch) -> io::Result<()> {
    let _ = WATCH.set(watch);
    for (signal, before) in SIGNALS.into_iter().zip(&BEFORE) {
        let mut current = MaybeUninit::<libc::sigaction>::uninit();
        // SAFETY: asks only, into a place for the answer, which it fills unless it fails.
        let current = unsafe {
            if libc::sigaction(signal, std::ptr::null(), current.as_mut_ptr()) != 0 {
                return Err(io::Error::last_os_error());
            }
            current.assume_init()
        };
        if current.sa_sigaction == entry_address() {
            continue;
        }
        // The first one stays: a later handler has ours as its own predecessor, and passing on to it would go in circles.
        if !before.known.load(Ordering::Acquire) {
            // SAFETY: not known yet, so no handler reads it; installing is done by one thread at a time, at start-up.
            unsafe { (*before.action.get()).write(current) };
            before.known.store(true, Ordering::Release);
        }
        // SAFETY: a zeroed action is a valid one; the handler has the signature that SA_SIGINFO asks for.
        unsafe {
            let mut action: libc::sigaction = MaybeUninit::zeroed().assume_init();
            action.sa_sigaction = entry_address();
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_NODEFER;
            if libc::sigaction(signal, &raw const action, std::ptr::null_mut()) != 0 {
                return Err(io::Error::last_os_error());
            }
        }
    }
    Ok(())
}

fn entry_address() -> usize {
    (entry as extern "C" fn(i32, *mut libc::siginfo_t, *mut c_void)) as usize
}

extern "C" fn entry(signal: i32, info: *mut libc::siginfo_t, context: *mut c_void) {
    let error = errno();
    let thread = identity::thread_in_handler();
    // SAFETY: the system's own arguments.
    let (raised, registers) = unsafe { ((*info).si_code <= 0, context::read(context)) };
    if raised && PASSED_ON.load(Ordering::Acquire) == thread {
        return die(signal);
    }
    if raised && registers.in_handler && signal != libc::SIGABRT {
        return;
    }
    while let Err(other) = REPORTING.compare_exchange(0, thread, Ordering::AcqRel, Ordering::Acquire) {
        if other == thread {
            // Our own fault.
            return die(signal);
        }
        let moment = libc::timespec { tv_sec: 0, tv_nsec: 1_000_000 };
        // SAFETY: a valid time.
        unsafe { libc::nanosleep(&raw const moment, std::ptr::null_mut()) };
    }
    if let Some(watch) = WATCH.get() {
        // SAFETY: the system's own argument.
        unsafe { report(watch, thread, signal, info, registers) };
    }
    REPORTING.store(0, Ordering::Release);
    // SAFETY: the system's own arguments.
    unsafe { pass_on(signal, thread, info, context) };
    set_errno(error);
}

#[cfg(target_os = "linux")]
use libc::__errno_location as errno_location;
#[cfg(any(target_os = "macos", target_os = "ios", target_os = "freebsd"))]
use libc::__error as errno_location;

fn errno() -> i32 {
    // SAFETY: the address of a variable that lives as long as the thread.
    unsafe { *errno_location() }
}

fn set_errno(error: i32) {
    // SAFETY: as above.
    unsafe { *errno_location() = error };
}

/// Finds out what there is to say, and says it to the supervisor.
///
/// # Safety
/// `info` is what the system gave to the handler.
unsafe fn report(watch: &Watch, thread: u32, signal: i32, info: *const libc::siginfo_t, registers: Context) {
    // SAFETY: the caller's contract.
    let code = unsafe { (*info).si_code };
    // Signals that a process sends (codes up to 0) name a sender in the place of an address.
    let named = code > 0 && signal != libc::SIGABRT;
    // SAFETY: such a signal's information has an address.
    let address = if named { unsafe { (*info).si_addr() }.addr() as u64 } else { 0 };
    let call = calls::of_thread(thread);
    let (mut block, mut ledger_busy) = (None, false);
    if named {
        block = watch.guard.and_then(|guard| guarded(guard, address));
        // A thread that never entered a call has not touched the ledger's thread-local variable.
        if let (None, Some(ledger), Some(_)) = (&block, watch.ledger, call) {
            match ledger.try_find(address) {
                Ok(found) => block = found.map(|entry| known(&entry, address)),
                Err(_) => ledger_busy = true,
            }
        }
    }
    let fault = Fault {
        signal: signal.cast_unsigned(),
        code,
        address,
        access: registers.access,
        instruction: registers.instruction,
        stack_pointer: registers.stack_pointer,
        call: call.flatten(),
        block,
        ledger_busy,
    };
    watch.ring.append_in_handler(&Record::Fault(fault));
    maps::append(watch.ring);
}

fn guarded(guard: &GuardHeap, address: u64) -> Option<FaultBlock> {
    let hit = guard.find(address)?;
    Some(FaultBlock {
        address: hit.address,
        size: hit.size,
        offset: hit.offset,
        allocated: hit.allocated.0,
        released: hit.released.0,
        live: hit.live,
        guarded: true,
        family: 0,
    })
}

fn known(entry: &crate::ledger::Entry, address: u64) -> FaultBlock {
    FaultBlock {
        address: entry.address,
        size: entry.size,
        offset: (address - entry.address).cast_signed(),
        allocated: entry.acquired.stack.0,
        released: entry.released.stack.0,
        live: entry.state.is_live(),
        guarded: false,
        family: entry.family.id.0,
    }
}

/// Lets the action before ours do its work. Returning repeats the instruction that faulted.
///
/// # Safety
/// `info` and `context` are what the system gave to the handler.
unsafe fn pass_on(signal: i32, thread: u32, info: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: the caller's contract.
    let raised = unsafe { (*info).si_code } <= 0;
    let end = || if raised { die(signal) } else { set_default(signal) };
    let before = SIGNALS.iter().position(|known| *known == signal).map(|index| &BEFORE[index]);
    let Some(before) = before.filter(|before| before.known.load(Ordering::Acquire)) else { return end() };
    // SAFETY: known, so it was written before and is not written again.
    let action = unsafe { (*before.action.get()).assume_init_ref() };
    match action.sa_sigaction {
        libc::SIG_DFL => end(),
        // What a process sends stays ignored; a fault ends the program also then, as the system does it.
        libc::SIG_IGN if raised => {}
        libc::SIG_IGN => end(),
        // SAFETY: the address is a handler's that was registered for this signal, with the signature that its flags say;
        // these are the system's own arguments.
        handler => unsafe {
            PASSED_ON.store(thread, Ordering::Release);
            if action.sa_flags & libc::SA_SIGINFO != 0 {
                let handler: extern "C" fn(i32, *mut libc::siginfo_t, *mut c_void) =
                    std::mem::transmute(handler);
                handler(signal, info, context);
            } else {
                let handler: extern "C" fn(i32) = std::mem::transmute(handler);
                handler(signal);
            }
            PASSED_ON.store(0, Ordering::Release);
        },
    }
}

/// Without a handler from now on. After that a faulting instruction, repeated, ends the process with its own core file.
fn set_default(signal: i32) {
    // SAFETY: a zeroed action is a valid one and means the default.
    unsafe {
        let action: libc::sigaction = MaybeUninit::zeroed().assume_init();
        libc::sigaction(signal, &raw const action, std::ptr::null_mut());
    }
}

/// Ends the process by this signal, as without any handler.
fn die(signal: i32) {
    set_default(signal);
    // SAFETY: safe in handlers. The signal is not blocked: the handler has SA_NODEFER.
    unsafe { libc::raise(signal) };
}
