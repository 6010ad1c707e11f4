//! What can happen to a block: the requests to the ledger and its answers.
//!
//! A release is announced *before* the foreign function runs, because afterwards another thread may already own the
//! address. Functions that can fail (`realloc`, `munmap`) are undone with [`Released`], which names the block and not
//! only the address, so that undoing cannot revive a block that took its place.

use super::entry::{Entry, Family, FamilyId, Owner, Site};

/// A block came to be.
#[derive(Clone, Copy, Debug)]
pub struct Acquisition {
    /// Not 0: a failed acquisition is no event.
    pub address: u64,
    /// Bytes, or `None` for an object whose size nobody says.
    pub size: Option<u64>,
    pub family: Family,
    pub owner: Owner,
    pub site: Site,
}

/// How an acquisition went into the ledger. None of these is a mistake of the program. Entries are boxed to keep the usual
/// answer small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acquired {
    /// A new entry.
    New { sequence: u64 },
    /// A library made the block and now gave it to the program: the entry changed owner. `native` is it as it was.
    Adopted { sequence: u64, native: Box<Entry> },
    /// The same counted object again; so many releases are due.
    Counted { sequence: u64, count: u32 },
    /// A new entry in the place of a live one, whose release nobody saw (C freed it, or it was never the program's).
    Replaced { sequence: u64, lost: Box<Entry> },
}

impl Acquired {
    /// The sequence number of the entry.
    pub fn sequence(&self) -> u64 {
        match *self {
            Acquired::New { sequence }
            | Acquired::Adopted { sequence, .. }
            | Acquired::Counted { sequence, .. }
            | Acquired::Replaced { sequence, .. } => sequence,
        }
    }
}

/// A release function is about to be called.
#[derive(Clone, Copy, Debug)]
pub struct Release<'a> {
    pub address: u64,
    /// The family that the function releases.
    pub family: Family,
    /// Further families whose blocks it takes rightly.
    pub accepts: &'a [FamilyId],
    pub site: Site,
}

/// A block left the live ones, or one of several releases of a counted one was used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// The block as it was before.
    pub before: Entry,
    /// Releases still due; 0 when it is gone.
    pub due: u32,
}

/// What an interposed `free` meant to the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Died {
    /// The ledger does not know the block.
    Untracked,
    /// It was live and is released now. For a block of the program it means that C released it.
    Released(Entry),
    /// Its release had been announced before: the memory behind a released object goes now.
    Announced(Entry),
}

/// What a foreign call does with the buffer of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// C sees the pointer during the call.
    Passed,
    /// C keeps it after the call.
    Retained,
    /// C has given it up.
    GivenBack,
}
