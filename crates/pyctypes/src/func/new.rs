//! The constructors of function types.
//!
//! | arguments | function |
//! |---|---|
//! | none | NULL |
//! | `int` | at that address |
//! | callable | a callback that C can call |
//! | `(name, library)`, paramflags | exported by the library |
//! | index, name, paramflags, interface id | a COM method (Windows) |

use cpython::{Obj, Own, Result, Type, raise, tuple_items};

use super::object::{FuncObject, fresh};
use super::{paramflags, platform, symbol};
use crate::callback;
use crate::data;
use crate::typeinfo::info_of;

/// `tp_new`.
pub fn new(class: &Type, arguments: &Obj, _keywords: Option<&Obj>) -> Result<Own> {
    let items = tuple_items(arguments).unwrap_or_default();
    let Some(&first) = items.first() else { return fresh(class) };
    if first.is_tuple() {
        return from_library(class, items);
    }
    if let Some(method) = platform::new_method(class, items)? {
        return Ok(method);
    }
    let &[value] = items else {
        return Err(raise!(TypeError, "function takes exactly 1 argument ({} given)", items.len()));
    };
    if value.is_int() { at_address(class, value) } else { from_callable(class, value) }
}

/// Writes the address that a fresh instance shows.
fn set_address(object: &Obj, address: usize) {
    // SAFETY: a fresh instance of a function type, which has room for an address.
    unsafe { FuncObject::of_unchecked(object).data.ptr().cast::<usize>().write_unaligned(address) };
}

fn at_address(class: &Type, value: &Obj) -> Result<Own> {
    let address = value.to_address()?;
    let object = fresh(class)?;
    set_address(&object, address);
    Ok(object)
}

fn from_library(class: &Type, items: &[&Obj]) -> Result<Own> {
    let (pair, flags) = match items {
        [pair] => (pair, None),
        [pair, flags] => (pair, Some(*flags).filter(|flags| !flags.is_none())),
        _ => return Err(raise!(TypeError, "function takes at most 2 arguments ({} given)", items.len())),
    };
    let symbol = symbol::look_up(pair)?;
    paramflags::check(class, flags)?;
    let object = fresh(class)?;
    set_address(&object, symbol.address);
    // SAFETY: a fresh instance of a function type.
    let function = unsafe { FuncObject::of_unchecked(&object) };
    function.paramflags.set(flags.map(Obj::to_own));
    data::keep(&function.data, 0, &symbol.library)?;
    Ok(object)
}

fn from_callable(class: &Type, callable: &Obj) -> Result<Own> {
    if !callable.is_callable() {
        return Err(raise!(TypeError, "argument must be callable or integer function address"));
    }
    let Some(prototype) = info_of(class).and_then(|info| info.function()) else {
        return Err(raise!(TypeError, "cannot construct instance of this class: no argtypes"));
    };
    let thunk = callback::make_thunk(callable, class, prototype)?;
    let object = fresh(class)?;
    set_address(&object, thunk.address);
    // SAFETY: a fresh instance of a function type.
    let function = unsafe { FuncObject::of_unchecked(&object) };
    data::keep(&function.data, 0, &thunk.object)?;
    function.thunk.set(Some(thunk.object));
    Ok(object)
}
