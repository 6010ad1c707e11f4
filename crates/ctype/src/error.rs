//! Why a declared type has no layout.
//!
//! Owns the one error type of the crate and its sentences. Knows neither Python's exceptions nor field names: a field
//! is told by its index in the declaration, and whoever reports the error adds the name.

use std::error::Error;
use std::fmt;

/// Why a type could not be laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutError {
    /// An object of the type would be larger than `isize::MAX` bytes, which no C object may be.
    TooLarge,
    /// The bit-field at this index is declared with a type that is no integer.
    BitFieldType { field: usize },
    /// The bit-field at this index is wider than its declared type.
    BitFieldWidth { field: usize, width: u32, limit: u32 },
    /// The bit-field at this index has no bits but a name (C11 6.7.2.1 paragraph 4).
    NamedZeroWidth { field: usize },
    /// An ordinary member without a name; only bit-fields may be unnamed.
    UnnamedMember { field: usize },
    /// The requested least alignment is no power of two.
    AlignNotPowerOfTwo { align: usize },
}

impl fmt::Display for LayoutError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LayoutError::TooLarge => {
                write!(out, "The type is too large: a C object has at most {} bytes.", isize::MAX)
            }
            LayoutError::BitFieldType { field } => {
                write!(out, "Field {field} cannot be a bit-field: its type is not an integer type.")
            }
            LayoutError::BitFieldWidth { field, width, limit } => {
                write!(out, "Bit-field {field} has {width} bits, but its type has room for {limit}.")
            }
            LayoutError::NamedZeroWidth { field } => {
                write!(
                    out,
                    "Bit-field {field} has a name and no bits: only an unnamed bit-field may have width 0."
                )
            }
            LayoutError::UnnamedMember { field } => {
                write!(out, "Field {field} has neither a name nor a bit width.")
            }
            LayoutError::AlignNotPowerOfTwo { align } => {
                write!(out, "The alignment {align} is not a power of two.")
            }
        }
    }
}

impl Error for LayoutError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_is_a_full_sentence() {
        let errors = [
            LayoutError::TooLarge,
            LayoutError::BitFieldType { field: 0 },
            LayoutError::BitFieldWidth { field: 1, width: 9, limit: 8 },
            LayoutError::NamedZeroWidth { field: 2 },
            LayoutError::UnnamedMember { field: 3 },
            LayoutError::AlignNotPowerOfTwo { align: 3 },
        ];
        for error in errors {
            let text = error.to_string();
            assert!(text.starts_with(char::is_uppercase) && text.ends_with('.'), "{text}");
        }
    }
}
