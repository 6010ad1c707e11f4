//! What can happen to one block, event by event.

use crate::blocks::{BUFFER, LIBRARY, MALLOC, NEW, OBJECT, acquire, acquire_as, release, site};
use memory::ledger::{Acquired, Died, Flags, Ledger, Owner, Release, State, Touch, Verdict};

const SMALL: u64 = 0x5555_0000_1230;

/// Every story holds for a block of a few bytes and for one in the index of large blocks.
fn each_size(story: impl Fn(&Ledger, u64)) {
    for size in [24, 5_000, 10_000_000] {
        story(&Ledger::new(1000), size);
    }
}

#[test]
fn a_second_release_names_the_first() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        release(ledger, SMALL, MALLOC, 2).unwrap();
        let Err(Verdict::DoubleRelease { block }) = release(ledger, SMALL, MALLOC, 3) else {
            panic!("not seen")
        };
        assert_eq!((block.acquired, block.released, block.size), (site(1), site(2), size));
    });
}

#[test]
fn another_family_is_refused_and_the_block_stays_live() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        let Err(Verdict::OtherFamily { block, used }) = release(ledger, SMALL, NEW, 2) else {
            panic!("not seen")
        };
        assert_eq!((block.family, used), (MALLOC, NEW.id));
        let accepting = Release { address: SMALL, family: NEW, accepts: &[MALLOC.id], site: site(3) };
        assert!(ledger.release(&accepting).is_ok());
    });
}

#[test]
fn a_pointer_into_a_block_is_not_the_block() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        let inside = SMALL + size - 1;
        let Err(Verdict::InteriorRelease { offset, .. }) = release(ledger, inside, MALLOC, 2) else {
            panic!("not seen")
        };
        assert_eq!(offset, size - 1);
        assert_eq!(
            release(ledger, SMALL + size, MALLOC, 2),
            Err(Verdict::Unknown { address: SMALL + size }),
            "one past the end is not inside"
        );
        // A library that was given the block as its arena may release parts of it.
        assert_eq!(release(ledger, inside, OBJECT, 2), Err(Verdict::Unknown { address: inside }));
    });
}

#[test]
fn buffers_of_objects_are_not_released_by_anybody() {
    each_size(|ledger, size| {
        acquire_as(ledger, SMALL, Some(size), BUFFER, Owner::Ctypes, 1);
        for address in [SMALL, SMALL + size / 2] {
            let verdict = release(ledger, address, MALLOC, 2).unwrap_err();
            assert!(matches!(verdict, Verdict::PythonOwned { .. }), "{verdict:?}");
            assert!(address != SMALL || ledger.died(address, MALLOC.id, site(2)).is_err());
        }
        assert!(ledger.find(SMALL).unwrap().state.is_live());
    });
}

#[test]
fn a_failed_reallocation_changes_nothing() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        let before = ledger.find(SMALL).unwrap();
        let released = release(ledger, SMALL, MALLOC, 2).unwrap();
        assert!(ledger.restore(&released));
        assert_eq!(ledger.find(SMALL), Some(before));
        assert!(release(ledger, SMALL, MALLOC, 3).is_ok());
    });
}

#[test]
fn a_moved_block_says_where_it_went() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        let released = release(ledger, SMALL, MALLOC, 2).unwrap();
        let to = SMALL + 0x4000_0000;
        acquire(ledger, to, size * 2, MALLOC, 2);
        assert!(ledger.moved(&released, to));
        let Err(Verdict::StaleRelease { block }) = release(ledger, SMALL, MALLOC, 3) else {
            panic!("not seen")
        };
        assert_eq!(block.moved_to, to);
        assert!(release(ledger, to, MALLOC, 4).is_ok());
    });
}

#[test]
fn undoing_does_not_touch_a_successor() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        let released = release(ledger, SMALL, MALLOC, 2).unwrap();
        let Acquired::New { sequence } = acquire(ledger, SMALL, size, MALLOC, 3) else {
            panic!("the place was free")
        };
        assert!(!ledger.restore(&released));
        assert!(!ledger.moved(&released, 0x10));
        assert_eq!(ledger.find(SMALL).unwrap().sequence, sequence);
    });
}

#[test]
fn an_unseen_release_shows_when_the_address_returns() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        let Acquired::Replaced { lost, .. } = acquire(ledger, SMALL, size / 2, MALLOC, 2) else {
            panic!("not seen")
        };
        assert_eq!((lost.acquired, lost.size), (site(1), size));
        assert_eq!(ledger.stats().live, 1);
    });
}

#[test]
fn a_library_s_block_is_adopted_when_it_is_returned() {
    each_size(|ledger, size| {
        acquire_as(ledger, SMALL, Some(size), MALLOC, Owner::Native, 1);
        let Acquired::Adopted { native, .. } = acquire_as(ledger, SMALL, None, OBJECT, Owner::Program, 2)
        else {
            panic!("not adopted")
        };
        assert_eq!(native.owner, Owner::Native);
        let block = ledger.find(SMALL + size - 1).unwrap();
        assert_eq!((block.family, block.owner, block.size), (OBJECT, Owner::Program, size));
        // The object's release, and inside it the heap's: one event, then an announced one, then none.
        assert!(release(ledger, SMALL, OBJECT, 3).is_ok());
        assert!(matches!(ledger.died(SMALL, MALLOC.id, site(3)), Ok(Died::Announced(_))));
        assert_eq!(ledger.died(SMALL, MALLOC.id, site(3)), Ok(Died::Untracked));
        assert!(matches!(release(ledger, SMALL, OBJECT, 4), Err(Verdict::DoubleRelease { .. })));
    });
}

