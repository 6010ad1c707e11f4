//! The channel from outside: what is appended comes out, whatever happens to the writer.
#![cfg(unix)]

mod collected;
mod deaths;
mod ring;
mod world;
