//! The ledger: pairs, look-ups, stacks, memory per live block.

use crate::measure::{bytes, nanoseconds};
use memory::ledger::{
    Access, Acquisition, Family, FamilyId, FamilyKind, Ledger, Owner, Range, Reach, Release, Roots, Site,
};
use memory::stack::{Frame, StackCache, StackId, Stacks};
use std::hint::black_box;
use std::time::Instant;

const MALLOC: Family = Family { id: FamilyId(1), kind: FamilyKind::Memory };

fn acquire(ledger: &Ledger, address: u64, size: u64) {
    let site = Site { stack: StackId(1), call: 1, thread: 1 };
    ledger.acquire(&Acquisition { address, size: Some(size), family: MALLOC, owner: Owner::Program, site });
}

fn release(ledger: &Ledger, address: u64) {
    let site = Site { stack: StackId(2), call: 2, thread: 1 };
    ledger.release(&Release { address, family: MALLOC, accepts: &[], site }).expect("it is live");
}

/// Addresses as a heap gives them out for blocks of 64 bytes, in an order that jumps about.
fn heap(count: usize) -> impl Fn(usize) -> u64 {
    move |number| 0x5555_0000_0000 + (number * 7919 % count) as u64 * 80
}

pub fn print() {
    const MILLION: usize = 1_000_000;
    let ledger = Ledger::new(1024);
    nanoseconds("acquire and release, the same address again", MILLION, |_| {
        acquire(&ledger, 0x5555_0000_1000, 64);
        release(&ledger, 0x5555_0000_1000);
    });
    let place = heap(1000);
    nanoseconds("acquire and release, 1,000 addresses in turn", MILLION, |number| {
        acquire(&ledger, place(number), 64);
        release(&ledger, place(number));
    });
    for live in [50_000, MILLION] {
        let ledger = Ledger::new(1024);
        let before = bytes();
        let place = heap(live);
        (0..live).for_each(|number| acquire(&ledger, place(number), 64));
        println!("{live} live blocks: {} bytes each", (bytes() - before) / live);
        nanoseconds(&format!("{live} live: release one, acquire it again"), MILLION, |number| {
            release(&ledger, place(number % live));
            acquire(&ledger, place(number % live), 64);
        });
        nanoseconds(&format!("{live} live: check a read inside one"), MILLION, |number| {
            black_box(ledger.check(Range::at(place(number % live) + 40, 8), Access::Read)).unwrap();
        });
        nanoseconds(&format!("{live} live: find nothing at a free address"), MILLION, |number| {
            black_box(ledger.find(place(number % live) + 70));
        });
        nanoseconds(&format!("{live} live: look-up that may not wait"), MILLION, |number| {
            black_box(ledger.try_find(place(number % live) + 63)).ok();
        });
    }
    nanoseconds("acquire and release of 1 MiB blocks", 100_000, |number| {
        acquire(&ledger, 0x7000_0000_0000 + ((number as u64 % 100) << 20), 1 << 20);
        release(&ledger, 0x7000_0000_0000 + ((number as u64 % 100) << 20));
    });
    threads();
    stacks();
    lost_blocks();
}

/// The search for lost blocks, half of which hang together in a list.
fn lost_blocks() {
    const COUNT: usize = 50_000;
    let ledger = Ledger::new(1024);
    let mut blocks: Vec<Box<[u64; 8]>> = (0..COUNT).map(|_| Box::new([0; 8])).collect();
    for index in 1..COUNT {
        let previous = blocks[index - 1].as_ptr().expose_provenance() as u64;
        blocks[index][3] = if index % 2 == 0 { previous } else { 1 };
    }
    for block in &blocks {
        acquire(&ledger, block.as_ptr().expose_provenance() as u64, 64);
    }
    let memory = memory::scan::OwnMemory::new().expect("the system lets us read our own memory");
    let start = Instant::now();
    let reach = Reach::of(&ledger.live(), &Roots::default(), &memory);
    println!("{COUNT} blocks searched in {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    black_box(reach);
}

fn threads() {
    let ledger = Ledger::new(1024);
    const EACH: usize = 500_000;
    for threads in [1u64, 2, 16] {
        let start = Instant::now();
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let ledger = &ledger;
                scope.spawn(move || {
                    for number in 0..EACH as u64 {
                        let address = 0x7f00_0000_0000 + (thread << 26) + number % 4000 * 80;
                        acquire(ledger, address, 64);
                        release(ledger, address);
                    }
                });
            }
        });
        let pairs = threads as f64 * EACH as f64;
        println!(
            "{threads:>2} threads, own arenas: {:>6.1} ns of wall time a pair",
            start.elapsed().as_nanos() as f64 / pairs
        );
    }
}

fn stacks() {
    let stacks = Stacks::default();
    let mut cache = StackCache::default();
    for depth in [5, 20] {
        nanoseconds(
            &format!("intern a stack of {depth} frames, the innermost alternates"),
            1_000_000,
            |number| {
                let innermost = Frame { code: 1, position: number as u32 % 2 };
                let outer = (2..=depth).map(|code| Frame { code, position: 7 });
                black_box(cache.intern(&stacks, std::iter::once(innermost).chain(outer), |_, _, _| {}));
            },
        );
    }
}
