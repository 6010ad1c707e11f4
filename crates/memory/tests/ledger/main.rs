//! The ledger from outside: against a naive model, from many threads, across forks, and its search for lost blocks.

mod access;
mod blocks;
#[cfg(unix)]
mod fork;
mod lifecycle;
mod model;
mod random;
mod reach;
#[cfg(target_os = "linux")]
mod scan;
mod stacks;
mod threads;
