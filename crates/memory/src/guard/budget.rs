//! How many guarded blocks the system allows.
//!
//! Where pages are closed by `mprotect`, each live guarded block splits its neighbourhood into two mappings more (Linux:
//! `vm.max_map_count`, 65,530 unless changed). The process needs mappings for other things; three quarters of what is free
//! now are used. Markers split nothing; then memory is the limit, a page for each block.

use super::pages::{self, PAGE};

/// Limits of a guard heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Close pages by markers where the system has them.
    pub markers: bool,
    /// Guarded blocks at a time; further ones have canaries only.
    pub guarded: usize,
    /// Bytes of released slots that are kept from use, per class of sizes.
    pub quarantine: usize,
    /// Bytes of released blocks with canaries that are kept from use.
    pub fenced_quarantine: usize,
}

const DEFAULT_LIMIT: usize = 65_530;

/// With markers: 512 MiB in pages.
const MARKED: usize = 131_072;

impl Budget {
    /// What this system allows.
    pub fn of_system() -> Budget {
        let (quarantine, fenced_quarantine) = (16 << 20, 8 << 20);
        if pages::marks(PAGE) {
            return Budget { markers: true, guarded: MARKED, quarantine, fenced_quarantine };
        }
        let read = |path: &str| std::fs::read_to_string(path).ok();
        let limit = read("/proc/sys/vm/max_map_count").and_then(|text| text.trim().parse().ok());
        let mapped = read("/proc/self/maps").map_or(0, |map| map.lines().count());
        let free = limit.unwrap_or(DEFAULT_LIMIT).saturating_sub(mapped);
        Budget { markers: false, guarded: free / 4 * 3 / 2, quarantine, fenced_quarantine }
    }
}
