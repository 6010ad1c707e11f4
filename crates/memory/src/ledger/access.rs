//! Judging reads and writes: does this access stay inside a block that is alive and may be changed?

use super::entry::{Entry, Owner, State};
use super::verdict::Verdict;

/// What is done with the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

/// The memory of an access and the pointer that led there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The pointer's own value: the block around it is the one that the access belongs to.
    pub base: u64,
    /// The first byte: `base`, or moved from it by an index or a field.
    pub address: u64,
    /// Bytes.
    pub length: u64,
}

impl Range {
    /// An access directly through a pointer.
    pub fn at(address: u64, length: u64) -> Range {
        Range { base: address, address, length }
    }
}

/// Judges an access to `block`, which is the one around `range.base`.
pub(super) fn judge(block: &Entry, range: Range, access: Access) -> Result<(), Verdict> {
    let block = *block;
    let offset = range.base - block.address;
    match block.state {
        State::Released => return Err(Verdict::UseAfterRelease { block, offset }),
        State::Moved => return Err(Verdict::StaleUse { block, offset }),
        State::Collected => return Err(Verdict::Dangling { block, offset }),
        State::Live | State::HandedOver => {}
    }
    if let Some(size) = block.known_size() {
        let inside = range.address >= block.address
            && range.address.checked_add(range.length).is_some_and(|end| end - block.address <= size);
        if !inside && range.length > 0 {
            let offset = range.address.wrapping_sub(block.address).cast_signed();
            return Err(Verdict::OutOfBounds { block, offset, length: range.length });
        }
    }
    if access == Access::Write && block.owner == Owner::Immutable && range.length > 0 {
        return Err(Verdict::ImmutableWrite { block, offset });
    }
    Ok(())
}
