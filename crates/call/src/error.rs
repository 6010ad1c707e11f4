//! What can go wrong in this crate, apart from what the called C code does.

use std::fmt;

/// A failed request. `Display` is a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// The system refused memory for thunks.
    Pages { operation: &'static str, code: i32 },
    /// The dynamic loader refused. `message` is its own text, `code` the system's error code where it gives one
    /// (Windows), else 0.
    Library { code: i32, message: String },
    /// The arguments do not fit any stack.
    FrameTooLarge { words: usize },
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Pages { operation, code } => {
                write!(f, "no memory for callback thunks: {operation} failed with system error {code}")
            }
            CallError::Library { message, .. } => f.write_str(message),
            CallError::FrameTooLarge { words } => {
                write!(f, "the arguments take {words} words of stack; pass large records by pointer")
            }
        }
    }
}

impl std::error::Error for CallError {}
