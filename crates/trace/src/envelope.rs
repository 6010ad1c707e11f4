//! What precedes each record: 32 bytes.
//!
//! ```text
//! 0   8  place: one more than the record's first unit in the stream
//! 8   4  bytes of the body
//! 12  4  kind
//! 16  4  process
//! 20  4  thread, as the system numbers it
//! 24  8  nanoseconds of the system's monotonic clock
//! ```
//!
//! The stream is counted in units of 64 bytes, and every record begins at one: after a record that was never finished, the
//! next one is found by looking at the begins of units for the right place.

/// Bytes of a unit.
pub const UNIT: usize = 64;

/// The envelope of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// One more than the number of the record's first unit: never 0.
    pub place: u64,
    /// Bytes that follow the envelope, without what fills the last unit.
    pub length: u32,
    pub kind: u32,
    pub process: u32,
    pub thread: u32,
    pub time: u64,
}

impl Envelope {
    pub const BYTES: usize = 32;

    /// As it stands before the body.
    pub fn encode(&self) -> [u8; Envelope::BYTES] {
        let mut bytes = [0; Envelope::BYTES];
        bytes[..8].copy_from_slice(&self.place.to_le_bytes());
        for (at, number) in [(8, self.length), (12, self.kind), (16, self.process), (20, self.thread)] {
            bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        }
        bytes[24..].copy_from_slice(&self.time.to_le_bytes());
        bytes
    }

    /// From the begin of a unit. Whether a record begins there, `place` tells.
    pub fn decode(bytes: &[u8; Envelope::BYTES]) -> Envelope {
        let long = |at: usize| u64::from_le_bytes(std::array::from_fn(|index| bytes[at + index]));
        let short = |at: usize| u32::from_le_bytes(std::array::from_fn(|index| bytes[at + index]));
        Envelope {
            place: long(0),
            length: short(8),
            kind: short(12),
            process: short(16),
            thread: short(20),
            time: long(24),
        }
    }

    /// Units of a record with a body of so many bytes.
    pub fn units(length: usize) -> usize {
        (Envelope::BYTES + length).div_ceil(UNIT)
    }
}
