//! Reads and writes: which stay inside live blocks.

use crate::blocks::{BUFFER, MALLOC, OBJECT, acquire, acquire_as, release, site};
use memory::ledger::{Access, Ledger, Owner, Range, Verdict};

const AT: u64 = 0x7000_0000_0ff0;

#[test]
fn the_block_of_the_pointer_sets_the_bounds() {
    let ledger = Ledger::new(100);
    acquire(&ledger, AT, 32, MALLOC, 1);
    // A neighbour directly behind: leaving the first block into it is still leaving.
    acquire(&ledger, AT + 32, 32, MALLOC, 1);
    let check = |base: u64, address: u64, length| {
        ledger
            .check(Range { base, address, length }, Access::Read)
            .map(|block| block.map(|block| block.address))
    };
    assert_eq!(check(AT, AT + 28, 4), Ok(Some(AT)));
    assert_eq!(check(AT + 8, AT, 32), Ok(Some(AT)), "back inside the block");
    assert_eq!(check(AT, AT + 40, 0), Ok(Some(AT)), "no byte is touched");
    assert_eq!(check(AT - 64, AT, 4), Ok(None), "the pointer belongs to nothing known");
    for (address, offset) in
        [(AT + 29, 29), (AT + 32, 32), (AT - 4, -4), (u64::MAX - 1, -(AT.cast_signed()) - 2)]
    {
        let Err(Verdict::OutOfBounds { offset: found, length: 4, .. }) = check(AT, address, 4) else {
            panic!("{address:#x} was let through")
        };
        assert_eq!(found, offset);
    }
}

#[test]
fn unknown_sizes_have_no_bounds() {
    let ledger = Ledger::new(100);
    acquire_as(&ledger, AT, None, OBJECT, Owner::Program, 1);
    assert!(ledger.check(Range { base: AT, address: AT + 100, length: 8 }, Access::Read).is_ok());
}

#[test]
fn dead_blocks_say_how_they_died() {
    let ledger = Ledger::new(100);
    acquire(&ledger, AT, 32, MALLOC, 1);
    let released = release(&ledger, AT, MALLOC, 2).unwrap();
    let check = || ledger.check(Range::at(AT + 8, 8), Access::Write).unwrap_err();
    assert!(matches!(check(), Verdict::UseAfterRelease { offset: 8, .. }));
    ledger.moved(&released, 0x40);
    assert!(matches!(check(), Verdict::StaleUse { .. }));
    acquire_as(&ledger, AT, Some(32), BUFFER, Owner::Ctypes, 3);
    ledger.collect(AT, site(4));
    assert!(matches!(check(), Verdict::Dangling { .. }));
}

#[test]
fn immutable_objects_are_read_only() {
    let ledger = Ledger::new(100);
    acquire_as(&ledger, AT, Some(6), BUFFER, Owner::Immutable, 1);
    assert!(ledger.check(Range::at(AT, 6), Access::Read).is_ok());
    let verdict = ledger.check(Range::at(AT + 2, 1), Access::Write).unwrap_err();
    assert!(matches!(verdict, Verdict::ImmutableWrite { offset: 2, .. }));
}

#[test]
fn a_large_block_is_found_from_anywhere_inside() {
    let ledger = Ledger::new(100);
    acquire(&ledger, AT, 1 << 33, MALLOC, 1);
    acquire(&ledger, AT + (1 << 32), 64, MALLOC, 1);
    for offset in [0, 5, 1 << 20, (1 << 33) - 1] {
        assert_eq!(ledger.find(AT + offset).map(|block| block.size), Some(1 << 33));
    }
    assert_eq!(ledger.find(AT + (1 << 32) + 63).map(|block| block.size), Some(64), "the inner one");
    assert_eq!(ledger.find(AT + (1 << 33)), None);
    assert_eq!(ledger.try_find(AT + 5).unwrap().map(|block| block.size), Some(1 << 33));
}
