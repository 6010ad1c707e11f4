//! Taking records out, over the gaps that killed writers leave.
//!
//! A writer that was killed between reserving and publishing leaves units that no record ever fills. The next record is
//! found because each begins with its own place, which no earlier round of the ring and no body has by accident.

use super::mapping::Mapping;
use super::ring::Ring;
use std::sync::atomic::Ordering;
use trace::{Envelope, UNIT};

/// The reading end of a channel; there is one.
#[derive(Debug)]
pub struct Drain {
    mapping: Mapping,
    /// Units of records that were never finished.
    unfinished: u64,
}

impl Drain {
    /// Makes a ring's reading end. The writers have rings of their own.
    pub fn new(ring: Ring) -> Drain {
        Drain { mapping: ring.into_mapping(), unfinished: 0 }
    }

    /// The next record, its body into `body`. `None` if there is none, or one that is not finished yet.
    ///
    /// `over_gaps` passes over unfinished records. It is right when no writer lives any more, or none can still be at it.
    pub fn next(&mut self, over_gaps: bool, body: &mut Vec<u8>) -> Option<Envelope> {
        let head = self.mapping.head().load(Ordering::Acquire);
        let mut unit = self.mapping.tail().load(Ordering::Relaxed);
        while unit < head {
            if let Some(envelope) = self.published(unit, head) {
                body.clear();
                body.resize(envelope.length as usize, 0);
                // SAFETY: published, and given back below.
                unsafe { self.mapping.read(unit, Envelope::BYTES, body) };
                let after = unit + Envelope::units(body.len()) as u64;
                self.mapping.tail().store(after, Ordering::Release);
                return Some(envelope);
            }
            if !over_gaps {
                return None;
            }
            unit += 1;
            self.unfinished += 1;
            self.mapping.tail().store(unit, Ordering::Release);
        }
        None
    }

    /// The envelope of the record that begins at `unit`, if it is finished.
    fn published(&self, unit: u64, head: u64) -> Option<Envelope> {
        if self.mapping.place(unit).load(Ordering::Acquire) != unit + 1 {
            return None;
        }
        let mut bytes = [0; Envelope::BYTES];
        // SAFETY: published, as the place says, and not given back.
        unsafe { self.mapping.read(unit, 0, &mut bytes) };
        let envelope = Envelope::decode(&bytes);
        let fits = unit + Envelope::units(envelope.length as usize) as u64 <= head;
        fits.then_some(envelope)
    }

    /// Records that found no room.
    pub fn lost(&self) -> u64 {
        self.mapping.dropped().load(Ordering::Relaxed)
    }

    /// Bytes of records that were never finished.
    pub fn unfinished(&self) -> u64 {
        self.unfinished * UNIT as u64
    }
}
