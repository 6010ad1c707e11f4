//! Thunks on their own: reuse of slots, threads, `fork`. What they pass and return is the oracle's business
//! (`tests/oracle_calls.rs`).

use super::*;
use crate::{IncomingWords, Returned};
use std::collections::HashSet;
use std::ptr;

/// Returns the sum of the first argument and of the number behind the context.
unsafe extern "C" fn add_context(
    context: *mut c_void,
    incoming: &IncomingWords,
    returned: &mut Returned,
) -> ReturnKind {
    // SAFETY: the tests pass one argument, and a context that is a number's address.
    returned.integer[0] = unsafe { incoming.word(0) + *context.cast::<u64>() };
    ReturnKind::Registers
}

type Function = extern "C" fn(u64) -> u64;

fn function(thunk: &Thunk) -> Function {
    // SAFETY: `add_context` behaves as a function of this type.
    unsafe { std::mem::transmute(thunk.code()) }
}

fn new_thunk(context: &u64) -> Thunk {
    Thunk::new(add_context, ptr::from_ref(context).cast_mut().cast()).unwrap()
}

#[test]
fn each_thunk_has_its_own_context() {
    let numbers: Vec<u64> = (0..1000).map(|n| n * 1000).collect();
    let thunks: Vec<Thunk> = numbers.iter().map(new_thunk).collect();
    let codes: HashSet<_> = thunks.iter().map(Thunk::code).collect();
    assert_eq!(codes.len(), thunks.len(), "two live thunks share an address");
    for (thunk, number) in thunks.iter().zip(&numbers) {
        assert_eq!(function(thunk)(7), number + 7);
    }
}

#[test]
fn slots_are_used_again() {
    let number = 1;
    let mut codes = HashSet::new();
    for _ in 0..100_000 {
        codes.insert(new_thunk(&number).code());
    }
    // Other tests of this process hold slots at the same time, so it need not be one address; it must be few.
    assert!(codes.len() < 10_000, "{} slots for one live thunk", codes.len());
}

/// Drops its own thunk, which the context points to, and returns 5.
unsafe extern "C" fn drop_itself(
    context: *mut c_void,
    _: &IncomingWords,
    returned: &mut Returned,
) -> ReturnKind {
    // SAFETY: the test passes a boxed thunk and does not use it afterwards.
    drop(unsafe { Box::from_raw(context.cast::<Option<Thunk>>()) });
    let number = 0;
    // Takes the slot again at once, as another thread could.
    let other = new_thunk(&number);
    assert_eq!(function(&other)(3), 3);
    returned.integer[0] = 5;
    ReturnKind::Registers
}

#[test]
fn a_running_call_may_drop_its_thunk() {
    let holder: *mut Option<Thunk> = Box::into_raw(Box::new(None));
    let thunk = Thunk::new(drop_itself, holder.cast()).unwrap();
    let call = function(&thunk);
    // SAFETY: the box is alive until the handler takes it.
    unsafe { *holder = Some(thunk) };
    assert_eq!(call(0), 5);
}

#[test]
fn threads_make_call_and_drop() {
    let workers: Vec<_> = (0..8u64)
        .map(|worker| {
            std::thread::spawn(move || {
                for round in 0..2000 {
                    let numbers = [worker, round];
                    let thunks = numbers.each_ref().map(new_thunk);
                    assert_eq!(function(&thunks[0])(1), worker + 1);
                    assert_eq!(function(&thunks[1])(1), round + 1);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.join().unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_forked_child_makes_calls_and_drops() {
    use std::sync::atomic::{AtomicBool, Ordering};

    let number = 40;
    let before = new_thunk(&number);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Another thread is in the pool most of the time, so that a fork without care would copy a lock that is held.
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                drop(new_thunk(&number));
            }
        });
        for _ in 0..50 {
            // SAFETY: the child calls only thunks, which take no lock but the pool's, and `_exit`.
            let child = unsafe { libc::fork() };
            if child == 0 {
                // SAFETY: no preconditions. A child that hangs is killed.
                unsafe { libc::alarm(20) };
                let good = {
                    let thunks = [new_thunk(&number), new_thunk(&number)];
                    function(&before)(2) == 42 && thunks.iter().all(|thunk| function(thunk)(1) == 41)
                };
                // SAFETY: ends the child without the parent's exit handlers.
                unsafe { libc::_exit(if good { 17 } else { 1 }) };
            }
            assert!(child > 0, "fork failed");
            let mut status = 0;
            // SAFETY: waits for the child made above.
            assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
            assert!(
                libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 17,
                "the child ended with status {status}"
            );
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert_eq!(function(&before)(2), 42);
}

#[cfg(unix)]
#[test]
fn a_released_thunk_stops_the_program_with_a_sentence() {
    use std::io::Read;
    use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

    let mut ends = [0; 2];
    // SAFETY: `ends` has room for the two descriptors.
    assert_eq!(unsafe { libc::pipe(ends.as_mut_ptr()) }, 0);
    // SAFETY: just made, and owned by nothing else.
    let [read, write] = ends.map(|end| unsafe { OwnedFd::from_raw_fd(end) });
    // SAFETY: the child redirects its standard error and calls a thunk; other threads' locks do not matter to it.
    let child = unsafe { libc::fork() };
    if child == 0 {
        // SAFETY: no preconditions. A child that hangs is killed, and one that aborts leaves no core.
        unsafe {
            libc::alarm(20);
            libc::setrlimit(libc::RLIMIT_CORE, &libc::rlimit { rlim_cur: 0, rlim_max: 0 });
            libc::dup2(write.as_raw_fd(), libc::STDERR_FILENO);
        }
        let thunk = new_thunk(&1);
        let call = function(&thunk);
        drop(thunk);
        call(1);
        // SAFETY: only reached if the released thunk returned.
        unsafe { libc::_exit(0) };
    }
    drop(write);
    let mut said = String::new();
    std::fs::File::from(read).read_to_string(&mut said).unwrap();
    let mut status = 0;
    // SAFETY: waits for the child made above.
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    assert!(libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == libc::SIGABRT, "status {status}");
    assert_eq!(said, super::slot::RELEASED);
}
