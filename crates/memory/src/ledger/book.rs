//! The ledger: the shards together.
//!
//! Blocks go to a shard by the 4 MiB *region* of their address. Allocators give each thread a region of its own, so
//! threads seldom meet at a lock, and all that happens to a block happens under one. A block that touches many tiles or
//! crosses a region is in the one shard of large blocks. Look-ups of interior pointers ask both, and the innermost live
//! block wins; counters let the usual case skip the empty one.

use super::access::{Access, Range, judge};
use super::entry::{Entry, FamilyId, Site, State};
use super::events::{Acquired, Acquisition, Died, Release, Released, Touch};
use super::filter::Filter;
use super::handles::Handles;
use super::lock::{Guard, Lock};
use super::shard::{Room, Shard, rank};
use super::tiles::{MAX_TILES, Tiles, tiles_of};
use super::tree::Tree;
use super::verdict::Verdict;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const SHARDS: usize = 64;
const REGION_BITS: u32 = 22;

/// The ledger of a process.
pub struct Ledger {
    small: Box<[Lock<Shard<Tiles>>]>,
    large: Lock<Shard<Tree>>,
    /// Whether `large` ever had an entry.
    has_large: AtomicBool,
    /// The filters of `small`, and of `large`.
    filters: Box<[Arc<Filter>]>,
    sequence: AtomicU64,
    handles: Handles,
}

/// Figures for reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Live blocks, handles that are numbers not counted.
    pub live: usize,
    /// Dead blocks that are remembered.
    pub dead: usize,
    /// Acquisitions so far.
    pub acquired: u64,
}

