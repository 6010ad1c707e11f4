//! The budget, and what the system's map of the process looks like.

use crate::children::{End, in_child};
use memory::guard::{Budget, GuardHeap};
use memory::stack::StackId;

#[test]
fn beyond_the_budget_there_are_canaries_and_afterwards_guards_again() {
    let heap = GuardHeap::new(Budget { markers: true, guarded: 5, quarantine: 0, fenced_quarantine: 0 });
    let grants: Vec<_> = (0..8).map(|_| heap.allocate(40, 16, StackId(1)).unwrap()).collect();
    assert_eq!(grants.iter().filter(|grant| grant.guarded).count(), 5);
    assert_eq!(heap.guarded(), 5);
    for grant in grants {
        // SAFETY: not used below.
        unsafe { heap.release(grant.buffer, StackId(2)) }.unwrap();
    }
    assert!(heap.allocate(40, 16, StackId(1)).unwrap().guarded);
    assert!(!heap.allocate(1 << 30, 16, StackId(1)).unwrap().guarded, "larger than any slot");
}

/// Markers split no mapping; `mprotect` splits one for each side. In a child: other tests of this process make mappings.
#[cfg(target_os = "linux")]
#[test]
fn a_guarded_block_takes_two_mappings_at_most_and_gives_them_back() {
    let end = in_child(|| {
        let mappings = || std::fs::read_to_string("/proc/self/maps").unwrap().lines().count();
        for (markers, each) in [(true, 0..=2), (false, 2..=2)] {
            let heap = GuardHeap::new(Budget {
                markers,
                guarded: 2_000,
                quarantine: 64 << 20,
                fenced_quarantine: 0,
            });
            let before = mappings();
            let grants: Vec<_> = (0..1_000).map(|_| heap.allocate(40, 16, StackId(1)).unwrap()).collect();
            let most = mappings() - before;
            let expected = each.start() * 900..=each.end() * 1_100;
            assert!(expected.contains(&most), "{most} mappings for 1,000 blocks");
            for grant in grants {
                // SAFETY: not used below.
                unsafe { heap.release(grant.buffer, StackId(2)) }.unwrap();
            }
            let left = mappings() - before;
            assert!(left < 50, "of {most} mappings {left} are left");
        }
    });
    assert_eq!(end, End::Exit(0));
}

/// The real limit: more blocks than mappings allow, and the process goes on.
#[cfg(target_os = "linux")]
#[test]
fn the_system_s_limit_is_survived() {
    let limit: usize = std::fs::read_to_string("/proc/sys/vm/max_map_count").unwrap().trim().parse().unwrap();
    if limit > 200_000 {
        eprintln!("vm.max_map_count is {limit}: not tried");
        return;
    }
    let end = in_child(|| {
        let heap = GuardHeap::new(Budget {
            markers: false,
            guarded: usize::MAX,
            quarantine: 0,
            fenced_quarantine: 0,
        });
        let count = limit / 2 + 1_000;
        let allocate = || heap.allocate(8, 16, StackId(1));
        // At the limit there may be no mapping left for the ordinary allocator either.
        let grants: Vec<_> = (0..count).filter_map(|_| allocate()).collect();
        let guarded = grants.iter().filter(|grant| grant.guarded).count();
        assert!(guarded < count && guarded > count / 2, "{guarded} of {count}");
        assert_eq!(heap.guarded(), guarded);
        for grant in grants {
            // SAFETY: not used below.
            unsafe { heap.release(grant.buffer, StackId(2)) }.unwrap();
        }
        assert!(heap.guarded() == 0 && allocate().unwrap().guarded);
    });
    assert_eq!(end, End::Exit(0));
}

#[test]
fn the_system_s_budget_leaves_room() {
    let budget = Budget::of_system();
    assert!(budget.guarded > 1_000, "{budget:?}");
}
