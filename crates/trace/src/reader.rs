//! From bytes to records.
//!
//! A trace may end anywhere: its writer was killed, or the disk was full. What is whole is read; [`Reader::lost`] says how
//! many bytes at the end or in the middle were not.

use crate::envelope::{Envelope, UNIT};
use crate::error::TraceError;
use crate::header::Header;
use crate::record::Record;

/// A record with its envelope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    pub envelope: Envelope,
    pub record: Record<'a>,
}

/// The records of a file in memory.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    lost: usize,
}

impl<'a> Reader<'a> {
    /// Reads a file's header.
    pub fn new(bytes: &'a [u8]) -> Result<Reader<'a>, TraceError> {
        Header::decode(bytes)?;
        Ok(Reader { bytes, at: Header::BYTES, lost: 0 })
    }

    /// Bytes that belong to no whole record, among those read so far.
    pub fn lost(&self) -> usize {
        self.lost
    }

    fn read(&mut self) -> Option<Result<Entry<'a>, TraceError>> {
        loop {
            let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
            let expected = ((self.at - Header::BYTES) / UNIT + 1) as u64;
            let envelope =
                rest.first_chunk().map(Envelope::decode).filter(|envelope| envelope.place == expected);
            let body =
                |envelope: &Envelope| rest.get(Envelope::BYTES..Envelope::BYTES + envelope.length as usize);
            let Some((envelope, body)) = envelope.and_then(|envelope| Some((envelope, body(&envelope)?)))
            else {
                let skipped = rest.len().min(UNIT);
                self.lost += skipped;
                self.at += skipped;
                continue;
            };
            let offset = self.at as u64;
            self.at += Envelope::units(body.len()) * UNIT;
            let record = Record::decode(envelope.kind, body).ok_or(TraceError::Damaged { offset });
            return Some(record.map(|record| Entry { envelope, record }));
        }
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Entry<'a>, TraceError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read()
    }
}
