//! What blocks of a family are, and how bad it is to mix two families.

use crate::ledger::{Family, FamilyId, FamilyKind};

/// Where the ledger keeps what is acquired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// By address.
    Address(FamilyKind),
    /// By number: file descriptors and the like.
    Number,
}

/// A family of blocks or handles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyInfo {
    pub id: FamilyId,
    /// Unique among all contracts; the word in reports.
    pub name: String,
    /// What one of its members is called in a sentence: "block", "file", "database".
    pub noun: String,
    /// The library of the contract.
    pub library: String,
    pub storage: Storage,
    /// Families of one domain are confused with each other (`malloc` and `mmap`).
    pub domain: String,
    /// Live ones at the end of the program are not leaks: the library keeps one per process.
    pub singleton: bool,
    /// The names of its release functions, the usual one first.
    pub released_by: Vec<String>,
}

impl FamilyInfo {
    /// What the ledger needs of it. A number is stored elsewhere, where the kind plays no part.
    pub fn family(&self) -> Family {
        let kind = match self.storage {
            Storage::Address(kind) => kind,
            Storage::Number => FamilyKind::Object,
        };
        Family { id: self.id, kind }
    }
}

/// What it means that a block of one family was given to another's release function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mixing {
    /// Families of one domain: the right function is another one of the same library.
    MismatchedFamily,
    /// An allocator that never saw the block.
    WrongAllocator,
}

impl Mixing {
    /// For two different families.
    pub fn of(block: &FamilyInfo, used: &FamilyInfo) -> Mixing {
        if block.domain == used.domain { Mixing::MismatchedFamily } else { Mixing::WrongAllocator }
    }
}
