//! A watched child: a channel, a ledger, a guard heap, and what came out when the child is dead.

use crate::children::{End, in_child};
use memory::channel::{Collector, Ring};
use memory::fault::{AltStack, Watch, install};
use memory::guard::{Budget, GuardHeap};
use memory::ledger::Ledger;
use std::fs::File;
use trace::{Fault, Record};

/// What a watched program works with. Leaked, as in a program: handlers refer to it to the end.
pub struct Program {
    pub ring: &'static Ring,
    pub ledger: &'static Ledger,
    pub guard: &'static GuardHeap,
}

impl Program {
    pub fn install(&self) {
        let watch = Watch { ring: self.ring, ledger: Some(self.ledger), guard: Some(self.guard) };
        install(watch).unwrap();
        AltStack::ensure();
    }
}

/// What is known after the end.
pub struct Report {
    pub end: End,
    pub faults: Vec<Fault>,
    /// Lines of `/proc/self/maps`.
    pub maps: Vec<String>,
}

/// Runs `body` in a child and collects what it left.
pub fn watch(body: impl FnOnce(&Program)) -> Report {
    let (ring, descriptor) = Ring::create(1 << 18).unwrap();
    let collector = Collector::new(Ring::open(&File::from(descriptor)).unwrap(), None);
    let end = in_child(|| {
        let budget = Budget { markers: true, guarded: 100, quarantine: 1 << 20, fenced_quarantine: 0 };
        body(&Program {
            ring: Box::leak(Box::new(ring)),
            ledger: Box::leak(Box::new(Ledger::new(100))),
            guard: Box::leak(Box::new(GuardHeap::new(budget))),
        });
    });
    let (mut faults, mut maps) = (Vec::new(), Vec::new());
    collector.finish(|_, record| match record {
        Record::Fault(fault) => faults.push(*fault),
        Record::Map { text } => maps.push(String::from_utf8_lossy(text).into_owned()),
        other => panic!("{other:?} was not written"),
    });
    Report { end, faults, maps }
}
