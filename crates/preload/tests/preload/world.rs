//! An engine in the program under the interposer: a ledger, a listener, and C functions that are called as foreign ones.

use interpose::Decision;
use memory::fault::{self, Call};
use memory::interposer::{Doing, Interposer, Listener};
use memory::ledger::{Entry, Family, FamilyId, FamilyKind, Ledger, Owner, Site, Verdict};
use memory::stack::StackId;
use std::sync::{LazyLock, Mutex};

pub const MALLOC: Family = Family { id: FamilyId(0), kind: FamilyKind::Memory };
pub const MMAP: Family = Family { id: FamilyId(1), kind: FamilyKind::Memory };
pub const BUFFER: Family = Family { id: FamilyId(2), kind: FamilyKind::Memory };

pub static LEDGER: LazyLock<Ledger> = LazyLock::new(|| Ledger::new(1000));

/// What the listener heard: released blocks with `announced`, and refusals.
#[derive(Default)]
pub struct Heard {
    pub released: Vec<(Entry, bool)>,
    pub refused: Vec<Verdict>,
}

pub static HEARD: Mutex<Heard> = Mutex::new(Heard { released: Vec::new(), refused: Vec::new() });

struct Ear;

impl Listener for Ear {
    fn released(&self, block: &Entry, announced: bool, _: Site) {
        HEARD.lock().unwrap().released.push((*block, announced));
    }

    fn refused(&self, verdict: &Verdict, _: Site) -> Decision {
        HEARD.lock().unwrap().refused.push(*verdict);
        Decision::Keep
    }
}

/// The interposer, attached.
pub fn attach() -> Interposer {
    let interposer = Interposer::find().expect("it was loaded");
    // Made before events can reach it.
    LazyLock::force(&LEDGER);
    interposer.attach(&LEDGER, MALLOC, MMAP, &Ear);
    interposer
}

/// Runs `body` as a foreign call of that number.
pub fn call<T>(interposer: &Interposer, number: u32, body: impl FnOnce() -> T) -> T {
    let _call = fault::enter(Call { call: number, stack: StackId(number + 1000), ..Call::default() });
    let _inside = interposer.thread().enter(Doing::Call(number));
    body()
}

/// Runs `body` as a call that the engine accounts for.
pub fn accounted<T>(interposer: &Interposer, body: impl FnOnce() -> T) -> T {
    let _inside = interposer.thread().enter(Doing::Accounted);
    body()
}

/// The native blocks that are live, by address.
pub fn native() -> Vec<Entry> {
    LEDGER.live().into_iter().filter(|entry| entry.owner == Owner::Native).collect()
}

/// The block that begins at a pointer.
pub fn at<T>(pointer: *const T) -> Option<Entry> {
    LEDGER.find_exact(pointer.addr() as u64)
}
