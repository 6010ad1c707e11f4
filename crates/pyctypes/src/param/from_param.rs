//! `from_param`: which Python values a ctypes type takes as an argument.
//!
//! Each function returns the value itself where it can be passed as it is, else an [`Argument`] made from it; objects
//! with `_as_parameter_` stand for that attribute.

use cpython::{Obj, Own, Raised, Result, Type, compat, none, raise};
use ctype::{Scalar, ScalarKind};

use super::argument::of_scalar;
use super::{Argument, byref, foreign};
use crate::data::CData;
use crate::kinds::scalar_kind;
use crate::recursion;
use crate::state::state;
use crate::typeinfo::{Kind, TypeInfo, info_of, info_of_instance, require_info};

/// `from_param` as every metatype has it.
pub fn from_param(class: &Type, value: &Obj) -> Result<Own> {
    match info_of(class).map(|info| &info.kind) {
        Some(Kind::Simple(simple)) => simple_value(class, simple.scalar, value),
        Some(Kind::Pointer(_)) => pointer(class, value),
        None if class.as_obj().ty().is_subtype(state().metas.simple) => {
            if value.is_instance(class.as_obj())? {
                return Ok(value.to_own());
            }
            Err(raise!(TypeError, "abstract class"))
        }
        None if class.as_obj().ty().is_subtype(state().metas.pointer) => {
            if value.is_none() {
                return Ok(none().to_own());
            }
            Err(raise!(TypeError, "abstract class"))
        }
        _ => instance(class, value),
    }
}

/// Simple types: instances, and whatever their setter takes.
fn simple_value(class: &Type, scalar: Scalar, value: &Obj) -> Result<Own> {
    if value.is_instance(class.as_obj())? {
        return Ok(value.to_own());
    }
    let raised = match of_scalar(scalar, value) {
        Ok(argument) => return Ok(argument),
        Err(raised) => raised,
    };
    let kept = if compat::AT_LEAST_3_12 {
        Some(raised.fetch())
    } else {
        raised.clear();
        None
    };
    if let Some(parameter) = value.attr_opt(&state().names.as_parameter)? {
        return recursion::guard(|| simple_value(class, scalar, &parameter));
    }
    match kept {
        Some(kept) => Err(Raised::restore(kept)),
        None => Err(raise!(TypeError, "wrong type")),
    }
}

/// Records, arrays and function pointers: instances, and `byref` of what the type points to.
fn instance(class: &Type, value: &Obj) -> Result<Own> {
    if value.is_instance(class.as_obj())? {
        return Ok(value.to_own());
    }
    if let Some(argument) = Argument::of(value) {
        let object = argument.object().get();
        let target = info_of(class).and_then(TypeInfo::item_type);
        if let (Some(object), Some(target)) = (&object, &target)
            && object.is_instance(target)?
        {
            return Ok(value.to_own());
        }
        return Err(raise!(
            TypeError,
            "expected {} instance instead of pointer to {}",
            class.name(),
            object.as_deref().map_or("???".into(), |object| object.ty().name())
        ));
    }
    if let Some(parameter) = value.attr_opt(&state().names.as_parameter)? {
        return recursion::guard(|| instance(class, &parameter));
    }
    Err(raise!(TypeError, "expected {} instance instead of {}", class.name(), value.ty().name()))
}

/// Pointer types: None, instances of the target (passed by reference), pointers and arrays of the target.
fn pointer(class: &Type, value: &Obj) -> Result<Own> {
    if value.is_none() {
        return Ok(none().to_own());
    }
    let target = require_info(class)?.item_type();
    if let Some(target) = &target {
        if value.is_instance(target)?
            && let Some(data) = CData::of(value)
        {
            return byref(data, 0);
        }
        // Arrays are pointers too when the items have the type.
        if is_pointer_or_array(value)
            && let Some(data) = CData::of(value)
            && let Some(item) = info_of_instance(data)?.item_type()
            && item.is_subclass(target)?
        {
            return Ok(value.to_own());
        }
        if let Some(argument) = foreign::address_argument(value, target.as_type())? {
            return Ok(argument);
        }
    }
    instance(class, value)
}

fn is_pointer_or_array(value: &Obj) -> bool {
    value.is_a(state().types.array) || value.is_a(state().types.pointer)
}

