//! `CArgObject`: a C value ready to be passed, with what keeps it alive. Made by `byref()` and by `from_param()`.

use std::cell::Cell;

use cpython::slot::Instance;
use cpython::{Obj, Own, OwnCell, Result, Type, compat, ffi, float, slot, string, table, types};
use ctype::{DataModel, Scalar};

use crate::convert;
use crate::data::CData;
use crate::state::state;

/// The Python object. All-zero fields are a valid one with tag 0.
#[repr(C)]
pub struct Argument {
    head: ffi::PyObject,
    /// The C value in its low bytes, by `tag`.
    bytes: Cell<[u8; 16]>,
    /// The `_type_` code of the value; `P` for addresses.
    tag: Cell<u8>,
    object: OwnCell,
}

// SAFETY: `repr(C)` with the object header first.
unsafe impl Instance for Argument {}

impl Argument {
    /// Sees `object` as an argument object, if it is exactly one.
    #[inline(always)]
    pub fn of(object: &Obj) -> Option<&Argument> {
        if object.ty().is(state().types.argument) {
            // SAFETY: instances of the type have this layout.
            Some(unsafe { &*object.as_ptr().cast::<Argument>() })
        } else {
            None
        }
    }

    /// A new argument object that keeps `object` alive.
    pub fn make(tag: u8, bytes: [u8; 16], object: Option<Own>) -> Result<Own> {
        let own = state().types.argument.allocate()?;
        // SAFETY: just made of the argument type.
        let argument = unsafe { &*own.as_ptr().cast::<Argument>() };
        argument.tag.set(tag);
        argument.bytes.set(bytes);
        argument.object.set(object);
        Ok(own)
    }

    /// An argument that is an address.
    pub fn address(tag: u8, address: *const u8, object: Option<Own>) -> Result<Own> {
        let mut bytes = [0; 16];
        bytes[..size_of::<usize>()].copy_from_slice(&(address as usize).to_ne_bytes());
        Argument::make(tag, bytes, object)
    }

    /// The `_type_` code that says what the bytes are.
    #[inline(always)]
    pub fn tag(&self) -> u8 {
        self.tag.get()
    }

    /// The value's bytes.
    #[inline(always)]
    pub fn bytes(&self) -> [u8; 16] {
        self.bytes.get()
    }

    /// The low word of the value.
    #[inline(always)]
    pub fn word(&self) -> u64 {
        let [low @ .., _, _, _, _, _, _, _, _] = self.bytes.get();
        u64::from_ne_bytes(low)
    }

    /// The wrapped object, Python's `_obj`.
    pub fn object(&self) -> &OwnCell {
        &self.object
    }

    fn clear(&self) {
        self.object.clear();
    }
}

/// `byref(instance, offset)`.
pub fn byref(data: &CData, offset: isize) -> Result<Own> {
    Argument::address(b'P', data.ptr().wrapping_offset(offset), Some(data.as_obj().to_own()))
}

/// The text stock shows, by tag: numbers, one-byte characters, addresses, or the object's own address.
fn repr(argument: &Argument) -> Result<Own> {
    let tag = char::from(argument.tag());
    let bytes = argument.bytes();
    let text = match tag {
        'b' | 'B' => format!("<cparam '{tag}' ({})>", bytes[0] as i8),
        'h' | 'H' => format!("<cparam '{tag}' ({})>", argument.word() as i16),
        'i' | 'I' => format!("<cparam '{tag}' ({})>", argument.word() as i32),
        'l' | 'L' if DataModel::HOST.long_size() == 4 => {
            format!("<cparam '{tag}' ({})>", argument.word() as i32)
        }
        'l' | 'L' | 'q' | 'Q' => format!("<cparam '{tag}' ({})>", argument.word() as i64),
        'd' => format!("<cparam '{tag}' ({})>", float(f64::from_bits(argument.word()))?.repr()?),
        'f' => {
            format!("<cparam '{tag}' ({})>", float(f32::from_bits(argument.word() as u32).into())?.repr()?)
        }
        'c' if is_literal(bytes[0]) => format!("<cparam '{tag}' ('{}')>", char::from(bytes[0])),
        'c' => format!("<cparam '{tag}' ('\\x{:02x}')>", bytes[0]),
        'z' | 'Z' | 'P' if argument.word() == 0 => format!("<cparam '{tag}' (0x(nil))>"),
        'z' | 'Z' | 'P' => format!("<cparam '{tag}' ({:#x})>", argument.word()),
        _ if is_literal(argument.tag()) => format!("<cparam '{tag}' at {argument:p}>"),
        _ => format!("<cparam {:#04x} at {argument:p}>", argument.tag()),
    };
    string(&text)
}

fn is_literal(byte: u8) -> bool {
    (byte.is_ascii_graphic() || byte == b' ') && byte != b'\\' && byte != b'\''
}

fn traverse(argument: &Argument, visit: ffi::visitproc, arg: *mut std::ffi::c_void) -> std::ffi::c_int {
    // SAFETY: called by the traverse slot with its own arguments.
    unsafe { argument.object.visit(visit, arg) }
}

fn dealloc(argument: &Argument) {
    let object = (&raw const *argument).cast_mut().cast::<ffi::PyObject>();
    // SAFETY: the reference count is zero; the reference is given back before the block, which is freed once.
    unsafe {
        if compat::AT_LEAST_3_12 {
            ffi::PyObject_GC_UnTrack(object.cast());
        }
        argument.clear();
        if let Some(free) = (*ffi::Py_TYPE(object)).tp_free {
            free(object.cast());
        }
    }
}

/// Makes `CArgObject`.
pub fn make_argument_type() -> Result<&'static Type> {
    types::make_static(None, |ty| {
        let name = if compat::AT_LEAST_3_12 { c"_ctypes.CArgObject" } else { c"CArgObject" };
        ty.tp_name = name.as_ptr();
        ty.tp_doc = c"A C value ready to be passed to a foreign function.".as_ptr();
        ty.tp_basicsize = size_of::<Argument>() as isize;
        ty.tp_flags = ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
        // Collected since 3.12, as in stock.
        if compat::AT_LEAST_3_12 {
            ty.tp_flags |= ffi::Py_TPFLAGS_HAVE_GC;
            ty.tp_traverse = Some(slot!(traverse Argument, traverse));
            ty.tp_clear = Some(slot!(clear Argument, Argument::clear));
        }
        ty.tp_dealloc = Some(slot!(dealloc Argument, dealloc));
        ty.tp_repr = Some(slot!(unary Argument, repr));
        ty.tp_members = table::members(&[table::member(
            c"_obj",
            table::OPTIONAL_OBJECT,
            std::mem::offset_of!(Argument, object),
            c"the wrapped object",
        )]);
    })
}

/// The value that `from_param` of a simple type makes of `value`.
pub fn of_scalar(scalar: Scalar, value: &Obj) -> Result<Own> {
    let mut bytes = [0u8; 16];
    // SAFETY: 16 bytes hold every scalar.
    let kept = unsafe { convert::set(scalar.kind, false, bytes.as_mut_ptr(), value) }?;
    Argument::make(scalar.code, bytes, Some(kept.unwrap_or_else(|| cpython::none().to_own())))
}
