//! How the interpreter enters a call: vectorcall with an argument array, `tp_call` with a tuple.
//!
//! Heap types do not inherit the vectorcall flag before 3.12, so the metatype sets it. A class may still get a `__call__`
//! in Python, in its body, by assignment or through a base; the interpreter then replaces `tp_call`, and the vectorcall
//! entry, which looks there first, follows it.

use cpython::{Obj, Own, Result, Type, compat, dict_set, ffi, new_dict, new_tuple, slot, tuple_items};

use super::call::call;
use super::object::{FuncObject, VECTORCALL_OFFSET};
use super::outcome::call_fully;

/// `tp_call`.
pub const CALL: ffi::ternaryfunc = slot!(call FuncObject, call_tuple);

/// What the vectorcall field of function objects points to.
pub const VECTORCALL: ffi::vectorcallfunc = enter;

fn calls_itself(class: &Type) -> bool {
    // SAFETY: attached; slots change only under the GIL.
    unsafe { (*class.as_ptr()).tp_call }.map(|call| call as usize) == Some(CALL as usize)
}

/// Lets the interpreter call instances of a new class without a tuple.
pub fn enable_vectorcall(class: &Type) {
    if calls_itself(class) {
        // SAFETY: attached; a class under construction, whose instances begin with `FuncObject`.
        unsafe {
            (*class.as_ptr()).tp_vectorcall_offset = VECTORCALL_OFFSET as isize;
            (*class.as_ptr()).tp_flags |= ffi::Py_TPFLAGS_HAVE_VECTORCALL;
        }
    }
}

unsafe extern "C" fn enter(
    callable: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: usize,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: the interpreter calls this with an instance of a type that has the field this is stored in, with as many
    // live arguments as the count says and the values of the named ones behind them; `&Obj` has the layout of an object
    // pointer.
    let (this, arguments, names) = unsafe {
        let this = FuncObject::of_unchecked(Obj::from_ptr(callable));
        let names = Obj::from_ptr_or_none(names);
        let named = names.and_then(tuple_items).map_or(0, <[_]>::len);
        let count = (count & !ffi::PY_VECTORCALL_ARGUMENTS_OFFSET) + named;
        let arguments: &[&Obj] =
            if count == 0 { &[] } else { std::slice::from_raw_parts(arguments.cast(), count) };
        (this, arguments, names)
    };
    slot::object(|| {
        if names.is_none() && this.is_plain() && calls_itself(this.as_obj().ty()) {
            return call_plain(this, arguments);
        }
        call_with_names(this, arguments, names)
    })
}

#[inline(always)]
fn call_plain(this: &FuncObject, arguments: &[&Obj]) -> Result<Own> {
    let plan = this.plan()?;
    plan.check_count(arguments.len())?;
    call(&plan, this.target()?, arguments)
}

/// The less common calls: named arguments, `errcheck`, out-parameters, a `__call__` in Python.
#[inline(never)]
fn call_with_names(this: &FuncObject, arguments: &[&Obj], names: Option<&Obj>) -> Result<Own> {
    let names = names.and_then(tuple_items).unwrap_or_default();
    let (arguments, named) = arguments.split_at(arguments.len() - names.len());
    let keywords = if names.is_empty() { None } else { Some(new_dict()?) };
    if let Some(keywords) = &keywords {
        for (name, value) in names.iter().zip(named) {
            dict_set(keywords, name, value)?;
        }
    }
    let class = this.as_obj().ty();
    // SAFETY: attached; slots change only under the GIL.
    match unsafe { (*class.as_ptr()).tp_call } {
        Some(call) if !calls_itself(class) => {
            let tuple = new_tuple(arguments.iter().map(|argument| argument.to_own()))?;
            let keywords = keywords.as_deref().map_or(std::ptr::null_mut(), Obj::as_ptr);
            // SAFETY: attached; the slot of the object's own type, with a tuple and a dictionary or NULL.
            unsafe {
                Own::from_owned(compat::guarded::call_slot(
                    call,
                    this.as_obj().as_ptr(),
                    tuple.as_ptr(),
                    keywords,
                ))
            }
        }
        _ => call_fully(this, arguments, keywords.as_deref()),
    }
}

/// `tp_call`: also what the interpreter falls back to for objects without a vectorcall entry, which get one here.
fn call_tuple(this: &FuncObject, arguments: &Obj, keywords: Option<&Obj>) -> Result<Own> {
    this.vectorcall.set(Some(VECTORCALL));
    let arguments = tuple_items(arguments).unwrap_or_default();
    if this.is_plain() { call_plain(this, arguments) } else { call_fully(this, arguments, keywords) }
}
