//! Which events reach the ledger, and that each does so once.

use crate::process::under_interposer;
use crate::world::{BUFFER, HEARD, LEDGER, MALLOC, accounted, at, attach, call, native};
use memory::interposer::Doing;
use memory::ledger::{Acquisition, Died, Owner, Release, Site, State, Verdict};
use std::ffi::c_void;
use std::hint::black_box;
use std::ptr;

fn malloc(size: usize) -> *mut c_void {
    // SAFETY: no preconditions. The address is hidden, or the compiler would remove the pair.
    black_box(unsafe { libc::malloc(size) })
}

fn free(block: *mut c_void) {
    // SAFETY: callers pass a live block or NULL.
    unsafe { libc::free(block) };
}

#[test]
fn what_a_call_allocates_is_attributed_to_it() {
    under_interposer("events::what_a_call_allocates_is_attributed_to_it", || {
        let interposer = attach();
        let before = malloc(100);
        let blocks = call(&interposer, 7, || {
            // SAFETY: the usual functions of the C library with valid arguments.
            unsafe {
                let mut aligned = ptr::null_mut();
                assert_eq!(libc::posix_memalign(&raw mut aligned, 64, 300), 0);
                [
                    malloc(100),
                    libc::calloc(3, 50),
                    libc::realloc(malloc(10), 5000),
                    libc::aligned_alloc(32, 64),
                    libc::memalign(64, 65),
                    aligned,
                    libc::strdup(c"twelve bytes".as_ptr()).cast(),
                    libc::reallocarray(ptr::null_mut(), 4, 25),
                ]
            }
        });
        let after = malloc(100);
        let sizes = [100, 150, 5000, 64, 65, 300, 13, 100];
        for (block, size) in blocks.into_iter().zip(sizes) {
            let entry = at(block).unwrap_or_else(|| panic!("{size} bytes were not seen"));
            assert_eq!((entry.size, entry.acquired.call, entry.acquired.stack.0), (size, 7, 1007));
            assert_eq!((entry.owner, entry.state), (Owner::Native, State::Live));
        }
        assert_eq!(native().len(), blocks.len(), "each once, and nothing else");
        assert!(at(before).is_none() && at(after).is_none(), "outside a call");
        // Released in another call, and outside of any.
        let (inside, outside) = blocks.split_at(4);
        call(&interposer, 8, || inside.iter().for_each(|&block| free(block)));
        outside.iter().for_each(|&block| free(block));
        assert!(native().is_empty());
        assert_eq!(at(blocks[0]).unwrap().released.call, 8);
        assert_eq!(
            HEARD.lock().unwrap().released.len(),
            blocks.len() + 1,
            "and the one that realloc moved or grew"
        );
        free(before);
        free(after);
    });
}

#[test]
fn mappings_inside_calls() {
    under_interposer("events::mappings_inside_calls", || {
        let interposer = attach();
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: new mappings, and releases of them.
        unsafe {
            let map = |size| libc::mmap(ptr::null_mut(), size, libc::PROT_READ, flags, -1, 0);
            let mapping = call(&interposer, 3, || map(0x4000));
            assert_eq!(at(mapping).unwrap().size, 0x4000);
            call(&interposer, 4, || libc::munmap(mapping.byte_add(0x1000), 0x1000));
            assert!(at(mapping).unwrap().state.is_live(), "a part of it");
            let moved =
                call(&interposer, 5, || libc::mremap(mapping, 0x1000, 0x10_0000, libc::MREMAP_MAYMOVE));
            assert_eq!(at(moved).unwrap().size, 0x10_0000);
            call(&interposer, 6, || libc::munmap(moved, 0x10_0000));
            assert!(!at(moved).unwrap().state.is_live());
            assert!(map(0x1000) != libc::MAP_FAILED);
        }
    });
}

