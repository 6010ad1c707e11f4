//! One argument of a callback: from where the C caller put it to a Python object.
//!
//! Simple types come as plain Python values, all other ctypes types (and classes derived from simple ones) as new instances
//! with a copy of the bytes, as in stock.

use call::{ArgPlace, IncomingWords};
use cpython::{Obj, Own, Result, raise};
use ctype::{CType, Primitive, ScalarKind};

use crate::convert;
use crate::data::CData;
use crate::func::travelling_type;
use crate::typeinfo::{Kind, info_of};

/// How one argument is loaded.
pub struct Loader {
    rule: Rule,
    ctype: CType,
    /// The declared type.
    class: Own,
}

enum Rule {
    Scalar {
        kind: ScalarKind,
        swapped: bool,
    },
    /// `size` bytes travel.
    Instance {
        size: usize,
    },
    /// The declared type is no ctypes type: C passes an `int` that nobody knows how to show.
    Unknown,
}

impl Loader {
    pub fn new(declared: &Obj) -> Loader {
        let info = declared.as_type().and_then(info_of);
        let (rule, ctype) = match info {
            None => (Rule::Unknown, CType::Primitive(Primitive::I32)),
            Some(info) => {
                let ctype = travelling_type(info);
                let rule = match &info.kind {
                    Kind::Simple(simple) if simple.unboxed => {
                        Rule::Scalar { kind: simple.scalar.kind, swapped: simple.swapped }
                    }
                    _ => Rule::Instance { size: ctype.size() },
                };
                (rule, ctype)
            }
        };
        Loader { rule, ctype, class: declared.to_own() }
    }

    /// The type as the calling convention sees it.
    pub fn ctype(&self) -> CType {
        self.ctype.clone()
    }

    pub fn class(&self) -> Option<&Obj> {
        Some(&self.class)
    }

    /// The Python object of the argument at `place`.
    ///
    /// # Safety
    /// `place` is that of this loader's type in the plan by which `incoming` was called.
    #[inline]
    pub unsafe fn load(&self, place: &ArgPlace, incoming: &IncomingWords) -> Result<Own> {
        match self.rule {
            Rule::Scalar { kind, swapped } => {
                let mut bytes = [0u64; 2];
                let ptr = bytes.as_mut_ptr().cast::<u8>();
                // SAFETY: 16 bytes hold every scalar; the caller's promise about the place.
                unsafe {
                    match place {
                        ArgPlace::Word(word) => ptr.cast::<u64>().write(incoming.word(*word)),
                        ArgPlace::Float(word) => ptr.cast::<u64>().write(incoming.float(*word)),
                        _ => place.load(incoming, ptr, self.ctype.size()),
                    }
                    convert::get(kind, swapped, ptr)
                }
            }
            Rule::Instance { size } => {
                let instance = self.class.call(&[])?;
                let Some(data) = CData::of(&instance) else {
                    return Err(raise!(
                        TypeError,
                        "the constructor of an argument type made no ctypes instance"
                    ));
                };
                if data.size() < size || data.ptr().is_null() {
                    return Err(raise!(
                        TypeError,
                        "the constructor of an argument type made a smaller instance"
                    ));
                }
                // SAFETY: the instance has room for the `size` bytes that travel; the caller's promise about the place.
                unsafe { place.load(incoming, data.ptr(), size) };
                Ok(instance)
            }
            Rule::Unknown => Err(raise!(TypeError, "cannot build parameter")),
        }
    }
}
