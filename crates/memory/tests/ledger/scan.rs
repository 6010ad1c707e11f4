//! The search for lost blocks on real memory: the heap's, and pages that cannot be read.

use crate::blocks::{MALLOC, acquire};
use memory::guard::{Budget, GuardHeap};
use memory::ledger::{Ledger, Reach, ReadMemory, Roots};
use memory::scan::OwnMemory;
use memory::stack::StackId;
use std::hint::black_box;

#[test]
fn what_can_be_read_is_read() {
    let memory = OwnMemory::new().unwrap();
    let words: Vec<u64> = (0..3_000).collect();
    let mut copy = vec![0; words.len()];
    let address = words.as_ptr().expose_provenance() as u64;
    assert_eq!(memory.read(address, &mut copy), words.len());
    assert_eq!(copy, words);
    assert_eq!(memory.read(0, &mut copy), 0);
    assert_eq!(memory.read(u64::MAX - 7, &mut copy), 0);
}

#[test]
fn reading_stops_at_a_closed_page() {
    for markers in [true, false] {
        let budget = Budget { markers, guarded: 10, quarantine: 1 << 20, fenced_quarantine: 0 };
        let heap = GuardHeap::new(budget);
        let buffer = heap.allocate(4096, 16, StackId(1)).unwrap().buffer;
        let address = buffer.as_ptr().expose_provenance() as u64;
        let mut words = [1; 600];
        assert_eq!(
            OwnMemory::new().unwrap().read(address, &mut words),
            512,
            "the page, and not the one behind it"
        );
        // SAFETY: not used below.
        unsafe { heap.release(buffer, StackId(2)) }.unwrap();
        assert_eq!(OwnMemory::new().unwrap().read(address, &mut words), 0);
    }
}

#[test]
fn a_list_on_the_heap_is_reachable_from_its_head_only() {
    struct Node {
        next: Option<Box<Node>>,
        data: [u64; 5],
    }
    let ledger = Ledger::new(10);
    let list = |length: u32| {
        let mut head = None;
        for _ in 0..length {
            let node = Box::new(Node { next: head, data: [1; 5] });
            acquire(
                &ledger,
                (&raw const *node).expose_provenance() as u64,
                size_of::<Node>() as u64,
                MALLOC,
                1,
            );
            head = Some(node);
        }
        head
    };
    let (kept, lost) = (black_box(list(1_000)), black_box(list(1_000)));
    let root = (&raw const kept).expose_provenance() as u64;
    let roots = Roots { values: Vec::new(), ranges: vec![(root, size_of_val(&kept) as u64)] };
    let reach = Reach::of(&ledger.live(), &roots, &OwnMemory::new().unwrap());
    assert!(reach[..1_000].iter().all(|&answer| answer == Reach::Reachable));
    // The head was made last.
    assert_eq!(reach[1_999], Reach::Lost);
    assert!(reach[1_000..1_999].iter().all(|&answer| answer == Reach::LostWith(1_999)));
    // Taken apart one by one: dropping it whole goes as deep as it is long.
    for mut node in [kept, lost] {
        while let Some(mut inner) = node {
            assert_eq!(inner.data[0], 1);
            node = inner.next.take();
        }
    }
}
