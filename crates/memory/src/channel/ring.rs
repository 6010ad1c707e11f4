//! Appending records.
//!
//! A writer reserves units by moving the head, fills them, and publishes them by storing the record's place in the first
//! word. Nothing waits for another writer, so a signal handler may append while its own thread is in the middle of doing
//! so. A part of the ring is kept for handlers: a flood of events cannot crowd out the record of the crash.

use super::identity;
use super::mapping::Mapping;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use trace::{Envelope, Record};

/// Bodies up to this are encoded on the stack; a handler's alternate stack has room for it.
const ON_STACK: usize = 1536;

/// How long a writer waits for the supervisor to make room.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// The writing end of a channel.
#[derive(Debug)]
pub struct Ring {
    mapping: Mapping,
    /// The supervisor made no room for the longest wait: nobody waits for it any more.
    abandoned: AtomicBool,
}

/// What to do when there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Wait for the supervisor: for records that others refer to, and findings.
    Wait,
    /// Count it as lost.
    Drop,
}

impl Ring {
    /// A new channel with room for `bytes`, and the descriptor by which others open it.
    pub fn create(bytes: usize) -> io::Result<(Ring, OwnedFd)> {
        let (mapping, descriptor) = Mapping::create(bytes.div_ceil(trace::UNIT))?;
        Ok((Ring::new(mapping), descriptor))
    }

    /// The channel behind a descriptor.
    pub fn open(file: &File) -> io::Result<Ring> {
        Mapping::open(file).map(Ring::new)
    }

    /// The channel at a path such as `/proc/PID/fd/N`.
    pub fn open_path(path: &Path) -> io::Result<Ring> {
        Mapping::open_path(path).map(Ring::new)
    }

    fn new(mapping: Mapping) -> Ring {
        Ring { mapping, abandoned: AtomicBool::new(false) }
    }

    /// Appends a record. False if it was lost.
    pub fn append(&self, record: &Record<'_>, patience: Patience) -> bool {
        let envelope = Envelope {
            kind: record.kind(),
            process: identity::process(),
            thread: identity::thread(),
            time: identity::now(),
            ..Envelope::default()
        };
        let mut on_stack = [0; ON_STACK];
        let mut on_heap = Vec::new();
        let buffer = if record.room() <= ON_STACK {
            &mut on_stack[..]
        } else {
            on_heap.resize(record.room(), 0);
            &mut on_heap[..]
        };
        let Some(length) = record.encode(buffer) else { return self.lose() };
        let body = &buffer[..length];
        if self.try_append(envelope, body, false) {
            return true;
        }
        if patience == Patience::Wait && self.wait_for(envelope, body) { true } else { self.lose() }
    }

    /// Appends a record from a signal handler: waits for nothing, allocates nothing, and may use the whole ring.
    pub fn append_in_handler(&self, record: &Record<'_>) -> bool {
        let envelope = Envelope {
            kind: record.kind(),
            process: identity::process_in_handler(),
            thread: identity::thread_in_handler(),
            time: identity::now(),
            ..Envelope::default()
        };
        let mut buffer = [0; ON_STACK];
        match record.encode(&mut buffer) {
            Some(length) if self.try_append(envelope, &buffer[..length], true) => true,
            _ => self.lose(),
        }
    }

    /// Records that found no room.
    pub fn lost(&self) -> u64 {
        self.mapping.dropped().load(Ordering::Relaxed)
    }

    pub(super) fn into_mapping(self) -> Mapping {
        self.mapping
    }

    fn lose(&self) -> bool {
        self.mapping.dropped().fetch_add(1, Ordering::Relaxed);
        false
    }

    fn wait_for(&self, envelope: Envelope, body: &[u8]) -> bool {
        let start = Instant::now();
        // A record that fits into no ring is not worth waiting for.
        let fits = (Envelope::units(body.len()) as u64) <= self.room_for_all();
        while fits && !self.abandoned.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(1));
            if self.try_append(envelope, body, false) {
                return true;
            }
            if start.elapsed() > LONGEST_WAIT {
                self.abandoned.store(true, Ordering::Relaxed);
            }
        }
        false
    }

    /// Units that writers other than handlers may use.
    fn room_for_all(&self) -> u64 {
        self.mapping.units() / 16 * 15
    }

    fn try_append(&self, envelope: Envelope, body: &[u8], handler: bool) -> bool {
        let units = Envelope::units(body.len()) as u64;
        let room = if handler { self.mapping.units() } else { self.room_for_all() };
        let reserve = |head: u64| {
            // Acquire: what the supervisor gave back it has read before. The tail may pass the head that was loaded earlier.
            let used = head.saturating_sub(self.mapping.tail().load(Ordering::Acquire));
            (used + units <= room).then_some(head + units)
        };
        let Ok(first) = self.mapping.head().fetch_update(Ordering::Relaxed, Ordering::Relaxed, reserve)
        else {
            return false;
        };
        let envelope = Envelope { place: first + 1, length: body.len() as u32, ..envelope };
        // SAFETY: these units were just reserved; the first word, by which they are published, is left out.
        unsafe {
            self.mapping.write(first, 8, &envelope.encode()[8..]);
            self.mapping.write(first, Envelope::BYTES, body);
        }
        self.mapping.place(first).store(envelope.place, Ordering::Release);
        true
    }
}
