//! The ways in which an event or an access is wrong.
//!
//! A verdict says what the ledger knows, with the block as it was at that moment; whether it is a finding, and how sure,
//! is judged above. [`Verdict::Unknown`] in particular is none: the ledger does not know every block of a process.

use super::entry::{Entry, FamilyId};

/// Why an event was refused or an access is wrong. After a verdict the ledger is as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The address belongs to no block, live or remembered.
    Unknown { address: u64 },
    /// Released a second time.
    DoubleRelease { block: Entry },
    /// Released through the pointer from before a reallocation.
    StaleRelease { block: Entry },
    /// Released though C answers for it since it was handed over.
    HandedOver { block: Entry },
    /// Released by a function of another family; which mixtures are how bad is the families' knowledge.
    OtherFamily { block: Entry, used: FamilyId },
    /// The buffer of a ctypes or immutable Python object was given to a release function.
    PythonOwned { block: Entry, used: FamilyId },
    /// The pointer is `offset` bytes inside a block; `block` may be dead.
    InteriorRelease { block: Entry, offset: u64 },
    /// The memory was released before the access.
    UseAfterRelease { block: Entry, offset: u64 },
    /// The pointer is from before a reallocation that moved the block.
    StaleUse { block: Entry, offset: u64 },
    /// The object whose buffer this was is gone.
    Dangling { block: Entry, offset: u64 },
    /// The access begins or ends outside the block that the pointer belongs to. `offset` is from the block's begin.
    OutOfBounds { block: Entry, offset: i64, length: u64 },
    /// A write to the contents of an immutable object.
    ImmutableWrite { block: Entry, offset: u64 },
}

impl Verdict {
    /// The block that the verdict is about, where there is one.
    pub fn block(&self) -> Option<&Entry> {
        match self {
            Verdict::Unknown { .. } => None,
            Verdict::DoubleRelease { block }
            | Verdict::StaleRelease { block }
            | Verdict::HandedOver { block }
            | Verdict::OtherFamily { block, .. }
            | Verdict::PythonOwned { block, .. }
            | Verdict::InteriorRelease { block, .. }
            | Verdict::UseAfterRelease { block, .. }
            | Verdict::StaleUse { block, .. }
            | Verdict::Dangling { block, .. }
            | Verdict::OutOfBounds { block, .. }
            | Verdict::ImmutableWrite { block, .. } => Some(block),
        }
    }
}
