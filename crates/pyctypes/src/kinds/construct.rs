//! Making instances without the detours of `type.__call__`: no tuple of arguments, no slot look-ups.
//!
//! A class whose `__new__` and `__init__` are ours is called through its `tp_vectorcall`. Whether they still are is asked
//! on each call, since a program may assign them at any time; if not, the call goes the interpreter's way.

use cpython::{
    Obj, Own, Raised, Result, Type, compat, dict_set, ffi, new_dict, new_tuple, slot, tuple_items,
};

use super::{array, pointer, record, simple};
use crate::data::{self, CData};
use crate::typeinfo::{Kind, info_of};

/// Lets the interpreter call a new class directly.
pub fn enable(class: &Type) {
    // SAFETY: attached; a class under construction; the field belongs to the class itself and is not inherited.
    unsafe { (*class.as_ptr()).tp_vectorcall = Some(construct) };
}

/// True if the class's `__new__` and `__init__` are these.
#[inline(always)]
fn makes_with(class: &Type, new: ffi::newfunc, init: ffi::initproc) -> bool {
    // SAFETY: attached; slots change only under the GIL.
    let (own_new, own_init) = unsafe { ((*class.as_ptr()).tp_new, (*class.as_ptr()).tp_init) };
    own_new.is_some_and(|own| std::ptr::fn_addr_eq(own, new))
        && own_init.is_some_and(|own| std::ptr::fn_addr_eq(own, init))
}

unsafe extern "C" fn construct(
    class: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: usize,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: the interpreter calls this with a class that has the field this is stored in, with as many live arguments
    // as the count says and the values of the named ones behind them; `&Obj` has the layout of an object pointer.
    let (class, arguments, names) = unsafe {
        let names = Obj::from_ptr_or_none(names).and_then(tuple_items).unwrap_or_default();
        let count = (count & !ffi::PY_VECTORCALL_ARGUMENTS_OFFSET) + names.len();
        let arguments: &[&Obj] =
            if count == 0 { &[] } else { std::slice::from_raw_parts(arguments.cast(), count) };
        (Type::from_ptr(class.cast()), arguments, names)
    };
    slot::object(|| {
        let made = if names.is_empty() { directly(class, arguments)? } else { None };
        match made {
            Some(made) => Ok(made),
            None => by_type_call(class, arguments, names),
        }
    })
}

/// Makes the instance if nothing of the class's construction was replaced.
#[inline(always)]
fn directly(class: &Type, arguments: &[&Obj]) -> Result<Option<Own>> {
    let Some(info) = info_of(class) else { return Ok(None) };
    let (new, init, most) = match &info.kind {
        Kind::Simple(_) => (super::NEW, simple::INIT, 1),
        Kind::Record(_) => (super::NEW, record::INIT, usize::MAX),
        Kind::Array(_) => (super::NEW, array::INIT, usize::MAX),
        Kind::Pointer(_) => (pointer::NEW, pointer::INIT, 1),
        Kind::Function(_) => return Ok(None),
    };
    if !makes_with(class, new, init) || arguments.len() > most {
        return Ok(None);
    }
    if let Kind::Pointer(_) = &info.kind {
        pointer::require_complete(class)?;
    }
    let made = data::new_default(class)?;
    if arguments.is_empty() {
        return Ok(Some(made));
    }
    // SAFETY: just made of a ctypes class.
    let instance = unsafe { CData::of_unchecked(&made) };
    match &info.kind {
        Kind::Simple(_) => simple::set_value(instance, arguments.first().copied())?,
        Kind::Record(_) => record::init_values(instance, arguments, None)?,
        Kind::Array(_) => array::init_items(instance, arguments)?,
        Kind::Pointer(_) => pointer::set_contents(instance, arguments.first().copied())?,
        Kind::Function(_) => {}
    }
    Ok(Some(made))
}

/// The interpreter's way: a tuple, a dictionary, `__new__` and `__init__`.
#[cold]
fn by_type_call(class: &Type, arguments: &[&Obj], names: &[&Obj]) -> Result<Own> {
    let (positional, named) = arguments.split_at(arguments.len() - names.len());
    let tuple = new_tuple(positional.iter().map(|argument| argument.to_own()))?;
    let keywords = if names.is_empty() { None } else { Some(new_dict()?) };
    if let Some(keywords) = &keywords {
        for (name, value) in names.iter().zip(named) {
            dict_set(keywords, name, value)?;
        }
    }
    // SAFETY: attached; `type` has a call slot; the tuple and the dictionary (or NULL) are alive.
    unsafe {
        let call = ffi::PyType_Type.tp_call.ok_or_else(Raised::already_set)?;
        let keywords = keywords.as_deref().map_or(std::ptr::null_mut(), Obj::as_ptr);
        Own::from_owned(compat::guarded::call_slot(call, class.as_obj().as_ptr(), tuple.as_ptr(), keywords))
    }
}