/// The scalar kind of an array's items or a pointer's target.
fn item_kind(value: &Obj) -> Option<ScalarKind> {
    let info = info_of(value.ty())?;
    info.item_type()?.as_type().and_then(info_of).and_then(scalar_kind)
}

/// `c_char_p.from_param`: None, `bytes`, instances, arrays of and pointers to characters, `byref(c_char)`.
pub fn char_pointer(class: &Type, value: &Obj) -> Result<Own> {
    text_pointer(class, value, ScalarKind::CharPointer, ScalarKind::Char, "ctypes.c_char_p")
}

/// `c_wchar_p.from_param`: None, `str`, instances, arrays of and pointers to wide characters, `byref(c_wchar)`.
pub fn wchar_pointer(class: &Type, value: &Obj) -> Result<Own> {
    text_pointer(class, value, ScalarKind::WCharPointer, ScalarKind::WChar, "ctypes.c_wchar_p")
}

fn text_pointer(
    class: &Type,
    value: &Obj,
    kind: ScalarKind,
    character: ScalarKind,
    name: &str,
) -> Result<Own> {
    if value.is_none() {
        return Ok(none().to_own());
    }
    match kind {
        ScalarKind::CharPointer if value.is_bytes() => return of_scalar(Scalar { code: b'z', kind }, value),
        ScalarKind::WCharPointer if value.is_str() => return of_scalar(Scalar { code: b'Z', kind }, value),
        _ => {}
    }
    if value.is_instance(class.as_obj())? {
        return Ok(value.to_own());
    }
    if is_pointer_or_array(value) && item_kind(value) == Some(character) {
        return Ok(value.to_own());
    }
    if let Some(object) = Argument::of(value).and_then(|argument| argument.object().get())
        && info_of(object.ty()).and_then(scalar_kind) == Some(character)
    {
        return Ok(value.to_own());
    }
    if let Some(parameter) = value.attr_opt(&state().names.as_parameter)? {
        return recursion::guard(|| text_pointer(class, &parameter, kind, character, name));
    }
    if let Some(argument) = foreign::text_argument(value, character)? {
        return Ok(argument);
    }
    Err(wrong_type(value, name))
}

/// `c_void_p.from_param`: None, `int`, `bytes`, `str`, and everything that is an address in C.
pub fn void_pointer(class: &Type, value: &Obj) -> Result<Own> {
    if value.is_none() {
        return Ok(none().to_own());
    }
    let scalar = |code, kind| Scalar { code, kind };
    if value.is_int() {
        return of_scalar(scalar(b'P', ScalarKind::VoidPointer), value);
    }
    if value.is_bytes() {
        return of_scalar(scalar(b'z', ScalarKind::CharPointer), value);
    }
    if value.is_str() {
        return of_scalar(scalar(b'Z', ScalarKind::WCharPointer), value);
    }
    if value.is_instance(class.as_obj())? || is_pointer_or_array(value) {
        return Ok(value.to_own());
    }
    if Argument::of(value).is_some_and(|argument| argument.tag() == b'P') {
        return Ok(value.to_own());
    }
    if let Some(data) = CData::of(value) {
        let is_function = value.is_a(state().types.function);
        let kind = info_of(value.ty()).and_then(scalar_kind);
        let is_text = matches!(kind, Some(ScalarKind::CharPointer | ScalarKind::WCharPointer));
        if is_function || is_text {
            // SAFETY: functions and character pointers show an address.
            let address = unsafe { data.ptr().cast::<*const u8>().read_unaligned() };
            let tag = if is_function { b'P' } else { b'Z' };
            return Argument::address(tag, address, Some(value.to_own()));
        }
    }
    if let Some(parameter) = value.attr_opt(&state().names.as_parameter)? {
        return recursion::guard(|| void_pointer(class, &parameter));
    }
    if let Some(argument) = foreign::address_argument(value, None)? {
        return Ok(argument);
    }
    Err(wrong_type(value, "ctypes.c_void_p"))
}

#[cold]
fn wrong_type(value: &Obj, name: &str) -> Raised {
    if compat::AT_LEAST_3_13 {
        raise!(TypeError, "'{:.200}' object cannot be interpreted as {name}", value.ty().name())
    } else {
        raise!(TypeError, "wrong type")
    }
}
