//! What stops C: each access runs in a child, which must die of it or must not.

use crate::children::{End, in_child};
use memory::guard::{Budget, GuardHeap};
use memory::stack::StackId;

/// Writes one byte at `offset` from a new buffer of `size` bytes, after its release if `released`. The end is the same
/// whether pages are closed by markers or not.
fn write(size: usize, offset: isize, released: bool) -> End {
    let [one, other] = [true, false].map(|markers| write_in(size, offset, released, markers));
    assert_eq!(one, other, "{size} bytes, offset {offset}");
    one
}

fn write_in(size: usize, offset: isize, released: bool, markers: bool) -> End {
    let heap = GuardHeap::new(Budget { markers, guarded: 10, quarantine: 1 << 20, fenced_quarantine: 0 });
    in_child(|| {
        let buffer = heap.allocate(size, 16, StackId(1)).unwrap().buffer;
        if released {
            // SAFETY: the write below is the mistake under test, and ends the child.
            unsafe { heap.release(buffer, StackId(2)) }.unwrap();
        }
        // SAFETY: inside the heap's reservation: at worst the access is refused, which ends the child.
        unsafe { buffer.as_ptr().wrapping_offset(offset).write_volatile(1) };
    })
}

const DEAD: End = End::Signal(libc::SIGSEGV);

#[test]
fn an_overrun_ends_at_the_first_byte_past_the_page() {
    for size in [16, 64, 4096, 8192, 100_000, 9 << 20] {
        assert_eq!(write(size, size as isize - 1, false), End::Exit(0), "{size}");
        assert_eq!(write(size, size as isize, false), DEAD, "{size}");
    }
}

#[test]
fn an_overrun_of_an_odd_size_ends_after_its_slack() {
    assert_eq!(write(13, 15, false), End::Exit(0), "the canary's to find");
    assert_eq!(write(13, 16, false), DEAD);
}

#[test]
fn an_underrun_ends_before_the_slot() {
    assert_eq!(write(4096, -1, false), DEAD);
    assert_eq!(write(5000, -(8192 - 5008) - 1, false), DEAD, "before the pages that this size needs");
}

#[test]
fn a_use_after_release_ends_at_once() {
    for size in [1, 4096, 100_000, 9 << 20] {
        assert_eq!(write(size, 0, true), DEAD, "{size}");
    }
}

#[test]
fn a_child_of_a_fork_has_its_own_buffers() {
    let heap = GuardHeap::new(Budget { markers: true, guarded: 10, quarantine: 0, fenced_quarantine: 0 });
    let buffer = heap.allocate(64, 16, StackId(1)).unwrap().buffer;
    let end = in_child(|| {
        // SAFETY: the child's copy of a live buffer; released once.
        unsafe {
            buffer.write(7);
            heap.release(buffer, StackId(2)).unwrap();
        }
        assert!(heap.allocate(64, 16, StackId(1)).unwrap().guarded);
    });
    assert_eq!(end, End::Exit(0));
    // SAFETY: live in this process.
    assert_eq!(unsafe { buffer.read() }, 0);
}
