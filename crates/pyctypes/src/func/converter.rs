//! One declared argument: from the Python value to its frame word.
//!
//! A built-in `from_param` is recognised once, when the plan is made; the values that programs pass most are then
//! converted here without a Python object in between. Every other value takes the long way, which is the definition: the
//! type's `from_param`, and then what [`Value::of`] makes of its result. The short ways must not differ from it.

use std::ptr::NonNull;

use cpython::{Obj, Own, Result, Type, compat, ffi};
use ctype::{CType, DataModel, Primitive, ScalarKind};

use super::value::{Kept, Value, primitive_value, travelling_type, widen};
use crate::data::CData;
use crate::meta::class_methods;
use crate::param::{Argument, from_param};
use crate::state::state;
use crate::typeinfo::{Kind, TypeInfo, info_of};

type FromParam = fn(&Type, &Obj) -> Result<Own>;

/// How one argument is converted.
///
/// Borrows from the [`ArgumentTypes`](super::ArgumentTypes) it was made of; the plan that owns the converter holds them.
pub struct Converter {
    rule: Rule,
    /// The class of a built-in `from_param`, otherwise the callable itself.
    source: NonNull<Obj>,
    /// The information of that class.
    info: Option<NonNull<TypeInfo>>,
    from_param: FromParam,
}

/// Which short ways there are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// `int`.
    Integer(Primitive),
    /// `float` and small `int`.
    Float,
    Double,
    /// `bool` and small `int`.
    Bool,
    /// Any object, as its own address.
    Object,
    /// None, `bytes`, character arrays.
    CharPointer,
    /// None, `int`, `bytes`, and what is an address in C.
    VoidPointer,
    /// None, instances of the target, arrays, `byref()`.
    Pointer,
    /// Instances, by value.
    Record,
    /// Instances, by address.
    Array,
    /// Instances.
    Instance(Primitive),
    /// A `from_param` that is not ours: no short way, and no telling what it will return.
    Foreign,
}

impl Converter {
    /// Recognises a `from_param`.
    pub fn new(converter: &Obj) -> Converter {
        let foreign = Converter {
            rule: Rule::Foreign,
            source: NonNull::from(converter),
            info: None,
            from_param: |_, value| Ok(value.to_own()),
        };
        let Some((class, from_param)) = built_in(converter) else { return foreign };
        // A metatype of the program's own may define `__instancecheck__`, which the short ways do not ask.
        let Some(info) = info_of(class).filter(|_| has_plain_metatype(class)) else { return foreign };
        Converter {
            rule: rule(info),
            source: NonNull::from(class.as_obj()),
            info: Some(NonNull::from(info)),
            from_param,
        }
    }

    fn source(&self) -> &Obj {
        // SAFETY: the plan that owns this converter holds the object, see the type.
        unsafe { self.source.as_ref() }
    }

    #[inline(always)]
    fn info(&self) -> Option<&TypeInfo> {
        // SAFETY: the information lives as long as its class, which the plan holds.
        self.info.map(|info| unsafe { info.as_ref() })
    }

    /// True if the value's type is exactly the argument's class.
    #[inline(always)]
    fn is_exact(&self, value: &Obj) -> bool {
        std::ptr::eq(value.ty().as_obj(), self.source.as_ptr())
    }

    /// The type that the argument is known to have in every call, so that its place can be planned; `None` if only the
    /// value tells.
    pub fn shape(&self) -> Option<CType> {
        let info = self.info()?;
        // A record that nothing depends on yet may still get another layout.
        if self.rule == Rule::Record && !info.is_final.get() {
            return None;
        }
        Some(travelling_type(info))
    }

    /// The short way to the word of a scalar or pointer argument.
    #[inline(always)]
    pub fn word(&self, value: &Obj) -> Option<u64> {
        match self.rule {
            Rule::Integer(primitive) => match compat::small_int(value) {
                Some(small) => Some(widen(primitive, small as u64)),
                None => self.integer_word(primitive, value),
            },
            Rule::Double => match value.is_float() {
                true => value.to_f64().ok().map(f64::to_bits),
                false => self.double_word(value),
            },
            _ => self.other_word(value),
        }
    }

