//! Fatal signals: each in a child, which must die as it would have died and leave the record.
#![cfg(target_os = "linux")]

mod chains;
mod children;
mod records;
mod world;
