//! Handles that are numbers, such as file descriptors: live ones, and for each number the last one released.
//!
//! A number is reused at once and by everybody in the process, most of whom nobody observes. So a release of a number
//! that is not live is a suspicion only: [`Verdict::DoubleRelease`] is to be believed when the foreign function failed.

use super::entry::{Entry, Family, FamilyId, Flags, Owner, Site, State};
use super::events::{Acquired, Release, Released};
#[cfg(unix)]
use super::lock::Guard;
use super::lock::Lock;
use super::verdict::Verdict;
use crate::hash::Numbers;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// Numbers of different families are different handles.
pub(super) type Table = HashMap<(u64, u64), Entry, Numbers>;

/// Released handles that are remembered.
const HISTORY: usize = 4096;

/// The live and the remembered handles.
#[derive(Default)]
pub struct Handles {
    table: Lock<Table>,
    sequence: AtomicU64,
}

impl Handles {
    #[cfg(unix)]
    pub(super) fn hold(&self) -> Guard<'_, Table> {
        self.table.lock()
    }

    /// Enters a handle.
    pub fn acquire(&self, number: u64, family: Family, site: Site) -> Acquired {
        let sequence = self.sequence.fetch_add(1, Ordering::Relaxed) + 1;
        let entry = Entry {
            address: number,
            size: 0,
            sequence,
            moved_to: 0,
            acquired: site,
            released: Site::default(),
            count: 1,
            family,
            owner: Owner::Program,
            state: State::Live,
            flags: Flags::default(),
        };
        let mut table = self.table.lock();
        let old = table.insert(key(number, family.id), entry);
        if table.len() > HISTORY && table.len() > 2 * live(&table) {
            table.retain(|_, entry| entry.state.is_live());
        }
        match old {
            Some(lost) if lost.state.is_live() => Acquired::Replaced { sequence, lost: Box::new(lost) },
            _ => Acquired::New { sequence },
        }
    }

    /// Judges a release that is about to happen and, if it is right, enters it.
    pub fn release(&self, release: &Release<'_>) -> Result<Released, Verdict> {
        let mut table = self.table.lock();
        let families = std::iter::once(&release.family.id).chain(release.accepts);
        let mut dead = Verdict::Unknown { address: release.address };
        for &family in families {
            match table.get_mut(&key(release.address, family)) {
                Some(entry) if entry.state.is_live() => {
                    let before = *entry;
                    entry.state = State::Released;
                    entry.released = release.site;
                    return Ok(Released { before, due: 0 });
                }
                Some(entry) => dead = Verdict::DoubleRelease { block: *entry },
                None => {}
            }
        }
        Err(dead)
    }

    /// Undoes a release whose function failed. False if the number was taken meanwhile.
    pub fn restore(&self, released: &Released) -> bool {
        let mut table = self.table.lock();
        match table.get_mut(&key(released.before.address, released.before.family.id)) {
            Some(entry) if entry.sequence == released.before.sequence => {
                *entry = released.before;
                true
            }
            _ => false,
        }
    }

    /// The handle of that number, live or remembered.
    pub fn find(&self, number: u64, family: FamilyId) -> Option<Entry> {
        self.table.lock().get(&key(number, family)).copied()
    }

    /// Every live handle, in the order of acquisition.
    pub fn live(&self) -> Vec<Entry> {
        let mut live: Vec<Entry> =
            self.table.lock().values().filter(|entry| entry.state.is_live()).copied().collect();
        live.sort_unstable_by_key(|entry| entry.sequence);
        live
    }
}

fn key(number: u64, family: FamilyId) -> (u64, u64) {
    (number, u64::from(family.0))
}

fn live(table: &Table) -> usize {
    table.values().filter(|entry| entry.state.is_live()).count()
}
