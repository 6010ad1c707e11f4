//! What the record says: address, access, block, call.

use crate::children::End;
use crate::world::{Program, watch};
use memory::fault::{AltStack, Call, enter};
use memory::ledger::{Acquisition, Family, FamilyId, FamilyKind, Owner, Release, Site};
use memory::stack::StackId;
use trace::{Fault, FaultBlock, FaultCall, MemoryAccess};

const SEGV: End = End::Signal(libc::SIGSEGV);

/// The one fault of a program that must die of SIGSEGV.
fn fault(body: impl FnOnce(&Program)) -> Fault {
    let report = watch(|program| {
        program.install();
        body(program);
    });
    assert_eq!(report.end, SEGV);
    assert_eq!(report.faults.len(), 1, "{:?}", report.faults);
    let own = report.maps.iter().any(|line| line.contains("r-xp") && line.contains("fault-"));
    assert!(own, "this test's own code is not among {:?}", report.maps);
    report.faults[0]
}

fn read(address: u64) {
    // SAFETY: the access is the mistake under test, and ends the child.
    unsafe { std::ptr::with_exposed_provenance::<u8>(address as usize).read_volatile() };
}

fn write(address: u64) {
    // SAFETY: the access is the mistake under test, and ends the child.
    unsafe { std::ptr::with_exposed_provenance_mut::<u8>(address as usize).write_volatile(1) };
}

#[test]
fn a_null_pointer() {
    let fault = fault(|_| read(16));
    assert_eq!((fault.signal, fault.address, fault.block, fault.call), (11, 16, None, None));
    assert!(fault.instruction != 0 && fault.stack_pointer != 0 && !fault.ledger_busy);
}

#[cfg(target_arch = "x86_64")]
#[test]
fn reads_writes_and_jumps_are_told_apart() {
    assert_eq!(fault(|_| read(16)).access, MemoryAccess::Read);
    assert_eq!(fault(|_| write(16)).access, MemoryAccess::Write);
    let jump = fault(|program| {
        let buffer = program.guard.allocate(16, 16, StackId(1)).unwrap().buffer;
        // SAFETY: a jump into data, which is the mistake under test and ends the child.
        unsafe { std::mem::transmute::<*mut u8, extern "C" fn()>(buffer.as_ptr())() };
    });
    assert_eq!(jump.access, MemoryAccess::Execute);
    assert_eq!(jump.address, jump.instruction);
}

#[test]
fn an_overrun_names_the_buffer() {
    let fault = fault(|program| {
        let buffer = program.guard.allocate(100, 16, StackId(31)).unwrap().buffer;
        write(buffer.addr().get() as u64 + 112);
    });
    let block = fault.block.unwrap();
    assert_eq!(
        (block.size, block.offset, block.allocated, block.live, block.guarded),
        (100, 112, 31, true, true)
    );
}

#[test]
fn a_use_after_release_names_both_stacks() {
    let fault = fault(|program| {
        let buffer = program.guard.allocate(100, 16, StackId(31)).unwrap().buffer;
        // SAFETY: the read that follows is the mistake under test.
        unsafe { program.guard.release(buffer, StackId(32)) }.unwrap();
        read(buffer.addr().get() as u64 + 5);
    });
    let block = fault.block.unwrap();
    assert_eq!((block.offset, block.allocated, block.released, block.live), (5, 31, 32, false));
}

#[test]
fn the_ledger_knows_mappings_of_the_program() {
    let family = Family { id: FamilyId(9), kind: FamilyKind::Memory };
    let site = |stack| Site { stack: StackId(stack), call: 1, thread: 1 };
    let fault = fault(|program| {
        let protection = libc::PROT_READ;
        // SAFETY: a new mapping.
        let page = unsafe {
            libc::mmap(std::ptr::null_mut(), 8192, protection, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1, 0)
        };
        let (address, size) = (page.expose_provenance() as u64, Some(8192));
        let owner = Owner::Program;
        program.ledger.acquire(&Acquisition { address, size, family, owner, site: site(5) });
        let _call = enter(Call { call: 1, ..Call::default() });
        write(address + 4100);
    });
    let expected =
        FaultBlock { size: 8192, offset: 4100, allocated: 5, live: true, family: 9, ..FaultBlock::default() };
    let block = fault.block.unwrap();
    assert_eq!(FaultBlock { address: 0, ..block }, expected);
}

