//! The file format: what goes in comes out, and what is cut or damaged is told.

use std::io::{self, Write};
use trace::{
    Entry, Envelope, Event, Fault, FaultBlock, FaultCall, MemoryAccess, Reader, Record, Space, TraceError,
    UNIT, Writer,
};

const FAULT: Fault = Fault {
    signal: 11,
    code: -6,
    address: 0xdead_beef_0000,
    access: MemoryAccess::Write,
    instruction: 0x40_1000,
    stack_pointer: 0x7fff_0000,
    call: None,
    block: None,
    ledger_busy: true,
};

fn records() -> Vec<Record<'static>> {
    let call = FaultCall {
        call: 7,
        stack: 9,
        function: 0x1234,
        arguments: [1, 2, 3, 4, 5, 6, 7, u64::MAX],
        count: 8,
    };
    let block = FaultBlock {
        address: 0x1000,
        size: 64,
        offset: -8,
        allocated: 3,
        released: 4,
        live: false,
        guarded: true,
        family: 5,
    };
    let event = Event { address: 0x5555, size: 100, stack: 8, family: 2, owner: 1 };
    vec![
        Record::Process { parent: 17, command: b"app.py\0--flag\0" },
        Record::Name { space: Space::Family, number: 2, text: "malloc" },
        Record::Name { space: Space::Function, number: u64::MAX, text: "größe" },
        Record::Code { code: 1, line: 12, file: "/home/me/app.py", function: "main" },
        Record::Stack { stack: 1, parent: 0, code: 1, position: 14 },
        Record::Acquired(event),
        Record::Released(event),
        Record::Finding { json: "{\"code\":\"FT001\"}" },
        Record::Fault(FAULT),
        Record::Fault(Fault { call: Some(call), ledger_busy: false, ..FAULT }),
        Record::Fault(Fault { call: Some(call), block: Some(block), access: MemoryAccess::Execute, ..FAULT }),
        Record::Fault(Fault { block: Some(block), ..FAULT }),
        Record::Map { text: &[0xff; 1000] },
        Record::Protected { address: 0x1000, bytes: 4096, protection: 5 },
        Record::Finished { status: -1 },
    ]
}

fn envelope(number: u64) -> Envelope {
    Envelope { process: 1, thread: 2, time: number, ..Envelope::default() }
}

fn file(records: &[Record<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes);
    for (number, record) in records.iter().enumerate() {
        let envelope = Envelope { kind: record.kind(), ..envelope(number as u64) };
        writer.write(envelope, record);
    }
    assert!(writer.failure().is_none());
    bytes
}

#[test]
fn every_kind_comes_back() {
    let bytes = file(&records());
    let mut reader = Reader::new(&bytes).unwrap();
    for (number, expected) in records().into_iter().enumerate() {
        let Entry { envelope, record } = reader.next().unwrap().unwrap();
        assert_eq!(record, expected);
        assert_eq!((envelope.time, envelope.kind), (number as u64, expected.kind()));
    }
    assert!(reader.next().is_none());
    assert_eq!(reader.lost(), 0);
    let mut kinds: Vec<u32> = records().iter().map(Record::kind).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), 11, "a kind is missing here");
}

#[test]
fn a_cut_file_is_read_up_to_the_cut() {
    let bytes = file(&records());
    // Where each record begins.
    let begins: Vec<usize> = (0..records().len()).map(|count| file(&records()[..count]).len()).collect();
    let mut last = 0;
    for end in 16..bytes.len() {
        let mut reader = Reader::new(&bytes[..end]).unwrap();
        let read = reader.by_ref().map(Result::unwrap).count();
        let begun = begins.iter().filter(|&&begin| begin < end).count();
        assert!(read >= last && (read == begun || read + 1 == begun), "{end} bytes");
        assert_eq!(reader.lost() > 0, read < begun, "{end} bytes");
        last = read;
    }
}

#[test]
fn what_was_never_finished_is_passed_over() {
    let mut bytes = file(&records());
    // The third record's place was never written.
    let third = 16 + 2 * UNIT;
    bytes[third..third + 8].fill(0);
    let mut reader = Reader::new(&bytes).unwrap();
    assert_eq!(reader.by_ref().map(Result::unwrap).count(), records().len() - 1);
    assert_eq!(reader.lost(), UNIT);
}

#[test]
fn no_bytes_make_it_panic() {
    let bytes = file(&records());
    let mut state = 1u64;
    for _ in 0..20_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut damaged = bytes.clone();
        let at = (state >> 33) as usize % damaged.len();
        damaged[at] ^= (state >> 20) as u8 | 1;
        if let Ok(reader) = Reader::new(&damaged) {
            assert!(reader.count() <= bytes.len() / UNIT);
        }
    }
}

#[test]
fn other_files_and_other_versions_are_refused() {
    assert_eq!(Reader::new(b"").unwrap_err(), TraceError::NotATrace);
    assert_eq!(Reader::new(b"PK\x03\x04 and so on, long enough").unwrap_err(), TraceError::NotATrace);
    let mut later = file(&[]);
    later[8] = 9;
    assert_eq!(Reader::new(&later).unwrap_err(), TraceError::Version(9));
    assert!(TraceError::Version(9).to_string().contains("format 9"));
}

#[test]
fn a_kind_of_tomorrow_is_passed_over() {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes);
    writer.write_encoded(Envelope { kind: 999, ..envelope(0) }, &[1, 2, 3]);
    writer.write(Envelope { kind: 2, ..envelope(1) }, &Record::Finished { status: 3 });
    let records: Vec<Record<'_>> = Reader::new(&bytes).unwrap().map(|entry| entry.unwrap().record).collect();
    assert_eq!(records, [Record::Unknown { kind: 999 }, Record::Finished { status: 3 }]);
}

#[test]
fn a_body_that_is_too_short_is_damage() {
    let mut bytes = Vec::new();
    Writer::new(&mut bytes).write_encoded(Envelope { kind: 5, ..envelope(0) }, &[1, 2, 3]);
    assert_eq!(Reader::new(&bytes).unwrap().next(), Some(Err(TraceError::Damaged { offset: 16 })));
}

/// A disk with room for so many bytes.
struct Disk {
    written: Vec<u8>,
    room: usize,
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(self.room - self.written.len());
        self.written.extend_from_slice(&bytes[..count]);
        if count == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(count) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn on_a_full_disk_the_begin_is_readable_and_the_rest_is_counted() {
    let mut disk = Disk { written: Vec::new(), room: 300 };
    let mut writer = Writer::new(&mut disk);
    for number in 0..10 {
        writer.write(Envelope { kind: 2, ..envelope(number) }, &Record::Finished { status: 0 });
    }
    let (error, unwritten) = writer.failure().unwrap();
    assert_eq!((error.kind(), unwritten), (io::ErrorKind::StorageFull, 6));
    assert_eq!(Reader::new(&disk.written).unwrap().filter(|entry| entry.is_ok()).count(), 4);
}
