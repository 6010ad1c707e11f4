//! The kinds of records and their contents.
//!
//! Stacks travel as they are interned: a `Stack` record for each new node, a `Code` record for each new code object, both
//! before the first record that uses their number. Numbers belong to the process of the envelope; a forked child goes on
//! with those of its parent.

use crate::body::{Get, Put};
use crate::fault::Fault;

/// What a number in a `Name` record stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Space {
    /// A family, by its number.
    Family = 0,
    /// A function, by its address.
    Function = 1,
    /// A library, by its load address.
    Library = 2,
}

/// A block came to be or went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub address: u64,
    /// Bytes; 0 where unknown.
    pub size: u64,
    pub stack: u32,
    pub family: u16,
    /// As the ledger counts owners.
    pub owner: u8,
}

/// One record. Texts and bytes are borrowed from the writer, or from the bytes that are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Record<'a> {
    /// A process begins to be watched. `command` has its arguments, each ended by a zero byte.
    Process {
        parent: u32,
        command: &'a [u8],
    },
    /// A process says that it ends in order, with this status.
    Finished {
        status: i32,
    },
    Name {
        space: Space,
        number: u64,
        text: &'a str,
    },
    /// A code object: its first line, file and name.
    Code {
        code: u32,
        line: u32,
        file: &'a str,
        function: &'a str,
    },
    /// An interned stack: a frame under another stack.
    Stack {
        stack: u32,
        parent: u32,
        code: u32,
        position: u32,
    },
    Acquired(Event),
    Released(Event),
    /// A finding, as JSON; the contents are the reporter's.
    Finding {
        json: &'a str,
    },
    Fault(Fault),
    /// A piece of `/proc/self/maps` at the time of a fault.
    Map {
        text: &'a [u8],
    },
    /// Protections of pages changed: address, bytes, and the bits of `PROT_READ`, `PROT_WRITE`, `PROT_EXEC`.
    Protected {
        address: u64,
        bytes: u64,
        protection: u32,
    },
    /// A kind that this version does not know.
    Unknown {
        kind: u32,
    },
}

impl<'a> Record<'a> {
    /// The number of its kind.
    pub fn kind(&self) -> u32 {
        match self {
            Record::Process { .. } => 1,
            Record::Finished { .. } => 2,
            Record::Name { .. } => 3,
            Record::Code { .. } => 4,
            Record::Stack { .. } => 5,
            Record::Acquired(_) => 6,
            Record::Released(_) => 7,
            Record::Finding { .. } => 8,
            Record::Fault(_) => 9,
            Record::Map { .. } => 10,
            Record::Protected { .. } => 11,
            Record::Unknown { kind } => *kind,
        }
    }

    /// Writes the body into `buffer`, and says how long it is; `None` if it does not fit.
    pub fn encode(&self, buffer: &mut [u8]) -> Option<usize> {
        let put = Put::new(buffer);
        match *self {
            Record::Process { parent, command } => put.u32(parent).bytes(command),
            Record::Finished { status } => put.u32(status.cast_unsigned()),
            Record::Name { space, number, text } => put.u8(space as u8).u64(number).bytes(text.as_bytes()),
            Record::Code { code, line, file, function } => put.u32(code).u32(line).text(file).text(function),
            Record::Stack { stack, parent, code, position } => {
                put.u32(stack).u32(parent).u32(code).u32(position)
            }
            Record::Acquired(event) | Record::Released(event) => {
                put.u64(event.address).u64(event.size).u32(event.stack).u16(event.family).u8(event.owner)
            }
            Record::Finding { json } => put.bytes(json.as_bytes()),
            Record::Fault(fault) => fault.put(put),
            Record::Map { text } => put.bytes(text),
            Record::Protected { address, bytes, protection } => put.u64(address).u64(bytes).u32(protection),
            Record::Unknown { .. } => put,
        }
        .finish()
    }

    /// Bytes that `encode` needs at most.
    pub fn room(&self) -> usize {
        // More than the numbers of any kind take.
        const NUMBERS: usize = 256;
        NUMBERS
            + match self {
                Record::Process { command: bytes, .. } | Record::Map { text: bytes } => bytes.len(),
                Record::Name { text, .. } | Record::Finding { json: text } => text.len(),
                Record::Code { file, function, .. } => file.len() + function.len(),
                _ => 0,
            }
    }

    /// The record of that kind in `body`; `None` if the body is damaged.
    pub fn decode(kind: u32, body: &'a [u8]) -> Option<Record<'a>> {
        let mut get = Get(body);
        Some(match kind {
            1 => Record::Process { parent: get.u32()?, command: get.rest() },
            2 => Record::Finished { status: get.u32()?.cast_signed() },
            3 => {
                let space = match get.u8()? {
                    0 => Space::Family,
                    1 => Space::Function,
                    2 => Space::Library,
                    _ => return Some(Record::Unknown { kind }),
                };
                Record::Name { space, number: get.u64()?, text: get.rest_text()? }
            }
            4 => {
                let (code, line) = (get.u32()?, get.u32()?);
                Record::Code { code, line, file: get.text()?, function: get.text()? }
            }
            5 => Record::Stack {
                stack: get.u32()?,
                parent: get.u32()?,
                code: get.u32()?,
                position: get.u32()?,
            },
            6 => Record::Acquired(event(&mut get)?),
            7 => Record::Released(event(&mut get)?),
            8 => Record::Finding { json: get.rest_text()? },
            9 => Record::Fault(Fault::get(&mut get)?),
            10 => Record::Map { text: get.rest() },
            11 => Record::Protected { address: get.u64()?, bytes: get.u64()?, protection: get.u32()? },
            kind => Record::Unknown { kind },
        })
    }
}

fn event(get: &mut Get<'_>) -> Option<Event> {
    Some(Event {
        address: get.u64()?,
        size: get.u64()?,
        stack: get.u32()?,
        family: get.u16()?,
        owner: get.u8()?,
    })
}
