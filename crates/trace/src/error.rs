//! What can be wrong with a trace.

use std::fmt;

/// Bytes that cannot be read as a trace. `Display` is a sentence for the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceError {
    /// The file does not begin as a trace does.
    NotATrace,
    /// A later format. The number is the file's.
    Version(u32),
    /// A record of a known kind whose contents are too short or no text, at this offset of the file.
    Damaged { offset: u64 },
}

impl fmt::Display for TraceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TraceError::NotATrace => f.write_str("this is no ferrotypes trace"),
            TraceError::Version(version) => {
                write!(
                    f,
                    "the trace is of format {version}; this ferrotypes reads format {}",
                    crate::header::VERSION
                )
            }
            TraceError::Damaged { offset } => write!(f, "the trace is damaged at byte {offset}"),
        }
    }
}

impl std::error::Error for TraceError {}
