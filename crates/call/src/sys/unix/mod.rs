//! POSIX: `mmap`, `dlopen`, `errno`, `pthread_atfork`.

pub(crate) mod errno;
mod fork;
pub(crate) mod library;
pub(crate) mod pages;

pub(crate) use fork::at_fork;