#[test]
fn a_released_mapping_is_remembered() {
    let family = Family { id: FamilyId(9), kind: FamilyKind::Memory };
    let site = |stack| Site { stack: StackId(stack), call: 1, thread: 1 };
    let fault = fault(|program| {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: a new mapping, gone again: nothing else is there.
        let page = unsafe {
            let page = libc::mmap(std::ptr::null_mut(), 4096, libc::PROT_READ, flags, -1, 0);
            libc::munmap(page, 4096);
            page
        };
        let (address, size) = (page.expose_provenance() as u64, Some(4096));
        let owner = Owner::Program;
        program.ledger.acquire(&Acquisition { address, size, family, owner, site: site(5) });
        let release = Release { address, family, accepts: &[], site: site(6) };
        program.ledger.release(&release).unwrap();
        let _call = enter(Call { call: 1, ..Call::default() });
        read(address + 1);
    });
    let block = fault.block.unwrap();
    assert_eq!((block.allocated, block.released, block.live), (5, 6, false));
}

#[test]
fn the_call_is_the_innermost_one_and_its_arguments_are_there() {
    let words: &'static [u64] = &[7, 8, 9];
    let call = |number, count| Call {
        call: number,
        stack: StackId(number + 100),
        function: 0xf00,
        arguments: words.as_ptr().expose_provenance() as u64,
        count,
    };
    let fault = fault(|_| {
        let _outer = enter(call(1, 3));
        {
            let _left = enter(call(2, 0));
        }
        let _inner = enter(call(3, 2));
        drop(enter(call(4, 1)));
        read(0);
    });
    let expected =
        FaultCall { call: 3, stack: 103, function: 0xf00, arguments: [7, 8, 0, 0, 0, 0, 0, 0], count: 2 };
    assert_eq!(fault.call, Some(expected));
}

#[test]
fn other_threads_have_calls_and_stacks_of_their_own() {
    let fault = fault(|_| {
        let _main = enter(Call { call: 1, ..Call::default() });
        std::thread::spawn(|| {
            AltStack::ensure();
            let _call = enter(Call { call: 2, ..Call::default() });
            read(0);
        })
        .join()
        .unwrap();
    });
    assert_eq!(fault.call.map(|call| call.call), Some(2));
}

#[test]
fn an_overflow_of_the_stack_is_reported() {
    fn deeper(depth: u64) -> u64 {
        let here = std::hint::black_box([depth; 64]);
        if depth == u64::MAX { 0 } else { deeper(depth + 1) + here[3] }
    }
    let fault = fault(|_| {
        let _call = enter(Call { call: 8, ..Call::default() });
        std::hint::black_box(deeper(0));
    });
    assert!(fault.address.abs_diff(fault.stack_pointer) < 1 << 16);
    assert_eq!(fault.call.map(|call| call.call), Some(8));
}

#[test]
fn an_abort_is_a_fault_without_an_address() {
    let report = watch(|program| {
        program.install();
        let _call = enter(Call { call: 6, ..Call::default() });
        // SAFETY: the end of the child is what is tested.
        unsafe { libc::abort() };
    });
    assert_eq!(report.end, End::Signal(libc::SIGABRT));
    let [fault] = report.faults[..] else { panic!("{:?}", report.faults) };
    assert_eq!((fault.signal, fault.address, fault.call.map(|call| call.call)), (6, 0, Some(6)));
}

#[test]
fn a_program_that_ends_well_leaves_nothing() {
    let report = watch(Program::install);
    assert_eq!(report.end, End::Exit(0));
    assert!(report.faults.is_empty() && report.maps.is_empty());
}
