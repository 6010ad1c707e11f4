//! POSIX: `mmap`, `dlopen`, `errno`, `pthread_atfork`.

pub(crate) mod errno;
pub mod fault;
mod fork;
pub(crate) mod library;
pub(crate) mod pages;

pub(crate) use fork::at_fork;
