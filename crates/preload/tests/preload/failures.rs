//! Injected failures: which allocation fails, and how.

use crate::process::under_interposer;
use crate::world::{accounted, attach, call, native};
use std::hint::black_box;
use std::ptr;

fn malloc() -> bool {
    // SAFETY: no preconditions; the block is kept.
    !black_box(unsafe { libc::malloc(10) }).is_null()
}

#[test]
fn the_nth_and_every_kth_allocation_fail() {
    under_interposer("failures::the_nth_and_every_kth_allocation_fail", || {
        let interposer = attach();
        interposer.fail(3, 5);
        assert!((0..20).all(|_| malloc()), "outside a call nothing is counted");
        // Not collected into a `Vec`, which would allocate in the call as well.
        let inside: [bool; 11] = call(&interposer, 1, || std::array::from_fn(|_| malloc()));
        let failed: Vec<usize> =
            (1..).zip(inside).filter(|(_, good)| !good).map(|(number, _)| number).collect();
        assert_eq!(failed, [3, 5, 10]);
        assert_eq!(interposer.counted(), 11);
        assert_eq!(native().len(), 8, "what failed made no block");
        interposer.fail(1, 0);
        assert!(!accounted(&interposer, malloc), "also in calls that have a rule");
        interposer.fail(0, 0);
        assert!(call(&interposer, 1, malloc));
    });
}

#[test]
fn every_function_fails_in_its_own_way() {
    under_interposer("failures::every_function_fails_in_its_own_way", || {
        let interposer = attach();
        interposer.fail(0, 1);
        let errno = || std::io::Error::last_os_error().raw_os_error();
        // SAFETY: valid arguments; nothing is given out.
        call(&interposer, 1, || unsafe {
            // Hidden, or the compiler would take it that they succeed.
            for block in black_box([
                libc::malloc(1),
                libc::calloc(1, 1),
                libc::realloc(ptr::null_mut(), 1),
                libc::reallocarray(ptr::null_mut(), 1, 1),
                libc::aligned_alloc(16, 16),
                libc::memalign(16, 1),
                libc::strdup(c"".as_ptr()).cast(),
            ]) {
                assert!(block.is_null());
                assert_eq!(errno(), Some(libc::ENOMEM));
            }
            let mut place = ptr::null_mut();
            assert_eq!(libc::posix_memalign(&raw mut place, 16, 1), libc::ENOMEM);
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            assert_eq!(libc::mmap(ptr::null_mut(), 4096, 0, flags, -1, 0), libc::MAP_FAILED);
            assert!(libc::fopen(c"/dev/null".as_ptr(), c"r".as_ptr()).is_null(), "it allocates its stream");
        });
        interposer.fail(0, 0);
        assert!(native().is_empty());
    });
}

#[test]
fn a_failed_reallocation_keeps_the_block() {
    under_interposer("failures::a_failed_reallocation_keeps_the_block", || {
        let interposer = attach();
        // SAFETY: a block of 8 bytes, written and read within them; it survives the failure.
        call(&interposer, 1, || unsafe {
            let block = libc::malloc(8);
            block.cast::<u64>().write(42);
            interposer.fail(1, 0);
            assert!(libc::realloc(block, 100).is_null());
            interposer.fail(0, 0);
            assert_eq!(block.cast::<u64>().read(), 42);
            libc::free(block);
        });
        assert!(native().is_empty());
    });
}
