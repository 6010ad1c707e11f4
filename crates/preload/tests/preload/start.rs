//! Other programs under the interposer: they start, work and end as ever, and their children are without it.

use crate::process::{check, library, under_interposer};
use std::process::Command;

/// What a shell and its child see of the variable.
fn preload_seen(value: &str, keep: bool) -> String {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "echo \"[$LD_PRELOAD]\"; env"]).env("LD_PRELOAD", value);
    if keep {
        command.env("FERROTYPES_PRELOAD_KEEP", "1");
    }
    let output = command.output().unwrap();
    check("sh", &output);
    let text = String::from_utf8(output.stdout).unwrap();
    let exported = text.lines().find_map(|line| line.strip_prefix("LD_PRELOAD="));
    let first = text.lines().next().unwrap();
    assert_eq!(first, format!("[{}]", exported.unwrap_or("")), "shell and child see the same");
    exported.unwrap_or("(none)").to_owned()
}

#[test]
fn it_takes_itself_out_of_the_environment_and_nothing_else() {
    let own = library().display().to_string();
    let other = "/usr/lib/x86_64-linux-gnu/libm.so.6";
    assert_eq!(preload_seen(&own, false), "(none)");
    assert_eq!(preload_seen(&format!("{own}:{other}"), false), other);
    assert_eq!(preload_seen(&format!("{other} {own}"), false), other);
    assert_eq!(preload_seen(&format!("{other}:{own}:{other}"), false), format!("{other}:{other}"));
    assert_eq!(preload_seen(&own, true), own);
}

#[test]
fn programs_work_under_it() {
    let programs: [&[&str]; 4] = [
        &["/bin/sh", "-c", "ls -l / | sort | wc -l"],
        &[
            "/usr/bin/env",
            "python3",
            "-c",
            "import threading, json, subprocess, ctypes; print(json.dumps([1]))",
        ],
        &["/usr/bin/env", "cc", "--version"],
        &["/usr/bin/env", "perl", "-e", "print join ',', map { $_ * 2 } 1..1000"],
    ];
    for program in programs {
        let run = |preload: bool| {
            let mut command = Command::new(program[0]);
            command.args(&program[1..]).env("FERROTYPES_PRELOAD_KEEP", "1");
            if preload {
                command.env("LD_PRELOAD", library());
            }
            command.output().unwrap()
        };
        let (plain, ours) = (run(false), run(true));
        assert_eq!(
            (plain.status.code(), plain.stdout, plain.stderr),
            (ours.status.code(), ours.stdout, ours.stderr)
        );
    }
}

#[test]
fn libraries_loaded_later_use_it() {
    under_interposer("start::libraries_loaded_later_use_it", || {
        use crate::world::{attach, call, native};
        use std::ffi::c_void;
        let interposer = attach();
        // SAFETY: initialisers of a well-known library run; its function of that name has this signature.
        unsafe {
            let library = libc::dlopen(c"libz.so.1".as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL);
            if library.is_null() {
                eprintln!("zlib is not installed here: not tried");
                return;
            }
            let open = libc::dlsym(library, c"gzopen".as_ptr());
            let open: extern "C" fn(*const i8, *const i8) -> *mut c_void = std::mem::transmute(open);
            let stream = call(&interposer, 5, || open(c"/dev/null".as_ptr().cast(), c"r".as_ptr().cast()));
            let own = native().iter().any(|entry| entry.address == stream.addr() as u64);
            assert!(own, "{stream:?} is not among {:?}", native());
        }
    });
}
