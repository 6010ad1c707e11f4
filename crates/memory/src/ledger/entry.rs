//! What is known of one block: an entry of the ledger.
//!
//! An entry is 80 bytes and is copied out of the ledger, never referred to: what a caller holds cannot change under it
//! and holds no lock. Addresses are plain numbers here; nothing in this folder reads the memory they name.

use crate::stack::StackId;

/// Names a foreign call; 0 is "no call".
pub type CallId = u32;

/// Names a thread as the engine numbers them; 0 is "not known".
pub type ThreadId = u32;

/// The place of a family in the table of families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FamilyId(pub u16);

/// What blocks of a family are, as far as the ledger must tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum FamilyKind {
    /// Fresh memory: nothing that was known to lie inside it can still be there.
    Memory,
    /// An object that a library handed out, perhaps from a pool of its own: it may lie inside another block.
    Object,
    /// As `Object`, and acquiring it again counts up instead of making another (`dlopen`).
    Counted,
}

/// The family of a block, with what the ledger needs to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    pub id: FamilyId,
    pub kind: FamilyKind,
}

/// Who answers for a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Owner {
    /// The program: it acquired the block through the boundary and has to release it.
    Program,
    /// A library: it made the block during a foreign call and has not given it away.
    Native,
    /// A ctypes object: the block is its buffer.
    Ctypes,
    /// An immutable Python object (`bytes`, `str`) whose contents C may read and nobody may write.
    Immutable,
}

/// Whether the block is there, and if not, how it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    Live,
    /// Live, and C answers for it now.
    HandedOver,
    /// Given to a release function.
    Released,
    /// Moved away by a reallocation; `moved_to` says where.
    Moved,
    /// The ctypes or Python object that owned it was collected.
    Collected,
}

impl State {
    /// Whether the memory may still be used.
    pub fn is_live(self) -> bool {
        matches!(self, State::Live | State::HandedOver)
    }
}

/// Yes-or-no facts of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(pub u8);

impl Flags {
    /// The size is known; otherwise `size` is 0 and only the address is.
    pub const SIZED: Flags = Flags(1);
    /// The C heap holds a block here, reported by the interposer: its end will be reported as well.
    pub const BACKED: Flags = Flags(2);
    /// C was told to keep the pointer after the call.
    pub const RETAINED: Flags = Flags(4);
    /// C has seen the pointer.
    pub const PASSED: Flags = Flags(8);

    pub fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    pub fn without(self, other: Flags) -> Flags {
        Flags(self.0 & !other.0)
    }
}

/// Where something happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Site {
    pub stack: StackId,
    pub call: CallId,
    pub thread: ThreadId,
}

/// One block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub address: u64,
    /// Bytes, where `Flags::SIZED`.
    pub size: u64,
    /// Counts all acquisitions of the process; with the address it names the block for ever.
    pub sequence: u64,
    /// Where a reallocation moved the block to, in state `Moved`; otherwise 0.
    pub moved_to: u64,
    pub acquired: Site,
    /// Where it was released, moved, collected or handed over, in these states.
    pub released: Site,
    /// How many releases are due (more than 1 only for `FamilyKind::Counted`).
    pub count: u32,
    pub family: Family,
    pub owner: Owner,
    pub state: State,
    pub flags: Flags,
}

impl Entry {
    /// One past the last address by which the block can be found: a block of size 0 or unknown has its first byte.
    pub fn end(&self) -> u64 {
        self.address.saturating_add(self.size.max(1))
    }

    /// Whether `address` lies in the block.
    pub fn contains(&self, address: u64) -> bool {
        (self.address..self.end()).contains(&address)
    }

    /// The size, where it is known.
    pub fn known_size(&self) -> Option<u64> {
        self.flags.has(Flags::SIZED).then_some(self.size)
    }
}
