//! What canaries find: writes that no page stops.

use memory::guard::{Budget, Damage, Grant, GuardHeap};
use memory::stack::StackId;

/// A heap that guards, and one whose budget is used up.
fn heaps() -> [GuardHeap; 2] {
    [10, 0].map(|guarded| {
        GuardHeap::new(Budget { markers: true, guarded, quarantine: 1 << 20, fenced_quarantine: 600 })
    })
}

fn write(grant: Grant, offset: isize, byte: u8) {
    // SAFETY: within the slack or the fence of a live block, which belong to the heap's memory.
    unsafe { grant.buffer.as_ptr().wrapping_offset(offset).write(byte) };
}

#[test]
fn a_write_just_outside_is_found_by_a_check_and_at_release() {
    for heap in heaps() {
        for (offset, first, bytes) in [(13, 13, 1), (15, 13, 3), (-1, -1, 1), (-9, -9, 9)] {
            let grant = heap.allocate(13, 16, StackId(6)).unwrap();
            assert_eq!(heap.check(grant.buffer), None);
            write(grant, first, 1);
            write(grant, if offset < 0 { -1 } else { offset }, 1);
            let damage = Damage {
                address: grant.buffer.addr().get() as u64,
                size: 13,
                allocated: StackId(6),
                offset: first as i64,
                bytes,
            };
            assert_eq!(heap.check(grant.buffer), Some(damage));
            // SAFETY: not used below.
            assert_eq!(unsafe { heap.release(grant.buffer, StackId(7)) }, Ok(vec![damage]));
        }
    }
}

#[test]
fn the_buffer_s_own_bytes_are_no_damage() {
    for heap in heaps() {
        let grant = heap.allocate(13, 16, StackId(6)).unwrap();
        (0..13).for_each(|offset| write(grant, offset, 0xff));
        // SAFETY: not used below.
        assert_eq!(unsafe { heap.release(grant.buffer, StackId(7)) }, Ok(vec![]));
    }
}

#[test]
fn a_write_after_release_is_found_when_the_block_leaves() {
    let [_, heap] = heaps();
    let grant = heap.allocate(100, 16, StackId(6)).unwrap();
    assert!(!grant.guarded);
    // SAFETY: the write that follows is the mistake under test; the heap keeps the block.
    assert_eq!(unsafe { heap.release(grant.buffer, StackId(7)) }, Ok(vec![]));
    write(grant, 42, 9);
    let expected = (42, 1, StackId(6));
    let seen =
        |damage: &[Damage]| damage.iter().map(|it| (it.offset, it.bytes, it.allocated)).collect::<Vec<_>>();
    assert_eq!(seen(&heap.check_fenced()), [expected]);
    let mut found = Vec::new();
    for _ in 0..4 {
        let next = heap.allocate(100, 16, StackId(8)).unwrap();
        // SAFETY: not used below.
        found.extend(unsafe { heap.release(next.buffer, StackId(9)) }.unwrap());
    }
    assert_eq!(seen(&found), [expected]);
}