#[test]
fn what_c_frees_is_dead_for_the_program() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        assert!(matches!(ledger.died(SMALL, MALLOC.id, site(2)), Ok(Died::Released(_))));
        assert_eq!(ledger.stats().live, 0);
        assert!(matches!(release(ledger, SMALL, MALLOC, 3), Err(Verdict::DoubleRelease { .. })));
    });
}

#[test]
fn a_counted_object_is_released_as_often_as_acquired() {
    let ledger = Ledger::new(1000);
    acquire_as(&ledger, SMALL, None, LIBRARY, Owner::Program, 1);
    let again = acquire_as(&ledger, SMALL, None, LIBRARY, Owner::Program, 2);
    assert!(matches!(again, Acquired::Counted { count: 2, .. }));
    let first = release(&ledger, SMALL, LIBRARY, 3).unwrap();
    assert_eq!(first.due, 1);
    assert!(ledger.restore(&first), "dlclose failed");
    assert_eq!(release(&ledger, SMALL, LIBRARY, 4).unwrap().due, 1);
    assert_eq!(release(&ledger, SMALL, LIBRARY, 5).unwrap().due, 0);
    assert!(matches!(release(&ledger, SMALL, LIBRARY, 6), Err(Verdict::DoubleRelease { .. })));
}

#[test]
fn objects_go_with_the_memory_they_lie_in() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        acquire_as(ledger, SMALL, None, OBJECT, Owner::Program, 2);
        acquire_as(ledger, SMALL + size / 2, None, OBJECT, Owner::Program, 2);
        assert_eq!(ledger.stats().live, 3);
        release(ledger, SMALL, MALLOC, 3).unwrap();
        assert_eq!(ledger.stats().live, 0, "of {size} bytes");
        assert!(matches!(release(ledger, SMALL + size / 2, OBJECT, 4), Err(Verdict::DoubleRelease { .. })));
    });
}

#[test]
fn a_handed_over_block_is_c_s_to_release() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        ledger.hand_over(SMALL, site(2)).unwrap();
        assert!(matches!(release(ledger, SMALL, MALLOC, 3), Err(Verdict::HandedOver { .. })));
        assert!(matches!(ledger.hand_over(SMALL, site(3)), Err(Verdict::HandedOver { .. })));
        assert!(ledger.find(SMALL).unwrap().state.is_live(), "its memory may be used");
        assert!(matches!(ledger.died(SMALL, MALLOC.id, site(4)), Ok(Died::Released(_))));
    });
}

#[test]
fn a_collected_buffer_that_c_keeps_is_known_to_be_kept() {
    each_size(|ledger, size| {
        acquire_as(ledger, SMALL, Some(size), BUFFER, Owner::Ctypes, 1);
        ledger.touch(SMALL + size / 2, Touch::Retained).unwrap();
        let gone = ledger.collect(SMALL, site(2)).unwrap();
        assert!(gone.flags.has(Flags::RETAINED) && gone.flags.has(Flags::PASSED));
        assert_eq!(ledger.find(SMALL + size - 1).unwrap().state, State::Collected);
        assert_eq!(ledger.collect(SMALL, site(3)), None);
        acquire_as(ledger, SMALL, Some(size), BUFFER, Owner::Ctypes, 1);
        ledger.touch(SMALL, Touch::Retained);
        ledger.touch(SMALL, Touch::GivenBack);
        assert!(!ledger.collect(SMALL, site(2)).unwrap().flags.has(Flags::RETAINED));
    });
}

#[test]
fn an_unobserved_successor_clears_the_record() {
    each_size(|ledger, size| {
        acquire(ledger, SMALL, size, MALLOC, 1);
        release(ledger, SMALL, MALLOC, 2).unwrap();
        ledger.revive(SMALL + size / 2);
        assert_eq!(release(ledger, SMALL, MALLOC, 3), Err(Verdict::Unknown { address: SMALL }));
    });
}

#[test]
fn history_is_bounded_and_forgets_the_oldest() {
    let ledger = Ledger::new(64);
    for number in 0..10_000u64 {
        acquire(&ledger, SMALL + number * 32, 16, MALLOC, 1);
        release(&ledger, SMALL + number * 32, MALLOC, 2).unwrap();
    }
    assert!(ledger.stats().dead <= 64, "{:?}", ledger.stats());
    assert!(ledger.find(SMALL).is_none());
    assert!(ledger.find(SMALL + 9_999 * 32).is_some());
}

#[test]
fn handles_that_are_numbers_have_a_life_of_their_own() {
    let ledger = Ledger::new(10);
    let handles = ledger.handles();
    let close =
        |family| handles.release(&Release { address: 7, family, accepts: &[OBJECT.id], site: site(2) });
    assert!(matches!(handles.acquire(7, OBJECT, site(1)), Acquired::New { .. }));
    let released = close(LIBRARY).unwrap();
    assert!(matches!(close(OBJECT), Err(Verdict::DoubleRelease { .. })));
    assert!(handles.restore(&released));
    assert_eq!(handles.live().len(), 1);
    assert!(matches!(handles.acquire(7, OBJECT, site(3)), Acquired::Replaced { .. }));
    assert!(!handles.restore(&released), "another handle has the number");
    assert_eq!(handles.find(8, OBJECT.id), None);
}