/// In which part a block is.
enum Place<'a> {
    Small(Guard<'a, Shard<Tiles>>),
    Large(Guard<'a, Shard<Tree>>),
}

/// Runs the same operation on whichever shard it is.
macro_rules! on {
    ($place:expr, $shard:ident => $body:expr) => {
        match $place {
            Place::Small(mut $shard) => $body,
            Place::Large(mut $shard) => $body,
        }
    };
}

impl Ledger {
    /// A ledger whose shards remember up to `history` dead blocks each; a heap of 4 MiB lies in one shard.
    pub fn new(history: usize) -> Ledger {
        let filters: Box<[Arc<Filter>]> = (0..=SHARDS).map(|_| Arc::default()).collect();
        Ledger {
            small: filters[..SHARDS]
                .iter()
                .map(|filter| Lock::new(Shard::new(filter.clone(), history)))
                .collect(),
            large: Lock::new(Shard::new(filters[SHARDS].clone(), history)),
            has_large: AtomicBool::new(false),
            filters,
            sequence: AtomicU64::new(1),
            handles: Handles::default(),
        }
    }

    /// Handles that are numbers.
    pub fn handles(&self) -> &Handles {
        &self.handles
    }

    /// False if `address` surely begins no live block; without a lock.
    pub fn may_know(&self, address: u64) -> bool {
        self.filters[shard_of(address >> REGION_BITS)].may_have(address)
            || (self.has_large.load(Ordering::Relaxed) && self.filters[SHARDS].may_have(address))
    }

    /// Enters a block that the program, a library or a ctypes object has just got.
    pub fn acquire(&self, new: &Acquisition) -> Acquired {
        // 2^64 is not reached. Numbers of events that turn out not to make an entry are skipped.
        let sequence = self.sequence.fetch_add(1, Ordering::Relaxed);
        let end = new.address.saturating_add(new.size.unwrap_or(0).max(1));
        let mut room = Room::default();
        if is_small(new.address, end) {
            if let Some(mut large) = self.if_large()
                && let Err(acquired) = large.make_room(new, new.address + 1, &mut room)
            {
                return acquired;
            }
            return self.small_of(new.address).lock().acquire(new, sequence, room);
        }
        for shard in self.small_in(new.address, end) {
            if let Err(acquired) = shard.lock().make_room(new, end, &mut room) {
                return acquired;
            }
        }
        self.has_large.store(true, Ordering::Relaxed);
        self.large.lock().acquire(new, sequence, room)
    }

    /// Judges a release that is about to happen and, if it is right, enters it.
    pub fn release(&self, release: &Release<'_>) -> Result<Released, Verdict> {
        let answer =
            on!(self.exact(release.address, Some(release.family.id)), shard => shard.release(release));
        match answer {
            // The small blocks know nothing there: it may be inside a large one.
            Err(Verdict::Unknown { .. }) => match self.if_large() {
                Some(mut large) => large.release(release),
                None => answer,
            },
            Ok(Released { before, due: 0 }) => {
                self.end_objects(&before, State::Released, release.site);
                answer
            }
            _ => answer,
        }
    }

    /// Undoes a release whose function failed. False if the block's place was taken meanwhile.
    pub fn restore(&self, released: &Released) -> bool {
        on!(self.place(&released.before), shard => shard.restore(released))
    }

    /// After a reallocation: the released block is at `to` now. False if its place was taken meanwhile, which is the
    /// usual case when it grew where it was.
    pub fn moved(&self, released: &Released, to: u64) -> bool {
        on!(self.place(&released.before), shard => shard.moved(released, to))
    }

    /// An interposed `free` of `family`; the memory goes right after.
    pub fn died(&self, address: u64, family: FamilyId, site: Site) -> Result<Died, Verdict> {
        if !self.may_know(address) {
            return Ok(Died::Untracked);
        }
        let answer = on!(self.exact(address, Some(family)), shard => shard.died(address, family, site));
        if let Ok(Died::Released(entry)) = answer {
            self.end_objects(&entry, State::Released, site);
        }
        answer
    }

    /// The object that owned the buffer at `address` is gone. Gives the entry as it was; with `Flags::RETAINED` in it, C
    /// still holds the pointer.
    pub fn collect(&self, address: u64, site: Site) -> Option<Entry> {
        on!(self.exact(address, None), shard => shard.collect(address, site))
    }

    /// C answers for the block at `address` from now on.
    pub fn hand_over(&self, address: u64, site: Site) -> Result<Entry, Verdict> {
        on!(self.exact(address, None), shard => shard.hand_over(address, site))
    }

    /// Notes what C does with the block around `address`, and gives it.
    pub fn touch(&self, address: u64, touch: Touch) -> Option<Entry> {
        let touched = self.small_of(address).lock().touch(address, touch);
        touched.or_else(|| self.if_large()?.touch(address, touch))
    }

    /// The block that begins at `address`, live or remembered.
    pub fn find_exact(&self, address: u64) -> Option<Entry> {
        let small = self.small_of(address).lock().find_exact(address, None);
        match small {
            Some(entry) if entry.state.is_live() => small,
            _ => better(small, self.if_large().and_then(|large| large.find_exact(address, None))),
        }
    }

    /// The innermost live block around `address`, or else the dead one that was there last.
    pub fn find(&self, address: u64) -> Option<Entry> {
        let small = self.small_of(address).lock().find(address);
        let large = match small {
            Some(entry) if entry.state.is_live() => None,
            _ => self.if_large().and_then(|large| large.find(address)),
        };
        better(small, large)
    }

    /// As `find`, for a fault handler: waits for nothing and allocates nothing. `Err` if a lock was taken.
    pub fn try_find(&self, address: u64) -> Result<Option<Entry>, Busy> {
        let small = self.small_of(address).try_lock().ok_or(Busy)?.find(address);
        let large = self.large.try_lock().ok_or(Busy)?.find(address);
        Ok(better(small, large))
    }

    /// Judges an access. `Ok(None)` where the ledger knows no block.
    pub fn check(&self, range: Range, access: Access) -> Result<Option<Entry>, Verdict> {
        let Some(block) = self.find(range.base) else { return Ok(None) };
        judge(&block, range, access).map(|()| Some(block))
    }

    /// An unobserved owner has the memory around `address` now: what died there is no longer held against anybody.
    pub fn revive(&self, address: u64) {
        self.small_of(address).lock().revive(address);
        if let Some(mut large) = self.if_large() {
            large.revive(address);
        }
    }

    /// A copy of every live entry, in the order of acquisition. Shard by shard: blocks of other threads may come and go
    /// meanwhile.
    pub fn live(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for shard in &self.small {
            entries.extend(shard.lock().iter().filter(|entry| entry.state.is_live()));
        }
        entries.extend(self.large.lock().iter().filter(|entry| entry.state.is_live()));
        entries.sort_unstable_by_key(|entry| entry.sequence);
        entries
    }

    /// Figures, as of roughly now.
    pub fn stats(&self) -> Stats {
        let mut stats = Stats { acquired: self.sequence.load(Ordering::Relaxed) - 1, ..Stats::default() };
        for shard in &self.small {
            let shard = shard.lock();
            stats.live += shard.live;
            stats.dead += shard.dead();
        }
        let large = self.large.lock();
        stats.live += large.live;
        stats.dead += large.dead();
        stats
    }

    fn small_of(&self, address: u64) -> &Lock<Shard<Tiles>> {
        &self.small[shard_of(address >> REGION_BITS)]
    }

    fn if_large(&self) -> Option<Guard<'_, Shard<Tree>>> {
        self.has_large.load(Ordering::Relaxed).then(|| self.large.lock())
    }

    /// Where the entry is that begins at `address`: with the large blocks if theirs is the better one, else the small.
    fn exact(&self, address: u64, family: Option<FamilyId>) -> Place<'_> {
        let small = self.small_of(address).lock();
        if !self.has_large.load(Ordering::Relaxed) {
            return Place::Small(small);
        }
        let best = |entry: Option<Entry>| entry.map(|entry| rank(&entry, family));
        let in_small = best(small.find_exact(address, family));
        if in_small.is_some_and(|(live, of_family, _)| live && of_family) {
            return Place::Small(small);
        }
        // Never two locks at once; what changes between them is a race of the program's own making.
        drop(small);
        let large = self.large.lock();
        if best(large.find_exact(address, family)) > in_small {
            return Place::Large(large);
        }
        drop(large);
        Place::Small(self.small_of(address).lock())
    }

    /// Ends the objects among the small blocks that lie in a large one that went.
    fn end_objects(&self, gone: &Entry, state: State, site: Site) {
        if !is_small(gone.address, gone.end()) {
            self.small_in(gone.address, gone.end())
                .for_each(|shard| shard.lock().end_objects(gone, state, site));
        }
    }

    /// The shards of the regions of a range.
    fn small_in(&self, start: u64, end: u64) -> impl Iterator<Item = &Lock<Shard<Tiles>>> {
        let regions = (start >> REGION_BITS..=(end - 1) >> REGION_BITS).take(SHARDS);
        let mut wanted = [false; SHARDS];
        if regions.clone().count() == SHARDS {
            wanted = [true; SHARDS];
        } else {
            regions.for_each(|region| wanted[shard_of(region)] = true);
        }
        self.small.iter().zip(wanted).filter(|(_, wanted)| *wanted).map(|(shard, _)| shard)
    }

    fn place(&self, entry: &Entry) -> Place<'_> {
        if is_small(entry.address, entry.end()) {
            Place::Small(self.small_of(entry.address).lock())
        } else {
            Place::Large(self.large.lock())
        }
    }
}

#[cfg(unix)]
impl crate::fork::AcrossFork for Ledger {
    fn hold(&'static self) -> Box<dyn std::any::Any> {
        let small: Vec<_> = self.small.iter().map(Lock::lock).collect();
        Box::new((small, self.large.lock(), self.handles.hold()))
    }
}

/// The answer of a look-up that may not wait: somebody holds the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;

/// Spread by Fibonacci hashing: the C library's arenas begin at multiples of 64 MiB, which a modulo would put together.
fn shard_of(region: u64) -> usize {
    (region.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - SHARDS.ilog2())) as usize
}

fn is_small(start: u64, end: u64) -> bool {
    start >> REGION_BITS == (end - 1) >> REGION_BITS && tiles_of(start, end) <= MAX_TILES
}

/// The better answer of two: live before dead, later before earlier.
fn better(one: Option<Entry>, other: Option<Entry>) -> Option<Entry> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if rank(&one, None) >= rank(&other, None) { one } else { other }),
        (one, other) => one.or(other),
    }
}
