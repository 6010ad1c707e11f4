//! The metatype of simple types: `_type_`, the swapped twin, and the pointer-like types' own `from_param`.

use std::ffi::{CStr, CString};
use std::sync::OnceLock;

use cpython::{Obj, Own, Result, Type, ffi, new_tuple, raise, string, table, tuple_items, types};
use ctype::{CType, DataModel, Scalar, ScalarKind, scalar_format};

use super::base::{class_slots, fill_metatype, new_class};
use super::class_methods;
use crate::kinds::construct;
use crate::state::state;
use crate::typeinfo::{Kind, SimpleInfo, TypeInfo, format_text, set_info};

/// The codes named in the message for an unknown one; Windows' own are listed everywhere, as stock does.
const CODES: &str = "cbBhHiIlLdfuzZqQPXOv?g";

fn fill(class: &Type, arguments: &Obj) -> Result<()> {
    let scalar = scalar_of(class)?;
    set_info(class, type_info(class, scalar, false))?;
    construct::enable(class);
    let is_direct = class.base().is_some_and(|base| base.is(state().types.simple));
    if is_direct {
        install_from_param(class, scalar.kind)?;
    }
    // The twin is made for classes of this very metatype only: a derived metatype would be run twice.
    if class.as_obj().ty().is(state().metas.simple) && has_swapped_twin(scalar.kind) {
        make_twin(class, scalar, arguments)?;
    }
    Ok(())
}

/// Reads and checks `_type_`.
fn scalar_of(class: &Type) -> Result<Scalar> {
    let Some(code) = class.as_obj().attr_opt(&state().names.type_)? else {
        return Err(raise!(AttributeError, "class must define a '_type_' attribute"));
    };
    if !code.is_str() {
        return Err(raise!(TypeError, "class must define a '_type_' string attribute"));
    }
    let text = code.as_text()?;
    let &[letter] = text.as_bytes() else {
        return Err(raise!(
            ValueError,
            "class must define a '_type_' attribute which must be a string of length 1"
        ));
    };
    if letter != 0 && !CODES.as_bytes().contains(&letter) {
        return Err(raise!(
            AttributeError,
            "class must define a '_type_' attribute which must be\n\
             a single character string containing one of '{CODES}'."
        ));
    }
    Scalar::from_code(letter)
        .filter(|scalar| cfg!(windows) || !scalar.is_windows_only())
        .ok_or_else(|| raise!(ValueError, "_type_ '{}' not supported", text.trim_end_matches('\0')))
}

fn type_info(class: &Type, scalar: Scalar, swapped: bool) -> TypeInfo {
    let unboxed = class.base().is_some_and(|base| base.is(state().types.simple));
    let ctype = CType::Primitive(scalar.primitive(DataModel::HOST));
    let format: CString = format_text(scalar_format(scalar, DataModel::HOST, swapped));
    let info = TypeInfo::new(Kind::Simple(SimpleInfo { scalar, swapped, unboxed }), ctype, format);
    use ScalarKind::*;
    info.has_pointer
        .set(unboxed && matches!(scalar.kind, VoidPointer | CharPointer | WCharPointer | Object | BStr));
    info
}

fn has_swapped_twin(kind: ScalarKind) -> bool {
    use ScalarKind::*;
    matches!(
        kind,
        Char | SChar
            | UChar
            | Short
            | UShort
            | Int
            | UInt
            | Long
            | ULong
            | LongLong
            | ULongLong
            | Float
            | Double
    )
}

/// Makes the class of the other byte order and joins the two by `__ctype_le__` and `__ctype_be__`.
fn make_twin(class: &Type, scalar: Scalar, arguments: &Obj) -> Result<()> {
    let items = tuple_items(arguments).unwrap_or_default();
    let suffix = if cfg!(target_endian = "little") { "_be" } else { "_le" };
    let &[_, bases, body] = items else {
        return Err(raise!(TypeError, "a simple class is made from a name, bases and a body"));
    };
    let name = string(&format!("{}{suffix}", class.name()))?;
    let twin_arguments = new_tuple([name, bases.to_own(), body.to_own()].into_iter())?;
    let twin = new_class(class.as_obj().ty(), &twin_arguments, None)?;
    let Some(twin_type) = twin.as_type() else {
        return Err(raise!(SystemError, "type.__new__ made something that is no type"));
    };
    set_info(twin_type, type_info(twin_type, scalar, true))?;
    let names = &state().names;
    let (own, other) = if cfg!(target_endian = "little") {
        (&names.ctype_le, &names.ctype_be)
    } else {
        (&names.ctype_be, &names.ctype_le)
    };
    for object in [class.as_obj(), &twin] {
        object.set_attr(own, class.as_obj())?;
        object.set_attr(other, &twin)?;
    }
    Ok(())
}

/// `c_char_p`, `c_wchar_p` and `c_void_p` accept more than their own instances.
fn install_from_param(class: &Type, kind: ScalarKind) -> Result<()> {
    let method: ffi::PyCFunction = match kind {
        ScalarKind::CharPointer => class_methods::CHAR_POINTER_FROM_PARAM,
        ScalarKind::WCharPointer => class_methods::WCHAR_POINTER_FROM_PARAM,
        ScalarKind::VoidPointer => class_methods::VOID_POINTER_FROM_PARAM,
        _ => return Ok(()),
    };
    let doc = c"from_param(value): the value as a foreign function's argument of this type.";
    // Kept for ever: `method_table` makes one per kind.
    let definition = method_table(kind, method, doc);
    // SAFETY: attached; the definition is kept for ever; the result is a new reference.
    let descriptor = unsafe { Own::from_owned(ffi::PyDescr_NewClassMethod(class.as_ptr(), definition)) }?;
    class.as_obj().set_attr(&state().names.from_param, &descriptor)
}

/// The method table of a kind's `from_param`, made once: method objects refer to it for ever.
fn method_table(kind: ScalarKind, method: ffi::PyCFunction, doc: &'static CStr) -> *mut ffi::PyMethodDef {
    static TABLES: [OnceLock<usize>; 3] = [const { OnceLock::new() }; 3];
    let table = match kind {
        ScalarKind::CharPointer => &TABLES[0],
        ScalarKind::WCharPointer => &TABLES[1],
        _ => &TABLES[2],
    };
    *table.get_or_init(|| table::methods(&[table::method_o(c"from_param", method, doc)]) as usize) as *mut _
}

/// Makes `PyCSimpleType`.
pub fn make(base: &Type) -> Result<&'static Type> {
    types::make_metatype(Some(base), |ty| {
        ty.tp_name = c"_ctypes.PyCSimpleType".as_ptr();
        ty.tp_doc = c"The metatype of simple C types.".as_ptr();
        fill_metatype(ty, &[]);
        class_slots!(ty, fill);
    })
}
