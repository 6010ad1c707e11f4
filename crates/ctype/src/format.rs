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

#[cfg(test)]
mod tests {
    use super::RecordFormatStyle::{WithPadding, WithoutPadding};
    use super::*;

    /// `memoryview(type()).format` of every scalar in CPython 3.10-3.13 on x86-64 Linux, all four alike.
    #[test]
    fn scalars_have_the_texts_of_ctypes() {
        let texts = "<c <b <B <h <H <i <I <q <Q <q <Q <f <d <g <? <u <z <Z <P <O";
        for (code, text) in "cbBhHiIlLqQfdg?uzZPO".bytes().zip(texts.split(' ')) {
            let scalar = Scalar::from_code(code).unwrap();
            assert_eq!(scalar_format(scalar, DataModel::Lp64, false), text);
        }
    }

    #[test]
    fn longs_of_four_bytes_keep_their_letter() {
        let text = |code, model, swapped| scalar_format(Scalar::from_code(code).unwrap(), model, swapped);
        assert_eq!(text(b'l', DataModel::Llp64, false), "<l");
        assert_eq!(text(b'L', DataModel::Ilp32, true), ">L");
        assert_eq!(text(b'l', DataModel::Lp64, true), ">q");
    }

    #[test]
    fn pointers_and_arrays_nest() {
        assert_eq!(pointer_format(&pointer_format("<i")), "&&<i");
        assert_eq!(pointer_format(&array_format(&[2, 3], "<i")), "&(2,3)<i");
        assert_eq!(pointer_format(FUNCTION_FORMAT), "&X{}");
        assert_eq!(pointer_format(OPAQUE_FORMAT), "&B");
        assert_eq!(array_format(&[0], "<c"), "(0)<c");
    }

    /// A structure as probed: base size, size, packed, fields, text in 3.10 and 3.11, text in 3.12 and 3.13.
    type Probe = (
        usize,
        usize,
        bool,
        &'static [(usize, usize, &'static str, &'static str)],
        &'static str,
        &'static str,
    );

    const PROBES: &[Probe] = &[
        (0, 0, false, &[], "T{}", "T{}"),
        (0, 8, false, &[(0, 2, "<h", "x"), (4, 4, "<i", "y")], "T{<h:x:<i:y:}", "T{<h:x:2x<i:y:}"),
        (0, 8, false, &[(0, 4, "<i", "b"), (4, 1, "<c", "a")], "T{<i:b:<c:a:}", "T{<i:b:<c:a:3x}"),
        (0, 5, true, &[(0, 1, "<c", "a"), (1, 4, "<i", "b")], "B", "T{<c:a:<i:b:}"),
        (
            0,
            48,
            false,
            &[
                (0, 1, "<c", "a"),
                (4, 8, "T{<h:x:2x<i:y:}", "p"),
                (12, 1, "<c", "b"),
                (14, 12, "(3,2)<h", "arr"),
                (26, 0, "T{}", "e"),
                (32, 8, "<d", "d"),
                (40, 1, "<c", "z"),
            ],
            "T{<c:a:T{<h:x:2x<i:y:}:p:<c:b:(3,2)<h:arr:T{}:e:<d:d:<c:z:}",
            "T{<c:a:3xT{<h:x:2x<i:y:}:p:<c:b:x(3,2)<h:arr:T{}:e:6x<d:d:<c:z:7x}",
        ),
        (
            0,
            12,
            false,
            &[(0, 1, "<c", "a"), (4, 4, "B", "u"), (8, 4, "<i", "c")],
            "T{<c:a:B:u:<i:c:}",
            "T{<c:a:3xB:u:<i:c:}",
        ),
        // A class that extends another one tells its own fields only, and no padding for the base.
        (8, 12, false, &[(8, 1, "<c", "z")], "T{<c:z:}", "T{<c:z:3x}"),
        // Bit-fields that share a unit.
        (
            0,
            8,
            false,
            &[(0, 4, "<i", "a"), (0, 4, "<i", "b"), (4, 1, "<c", "d")],
            "T{<i:a:<i:b:<c:d:}",
            "T{<i:a:<i:b:<c:d:3x}",
        ),
    ];

    #[test]
    fn structures_have_the_texts_of_ctypes() {
        for (base_size, size, packed, fields, without, with) in PROBES {
            for (style, text) in [(WithoutPadding, without), (WithPadding, with)] {
                let mut format = RecordFormat::new(style, *base_size);
                for (offset, size, text, name) in *fields {
                    format.field(*offset, *size, text, name);
                }
                assert_eq!(format.finish(*size, *packed), *text);
            }
        }
    }

    /// A bit-field's unit may reach over the end of the record, or over the field behind it.
    #[test]
    fn overlapping_units_need_no_padding() {
        let mut format = RecordFormat::new(WithPadding, 0);
        format.field(0, 1, "<b", "a");
        format.field(0, 4, "<i", "b");
        format.field(2, 1, "<b", "c");
        assert_eq!(format.finish(3, false), "T{<b:a:<i:b:<b:c:}");
    }
}
