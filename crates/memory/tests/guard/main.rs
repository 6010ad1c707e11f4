//! The guard allocator from outside: placement, what stops C, what canaries find, limits and forks.
#![cfg(unix)]

mod children;
mod damage;
mod faults;
mod limits;
mod placement;
mod threads;
