//! The one table of scalar types: ctypes' `_type_` codes, their widths and their PEP 3118 letters.
//!
//! Source: the `_type_` codes documented for `_SimpleCData`, and PEP 3118 for the format letters.

use crate::{DataModel, Primitive};

/// A scalar C type, named by its ctypes `_type_` code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scalar {
    /// The `_type_` code, an ASCII letter or `?`.
    pub code: u8,
    pub kind: ScalarKind,
}

/// What a scalar's bytes mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarKind {
    SChar,
    UChar,
    Short,
    UShort,
    Int,
    UInt,
    Long,
    ULong,
    LongLong,
    ULongLong,
    Float,
    Double,
    LongDouble,
    /// C99 `_Bool`.
    Bool,
    /// One byte seen as `bytes` of length 1.
    Char,
    /// One `wchar_t` seen as `str` of length 1.
    WChar,
    /// `void *` seen as an address.
    VoidPointer,
    /// NUL-terminated `char *` seen as `bytes`.
    CharPointer,
    /// NUL-terminated `wchar_t *` seen as `str`.
    WCharPointer,
    /// `PyObject *`.
    Object,
    /// Windows `VARIANT_BOOL`: a 16-bit -1 or 0.
    VariantBool,
    /// Windows `BSTR`: a counted UTF-16 string.
    BStr,
}

const TABLE: &[(u8, ScalarKind)] = &[
    (b'c', ScalarKind::Char),
    (b'b', ScalarKind::SChar),
    (b'B', ScalarKind::UChar),
    (b'h', ScalarKind::Short),
    (b'H', ScalarKind::UShort),
    (b'i', ScalarKind::Int),
    (b'I', ScalarKind::UInt),
    (b'l', ScalarKind::Long),
    (b'L', ScalarKind::ULong),
    (b'q', ScalarKind::LongLong),
    (b'Q', ScalarKind::ULongLong),
    (b'f', ScalarKind::Float),
    (b'd', ScalarKind::Double),
    (b'g', ScalarKind::LongDouble),
    (b'?', ScalarKind::Bool),
    (b'u', ScalarKind::WChar),
    (b'z', ScalarKind::CharPointer),
    (b'Z', ScalarKind::WCharPointer),
    (b'P', ScalarKind::VoidPointer),
    (b'O', ScalarKind::Object),
    (b'v', ScalarKind::VariantBool),
    (b'X', ScalarKind::BStr),
];

impl Scalar {
    /// The scalar with this `_type_` code, Windows' own codes (`v`, `X`) included.
    pub fn from_code(code: u8) -> Option<Scalar> {
        TABLE.iter().find(|row| row.0 == code).map(|&(code, kind)| Scalar { code, kind })
    }

    /// True for the code that only Windows' ctypes knows: values of a `BSTR` belong to the system. `VARIANT_BOOL` exists
    /// everywhere, because `ctypes.wintypes` defines it everywhere.
    pub fn is_windows_only(self) -> bool {
        self.kind == ScalarKind::BStr
    }

    /// The machine type on a target.
    pub fn primitive(self, model: DataModel) -> Primitive {
        use ScalarKind::*;
        match self.kind {
            SChar | Char => Primitive::I8,
            UChar | Bool => Primitive::U8,
            Short | VariantBool => Primitive::I16,
            UShort => Primitive::U16,
            Int => Primitive::I32,
            UInt => Primitive::U32,
            Long if model.long_size() == 8 => Primitive::I64,
            Long => Primitive::I32,
            ULong if model.long_size() == 8 => Primitive::U64,
            ULong => Primitive::U32,
            LongLong => Primitive::I64,
            ULongLong => Primitive::U64,
            Float => Primitive::F32,
            Double => Primitive::F64,
            LongDouble if model == DataModel::Lp64 => Primitive::F80,
            LongDouble => Primitive::F64,
            WChar if model.wchar_size() == 4 => Primitive::I32,
            WChar => Primitive::U16,
            VoidPointer | CharPointer | WCharPointer | Object | BStr if model.pointer_size() == 4 => {
                Primitive::U32
            }
            VoidPointer | CharPointer | WCharPointer | Object | BStr => Primitive::Pointer,
        }
    }

    /// The PEP 3118 letter in standard size and alignment (`l` of 8 bytes is `q`).
    pub fn format_letter(self, model: DataModel) -> u8 {
        match (self.kind, model.long_size()) {
            (ScalarKind::Long, 8) => b'q',
            (ScalarKind::Long, _) => b'l',
            (ScalarKind::ULong, 8) => b'Q',
            (ScalarKind::ULong, _) => b'L',
            (ScalarKind::Int, _) => b'i',
            (ScalarKind::UInt, _) => b'I',
            _ => self.code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(code: u8, model: DataModel) -> usize {
        Scalar::from_code(code).unwrap().primitive(model).size()
    }

    #[test]
    fn each_code_is_in_the_table_once() {
        for (code, kind) in TABLE {
            assert_eq!(Scalar::from_code(*code), Some(Scalar { code: *code, kind: *kind }));
        }
        assert_eq!(Scalar::from_code(b'x'), None);
    }

    #[test]
    fn widths_follow_the_data_model() {
        use DataModel::{Ilp32, Llp64, Lp64};
        let widths = |code| [Lp64, Llp64, Ilp32].map(|model| size(code, model));
        assert_eq!(widths(b'l'), [8, 4, 4]);
        assert_eq!(widths(b'L'), [8, 4, 4]);
        assert_eq!(widths(b'u'), [4, 2, 2]);
        assert_eq!(widths(b'g'), [16, 8, 8]);
        for code in *b"PzZOX" {
            assert_eq!(widths(code), [8, 8, 4]);
        }
        for (code, width) in [(b'?', 1), (b'h', 2), (b'v', 2), (b'i', 4), (b'f', 4), (b'q', 8), (b'd', 8)] {
            assert_eq!(widths(code), [width; 3]);
        }
    }

    #[test]
    fn the_host_model_is_the_compilers() {
        assert_eq!(size(b'l', DataModel::HOST), size_of::<std::ffi::c_long>());
        assert_eq!(size(b'P', DataModel::HOST), size_of::<*const u8>());
    }
}
