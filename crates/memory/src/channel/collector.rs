//! The supervisor's side: records into a trace file and to a callback.
//!
//! Used by the process that started the watched program. It calls [`Collector::poll`] now and then while the program runs,
//! so that the ring does not fill, and [`Collector::finish`] once it is dead, however it died.

use super::drain::Drain;
use super::ring::Ring;
use std::fs::File;
use std::io::{self, BufWriter};
use trace::{Envelope, Record, Writer};

/// Takes records out of a channel.
#[derive(Debug)]
pub struct Collector {
    drain: Drain,
    file: Option<Writer<BufWriter<File>>>,
    /// Records with bodies that cannot be read.
    damaged: u64,
}

/// What a run's records are worth.
#[derive(Debug, Default)]
pub struct Summary {
    /// Records that found no room in the ring.
    pub lost: u64,
    /// Bytes of records whose writer was killed in the middle.
    pub unfinished: u64,
    /// Records that cannot be read.
    pub damaged: u64,
    /// Why the trace file ends early, and how many records it lacks.
    pub file: Option<(io::ErrorKind, u64)>,
}

impl Collector {
    /// Takes over a channel's reading end. Everything also goes to `file`, as a trace.
    pub fn new(ring: Ring, file: Option<File>) -> Collector {
        Collector {
            drain: Drain::new(ring),
            file: file.map(|file| Writer::new(BufWriter::new(file))),
            damaged: 0,
        }
    }

    /// Takes out what is there, and says how many records that was.
    pub fn poll(&mut self, mut each: impl FnMut(&Envelope, &Record<'_>)) -> u64 {
        self.take(false, &mut each)
    }

    /// Takes out the rest. The writers are dead.
    pub fn finish(mut self, mut each: impl FnMut(&Envelope, &Record<'_>)) -> Summary {
        self.take(true, &mut each);
        let file = self.file.as_mut().and_then(|file| {
            file.flush();
            file.failure().map(|(error, unwritten)| (error.kind(), unwritten))
        });
        Summary { lost: self.drain.lost(), unfinished: self.drain.unfinished(), damaged: self.damaged, file }
    }

    fn take(&mut self, over_gaps: bool, each: &mut impl FnMut(&Envelope, &Record<'_>)) -> u64 {
        let mut body = Vec::new();
        let mut count = 0;
        while let Some(envelope) = self.drain.next(over_gaps, &mut body) {
            if let Some(file) = &mut self.file {
                file.write_encoded(envelope, &body);
            }
            match Record::decode(envelope.kind, &body) {
                Some(record) => each(&envelope, &record),
                None => self.damaged += 1,
            }
            count += 1;
        }
        count
    }
}
