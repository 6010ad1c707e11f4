//! From records to a file.
//!
//! Records come as bytes of whole units, as they stood in the ring, and get new places, so that those of a file have no
//! gaps. After a failed write (a full disk) nothing more is written: the file so far is readable, and the error is kept for
//! the report.

use crate::envelope::{Envelope, UNIT};
use crate::header::Header;
use crate::record::Record;
use std::io::{self, Write};

/// Writes a trace file.
#[derive(Debug)]
pub struct Writer<W> {
    sink: W,
    /// Units written.
    units: u64,
    failure: Option<io::Error>,
    /// Records that were not written.
    unwritten: u64,
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    pub fn new(mut sink: W) -> Writer<W> {
        let failure = sink.write_all(&Header { address_bits: usize::BITS }.encode()).err();
        Writer { sink, units: 0, failure, unwritten: 0 }
    }

    /// Writes a record; its place in the envelope is set here.
    pub fn write(&mut self, envelope: Envelope, record: &Record<'_>) {
        let mut body = vec![0; record.room()];
        let length = record.encode(&mut body).expect("`room` is enough");
        self.write_encoded(envelope, &body[..length]);
    }

    /// Writes a record whose body is encoded already.
    pub fn write_encoded(&mut self, envelope: Envelope, body: &[u8]) {
        if self.failure.is_some() {
            self.unwritten += 1;
            return;
        }
        let units = Envelope::units(body.len());
        let mut bytes = Vec::with_capacity(units * UNIT);
        let envelope = Envelope { place: self.units + 1, length: body.len() as u32, ..envelope };
        bytes.extend_from_slice(&envelope.encode());
        bytes.extend_from_slice(body);
        bytes.resize(units * UNIT, 0);
        match self.sink.write_all(&bytes) {
            Ok(()) => self.units += units as u64,
            Err(error) => {
                self.failure = Some(error);
                self.unwritten += 1;
            }
        }
    }

    /// Hands what was written to the system.
    pub fn flush(&mut self) {
        if self.failure.is_none() {
            self.failure = self.sink.flush().err();
        }
    }

    /// The first failure, and how many records were not written since.
    pub fn failure(&self) -> Option<(&io::Error, u64)> {
        self.failure.as_ref().map(|error| (error, self.unwritten))
    }
}
