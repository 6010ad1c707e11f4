//! Releasing a part of a block, as `munmap` may (POSIX).

use super::book::Ledger;
use super::entry::Owner;
use super::events::{Acquisition, Release, Released};
use super::verdict::Verdict;

/// The least page of any system that is supported: lengths are rounded up to it.
const PAGE: u64 = 4096;

impl Ledger {
    /// A release of `length` bytes from `release.address`, which may be a part of a block (`munmap`). What remains on
    /// either side is a block of its own, acquired where the whole was.
    pub fn release_part(&self, release: &Release<'_>, length: u64) -> Result<Released, Verdict> {
        let Some(block) = self.find(release.address).filter(|block| block.state.is_live()) else {
            return self.release(release);
        };
        let end = release.address.saturating_add(length.max(1).next_multiple_of(PAGE));
        let whole = release.address == block.address && end >= block.end();
        if whole || block.owner != Owner::Program || block.family.id != release.family.id {
            return self.release(release);
        }
        let released = self.release(&Release { address: block.address, ..*release })?;
        for (from, to) in [(block.address, release.address), (end, block.end())] {
            if from < to {
                let size = Some(to - from);
                let site = block.acquired;
                self.acquire(&Acquisition {
                    address: from,
                    size,
                    family: block.family,
                    owner: block.owner,
                    site,
                });
            }
        }
        Ok(released)
    }
}
