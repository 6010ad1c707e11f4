//! Many threads on one guard heap.

use memory::guard::{Budget, GuardHeap, Zone};
use memory::stack::StackId;
use std::ptr::NonNull;
use std::sync::mpsc;

/// Released by another thread than the one that allocated, as buffers of Python objects are.
#[test]
fn buffers_wander_between_threads() {
    let heap = GuardHeap::new(Budget {
        markers: true,
        guarded: 600,
        quarantine: 1 << 20,
        fenced_quarantine: 1 << 16,
    });
    std::thread::scope(|scope| {
        let (heap, mut ends) = (&heap, Vec::new());
        for thread in 0..8usize {
            let (send, receive) = mpsc::sync_channel::<(usize, usize)>(64);
            ends.push(receive);
            scope.spawn(move || {
                for round in 0..1_500 {
                    let size = 1 + (round * 37 + thread) % 9_000;
                    let buffer = heap.allocate(size, 16, StackId(thread as u32 + 1)).unwrap().buffer;
                    // SAFETY: a live buffer of that size, and the only reference to it.
                    unsafe { std::slice::from_raw_parts_mut(buffer.as_ptr(), size) }.fill(thread as u8);
                    send.send((buffer.as_ptr().expose_provenance(), size)).unwrap();
                }
            });
        }
        for (thread, receive) in ends.into_iter().enumerate() {
            scope.spawn(move || {
                for (address, size) in receive {
                    let buffer = NonNull::new(std::ptr::with_exposed_provenance_mut::<u8>(address)).unwrap();
                    // SAFETY: sent by its only user.
                    let bytes = unsafe { std::slice::from_raw_parts(buffer.as_ptr(), size) };
                    assert!(bytes.iter().all(|&byte| byte == thread as u8));
                    if let Some(hit) = heap.find(address as u64 + size as u64 - 1) {
                        assert_eq!((hit.address, hit.zone), (address as u64, Zone::Inside));
                        assert_eq!(hit.allocated, StackId(thread as u32 + 1));
                    }
                    // SAFETY: not used below.
                    assert_eq!(unsafe { heap.release(buffer, StackId(99)) }, Ok(vec![]));
                }
            });
        }
    });
    assert_eq!(heap.guarded(), 0);
}
