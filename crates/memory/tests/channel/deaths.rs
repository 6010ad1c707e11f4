//! Writers that die in every way: what they appended is there.

use crate::world::{channel, child, drain, number_of, numbered, wait};
use memory::channel::Patience;
use std::time::Duration;

#[test]
fn records_survive_every_end_of_their_writer() {
    let ends: [fn(); 4] = [
        // SAFETY: no preconditions: the end of the child is what is tested.
        || unsafe { libc::_exit(3) },
        // SAFETY: as above.
        || unsafe {
            let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
            libc::setrlimit(libc::RLIMIT_CORE, &raw const none);
            libc::signal(libc::SIGABRT, libc::SIG_DFL);
            libc::abort()
        },
        // SAFETY: as above.
        || unsafe {
            libc::kill(libc::getpid(), libc::SIGKILL);
        },
        // SAFETY: as above; a new program takes the place of this one.
        || unsafe {
            libc::execl(c"/bin/true".as_ptr(), c"true".as_ptr(), std::ptr::null::<libc::c_char>());
        },
    ];
    for end in ends {
        let (ring, mut reader) = channel(1 << 16);
        let pid = child(|| {
            (0..10).for_each(|number| assert!(ring.append(&numbered(number), Patience::Drop)));
            end();
        });
        wait(pid);
        let out: Vec<u32> =
            drain(&mut reader, true).iter().map(|(envelope, body)| number_of(envelope.kind, body)).collect();
        assert_eq!(out, (0..10).collect::<Vec<_>>());
        assert_eq!(reader.unfinished(), 0);
    }
}

/// Killed at a random moment, again and again, also between reserving and publishing: whole records come out in order, and
/// what was written after the gap by others as well.
#[test]
fn a_killed_writer_leaves_a_gap_at_most() {
    let (ring, mut reader) = channel(1 << 20);
    let mut gaps = 0;
    for round in 0..60u32 {
        let pid = child(|| {
            let mut number = 0;
            loop {
                ring.append(&numbered(number), Patience::Drop);
                number += 1;
            }
        });
        std::thread::sleep(Duration::from_micros(200 + u64::from(round) * 17));
        // SAFETY: a child of ours.
        unsafe { libc::kill(pid, libc::SIGKILL) };
        wait(pid);
        let before = reader.unfinished();
        let mut all = drain(&mut reader, true);
        assert!(ring.append(&numbered(u32::MAX), Patience::Drop), "the next writer finds room");
        all.extend(drain(&mut reader, true));
        let numbers: Vec<u32> = all.iter().map(|(envelope, body)| number_of(envelope.kind, body)).collect();
        let (last, own) = numbers.split_last().unwrap();
        assert_eq!(*last, u32::MAX);
        assert!(own.iter().copied().eq(0..own.len() as u32), "round {round}");
        assert!(reader.unfinished() - before <= 64, "one record of one unit");
        gaps += u32::from(reader.unfinished() > before);
    }
    eprintln!("{gaps} of 60 were killed in the middle of a record");
}
