//! The interposer in a process of its own: each test starts this test program again with the library loaded before the C
//! library, and runs its body there.
#![cfg(target_os = "linux")]

mod events;
mod failures;
mod process;
mod start;
mod world;
