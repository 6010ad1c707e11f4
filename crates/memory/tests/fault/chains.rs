//! Other handlers before and after ours: they do their work, and the program ends as it would have.

use crate::children::End;
use crate::world::watch;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where the predecessor of the handler under test is kept.
static BEFORE: AtomicUsize = AtomicUsize::new(0);

fn set(signal: i32, handler: usize, flags: i32) -> usize {
    // SAFETY: a zeroed action is a valid one; callers pass a handler of the signature that the flags say, or SIG_DFL.
    unsafe {
        let mut action: libc::sigaction = MaybeUninit::zeroed().assume_init();
        let mut before: libc::sigaction = MaybeUninit::zeroed().assume_init();
        action.sa_sigaction = handler;
        action.sa_flags = flags;
        assert_eq!(libc::sigaction(signal, &raw const action, &raw mut before), 0);
        before.sa_sigaction
    }
}

/// As `faulthandler`: restores what was before, and raises the signal again.
extern "C" fn like_faulthandler(signal: i32) {
    let flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_NODEFER;
    match BEFORE.load(Ordering::Relaxed) {
        libc::SIG_DFL => set(signal, libc::SIG_DFL, 0),
        ours => set(signal, ours, flags),
    };
    note(b"dumped");
    // SAFETY: no preconditions.
    unsafe { libc::raise(signal) };
}

const ONSTACK: i32 = libc::SA_NODEFER | libc::SA_ONSTACK;

/// Tells the parent, through the descriptor of the moment.
fn note(text: &[u8]) {
    let descriptor = NOTES.load(Ordering::Relaxed) as i32;
    // SAFETY: as many bytes as there are.
    unsafe { libc::write(descriptor, text.as_ptr().cast(), text.len()) };
}

static NOTES: AtomicUsize = AtomicUsize::new(0);

/// A pipe for notes; gives what was written once the child is dead.
struct Notes([i32; 2]);

impl Notes {
    fn new() -> Notes {
        let mut ends = [0; 2];
        // SAFETY: room for two descriptors.
        assert_eq!(unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_NONBLOCK) }, 0);
        Notes(ends)
    }

    fn to_child(&self) {
        NOTES.store(self.0[1] as usize, Ordering::Relaxed);
    }

    fn read(&self) -> Vec<u8> {
        let mut buffer = vec![0u8; 4096];
        // SAFETY: the buffer is as long as said.
        let read = unsafe { libc::read(self.0[0], buffer.as_mut_ptr().cast(), buffer.len()) };
        buffer.truncate(usize::try_from(read).unwrap_or(0));
        buffer
    }
}

impl Drop for Notes {
    fn drop(&mut self) {
        // SAFETY: opened in `new`.
        unsafe {
            libc::close(self.0[0]);
            libc::close(self.0[1]);
        }
    }
}

fn read(address: usize) -> u8 {
    // SAFETY: the access is the mistake under test.
    unsafe { std::ptr::with_exposed_provenance::<u8>(address).read_volatile() }
}

#[test]
fn a_handler_before_ours_runs_after_it() {
    let notes = Notes::new();
    let report = watch(|program| {
        notes.to_child();
        BEFORE.store(set(libc::SIGSEGV, like_faulthandler as *const () as usize, ONSTACK), Ordering::Relaxed);
        program.install();
        read(24);
    });
    assert_eq!(report.end, End::Signal(libc::SIGSEGV));
    assert_eq!(report.faults.iter().map(|fault| fault.address).collect::<Vec<_>>(), [24]);
    assert_eq!(notes.read(), b"dumped");
}

#[test]
fn a_handler_after_ours_runs_before_it_and_the_address_is_not_lost() {
    let notes = Notes::new();
    let report = watch(|program| {
        notes.to_child();
        program.install();
        BEFORE.store(set(libc::SIGSEGV, like_faulthandler as *const () as usize, ONSTACK), Ordering::Relaxed);
        read(24);
    });
    assert_eq!(report.end, End::Signal(libc::SIGSEGV));
    assert_eq!(report.faults.iter().map(|fault| fault.address).collect::<Vec<_>>(), [24]);
    assert_eq!(notes.read(), b"dumped");
}

#[test]
fn installing_again_comes_first_again() {
    let notes = Notes::new();
    let report = watch(|program| {
        notes.to_child();
        program.install();
        BEFORE.store(set(libc::SIGSEGV, like_faulthandler as *const () as usize, ONSTACK), Ordering::Relaxed);
        program.install();
        read(24);
    });
    assert_eq!(report.end, End::Signal(libc::SIGSEGV));
    assert_eq!(report.faults.iter().map(|fault| fault.address).collect::<Vec<_>>(), [24]);
}

/// A page that the program's own handler makes readable, as runtimes with virtual memory of their own do.
static PAGE: AtomicUsize = AtomicUsize::new(0);

extern "C" fn repairs(_: i32, info: *mut libc::siginfo_t, _: *mut c_void) {
    // SAFETY: the system's information on a fault, and a page of the program's own.
    unsafe {
        assert_eq!((*info).si_addr().addr(), PAGE.load(Ordering::Relaxed));
        libc::mprotect((*info).si_addr(), 4096, libc::PROT_READ);
    }
    note(b"!");
}

#[test]
fn a_program_that_repairs_its_faults_goes_on() {
    let notes = Notes::new();
    let report = watch(|program| {
        notes.to_child();
        set(libc::SIGSEGV, repairs as *const () as usize, libc::SA_SIGINFO);
        program.install();
        for _ in 0..3 {
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            // SAFETY: a new mapping.
            let page = unsafe { libc::mmap(std::ptr::null_mut(), 4096, libc::PROT_NONE, flags, -1, 0) };
            PAGE.store(page.expose_provenance(), Ordering::Relaxed);
            assert_eq!(read(page.addr()), 0);
        }
    });
    assert_eq!(report.end, End::Exit(0));
    assert_eq!(notes.read(), b"!!!");
}

#[test]
fn a_signal_that_a_process_sends_has_its_usual_effect() {
    for signal in [libc::SIGSEGV, libc::SIGABRT, libc::SIGBUS] {
        let report = watch(|program| {
            program.install();
            // SAFETY: the child sends itself a signal.
            unsafe { libc::kill(libc::getpid(), signal) };
        });
        assert_eq!(report.end, End::Signal(signal));
        assert_eq!(report.faults.len(), 1);
        let ignored = watch(|program| {
            set(signal, libc::SIG_IGN, 0);
            program.install();
            // SAFETY: as above.
            unsafe { libc::kill(libc::getpid(), signal) };
        });
        assert_eq!(ignored.end, End::Exit(0));
    }
}

#[test]
fn two_threads_that_fault_at_once_leave_two_records_or_one() {
    let report = watch(|program| {
        program.install();
        let threads: Vec<_> = (1..3)
            .map(|number| {
                std::thread::spawn(move || {
                    memory::fault::AltStack::ensure();
                    read(number * 8)
                })
            })
            .collect();
        threads.into_iter().for_each(|thread| drop(thread.join()));
    });
    assert_eq!(report.end, End::Signal(libc::SIGSEGV));
    assert!((1..=2).contains(&report.faults.len()), "{:?}", report.faults);
}
