//! One undeclared argument: which C value a Python object stands for.
//!
//! Follows the documentation of ctypes, "Calling functions": None, `int`, `bytes`, `str`, ctypes instances, `byref()`
//! objects, and whatever has one of these as `_as_parameter_`. C's default argument promotions are not applied to
//! instances (a `c_float` travels as a `float`), as in stock.

use cpython::{Obj, Own, Raised, Result, compat, ffi, raise};
use ctype::{CType, DataModel, Primitive, Scalar};

use crate::convert;
use crate::data::CData;
use crate::param::{Argument, foreign};
use crate::recursion;
use crate::state::state;
use crate::typeinfo::{Kind, TypeInfo, info_of};

/// A C value by the way it travels.
pub enum Value {
    /// An integer of at least C's `int` or a pointer, widened to 64 bits by its own signedness.
    Integer(u64),
    /// The same, narrower than an `int`.
    Narrow(u64),
    /// The bits of a `double`.
    Double(u64),
    /// The bits of a `float`, from the low end.
    Float(u64),
    /// An x87 `long double`.
    LongDouble([u8; 16]),
    /// A structure or a union: `size` bytes at `source`, which the converted object keeps alive.
    Record { ctype: CType, source: *const u8, size: usize },
}

/// The objects that the arguments of one call need until it returns. Empty on the paths that make no object.
#[derive(Default)]
pub struct Kept(Vec<Own>);

impl Kept {
    pub fn push(&mut self, object: Own) {
        self.0.push(object);
    }
}

impl Value {
    /// True for what C's default argument promotions would make something else of: stock refuses such a value where the
    /// declaration says that it matches `...`.
    pub fn is_promoted(&self) -> bool {
        matches!(self, Value::Narrow(_) | Value::Float(_))
    }

    /// The value of an object; `position` counts from 1 and is for the error message.
    pub fn of(object: &Obj, position: usize, kept: &mut Kept) -> Result<Value> {
        if let Some(data) = CData::of(object)
            && let Some(info) = info_of(object.ty())
        {
            return Ok(of_instance(data, info));
        }
        if let Some(argument) = Argument::of(object) {
            kept.push(object.to_own());
            return Ok(of_argument(argument));
        }
        if object.is_none() {
            return Ok(Value::Integer(0));
        }
        if object.is_int() {
            return c_int(object).map(Value::Integer);
        }
        if let Some(bytes) = object.as_bytes() {
            return Ok(Value::Integer(bytes.as_ptr() as u64));
        }
        if object.is_str() {
            refuse_embedded_null(object)?;
            let (address, capsule) = convert::wide_copy(object)?;
            kept.push(capsule);
            return Ok(Value::Integer(address as u64));
        }
        match object.attr_opt(&state().names.as_parameter)? {
            Some(parameter) => {
                let value = recursion::guard(|| Value::of(&parameter, position, kept))?;
                kept.push(parameter);
                Ok(value)
            }
            None => match foreign::address_argument(object, None)? {
                Some(argument) => {
                    let value = Value::of(&argument, position, kept)?;
                    kept.push(argument);
                    Ok(value)
                }
                None => Err(raise!(TypeError, "Don't know how to convert parameter {position}")),
            },
        }
    }
}

/// An undeclared `str` must mean the same to C as to Python; a declared `c_wchar_p` leaves that to the program.
fn refuse_embedded_null(text: &Obj) -> Result<()> {
    // SAFETY: attached; the object is a `str`; -1 is "not found".
    let place =
        unsafe { ffi::PyUnicode_FindChar(text.as_ptr(), 0, 0, ffi::PyUnicode_GetLength(text.as_ptr()), 1) };
    match place {
        -2 => Err(Raised::already_set()),
        -1 => Ok(()),
        _ => Err(raise!(ValueError, "embedded null character")),
    }
}

