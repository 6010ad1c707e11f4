//! Instances of stock ctypes as arguments: where an address is meant, theirs is as good as ours.
//!
//! `import ferrotypes` works beside stock `ctypes` in one process, so programs pass buffers made by one to functions of
//! the other. Stock's instances are known by the base of their type; what their memory holds, by the format of their
//! buffer (PEP 3118). Only addresses are taken: a stock `c_int` is not a number here.

use cpython::buffer::Buffer;
use cpython::{Obj, Own, Result, Type, ffi};
use ctype::{ScalarKind, pointer_format};

use super::Argument;
use crate::state::state;
use crate::typeinfo::info_of;

/// The most basic static type below `object` in a stock instance's line of descent.
const BASE: &str = "_ctypes._CData";

/// What kind of instance of stock ctypes an object is.
enum Kind {
    /// Its memory is what is pointed to.
    Memory,
    /// Its memory holds the address.
    Address,
}

fn kind(value: &Obj) -> Option<Kind> {
    let mut found = None;
    let mut ty = Some(value.ty());
    while let Some(current) = ty {
        if !current.is_heap() || current.name().starts_with("_ctypes.") {
            match &*current.name() {
                "_ctypes.Array" | "_ctypes.Structure" | "_ctypes.Union" => found = Some(Kind::Memory),
                "_ctypes._Pointer" | "_ctypes.CFuncPtr" | "_ctypes._SimpleCData" => {
                    found = Some(Kind::Address)
                }
                BASE if !current.is(state().types.cdata) => return found,
                _ => {}
            }
        }
        ty = current.base();
    }
    None
}

/// The argument that a stock instance makes for `POINTER(target)`, or for `c_void_p` without a target; `None` for every
/// other object.
pub fn address_argument(value: &Obj, target: Option<&Type>) -> Result<Option<Own>> {
    match target.and_then(info_of) {
        Some(info) => {
            let expected = info.format.borrow().to_string_lossy().into_owned();
            argument(value, Some(&expected))
        }
        None => argument(value, None),
    }
}

/// The argument that a stock instance makes for `c_char_p` or `c_wchar_p`.
pub fn text_argument(value: &Obj, character: ScalarKind) -> Result<Option<Own>> {
    argument(value, Some(if character == ScalarKind::Char { "<c" } else { "<u" }))
}

fn argument(value: &Obj, target: Option<&str>) -> Result<Option<Own>> {
    let Some(kind) = kind(value) else { return Ok(None) };
    let view = Buffer::get(value, ffi::PyBUF_FORMAT | ffi::PyBUF_ND | ffi::PyBUF_WRITABLE)?;
    let Some(format) = view.format() else { return Ok(None) };
    let address = match (kind, target) {
        (Kind::Memory, Some(target)) if format != target => return Ok(None),
        (Kind::Memory, _) => view.data(),
        (Kind::Address, Some(target)) if format != pointer_format(target) && !is_text_of(format, target) => {
            return Ok(None);
        }
        (Kind::Address, None) if !is_address(format) => return Ok(None),
        (Kind::Address, _) if view.len() < size_of::<usize>() => return Ok(None),
        // SAFETY: the view has at least the bytes of a pointer, and its format says that it is one.
        (Kind::Address, _) => unsafe { view.data().cast::<*mut u8>().read_unaligned() },
    };
    Argument::address(b'P', address, Some(value.to_own())).map(Some)
}

/// The formats of pointers, functions, `c_void_p`, `c_char_p` and `c_wchar_p`.
fn is_address(format: &str) -> bool {
    matches!(format, "X{}" | "<P" | "<z" | "<Z") || format.starts_with('&')
}

/// `c_char_p` and `c_wchar_p` are pointers to characters.
fn is_text_of(format: &str, target: &str) -> bool {
    matches!((format, target), ("<z", "<c") | ("<Z", "<u"))
}
