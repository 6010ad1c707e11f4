//! Calls with rules on memory made for them: what the ledger is told.

use memory::families::{Catalogue, Fault, Observed, Outcome, Peek, Place, Rule};
use memory::ledger::{Acquired, Ledger, Site, State, Verdict};
use memory::stack::StackId;
use std::collections::HashMap;
use std::sync::Arc;

/// Memory by word.
#[derive(Default)]
pub struct Fake {
    words: HashMap<u64, u64>,
    wide: HashMap<u64, u64>,
}

impl Fake {
    pub fn with(words: &[(u64, u64)]) -> Fake {
        Fake { words: words.iter().copied().collect(), wide: HashMap::new() }
    }

    pub fn with_wide(mut self, address: u64, length: u64) -> Fake {
        self.wide.insert(address, length);
        self
    }
}

impl Peek for Fake {
    fn word(&self, address: u64) -> u64 {
        self.words[&address]
    }

    fn int(&self, address: u64) -> u32 {
        (self.words[&(address & !7)] >> ((address & 7) * 8)) as u32
    }

    fn string_length(&self, address: u64) -> u64 {
        self.words[&address].to_le_bytes().iter().position(|&byte| byte == 0).unwrap() as u64
    }

    fn wide_length(&self, address: u64) -> u64 {
        self.wide[&address]
    }
}

const CONTRACT: &str = r#"
version = 1
[library]
name = "test"
[family.block]
kind = "memory"
[family.slot]
kind = "object"
[family.number]
kind = "number"
[[function]]
names = ["make"]
acquires = { family = "block", block = "result", size = "arg0" }
[[function]]
names = ["drop"]
releases = { family = "block", block = "arg0" }
[[function]]
names = ["grow"]
releases = { family = "block", block = "arg0" }
acquires = { family = "block", block = "result", size = "arg1" }
moves = true
[[function]]
names = ["slot_new"]
acquires = { family = "slot", block = "*arg0" }
fails = "non-zero"
[[function]]
names = ["slot_end"]
releases = [{ family = "slot", block = "*arg0" }, { family = "block", block = "arg1" }]
[[function]]
names = ["close"]
releases = { family = "number", block = "arg0" }
fails = "negative"
[[function]]
names = ["close_anyhow"]
releases = { family = "number", block = "arg0", always = true }
fails = "negative"
[[function]]
names = ["open"]
acquires = { family = "number", block = "result" }
fails = "negative"
[[function]]
names = ["append"]
acquires = { family = "slot", block = "result", unless = "arg0" }
[[function]]
names = ["unmap"]
releases = { family = "block", block = "arg0", length = "arg1" }
[[function]]
names = ["give"]
consumes = ["arg0"]
[[function]]
names = ["copy"]
writes = { block = "arg0", size = "arg2" }
reads = { block = "arg1", size = "arg2" }
"#;

struct World {
    ledger: Ledger,
    memory: Fake,
    rules: HashMap<&'static str, Arc<Rule>>,
}

impl World {
    fn new() -> World {
        let catalogue = Catalogue::default();
        catalogue.add(CONTRACT, "test.toml").unwrap();
        let names = [
            "make",
            "drop",
            "grow",
            "slot_new",
            "slot_end",
            "close",
            "close_anyhow",
            "open",
            "append",
            "unmap",
            "give",
            "copy",
        ];
        let place =
            move |name: &str| names.iter().position(|known| *known == name).map(|index| index as u64 + 1);
        catalogue.resolve(&OneModule(place));
        let rules = names.map(|name| (name, catalogue.rule_at(place(name).unwrap()).unwrap()));
        World { ledger: Ledger::new(100), memory: Fake::default(), rules: rules.into() }
    }

    fn call(&self, name: &str, arguments: &[u64], result: u64) -> Result<Outcome, Fault> {
        let site = Site { stack: StackId(result as u32), call: 1, thread: 1 };
        let (ledger, memory) = (&self.ledger, &self.memory);
        let observed = Observed::before(&self.rules[name], arguments, ledger, site, memory)?;
        Ok(observed.after(arguments, result, ledger, site, memory))
    }
}

struct OneModule<F>(F);

impl<F: Fn(&str) -> Option<u64> + Copy + 'static> memory::families::Loader for OneModule<F> {
    fn modules(&self) -> Vec<memory::families::Module> {
        vec![memory::families::Module::new("", self.0)]
    }
}

#[test]
fn a_block_is_made_and_dropped_once() {
    let world = World::new();
    let made = world.call("make", &[100], 0x1000).unwrap().made.first().cloned().unwrap();
    assert!(matches!((made.address, made.how), (0x1000, Acquired::New { .. })));
    assert_eq!(world.ledger.find(0x1063).unwrap().known_size(), Some(100));
    assert_eq!(world.call("drop", &[0], 0), Ok(Outcome::default()), "NULL is nothing");
    assert_eq!(world.call("drop", &[0x9000], 0), Ok(Outcome::default()), "nobody knows it");
    world.call("drop", &[0x1000], 0).unwrap();
    let fault = world.call("drop", &[0x1000], 0).unwrap_err();
    assert!(matches!(fault, Fault { verdict: Verdict::DoubleRelease { .. }, place: Place::Argument(0) }));
}

