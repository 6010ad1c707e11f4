//! What an address or a changed canary says about a guarded block.

use crate::stack::StackId;

/// Where an address lies, seen from a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    Before,
    Inside,
    After,
}

/// The guarded block that an address belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub address: u64,
    pub size: u64,
    /// False: it was released and is in quarantine.
    pub live: bool,
    pub allocated: StackId,
    /// Where it was released, if it is not live.
    pub released: StackId,
    pub zone: Zone,
    /// Of the address asked for, from the block's begin.
    pub offset: i64,
}

/// Bytes around or in a released block were changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    pub address: u64,
    pub size: u64,
    pub allocated: StackId,
    /// The first changed byte, from the block's begin.
    pub offset: i64,
    /// From the first to the last changed byte.
    pub bytes: u64,
}