fn of_instance(data: &CData, info: &TypeInfo) -> Value {
    match &info.kind {
        // SAFETY: an instance of a simple type shows a scalar of that type.
        Kind::Simple(simple) => unsafe {
            primitive_value(simple.scalar.primitive(DataModel::HOST), data.ptr())
        },
        Kind::Record(_) => Value::Record { ctype: info.ctype(), source: data.ptr(), size: info.size.get() },
        Kind::Array(_) => Value::Integer(data.ptr() as u64),
        // SAFETY: instances of pointer and function types show an address.
        Kind::Pointer(_) | Kind::Function(_) => unsafe { primitive_value(Primitive::Pointer, data.ptr()) },
    }
}

fn of_argument(argument: &Argument) -> Value {
    let primitive = Scalar::from_code(argument.tag())
        .map_or(Primitive::Pointer, |scalar| scalar.primitive(DataModel::HOST));
    let bytes = argument.bytes();
    // SAFETY: 16 bytes hold every scalar.
    unsafe { primitive_value(primitive, bytes.as_ptr()) }
}

/// The scalar at `ptr`.
///
/// # Safety
/// `ptr` points to as many readable bytes as the primitive has, at any alignment.
#[inline]
pub unsafe fn primitive_value(primitive: Primitive, ptr: *const u8) -> Value {
    // SAFETY: the caller's promise, in each arm for the primitive's own size.
    unsafe {
        match primitive {
            Primitive::F32 => Value::Float(ptr.cast::<u32>().read_unaligned().into()),
            Primitive::F64 => Value::Double(ptr.cast::<u64>().read_unaligned()),
            Primitive::F80 => Value::LongDouble(ptr.cast::<[u8; 16]>().read_unaligned()),
            Primitive::I8 | Primitive::U8 => Value::Narrow(widen(primitive, ptr.read().into())),
            Primitive::I16 | Primitive::U16 => {
                Value::Narrow(widen(primitive, ptr.cast::<u16>().read_unaligned().into()))
            }
            Primitive::I32 | Primitive::U32 => {
                Value::Integer(widen(primitive, ptr.cast::<u32>().read_unaligned().into()))
            }
            Primitive::I64 | Primitive::U64 | Primitive::Pointer => {
                Value::Integer(ptr.cast::<u64>().read_unaligned())
            }
        }
    }
}

/// The low bytes of an integer, widened to 64 bits by its signedness: compilers disagree on who widens narrow
/// arguments, and Clang's callees rely on the caller.
#[inline(always)]
pub fn widen(primitive: Primitive, bits: u64) -> u64 {
    match primitive {
        Primitive::I8 => bits as i8 as u64,
        Primitive::U8 => bits as u8 as u64,
        Primitive::I16 => bits as i16 as u64,
        Primitive::U16 => bits as u16 as u64,
        Primitive::I32 => bits as i32 as u64,
        Primitive::U32 => bits as u32 as u64,
        _ => bits,
    }
}

/// An `int` as C's `int`: the low bits of what fits a `long` or an `unsigned long`, OverflowError beyond.
#[inline]
pub fn c_int(object: &Obj) -> Result<u64> {
    match compat::small_int(object) {
        Some(value) => Ok(value as i32 as u64),
        None => large_int(object),
    }
}

#[cold]
fn large_int(object: &Obj) -> Result<u64> {
    // SAFETY: attached; the object is an `int`.
    let value = unsafe { ffi::PyLong_AsUnsignedLong(object.as_ptr()) };
    if value != std::ffi::c_ulong::MAX {
        return Ok(value as i32 as u64);
    }
    let Some(raised) = Raised::occurred() else { return Ok(value as i32 as u64) };
    raised.clear();
    // SAFETY: attached; the object is an `int`.
    let value = unsafe { ffi::PyLong_AsLong(object.as_ptr()) };
    match if value == -1 { Raised::occurred() } else { None } {
        None => Ok(value as i32 as u64),
        Some(raised) => {
            raised.clear();
            Err(raise!(OverflowError, "int too long to convert"))
        }
    }
}

/// How a value of the type travels as an argument or a result: arrays do as pointers, as in C.
pub fn travelling_type(info: &TypeInfo) -> CType {
    match info.kind {
        Kind::Array(_) => CType::Primitive(Primitive::Pointer),
        _ => info.ctype(),
    }
}