    #[inline(never)]
    fn integer_word(&self, primitive: Primitive, value: &Obj) -> Option<u64> {
        if value.is_int() {
            return value.int_bits().ok().map(|bits| widen(primitive, bits));
        }
        self.instance_word(primitive, value)
    }

    #[inline(never)]
    fn double_word(&self, value: &Obj) -> Option<u64> {
        match compat::small_int(value) {
            Some(small) => Some((small as f64).to_bits()),
            None => self.instance_word(Primitive::F64, value),
        }
    }

    /// The scalar of an instance of the very class.
    #[inline(always)]
    fn instance_word(&self, primitive: Primitive, value: &Obj) -> Option<u64> {
        if !self.is_exact(value) {
            return None;
        }
        // SAFETY: an instance of the class, which shows a scalar of that primitive type.
        match unsafe { primitive_value(primitive, CData::of_unchecked(value).ptr()) } {
            Value::Integer(bits) | Value::Narrow(bits) | Value::Float(bits) | Value::Double(bits) => {
                Some(bits)
            }
            Value::LongDouble(_) | Value::Record { .. } => None,
        }
    }

    #[inline(never)]
    fn other_word(&self, value: &Obj) -> Option<u64> {
        match self.rule {
            Rule::Pointer => self.pointer_word(value),
            Rule::VoidPointer => self.void_pointer_word(value),
            Rule::CharPointer => self.char_pointer_word(value),
            Rule::Object => (!value.is_a(state().types.cdata)).then_some(value.as_ptr() as u64),
            Rule::Float if value.is_float() => {
                value.to_f64().ok().map(|number| (number as f32).to_bits().into())
            }
            Rule::Float => match compat::small_int(value) {
                Some(small) => Some((small as f32).to_bits().into()),
                None => self.instance_word(Primitive::F32, value),
            },
            Rule::Bool => match compat::small_int(value) {
                Some(small) => Some((small != 0).into()),
                None => self.instance_word(Primitive::U8, value),
            },
            Rule::Instance(primitive) => self.instance_word(primitive, value),
            // SAFETY: an instance of the very class is a ctypes instance.
            Rule::Array => self.is_exact(value).then(|| unsafe { CData::of_unchecked(value) }.ptr() as u64),
            Rule::Integer(_) | Rule::Double | Rule::Record | Rule::Foreign => None,
        }
    }

    fn pointer_word(&self, value: &Obj) -> Option<u64> {
        if value.is_none() {
            return Some(0);
        }
        if self.is_exact(value) {
            return self.instance_word(Primitive::Pointer, value);
        }
        let target = self.info()?.pointer()?.target.peek()?;
        if let Some(argument) = Argument::of(value) {
            let is_target = argument.object().peek().is_some_and(|object| object.ty().as_obj().is(target));
            return is_target.then(|| argument.word());
        }
        let is_target = value.ty().as_obj().is(target);
        let is_array = || {
            let array = info_of(value.ty()).and_then(TypeInfo::array)?;
            array.element.peek().map(|element| element.is(target))
        };
        if is_target || is_array() == Some(true) {
            // SAFETY: pointers point to ctypes types only, and arrays are such: the value is a ctypes instance.
            return Some(unsafe { CData::of_unchecked(value) }.ptr() as u64);
        }
        None
    }

    fn void_pointer_word(&self, value: &Obj) -> Option<u64> {
        if value.is_none() {
            return Some(0);
        }
        if value.is_int() {
            return value.int_bits().ok();
        }
        if let Some(bytes) = value.as_bytes() {
            return Some(bytes.as_ptr() as u64);
        }
        if self.is_exact(value) {
            return self.instance_word(Primitive::Pointer, value);
        }
        if let Some(argument) = Argument::of(value) {
            return (argument.tag() == b'P').then(|| argument.word());
        }
        let data = CData::of(value)?;
        match &info_of(value.ty())?.kind {
            Kind::Array(_) => Some(data.ptr() as u64),
            Kind::Pointer(_) | Kind::Function(_) => {
                // SAFETY: instances of pointer and function types show an address.
                Some(unsafe { data.ptr().cast::<u64>().read_unaligned() })
            }
            Kind::Simple(_) | Kind::Record(_) => None,
        }
    }