#[test]
fn what_the_engine_accounts_for_is_not_counted_twice() {
    under_interposer("events::what_the_engine_accounts_for_is_not_counted_twice", || {
        let interposer = attach();
        let block = accounted(&interposer, || malloc(100));
        assert!(at(block).is_none());
        let new = Acquisition {
            address: block.addr() as u64,
            size: Some(100),
            family: MALLOC,
            owner: Owner::Program,
            site: Site::default(),
        };
        LEDGER.acquire(&new);
        let release = Release { address: new.address, family: MALLOC, accepts: &[], site: Site::default() };
        LEDGER.release(&release).unwrap();
        accounted(&interposer, || free(block));
        assert!(HEARD.lock().unwrap().released.is_empty());
        assert!(matches!(LEDGER.release(&release), Err(Verdict::DoubleRelease { .. })));
    });
}

#[test]
fn c_releases_a_block_of_the_program() {
    under_interposer("events::c_releases_a_block_of_the_program", || {
        let interposer = attach();
        let block = accounted(&interposer, || malloc(100));
        LEDGER.acquire(&Acquisition {
            address: block.addr() as u64,
            size: Some(100),
            family: MALLOC,
            owner: Owner::Program,
            site: Site::default(),
        });
        call(&interposer, 9, || free(block));
        let heard = HEARD.lock().unwrap();
        assert_eq!(heard.released.iter().map(|(block, _)| block.owner).collect::<Vec<_>>(), [Owner::Program]);
        assert_eq!(at(block).unwrap().released.call, 9);
    });
}

#[test]
fn python_s_own_buffers_are_kept_from_free() {
    under_interposer("events::python_s_own_buffers_are_kept_from_free", || {
        let interposer = attach();
        let mut buffer = [0u8; 64];
        LEDGER.acquire(&Acquisition {
            address: (&raw mut buffer).addr() as u64,
            size: Some(64),
            family: BUFFER,
            owner: Owner::Ctypes,
            site: Site::default(),
        });
        // The C library would abort.
        call(&interposer, 2, || free((&raw mut buffer).cast()));
        // SAFETY: refused before the heap sees it.
        let moved = call(&interposer, 2, || unsafe { libc::realloc((&raw mut buffer).cast(), 100) });
        assert!(moved.is_null());
        let heard = HEARD.lock().unwrap();
        assert_eq!(heard.refused.len(), 2);
        assert!(heard.refused.iter().all(|verdict| matches!(verdict, Verdict::PythonOwned { .. })));
        assert_eq!(black_box(buffer)[0], 0);
    });
}

#[test]
fn a_failed_reallocation_leaves_the_block() {
    under_interposer("events::a_failed_reallocation_leaves_the_block", || {
        let interposer = attach();
        let block = call(&interposer, 1, || malloc(100));
        // SAFETY: a live block; the size cannot be had.
        let moved = call(&interposer, 2, || unsafe { libc::realloc(block, black_box(usize::MAX / 4)) });
        assert!(moved.is_null());
        let entry = at(block).unwrap();
        assert_eq!((entry.state, entry.size, entry.acquired.call), (State::Live, 100, 1));
        call(&interposer, 3, || free(block));
        assert!(native().is_empty());
    });
}

#[test]
fn callbacks_are_python_again() {
    under_interposer("events::callbacks_are_python_again", || {
        let interposer = attach();
        call(&interposer, 1, || {
            let own = malloc(10);
            let pythons = {
                let _callback = interposer.thread().enter(Doing::Python);
                malloc(20)
            };
            let again = malloc(30);
            assert!(at(own).is_some() && at(pythons).is_none() && at(again).is_some());
        });
    });
}

#[test]
fn errno_is_the_program_s() {
    under_interposer("events::errno_is_the_program_s", || {
        let interposer = attach();
        call(&interposer, 1, || {
            // SAFETY: this thread's errno.
            unsafe { *libc::__errno_location() = 77 };
            (0..1000).for_each(|size| free(malloc(size)));
            // SAFETY: as above.
            assert_eq!(unsafe { *libc::__errno_location() }, 77);
        });
    });
}

