//! A fault in a called function ends that function alone, and the caller learns what it was (Microsoft, *x64 exception
//! handling*). Windows only: elsewhere a fault ends the process.
#![cfg(windows)]

use call::arch::host::invoke;
use call::{Fault, IncomingWords, ReturnKind, Returned, Thunk};
use std::arch::naked_asm;
use std::ffi::c_void;
use std::ptr;

const ACCESS_VIOLATION: u32 = 0xC000_0005;
const DIVISION_BY_ZERO: u32 = 0xC000_0094;
const READ: usize = 0;
const WRITE: usize = 1;

#[unsafe(naked)]
unsafe extern "win64" fn read(_address: usize) -> u64 {
    naked_asm!("mov rax, [rcx]", "ret")
}

#[unsafe(naked)]
unsafe extern "win64" fn write(_address: usize) {
    naked_asm!("mov [rcx], rax", "ret")
}

#[unsafe(naked)]
unsafe extern "win64" fn divide() {
    naked_asm!("xor ecx, ecx", "xor eax, eax", "xor edx, edx", "div ecx", "ret")
}

/// Faults with registers changed that belong to its caller, which its unwind data says where to find.
#[unsafe(naked)]
unsafe extern "win64" fn spoil_and_read() {
    naked_asm!(
        ".seh_proc {this}",
        "push rsi",
        ".seh_pushreg rsi",
        "push rbx",
        ".seh_pushreg rbx",
        "sub rsp, 24",
        ".seh_stackalloc 24",
        "movaps [rsp], xmm6",
        ".seh_savexmm xmm6, 0",
        ".seh_endprologue",
        "mov esi, 1",
        "mov ebx, 1",
        "xorps xmm6, xmm6",
        "mov rax, [rsi + 7]",
        "movaps xmm6, [rsp]",
        "add rsp, 24",
        "pop rbx",
        "pop rsi",
        "ret",
        ".seh_endproc",
        this = sym spoil_and_read,
    )
}

fn call(target: *const c_void, words: &[u64]) -> (Result<(), Fault>, Returned) {
    let mut returned = Returned::ZERO;
    // SAFETY: the targets read at most one argument; what they do wrong is caught.
    let outcome = unsafe { invoke(target, words, 0, &mut returned) };
    (outcome, returned)
}

fn violation(operation: usize, address: usize) -> Result<(), Fault> {
    Err(Fault { code: ACCESS_VIOLATION, information: [operation, address] })
}

#[test]
fn an_access_violation_names_operation_and_address() {
    let value = 17u64;
    let (outcome, returned) = call(read as *const c_void, &[&raw const value as u64, 0, 0, 0]);
    assert_eq!((outcome, returned.integer[0]), (Ok(()), 17));
    assert_eq!(call(read as *const c_void, &[0x18, 0, 0, 0]).0, violation(READ, 0x18));
    assert_eq!(call(write as *const c_void, &[0x20, 0, 0, 0]).0, violation(WRITE, 0x20));
}

#[test]
fn stack_arguments_are_dropped() {
    for count in 4..40 {
        let mut words = vec![0; count];
        words[0] = 0x18;
        assert_eq!(call(read as *const c_void, &words).0, violation(READ, 0x18));
    }
}

#[test]
fn other_exceptions_have_their_codes() {
    let (outcome, _) = call(divide as *const c_void, &[0; 4]);
    assert_eq!(outcome.map_err(|fault| fault.code), Err(DIVISION_BY_ZERO));
}

#[test]
fn a_jump_to_nowhere_is_a_fault() {
    let (outcome, _) = call(ptr::without_provenance(0x50), &[0; 12]);
    assert_eq!(outcome.map_err(|fault| (fault.code, fault.information[1])), Err((ACCESS_VIOLATION, 0x50)));
}

/// The caller's own values live in registers across the call: an optimised loop over both integers and doubles.
#[test]
fn registers_of_the_caller_are_restored() {
    let (mut sum, mut product) = (0u64, 1.0f64);
    for number in 1..=20 {
        assert_eq!(call(spoil_and_read as *const c_void, &[0; 6]).0, violation(READ, 8));
        sum += number;
        product *= 1.5;
    }
    assert_eq!((sum, product), (210, 1.5f64.powi(20)));
}

/// Calls a function that faults, reports 1 if that was caught.
unsafe extern "C" fn handler(_: *mut c_void, _: &IncomingWords, returned: &mut Returned) -> ReturnKind {
    returned.integer[0] = u64::from(call(read as *const c_void, &[0x18, 0, 0, 0]).0 == violation(READ, 0x18));
    ReturnKind::Registers
}

#[test]
fn the_innermost_call_takes_the_fault() {
    let thunk = Thunk::new(handler, ptr::null_mut()).unwrap();
    let (outcome, returned) = call(thunk.code(), &[0; 4]);
    assert_eq!((outcome, returned.integer[0]), (Ok(()), 1));
}

#[test]
fn faults_can_go_on_for_ever() {
    for _ in 0..10_000 {
        assert!(call(read as *const c_void, &[0x18, 0, 0, 0]).0.is_err());
    }
}
