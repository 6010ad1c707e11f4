//! The supervisor's side: a trace file of everything, also where the disk is full.

use crate::world::{child, numbered, wait};
use memory::channel::{Collector, Patience, Ring};
use std::fs::File;
use std::io;
use trace::{Reader, Record};

fn collector(file: Option<File>) -> (Ring, Collector) {
    let (ring, descriptor) = Ring::create(1 << 16).unwrap();
    (ring, Collector::new(Ring::open(&File::from(descriptor)).unwrap(), file))
}

#[test]
fn a_killed_program_leaves_a_trace_file() {
    let path = std::env::temp_dir().join(format!("ferrotypes-{}.trace", std::process::id()));
    let (ring, mut collector) = collector(Some(File::create(&path).unwrap()));
    let pid = child(|| {
        ring.append(&Record::Process { parent: 1, command: b"app.py\0" }, Patience::Wait);
        (0..50).for_each(|number| assert!(ring.append(&numbered(number), Patience::Wait)));
        // SAFETY: the child kills itself.
        unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
    });
    let mut seen = 0;
    collector.poll(|_, _| seen += 1);
    wait(pid);
    let summary = collector.finish(|_, _| seen += 1);
    assert_eq!((summary.lost, summary.unfinished, summary.damaged), (0, 0, 0));
    assert!(summary.file.is_none());
    let bytes = std::fs::read(&path).unwrap();
    let records: Vec<_> = Reader::new(&bytes).unwrap().map(Result::unwrap).collect();
    assert_eq!((records.len(), seen), (51, 51));
    assert!(records.iter().all(|entry| entry.envelope.process == pid.cast_unsigned()));
    std::fs::remove_file(path).unwrap();
}

/// `/dev/full` is a disk without room (Linux).
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_does_not_keep_records_from_the_report() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let (ring, collector) = collector(Some(full));
    (0..500).for_each(|number| assert!(ring.append(&numbered(number), Patience::Drop)));
    let mut seen = 0;
    let summary = collector.finish(|_, _| seen += 1);
    assert_eq!(seen, 500);
    assert_eq!(summary.file.map(|(kind, _)| kind), Some(io::ErrorKind::StorageFull));
}
