//! `POINTER`, `pointer`, `byref`, `addressof`.

use cpython::{
    Obj, Own, Result, compat, concatenate, dict_set, ffi, new_dict, new_tuple, raise, slot, string, table,
    uint,
};

use super::{PointerCache, audit};
use crate::data::CData;
use crate::param;
use crate::state::state;

pub const METHODS: &[ffi::PyMethodDef] = &[
    table::method_o(
        c"POINTER",
        slot!(binary Obj, |_: &Obj, target: &Obj| pointer_type(target)),
        if compat::AT_LEAST_3_13 {
            c"POINTER($module, type, /)\n--\n\nThe type of pointers to the type, made once per type."
        } else {
            c"POINTER(type): the type of pointers to the type, made once per type."
        },
    ),
    table::method_o(
        c"pointer",
        slot!(binary Obj, pointer),
        if compat::AT_LEAST_3_13 {
            c"pointer($module, obj, /)\n--\n\nA new pointer to the instance, which it keeps alive."
        } else {
            c"pointer(instance): a new pointer to the instance, which it keeps alive."
        },
    ),
    // With keywords only to refuse them in stock's words, which name the function without its module.
    table::method_fastcall_keywords(
        c"byref",
        slot!(fastcall_positional Obj, "byref", byref),
        c"byref(instance, offset=0): the address of an instance, for a foreign function's argument only.",
    ),
    table::method_o(
        c"addressof",
        slot!(binary Obj, addressof),
        c"addressof(instance): the address of the instance's memory.",
    ),
];

/// `POINTER(target)`. A `str` makes an incomplete pointer type of that name.
fn pointer_type(target: &Obj) -> Result<Own> {
    let cache = PointerCache::global();
    if let Some(found) = cache.get(target)? {
        return Ok(found);
    }
    let body = new_dict()?;
    let name = if target.is_exact_str() {
        incomplete_name(target)?
    } else if let Some(ty) = target.as_type() {
        dict_set(&body, state().names.type_.as_obj(), target)?;
        string(&format!("LP_{}", ty.name()))?
    } else {
        return Err(raise!(TypeError, "must be a ctypes type"));
    };
    let bases = new_tuple([state().types.pointer.as_obj().to_own()].into_iter())?;
    let class = state().metas.pointer.as_obj().call(&[&name, &bases, &body])?;
    // An incomplete type is found by its own address, until `SetPointerType` completes it.
    let key = if target.is_exact_str() { uint(class.as_ptr() as usize)? } else { target.to_own() };
    cache.set(&key, &class)?;
    Ok(class)
}

/// `LP_` and the given name. Up to 3.11 stock goes through a C string, which ends at a NUL.
fn incomplete_name(target: &Obj) -> Result<Own> {
    if compat::AT_LEAST_3_12 {
        return concatenate(&*string("LP_")?, target);
    }
    let name = target.as_text()?;
    string(&format!("LP_{}", name.split('\0').next().unwrap_or_default()))
}

fn pointer(_module: &Obj, instance: &Obj) -> Result<Own> {
    pointer_type(instance.ty().as_obj())?.call(&[instance])
}

fn byref(_module: &Obj, arguments: &[&Obj]) -> Result<Own> {
    let (object, offset) = match *arguments {
        [object] => (object, 0),
        [object, offset] => (object, offset.to_clamped()?),
        [] => return Err(raise!(TypeError, "byref expected at least 1 argument, got 0")),
        _ => return Err(raise!(TypeError, "byref expected at most 2 arguments, got {}", arguments.len())),
    };
    let Some(data) = CData::of(object) else {
        return Err(raise!(
            TypeError,
            "byref() argument must be a ctypes instance, not '{}'",
            object.ty().name()
        ));
    };
    param::byref(data, offset)
}

fn addressof(_module: &Obj, object: &Obj) -> Result<Own> {
    let Some(data) = CData::of(object) else {
        return Err(raise!(TypeError, "invalid type"));
    };
    audit::object(c"ctypes.addressof", object)?;
    uint(data.ptr() as usize)
}
