//! Appending and taking out: order, wrap-around, a full ring, many writers.

use crate::world::{channel, child, drain, number_of, numbered, wait};
use memory::channel::{Drain, Patience, Ring, identity};
use std::fs::File;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use trace::Record;

#[test]
fn records_come_out_as_they_went_in_round_after_round() {
    let (ring, mut reader) = channel(64 * 64);
    let long = "x".repeat(900);
    for number in 0..1_000 {
        let text = &long[..number % 900];
        let record = Record::Finding { json: text };
        assert!(ring.append(&record, Patience::Drop));
        let mut taken = drain(&mut reader, false);
        let (envelope, body) = taken.pop().unwrap();
        assert!(taken.is_empty());
        assert_eq!(Record::decode(envelope.kind, &body), Some(record));
        assert_eq!((envelope.process, envelope.thread), (std::process::id(), identity::thread_in_handler()));
    }
}

#[test]
fn a_full_ring_keeps_a_part_for_handlers() {
    let (ring, mut reader) = channel(256 * 64);
    let taken_in = (0..1_000).take_while(|&number| ring.append(&numbered(number), Patience::Drop)).count();
    assert_eq!(taken_in, 240);
    assert_eq!(ring.lost(), 1);
    let by_handler = (1_000..2_000).take_while(|&number| ring.append_in_handler(&numbered(number))).count();
    assert_eq!(by_handler, 16);
    let out: Vec<u32> =
        drain(&mut reader, false).iter().map(|(envelope, body)| number_of(envelope.kind, body)).collect();
    assert_eq!(out, (0..240).chain(1_000..1_016).collect::<Vec<_>>());
    assert!(ring.append(&numbered(7), Patience::Drop), "there is room again");
}

#[test]
fn a_patient_writer_waits_for_the_reader_but_not_for_ever() {
    let (ring, mut reader) = channel(64 * 64);
    std::thread::scope(|scope| {
        scope.spawn(|| (0..500).for_each(|number| assert!(ring.append(&numbered(number), Patience::Wait))));
        let mut next = 0;
        while next < 500 {
            for (envelope, body) in drain(&mut reader, false) {
                assert_eq!(number_of(envelope.kind, &body), next);
                next += 1;
            }
            std::thread::yield_now();
        }
    });
    while ring.append(&numbered(0), Patience::Drop) {}
    assert!(!ring.append(&numbered(0), Patience::Wait), "nobody reads");
    assert!(
        !ring.append(&Record::Finding { json: &"x".repeat(1 << 16) }, Patience::Wait),
        "larger than the ring"
    );
}

#[test]
fn many_threads_and_processes_write_at_once() {
    const EACH: u32 = 3_000;
    let (ring, mut reader) = channel(1 << 16);
    let stop = AtomicBool::new(false);
    let mut next = vec![0; 8];
    let mut take = |reader: &mut _| {
        for (envelope, body) in drain(reader, false) {
            let number = number_of(envelope.kind, &body);
            let (writer, count) = ((number >> 24) as usize, number & 0xff_ffff);
            assert_eq!(count, next[writer], "writer {writer}");
            next[writer] += 1;
        }
    };
    let write = |writer: u32| {
        (0..EACH).for_each(|number| assert!(ring.append(&numbered(writer << 24 | number), Patience::Wait)));
    };
    std::thread::scope(|scope| {
        let children: Vec<_> = (0..4).map(|writer| child(|| write(writer))).collect();
        let threads: Vec<_> = (4..8).map(|writer| scope.spawn(move || write(writer))).collect();
        let reading = scope.spawn(|| {
            while !stop.load(Ordering::Acquire) {
                take(&mut reader);
                std::thread::yield_now();
            }
            take(&mut reader);
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        children.into_iter().for_each(|child| assert_eq!(wait(child), 0));
        stop.store(true, Ordering::Release);
        reading.join().unwrap();
    });
    assert_eq!(next, vec![EACH; 8]);
    assert_eq!(ring.lost(), 0);
}

#[test]
fn a_child_has_a_number_of_its_own() {
    let (ring, mut reader) = channel(1 << 12);
    assert!(ring.append(&numbered(1), Patience::Drop));
    let pid = child(|| {
        ring.append(&numbered(2), Patience::Drop);
    });
    wait(pid);
    let processes: Vec<u32> =
        drain(&mut reader, false).iter().map(|(envelope, _)| envelope.process).collect();
    assert_eq!(processes, [std::process::id(), pid.cast_unsigned()]);
}

/// As a child that executed another program opens it: by the supervisor's number and descriptor.
#[cfg(target_os = "linux")]
#[test]
fn a_channel_is_opened_by_the_path_of_its_descriptor() {
    use std::os::fd::AsRawFd;
    let (ring, descriptor) = Ring::create(1 << 12).unwrap();
    let path = format!("/proc/{}/fd/{}", std::process::id(), descriptor.as_raw_fd());
    let other = Ring::open_path(path.as_ref()).unwrap();
    assert!(other.append(&numbered(5), Patience::Drop));
    let taken = drain(&mut Drain::new(ring), false);
    assert_eq!(taken.iter().map(|(envelope, body)| number_of(envelope.kind, body)).collect::<Vec<_>>(), [5]);
}

#[test]
fn other_files_are_refused() {
    let path = std::env::temp_dir().join(format!("not-a-channel-{}", std::process::id()));
    for bytes in [0, 10, 4096 + 64, 4096 + 128] {
        File::create(&path).unwrap().write_all(&vec![0; bytes]).unwrap();
        assert!(Ring::open_path(&path).is_err(), "{bytes} bytes");
    }
    std::fs::remove_file(path).unwrap();
}
