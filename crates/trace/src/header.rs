//! The begin of a trace file: 16 bytes.
//!
//! ```text
//! 0   8  "FERROTRC"
//! 8   4  version
//! 12  4  bits of an address
//! ```

use crate::TraceError;

const MAGIC: [u8; 8] = *b"FERROTRC";

/// The version that this crate writes, and the only one it reads.
pub(crate) const VERSION: u32 = 1;

/// The header of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// 64, for the programs that are watched today.
    pub address_bits: u32,
}

impl Header {
    pub const BYTES: usize = 16;

    /// As it stands in the file.
    pub fn encode(self) -> [u8; Header::BYTES] {
        let mut bytes = [0; Header::BYTES];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        bytes[12..].copy_from_slice(&self.address_bits.to_le_bytes());
        bytes
    }

    /// From the begin of a file.
    pub fn decode(bytes: &[u8]) -> Result<Header, TraceError> {
        let (magic, rest) = bytes.split_at_checked(8).ok_or(TraceError::NotATrace)?;
        let number = |at: usize| Some(u32::from_le_bytes(rest.get(at..at + 4)?.try_into().ok()?));
        match (magic == MAGIC, number(0), number(4)) {
            (true, Some(VERSION), Some(address_bits)) => Ok(Header { address_bits }),
            (true, Some(version), _) if version != VERSION => Err(TraceError::Version(version)),
            _ => Err(TraceError::NotATrace),
        }
    }
}
