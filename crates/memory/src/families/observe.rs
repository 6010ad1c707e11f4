//! A call with a rule, told to the ledger: what it takes before it runs, what it leaves afterwards.
//!
//! ```text
//! let observed = Observed::before(&rule, …)?   // Err: a mistake, and the call has not happened
//! result = the call
//! let outcome = observed.after(result, …)      // what was acquired; or failed, and everything is as before
//! ```
//!
//! Must not know how findings are made. A refused call leaves the ledger as it was; who makes it nevertheless has no
//! `Observed` to finish.

use super::family::Storage;
use super::few::Few;
use super::peek::Peek;
use super::place::{Place, Words};
use super::rule::{Releases, Rule};
use crate::ledger::{
    Access, Acquired, Acquisition, Entry, FamilyId, FamilyKind, Ledger, Owner, Range, Release, Released,
    Site, Touch, Verdict,
};

/// A mistake that a call is about to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub verdict: Verdict,
    /// Where in the call the address is.
    pub place: Place,
}

/// A call under way.
#[derive(Debug)]
pub struct Observed<'a> {
    rule: &'a Rule,
    released: Few<Undoable>,
}

#[derive(Debug)]
struct Undoable {
    released: Released,
    storage: Storage,
    always: bool,
}

/// A block that a call made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub address: u64,
    pub family: FamilyId,
    pub how: Acquired,
    /// The block that it was before, for `realloc` and its like.
    pub moved_from: Option<Box<Entry>>,
}

/// What a call did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// It said that it failed: what it was to release is live again.
    pub failed: bool,
    pub made: Few<Made>,
}

impl<'a> Observed<'a> {
    /// Before the call: judges what it reads, writes and releases, and enters the releases.
    pub fn before(
        rule: &'a Rule,
        arguments: &[u64],
        ledger: &Ledger,
        site: Site,
        memory: &impl Peek,
    ) -> Result<Observed<'a>, Fault> {
        let words = Words { arguments, result: 0 };
        for (spans, access) in [(&rule.reads, Access::Read), (&rule.writes, Access::Write)] {
            for span in spans {
                let Some(address) = span.block.value(words, memory).filter(|&address| address != 0) else {
                    continue;
                };
                let length = span.size.value(words, memory).unwrap_or(0);
                ledger
                    .check(Range::at(address, length), access)
                    .map_err(|verdict| Fault { verdict, place: span.block })?;
            }
        }
        let mut observed = Observed { rule, released: Few::default() };
        for releases in &rule.releases {
            let named = |address: &u64| *address != 0 || releases.storage == Storage::Number;
            let Some(address) = releases.block.value(words, memory).filter(named) else { continue };
            let length = releases.length.as_ref().and_then(|length| length.value(words, memory));
            match release(ledger, releases, address, length, site) {
                Ok(Some(released)) => {
                    let undoable = Undoable { released, storage: releases.storage, always: releases.always };
                    observed.released.push(undoable);
                }
                Ok(None) => {}
                Err(verdict) => {
                    observed.undo(ledger, |_| true);
                    return Err(Fault { verdict, place: releases.block });
                }
            }
        }
        Ok(observed)
    }

    /// After the call.
    pub fn after(
        self,
        arguments: &[u64],
        result: u64,
        ledger: &Ledger,
        site: Site,
        memory: &impl Peek,
    ) -> Outcome {
        let words = Words { arguments, result };
        let excused = self.rule.unless_zero.and_then(|place| place.value(words, memory)) == Some(0);
        if self.rule.fails.is(result) && !excused {
            self.undo(ledger, |released| !released.always);
            return Outcome { failed: true, ..Outcome::default() };
        }
        let mut outcome = Outcome::default();
        for acquires in &self.rule.acquires {
            let value = |place: Place| place.value(words, memory);
            let Some(address) = value(acquires.block) else { continue };
            let same = acquires.unless.and_then(value) == Some(address);
            if same {
                continue;
            }
            let family = acquires.family;
            let how = match acquires.storage {
                Storage::Number => ledger.handles().acquire(number(address), family, site),
                // A success that made nothing: `realloc(p, 0)`, an out-parameter that stayed NULL.
                Storage::Address(_) if address == 0 => continue,
                Storage::Address(_) => {
                    let size = acquires.size.as_ref().and_then(|size| size.value(words, memory));
                    let owner = Owner::Program;
                    ledger.acquire(&Acquisition { address, size, family, owner, site })
                }
            };
            let from = self.released.first().filter(|_| self.rule.moves).map(|undoable| undoable.released);
            if let Some(from) = from.filter(|from| from.before.address != address) {
                ledger.moved(&from, address);
            }
            let moved_from = from.map(|from| Box::new(from.before));
            outcome.made.push(Made { address, family: family.id, how, moved_from });
        }
        for &place in &self.rule.consumes {
            // What nobody knows cannot be handed over, and what is gone has been judged before.
            let _ = place.value(words, memory).map(|address| ledger.hand_over(address, site));
        }
        for &place in &self.rule.retains {
            let _ = place.value(words, memory).map(|address| ledger.touch(address, Touch::Retained));
        }
        outcome
    }

    fn undo(&self, ledger: &Ledger, wanted: impl Fn(&Undoable) -> bool) {
        for undoable in self.released.iter().rev().filter(|undoable| wanted(undoable)) {
            match undoable.storage {
                Storage::Number => ledger.handles().restore(&undoable.released),
                Storage::Address(_) => ledger.restore(&undoable.released),
            };
        }
    }
}

/// Enters a release. `Ok(None)` where the ledger does not know the block, which is no mistake by itself.
fn release(
    ledger: &Ledger,
    releases: &Releases,
    address: u64,
    length: Option<u64>,
    site: Site,
) -> Result<Option<Released>, Verdict> {
    let address = if releases.storage == Storage::Number { number(address) } else { address };
    let release = Release { address, family: releases.family, accepts: &releases.accepts, site };
    let answer = match (releases.storage, length) {
        (Storage::Number, _) => ledger.handles().release(&release),
        (Storage::Address(FamilyKind::Memory), Some(length)) => ledger.release_part(&release, length),
        (Storage::Address(_), _) => ledger.release(&release),
    };
    match answer {
        Ok(released) => Ok(Some(released)),
        Err(Verdict::Unknown { .. }) => Ok(None),
        Err(verdict) => Err(verdict),
    }
}

/// A handle's number is a C `int`: the upper half of its register is undefined.
fn number(word: u64) -> u64 {
    word & 0xffff_ffff
}