    fn char_pointer_word(&self, value: &Obj) -> Option<u64> {
        if value.is_none() {
            return Some(0);
        }
        if let Some(bytes) = value.as_bytes() {
            return Some(bytes.as_ptr() as u64);
        }
        if self.is_exact(value) {
            return self.instance_word(Primitive::Pointer, value);
        }
        let array = info_of(value.ty())?.array()?;
        let element = array.element.peek()?.as_type().and_then(info_of)?.simple()?;
        // SAFETY: an instance of an array type is a ctypes instance.
        (element.scalar.kind == ScalarKind::Char).then(|| unsafe { CData::of_unchecked(value) }.ptr() as u64)
    }

    /// The short way of a record: the bytes of an instance, of which the class's size is to be passed.
    #[inline]
    pub fn record(&self, value: &Obj) -> Option<(*const u8, usize)> {
        let class = self.source().as_type().filter(|class| self.rule == Rule::Record && value.is_a(class))?;
        // SAFETY: an instance of the class or of one derived from it is a ctypes instance.
        let data = unsafe { CData::of_unchecked(value) };
        Some((data.ptr(), info_of(class)?.size.get()))
    }

    /// The long way. What the value needs to stay valid is added to `kept`.
    #[inline(never)]
    pub fn value(&self, value: &Obj, position: usize, kept: &mut Kept) -> Result<Value> {
        let object = match self.source().as_type() {
            Some(class) if self.rule != Rule::Foreign => (self.from_param)(class, value)?,
            _ => self.source().call(&[value])?,
        };
        let result = Value::of(&object, position, kept)?;
        kept.push(object);
        Ok(result)
    }
}

/// The class and the implementation of a bound `from_param` of ours.
fn built_in(converter: &Obj) -> Option<(&Type, FromParam)> {
    // SAFETY: attached; the object is alive; the two accessors are asked of a C function only, which keeps its `self`
    // alive.
    let (function, class) = unsafe {
        if ffi::PyCFunction_CheckExact(converter.as_ptr()) == 0 {
            return None;
        }
        let function = ffi::PyCFunction_GetFunction(converter.as_ptr())?;
        (function as usize, Obj::from_ptr_or_none(ffi::PyCFunction_GetSelf(converter.as_ptr()))?)
    };
    let known: [(ffi::PyCFunction, FromParam); 4] = [
        (class_methods::FROM_PARAM, from_param::from_param),
        (class_methods::CHAR_POINTER_FROM_PARAM, from_param::char_pointer),
        (class_methods::WCHAR_POINTER_FROM_PARAM, from_param::wchar_pointer),
        (class_methods::VOID_POINTER_FROM_PARAM, from_param::void_pointer),
    ];
    let (_, from_param) = known.into_iter().find(|(entry, _)| *entry as usize == function)?;
    Some((class.as_type()?, from_param))
}

fn has_plain_metatype(class: &Type) -> bool {
    let metas = &state().metas;
    let metatype = class.as_obj().ty();
    [metas.simple, metas.structure, metas.union, metas.array, metas.pointer, metas.function]
        .iter()
        .any(|meta| metatype.is(meta))
}

fn rule(info: &TypeInfo) -> Rule {
    match &info.kind {
        Kind::Record(_) => Rule::Record,
        Kind::Array(_) => Rule::Array,
        Kind::Pointer(_) => Rule::Pointer,
        Kind::Function(_) => Rule::Instance(Primitive::Pointer),
        Kind::Simple(simple) => {
            let primitive = simple.scalar.primitive(DataModel::HOST);
            use ScalarKind::*;
            match simple.scalar.kind {
                SChar | UChar | Short | UShort | Int | UInt | Long | ULong | LongLong | ULongLong => {
                    Rule::Integer(primitive)
                }
                Float | Double | LongDouble => match primitive {
                    Primitive::F32 => Rule::Float,
                    Primitive::F64 => Rule::Double,
                    _ => Rule::Instance(primitive),
                },
                Bool => Rule::Bool,
                Object => Rule::Object,
                CharPointer => Rule::CharPointer,
                VoidPointer => Rule::VoidPointer,
                Char | WChar | WCharPointer | VariantBool | BStr => Rule::Instance(primitive),
            }
        }
    }
}
