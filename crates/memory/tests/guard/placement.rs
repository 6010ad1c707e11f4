//! Where buffers are, and what an address says about them.

use memory::guard::{Budget, GuardHeap, NotLive, Zone};
use memory::stack::StackId;
use std::ptr::NonNull;

const MADE: StackId = StackId(3);
const GONE: StackId = StackId(4);

/// One that closes pages by markers where the system has them, and one that does without.
fn heaps() -> [GuardHeap; 2] {
    [true, false].map(|markers| {
        GuardHeap::new(Budget { markers, guarded: 1000, quarantine: 1 << 20, fenced_quarantine: 1 << 20 })
    })
}

#[test]
fn buffers_are_aligned_zeroed_and_end_at_a_page() {
    heaps().iter().for_each(placement_in);
}

fn placement_in(heap: &GuardHeap) {
    for alignment in [1, 16, 64, 4096] {
        for size in [0, 1, 15, 16, 17, 4095, 4096, 4097, 70_000, 9 << 20] {
            let grant = heap.allocate(size, alignment, MADE).unwrap();
            assert!(grant.guarded, "{size} bytes");
            let address = grant.buffer.addr().get();
            assert_eq!(address % alignment.max(16), 0);
            let slack = (address + size).next_multiple_of(4096) - (address + size);
            assert!(size == 0 || slack < alignment.max(16), "{slack} bytes from the end of {size}");
            // SAFETY: a fresh buffer of that size, and the only reference to it.
            let bytes = unsafe { std::slice::from_raw_parts_mut(grant.buffer.as_ptr(), size) };
            assert!(bytes.iter().all(|&byte| byte == 0));
            bytes.fill(0x5a);
            // SAFETY: not used below.
            assert_eq!(unsafe { heap.release(grant.buffer, GONE) }, Ok(vec![]), "{size} bytes");
        }
    }
    assert_eq!(heap.guarded(), 0);
}

#[test]
fn a_used_slot_is_zeroed_again() {
    for markers in [true, false] {
        used_slots_in(&GuardHeap::new(Budget { markers, guarded: 10, quarantine: 0, fenced_quarantine: 0 }));
    }
}

fn used_slots_in(heap: &GuardHeap) {
    let mut seen = std::collections::HashSet::new();
    for round in 0..3_000 {
        let size = round % 200 + 1;
        let buffer = heap.allocate(size, 16, MADE).unwrap().buffer;
        seen.insert(buffer.addr().get() >> 12);
        // SAFETY: a live buffer of that size, and the only reference to it.
        let bytes = unsafe { std::slice::from_raw_parts_mut(buffer.as_ptr(), size) };
        assert!(bytes.iter().all(|&byte| byte == 0), "round {round}");
        bytes.fill(0xff);
        // SAFETY: not used below.
        unsafe { heap.release(buffer, GONE) }.unwrap();
    }
    assert!(seen.len() < 3_000, "no slot was used twice");
}

#[test]
fn addresses_say_whose_they_are() {
    heaps().iter().for_each(addresses_in);
}

fn addresses_in(heap: &GuardHeap) {
    for size in [100, 5_000, 9 << 20] {
        let buffer = heap.allocate(size, 16, MADE).unwrap().buffer;
        let address = buffer.addr().get() as u64;
        let look =
            |offset: i64| heap.find(address.wrapping_add_signed(offset)).map(|hit| (hit.zone, hit.offset));
        let past = size as i64;
        assert_eq!(look(0), Some((Zone::Inside, 0)));
        assert_eq!(look(past - 1), Some((Zone::Inside, past - 1)));
        assert_eq!(look(past), Some((Zone::After, past)));
        assert_eq!(look(past + 3000), Some((Zone::After, past + 3000)), "the page behind");
        assert_eq!(look(-1), Some((Zone::Before, -1)));
        // SAFETY: not used below.
        unsafe { heap.release(buffer, GONE) }.unwrap();
        let hit = heap.find(address + 5).unwrap();
        assert_eq!((hit.live, hit.size, hit.allocated, hit.released), (false, size as u64, MADE, GONE));
    }
    assert_eq!(heap.find(0x10), None);
    assert_eq!(heap.find(u64::MAX), None);
    assert_eq!(heap.find((&raw const heap).addr() as u64), None);
}

#[test]
fn the_page_between_two_goes_to_the_live_one() {
    heaps().iter().for_each(neighbours_in);
}

fn neighbours_in(heap: &GuardHeap) {
    let slots: Vec<u64> =
        (0..8).map(|_| heap.allocate(4096, 16, MADE).unwrap().buffer.addr().get() as u64).collect();
    let low = slots.iter().copied().find(|slot| slots.contains(&(slot + 0x2000))).expect("two neighbours");
    assert_eq!(heap.find(low + 4096 + 50).map(|hit| (hit.address, hit.zone)), Some((low, Zone::After)));
    let buffer = NonNull::new(std::ptr::with_exposed_provenance_mut(low as usize)).unwrap();
    // SAFETY: not used below.
    unsafe { heap.release(buffer, GONE) }.unwrap();
    assert_eq!(
        heap.find(low + 4096 + 50).map(|hit| (hit.address, hit.zone)),
        Some((low + 0x2000, Zone::Before))
    );
}

#[test]
fn what_is_not_a_live_buffer_is_refused() {
    heaps().iter().for_each(refusals_in);
}

fn refusals_in(heap: &GuardHeap) {
    let buffer = heap.allocate(64, 16, MADE).unwrap().buffer;
    let mut foreign = 0u8;
    // SAFETY: refused, so nothing ends.
    unsafe {
        assert_eq!(heap.release(NonNull::from(&mut foreign), GONE), Err(NotLive));
        assert_eq!(heap.release(buffer.add(16), GONE), Err(NotLive));
        assert!(heap.release(buffer, GONE).is_ok());
        assert_eq!(heap.release(buffer, GONE), Err(NotLive), "a second time");
    }
}