#[test]
fn a_failed_call_leaves_everything_as_it_was() {
    let world = World::new();
    assert!(world.call("make", &[100], 0).unwrap().failed);
    assert_eq!(world.ledger.stats().live, 0);
    world.call("make", &[100], 0x1000).unwrap();
    let before = world.ledger.find(0x1000);
    assert!(world.call("grow", &[0x1000, 500], 0).unwrap().failed);
    assert_eq!(world.ledger.find(0x1000), before);
}

#[test]
fn a_block_that_grows_keeps_its_history() {
    let world = World::new();
    world.call("make", &[100], 0x1000).unwrap();
    let here = world.call("grow", &[0x1000, 120], 0x1000).unwrap().made.first().cloned().unwrap();
    assert_eq!(here.moved_from.unwrap().size, 100);
    assert_eq!(world.ledger.find(0x1000).unwrap().size, 120);
    world.call("grow", &[0x1000, 9000], 0x8000).unwrap();
    let old = world.ledger.find(0x1000).unwrap();
    assert_eq!((old.state, old.moved_to), (State::Moved, 0x8000));
    assert!(matches!(world.call("drop", &[0x1000], 0).unwrap_err().verdict, Verdict::StaleRelease { .. }));
    let fresh = world.call("grow", &[0, 10], 0x20_000).unwrap().made.first().cloned().unwrap();
    assert_eq!(fresh.moved_from, None, "realloc(NULL, n) is malloc(n)");
}

#[test]
fn out_parameters_and_two_releases_in_one_call() {
    let mut world = World::new();
    world.memory = Fake::with(&[(0x50, 0x2000)]);
    assert!(world.call("slot_new", &[0x50], 1).unwrap().failed);
    world.call("slot_new", &[0x50], 0).unwrap();
    assert_eq!(world.ledger.find(0x2000).unwrap().known_size(), None);
    // The second release is wrong, so the first has not happened either.
    world.call("make", &[8], 0x3000).unwrap();
    world.call("drop", &[0x3000], 0).unwrap();
    let fault = world.call("slot_end", &[0x50, 0x3000], 0).unwrap_err();
    assert_eq!(fault.place, Place::Argument(1));
    assert_eq!(world.ledger.find(0x2000).unwrap().state, State::Live);
    world.call("slot_end", &[0x50, 0], 0).unwrap();
    assert_eq!(world.ledger.stats().live, 0);
}

#[test]
fn numbers_are_c_ints_and_0_is_one() {
    let world = World::new();
    world.call("open", &[], 0xdead_0000_0000).unwrap();
    assert_eq!(world.ledger.handles().live()[0].address, 0);
    assert!(world.call("close", &[0], u64::MAX).unwrap().failed);
    assert_eq!(world.ledger.handles().live().len(), 1, "a failed close closed nothing");
    world.call("close_anyhow", &[0], u64::MAX).unwrap();
    assert!(world.ledger.handles().live().is_empty());
    assert!(matches!(world.call("close", &[0], 0).unwrap_err().verdict, Verdict::DoubleRelease { .. }));
}

#[test]
fn what_is_given_back_is_not_acquired() {
    let world = World::new();
    assert_eq!(world.call("append", &[0], 0x4000).unwrap().made.iter().count(), 1);
    assert_eq!(world.call("append", &[0x4000], 0x4000).unwrap().made.iter().count(), 0);
}

#[test]
fn a_mapping_may_go_in_parts() {
    let world = World::new();
    world.call("make", &[0x5000], 0x10_0000).unwrap();
    world.call("unmap", &[0x10_1000, 0x1000], 0).unwrap();
    let live: Vec<(u64, u64)> = world.ledger.live().iter().map(|block| (block.address, block.size)).collect();
    assert_eq!(live, [(0x10_0000, 0x1000), (0x10_2000, 0x3000)]);
    world.call("unmap", &[0x10_0000, 1], 0).unwrap();
    world.call("unmap", &[0x10_2000, 0x3000], 0).unwrap();
    assert_eq!(world.ledger.stats().live, 0);
}

#[test]
fn what_is_handed_over_is_c_s() {
    let world = World::new();
    world.call("make", &[8], 0x1000).unwrap();
    world.call("give", &[0x1000], 0).unwrap();
    assert!(matches!(world.call("drop", &[0x1000], 0).unwrap_err().verdict, Verdict::HandedOver { .. }));
}

#[test]
fn reads_and_writes_are_judged_before_they_happen() {
    let world = World::new();
    world.call("make", &[16], 0x1000).unwrap();
    world.call("make", &[8], 0x2000).unwrap();
    assert!(world.call("copy", &[0x2000, 0x1000, 8], 0).is_ok());
    let write = world.call("copy", &[0x2000, 0x1000, 16], 0).unwrap_err();
    assert!(matches!(write, Fault { verdict: Verdict::OutOfBounds { .. }, place: Place::Argument(0) }));
    let read = world.call("copy", &[0x1000, 0x2000, 9], 0).unwrap_err();
    assert_eq!(read.place, Place::Argument(1));
}
