//! The shared memory and its layout (Linux `memfd_create`; elsewhere an unlinked temporary file).
//!
//! ```text
//! 0     8  "FERRORNG"
//! 8     4  version
//! 64    8  head: units reserved by writers, ever
//! 128   8  tail: units taken out, ever
//! 192   8  records that found no room
//! 4096     the units, a power of two of them
//! ```
//!
//! Head and tail are a cache line apart, since writers and the supervisor change one each. Both sides of a channel are the
//! same build: another version is refused.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use trace::UNIT;

const MAGIC: u64 = u64::from_le_bytes(*b"FERRORNG");
const VERSION: u64 = 1;
const UNITS_AT: usize = 4096;

/// The mapping of a channel.
#[derive(Debug)]
pub(super) struct Mapping {
    base: *mut u8,
    bytes: usize,
}

// SAFETY: the fields of the head are atomics; the units are accessed by the rules of `ring.rs` and `drain.rs`.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// New shared memory for at least `units` units, and the descriptor by which others open it.
    pub(super) fn create(units: usize) -> io::Result<(Mapping, OwnedFd)> {
        let file = anonymous_file()?;
        let bytes = UNITS_AT + units.next_power_of_two() * UNIT;
        file.set_len(bytes as u64)?;
        let mapping = Mapping::map(&file, bytes)?;
        mapping.word(0).store(MAGIC, Ordering::Relaxed);
        mapping.word(8).store(VERSION, Ordering::Release);
        Ok((mapping, file.into()))
    }

    /// Shared memory that another process made, by descriptor or `/proc/PID/fd/N`.
    pub(super) fn open(file: &File) -> io::Result<Mapping> {
        let bytes = file.metadata()?.len() as usize;
        let units = bytes.saturating_sub(UNITS_AT) / UNIT;
        if !units.is_power_of_two() || bytes != UNITS_AT + units * UNIT {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "this is no ferrotypes channel"));
        }
        let mapping = Mapping::map(file, bytes)?;
        let (magic, version) =
            (mapping.word(0).load(Ordering::Relaxed), mapping.word(8).load(Ordering::Acquire));
        if (magic, version) == (MAGIC, VERSION) {
            Ok(mapping)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidData, "the channel is of another version of ferrotypes"))
        }
    }

    pub(super) fn open_path(path: &Path) -> io::Result<Mapping> {
        Mapping::open(&File::options().read(true).write(true).open(path)?)
    }

    fn map(file: &File, bytes: usize) -> io::Result<Mapping> {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a new mapping at an address of the system's choice touches no memory of ours.
        let base = unsafe {
            libc::mmap(std::ptr::null_mut(), bytes, protection, libc::MAP_SHARED, file.as_raw_fd(), 0)
        };
        if base == libc::MAP_FAILED {
            Err(io::Error::last_os_error())
        } else {
            Ok(Mapping { base: base.cast(), bytes })
        }
    }

    fn word(&self, offset: usize) -> &AtomicU64 {
        // SAFETY: inside the mapping (callers pass offsets of the head, or of units), aligned to 8 because the mapping is
        // aligned to a page and offsets to 8, and accessed as an atomic by everybody.
        unsafe { AtomicU64::from_ptr(self.base.add(offset).cast()) }
    }

    pub(super) fn head(&self) -> &AtomicU64 {
        self.word(64)
    }

    pub(super) fn tail(&self) -> &AtomicU64 {
        self.word(128)
    }

    pub(super) fn dropped(&self) -> &AtomicU64 {
        self.word(192)
    }

    /// How many units there are.
    pub(super) fn units(&self) -> u64 {
        ((self.bytes - UNITS_AT) / UNIT) as u64
    }

    fn offset(&self, unit: u64) -> usize {
        UNITS_AT + (unit & (self.units() - 1)) as usize * UNIT
    }

    /// The first word of a unit: the place of the record that begins there.
    pub(super) fn place(&self, unit: u64) -> &AtomicU64 {
        self.word(self.offset(unit))
    }

    /// The part of `count` bytes from `skip` bytes after the begin of `unit` that lies before the end of the ring.
    fn straight(&self, unit: u64, skip: usize, count: usize) -> (usize, usize) {
        let at = self.offset(unit + (skip / UNIT) as u64) + skip % UNIT;
        (at, count.min(self.bytes - at))
    }

    /// Copies into units, from `skip` bytes after the begin of `unit`.
    ///
    /// # Safety
    /// The units are reserved by the caller, who has not published them.
    pub(super) unsafe fn write(&self, unit: u64, skip: usize, bytes: &[u8]) {
        let (at, first) = self.straight(unit, skip, bytes.len());
        // SAFETY: inside the mapping by `straight`; what is left goes to the begin of the units, and is shorter than they
        // are because the record is. Nobody else accesses reserved units.
        unsafe {
            self.base.add(at).copy_from_nonoverlapping(bytes.as_ptr(), first);
            self.base.add(UNITS_AT).copy_from_nonoverlapping(bytes.as_ptr().add(first), bytes.len() - first);
        }
    }

    /// Copies out of units, from `skip` bytes after the begin of `unit`.
    ///
    /// # Safety
    /// The units belong to a published record that was not given back.
    pub(super) unsafe fn read(&self, unit: u64, skip: usize, bytes: &mut [u8]) {
        let (at, first) = self.straight(unit, skip, bytes.len());
        // SAFETY: as in `write`; published units are not written until they are given back.
        unsafe {
            bytes.as_mut_ptr().copy_from_nonoverlapping(self.base.add(at), first);
            bytes
                .as_mut_ptr()
                .add(first)
                .copy_from_nonoverlapping(self.base.add(UNITS_AT), bytes.len() - first);
        }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: mapped by us, and every reference into it borrows `self`.
        unsafe { libc::munmap(self.base.cast(), self.bytes) };
    }
}

#[cfg(target_os = "linux")]
fn anonymous_file() -> io::Result<File> {
    // SAFETY: a NUL-terminated name.
    let descriptor = unsafe { libc::memfd_create(c"ferrotypes".as_ptr(), libc::MFD_CLOEXEC) };
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: just opened, and owned by nobody else.
    Ok(unsafe { File::from_raw_fd(descriptor) })
}

#[cfg(not(target_os = "linux"))]
fn anonymous_file() -> io::Result<File> {
    let mut name = *b"/tmp/ferrotypes-XXXXXX\0";
    // SAFETY: a NUL-terminated template that is ours to change.
    let descriptor = unsafe { libc::mkstemp(name.as_mut_ptr().cast()) };
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the name that `mkstemp` filled in; the file lives on as long as it is open. Owned by nobody else.
    unsafe {
        libc::unlink(name.as_ptr().cast());
        Ok(File::from_raw_fd(descriptor))
    }
}
