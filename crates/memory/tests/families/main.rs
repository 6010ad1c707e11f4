//! Families and contracts from outside: the format, rules on memory made for them, and the real C library.

mod contracts;
#[cfg(target_os = "linux")]
mod libc_calls;
mod observed;
mod places;
mod shipped;
