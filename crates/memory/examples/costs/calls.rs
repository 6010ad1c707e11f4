//! What every watched call costs: noting it for the fault handler, a rule, a record in the channel.

use crate::measure::nanoseconds;
use memory::channel::{Drain, Patience, Ring};
use memory::families::{Catalogue, Observed, Process, ProcessMemory, Symbols};
use memory::fault::{Call, enter};
use memory::ledger::{Ledger, Site};
use memory::stack::StackId;
use std::fs::File;
use std::hint::black_box;
use trace::{Event, Record};

pub fn print() {
    nanoseconds("enter and leave a call", 1_000_000, |number| {
        drop(black_box(enter(Call { call: number as u32 + 1, ..Call::default() })));
    });
    let (ledger, catalogue) = (Ledger::new(1024), Catalogue::with_shipped());
    catalogue.resolve(&Process);
    let rule = |name| {
        catalogue.rule_at(Symbols::global().find(name).expect("it is in the C library")).expect("a rule")
    };
    let (malloc, free) = (rule("malloc"), rule("free"));
    // SAFETY: the rules of `malloc` and `free` read no memory.
    let memory = unsafe { ProcessMemory::new() };
    let site = Site { stack: StackId(1), call: 1, thread: 1 };
    nanoseconds("malloc and free by their rules, without the calls", 1_000_000, |_| {
        let observed = Observed::before(&malloc, &[64], &ledger, site, &memory).expect("no mistake");
        black_box(observed.after(&[64], 0x5555_0000_1000, &ledger, site, &memory));
        let observed =
            Observed::before(&free, &[0x5555_0000_1000], &ledger, site, &memory).expect("no mistake");
        black_box(observed.after(&[0x5555_0000_1000], 0, &ledger, site, &memory));
    });
    let (ring, descriptor) = Ring::create(1 << 22).expect("there is shared memory");
    let mut drain = Drain::new(Ring::open(&File::from(descriptor)).expect("it was just made"));
    let mut body = Vec::new();
    nanoseconds("append an event to the channel, and take it out", 500_000, |number| {
        let event = Event { address: number as u64, size: 64, stack: 1, family: 1, owner: 0 };
        ring.append(&Record::Acquired(event), Patience::Drop);
        black_box(drain.next(false, &mut body));
    });
}
