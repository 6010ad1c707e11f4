//! Short ways to say events in tests.

use memory::ledger::{
    Acquired, Acquisition, Family, FamilyId, FamilyKind, Ledger, Owner, Release, Released, Site, Verdict,
};
use memory::stack::StackId;

pub const MALLOC: Family = Family { id: FamilyId(1), kind: FamilyKind::Memory };
pub const NEW: Family = Family { id: FamilyId(2), kind: FamilyKind::Memory };
pub const OBJECT: Family = Family { id: FamilyId(3), kind: FamilyKind::Object };
pub const LIBRARY: Family = Family { id: FamilyId(4), kind: FamilyKind::Counted };
pub const BUFFER: Family = Family { id: FamilyId(5), kind: FamilyKind::Memory };

pub fn site(stack: u32) -> Site {
    Site { stack: StackId(stack), call: stack, thread: 1 }
}

pub fn acquire(ledger: &Ledger, address: u64, size: u64, family: Family, stack: u32) -> Acquired {
    acquire_as(ledger, address, Some(size), family, Owner::Program, stack)
}

pub fn acquire_as(
    ledger: &Ledger,
    address: u64,
    size: Option<u64>,
    family: Family,
    owner: Owner,
    stack: u32,
) -> Acquired {
    ledger.acquire(&Acquisition { address, size, family, owner, site: site(stack) })
}

pub fn release(ledger: &Ledger, address: u64, family: Family, stack: u32) -> Result<Released, Verdict> {
    ledger.release(&Release { address, family, accepts: &[], site: site(stack) })
}