#[test]
fn after_detaching_nothing_is_heard() {
    under_interposer("events::after_detaching_nothing_is_heard", || {
        let interposer = attach();
        interposer.detach();
        let block = call(&interposer, 1, || malloc(10));
        assert!(at(block).is_none());
        free(block);
    });
}

#[test]
fn sixteen_threads_lose_nothing() {
    under_interposer("events::sixteen_threads_lose_nothing", || {
        let interposer = attach();
        let made: Vec<Vec<usize>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (1..=16u32)
                .map(|thread| {
                    scope.spawn(move || {
                        let mut kept = Vec::new();
                        for round in 0..3_000usize {
                            let block = call(&interposer, thread, || malloc(1 + round % 500));
                            if round % 10 == 0 {
                                kept.push(block.expose_provenance());
                            } else {
                                call(&interposer, thread, || free(block));
                            }
                        }
                        kept
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(native().len(), 16 * 300);
        for (thread, blocks) in (1..).zip(&made) {
            for &block in blocks {
                assert_eq!(at(ptr::with_exposed_provenance::<u8>(block)).unwrap().acquired.call, thread);
            }
        }
        made.into_iter().flatten().for_each(|block| free(ptr::with_exposed_provenance_mut(block)));
        assert!(native().is_empty());
    });
}

#[test]
fn a_fork_in_the_middle_of_calls() {
    under_interposer("events::a_fork_in_the_middle_of_calls", || {
        let interposer = attach();
        memory::fork::hold_across_fork(&*LEDGER);
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    call(&interposer, 1, || free(malloc(50)));
                }
            });
            for _ in 0..100 {
                // SAFETY: the child uses the heap, whose locks the C library holds across the fork, and the ledger, whose
                // locks are held as well, and ends by `_exit`.
                let child = unsafe { libc::fork() };
                if child == 0 {
                    let block = call(&interposer, 2, || malloc(60));
                    let seen = at(block).is_some_and(|entry| entry.acquired.call == 2);
                    // SAFETY: no preconditions.
                    unsafe { libc::_exit(if seen { 17 } else { 1 }) };
                }
                let mut status = 0;
                // SAFETY: a child of ours and a place for its status.
                unsafe { libc::waitpid(child, &raw mut status, 0) };
                assert!(libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 17, "{status:#x}");
            }
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        });
    });
}

#[test]
fn a_library_s_object_is_adopted_and_ends_once() {
    under_interposer("events::a_library_s_object_is_adopted_and_ends_once", || {
        use memory::ledger::{Acquired, Family, FamilyId, FamilyKind};
        let object = Family { id: FamilyId(9), kind: FamilyKind::Object };
        let interposer = attach();
        // SAFETY: valid arguments.
        let stream = call(&interposer, 1, || unsafe { libc::fopen(c"/dev/null".as_ptr(), c"r".as_ptr()) });
        let new = Acquisition {
            address: stream.addr() as u64,
            size: None,
            family: object,
            owner: Owner::Program,
            site: Site::default(),
        };
        assert!(matches!(LEDGER.acquire(&new), Acquired::Adopted { .. }));
        LEDGER
            .release(&Release { address: new.address, family: object, accepts: &[], site: Site::default() })
            .unwrap();
        // SAFETY: an open stream.
        call(&interposer, 2, || unsafe { libc::fclose(stream) });
        let heard = HEARD.lock().unwrap();
        let own: Vec<bool> = heard
            .released
            .iter()
            .filter(|(block, _)| block.address == new.address)
            .map(|(_, announced)| *announced)
            .collect();
        assert_eq!(own, [true]);
        drop(heard);
        assert!(native().is_empty());
        assert_eq!(LEDGER.died(new.address, MALLOC.id, Site::default()), Ok(Died::Untracked));
    });
}
