//! PEP 3118 format texts, as ctypes gives them to a `memoryview`.
//!
//! Owns the text of each kind of type and the rules by which a record's text is put together. Reads no types: the parts
//! are handed in, so that the text of a pointer to an unfinished record is as possible as in ctypes. Follows PEP 3118's
//! "Additions to the struct string-syntax"; where CPython's ctypes departs from it (`Z`, `P`, `O`, `X{}` without a
//! signature, `B` for what has no text), CPython's texts of 3.10-3.13 are the standard, and the tests list them.

use crate::{DataModel, Scalar};

/// The text of what ctypes does not describe: unions, and records without `_fields_`. Their item size tells their bytes.
pub const OPAQUE_FORMAT: &str = "B";

/// The text of a function pointer; ctypes leaves the signature out.
pub const FUNCTION_FORMAT: &str = "X{}";

/// The text of a scalar: byte order and letter.
///
/// `swapped` is true for the types of the other byte order (`__ctype_be__` here, as all data models are little-endian).
/// Types of one byte have no other byte order and are never swapped.
pub fn scalar_format(scalar: Scalar, model: DataModel, swapped: bool) -> String {
    let order = if swapped { '>' } else { '<' };
    [order, char::from(scalar.format_letter(model))].iter().collect()
}

/// The text of an array within another text, as `(2,3)<i`; `shape` lists the lengths from the outermost array on.
///
/// A `memoryview` of an array itself carries the element's text, and the lengths in its `shape`.
pub fn array_format(shape: &[usize], element: &str) -> String {
    let lengths: Vec<String> = shape.iter().map(usize::to_string).collect();
    format!("({}){element}", lengths.join(","))
}

/// The text of a pointer to something of this text.
pub fn pointer_format(target: &str) -> String {
    format!("&{target}")
}

/// How a version of CPython describes structures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFormatStyle {
    /// 3.10 and 3.11: padding is left out, and a packed structure is opaque.
    WithoutPadding,
    /// From 3.12: padding is written as `3x`, at the end too, and packed structures are described.
    WithPadding,
}

/// Puts a structure's text together, field by field.
///
/// Bit-fields appear with the text of their declared type; those that share a storage unit repeat it. The fields of a
/// base are not repeated in the text of the class that extends it: ctypes leaves them out.
#[derive(Clone, Debug)]
pub struct RecordFormat {
    style: RecordFormatStyle,
    text: String,
    /// Bytes described so far, padding included.
    end: usize,
}

impl RecordFormat {
    /// Begins a structure whose own fields start behind a base of so many bytes (0 without one).
    pub fn new(style: RecordFormatStyle, base_size: usize) -> RecordFormat {
        RecordFormat { style, text: String::from("T{"), end: base_size }
    }

    /// Appends a field. `offset` and `size` in bytes; a bit-field has those of its storage unit.
    pub fn field(&mut self, offset: usize, size: usize, format: &str, name: &str) {
        self.pad_to(offset);
        self.text.push_str(format);
        self.text.push(':');
        self.text.push_str(name);
        self.text.push(':');
        self.end = self.end.max(offset.saturating_add(size));
    }

    /// Ends the structure of `size` bytes. `packed` is true where the class has a `_pack_`, whatever its value.
    pub fn finish(mut self, size: usize, packed: bool) -> String {
        if packed && self.style == RecordFormatStyle::WithoutPadding {
            return String::from(OPAQUE_FORMAT);
        }
        self.pad_to(size);
        self.text.push('}');
        self.text
    }

    fn pad_to(&mut self, offset: usize) {
        let padding = offset.saturating_sub(self.end);
        if padding > 0 && self.style == RecordFormatStyle::WithPadding {
            if padding > 1 {
                self.text.push_str(&padding.to_string());
            }
            self.text.push('x');
        }
        self.end = self.end.max(offset);
    }
}
