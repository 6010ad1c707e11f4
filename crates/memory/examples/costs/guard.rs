//! The guard allocator: a buffer's life, and what an address is.

use crate::measure::nanoseconds;
use memory::guard::{Budget, GuardHeap};
use memory::stack::StackId;
use std::hint::black_box;

pub fn print() {
    let budget = Budget { markers: true, guarded: 20_000, quarantine: 4 << 20, fenced_quarantine: 1 << 20 };
    let heap = GuardHeap::new(budget);
    let by_protection = GuardHeap::new(Budget { markers: false, ..budget });
    for (heap, how, size) in [
        (&heap, "markers", 16),
        (&heap, "markers", 4096),
        (&heap, "markers", 65_536),
        (&by_protection, "mprotect", 16),
        (&by_protection, "mprotect", 65_536),
    ] {
        nanoseconds(&format!("{how}: guard, write to and release {size} bytes"), 100_000, |_| {
            let buffer = heap.allocate(size, 16, StackId(1)).expect("there is memory").buffer;
            // SAFETY: a live buffer of at least one byte, released once and not used afterwards.
            unsafe {
                buffer.write_volatile(1);
                heap.release(buffer, StackId(2)).expect("it is live");
            }
        });
    }
    let fenced = GuardHeap::new(Budget { guarded: 0, ..budget });
    nanoseconds("canaries only: the same for 200 bytes", 100_000, |_| {
        let buffer = fenced.allocate(200, 16, StackId(1)).expect("there is memory").buffer;
        // SAFETY: live, and not used afterwards.
        unsafe { fenced.release(buffer, StackId(2)) }.expect("it is live");
    });
    let buffer = heap.allocate(100, 16, StackId(1)).expect("there is memory").buffer;
    let address = buffer.addr().get() as u64;
    nanoseconds("what is this address?", 1_000_000, |number| {
        black_box(heap.find(address + number as u64 % 4096));
    });
    nanoseconds("check the canaries of a live buffer", 1_000_000, |_| {
        black_box(heap.check(buffer));
    });
}
