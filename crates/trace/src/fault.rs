//! The record of a fatal signal: all that is known when nothing but the signal handler runs any more.

use crate::body::{Get, Put};

/// What the faulting instruction did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum MemoryAccess {
    Unknown = 0,
    Read = 1,
    Write = 2,
    Execute = 3,
}

/// The foreign call during which it happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FaultCall {
    pub call: u32,
    /// The Python stack of the call.
    pub stack: u32,
    /// The address of the called function.
    pub function: u64,
    pub arguments: [u64; FaultCall::ARGUMENTS],
    /// How many of them there are.
    pub count: u8,
}

impl FaultCall {
    /// Further arguments are not recorded.
    pub const ARGUMENTS: usize = 8;
}

/// The block that the address belongs to, as the ledger or the guard allocator knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FaultBlock {
    pub address: u64,
    pub size: u64,
    /// Of the faulting address, from the block's begin.
    pub offset: i64,
    pub allocated: u32,
    /// 0 while it is live.
    pub released: u32,
    pub live: bool,
    /// From the guard allocator: a buffer of a ctypes object.
    pub guarded: bool,
    pub family: u16,
}

/// A fatal signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub signal: u32,
    /// `si_code`.
    pub code: i32,
    /// What was accessed; 0 for signals that name no address.
    pub address: u64,
    pub access: MemoryAccess,
    pub instruction: u64,
    pub stack_pointer: u64,
    pub call: Option<FaultCall>,
    pub block: Option<FaultBlock>,
    /// The ledger could not be asked: a thread was changing it at that moment.
    pub ledger_busy: bool,
}

impl Fault {
    pub(crate) fn put<'a>(&self, put: Put<'a>) -> Put<'a> {
        let flags = u8::from(self.call.is_some())
            | u8::from(self.block.is_some()) << 1
            | u8::from(self.ledger_busy) << 2;
        let mut put = put
            .u32(self.signal)
            .u32(self.code.cast_unsigned())
            .u64(self.address)
            .u64(self.instruction)
            .u64(self.stack_pointer)
            .u8(self.access as u8)
            .u8(flags);
        if let Some(call) = &self.call {
            put = put.u32(call.call).u32(call.stack).u64(call.function).u8(call.count);
            put = call.arguments.iter().fold(put, |put, &word| put.u64(word));
        }
        if let Some(block) = &self.block {
            put = put
                .u64(block.address)
                .u64(block.size)
                .u64(block.offset.cast_unsigned())
                .u32(block.allocated)
                .u32(block.released)
                .u16(block.family)
                .u8(u8::from(block.live) | u8::from(block.guarded) << 1);
        }
        put
    }

    pub(crate) fn get(get: &mut Get<'_>) -> Option<Fault> {
        let (signal, code) = (get.u32()?, get.u32()?.cast_signed());
        let (address, instruction, stack_pointer) = (get.u64()?, get.u64()?, get.u64()?);
        let access = match get.u8()? {
            1 => MemoryAccess::Read,
            2 => MemoryAccess::Write,
            3 => MemoryAccess::Execute,
            _ => MemoryAccess::Unknown,
        };
        let flags = get.u8()?;
        let mut call = None;
        if flags & 1 != 0 {
            let mut read = FaultCall {
                call: get.u32()?,
                stack: get.u32()?,
                function: get.u64()?,
                count: get.u8()?,
                ..FaultCall::default()
            };
            for word in &mut read.arguments {
                *word = get.u64()?;
            }
            call = Some(read);
        }
        let mut block = None;
        if flags & 2 != 0 {
            let (address, size, offset) = (get.u64()?, get.u64()?, get.u64()?.cast_signed());
            let (allocated, released, family, bits) = (get.u32()?, get.u32()?, get.u16()?, get.u8()?);
            let (live, guarded) = (bits & 1 != 0, bits & 2 != 0);
            block = Some(FaultBlock { address, size, offset, allocated, released, live, guarded, family });
        }
        let ledger_busy = flags & 4 != 0;
        Some(Fault { signal, code, address, access, instruction, stack_pointer, call, block, ledger_busy })
    }
}
