//! Parameter flags: `((direction, name, default), …)`, the second argument of `prototype((name, library), paramflags)`.
//!
//! They give a function's parameters names and defaults, and let out-parameters be made and returned instead of passed.
//! Documentation of ctypes, "Function prototypes".

use std::ffi::c_int;
use std::ptr::null_mut;

use cpython::{Obj, Own, Raised, Result, Type, dict_get, ffi, int, new_tuple, raise, tuple_items};
use ctype::ScalarKind;

use super::ArgumentTypes;
use super::outcome::{Direction, Outcome};
use crate::state::state;
use crate::typeinfo::{Kind, info_of, require_info};

const IN: u32 = 1;
const OUT: u32 = 2;
const LCID: u32 = 4;
const IN_OUT: u32 = IN | OUT;
const IN_LCID: u32 = IN | LCID;
const DIRECTION: u32 = IN | OUT | LCID;

/// One parameter.
struct Flag<'a> {
    direction: c_int,
    name: Option<&'a Obj>,
    default: Option<&'a Obj>,
}

impl<'a> Flag<'a> {
    /// Reads `(int [, str or None [, object]])`.
    fn read(item: &'a Obj) -> Result<Flag<'a>> {
        let (mut direction, mut name, mut default) =
            (0, null_mut::<ffi::PyObject>(), null_mut::<ffi::PyObject>());
        // SAFETY: attached; the format is an int and two optional objects to be filled in; `item` keeps them alive. An
        // object that is no tuple is refused by the interpreter.
        let (parsed, name, default) = unsafe {
            let parsed = ffi::PyArg_ParseTuple(
                item.as_ptr(),
                c"i|OO".as_ptr(),
                &mut direction as *mut c_int,
                &mut name as *mut *mut ffi::PyObject,
                &mut default as *mut *mut ffi::PyObject,
            );
            (parsed != 0, Obj::from_ptr_or_none(name), Obj::from_ptr_or_none(default))
        };
        if !parsed || name.is_some_and(|name| !name.is_none() && !name.is_str()) {
            if let Some(raised) = Raised::occurred() {
                raised.clear();
            }
            return Err(raise!(
                TypeError,
                "paramflags must be a sequence of (int [,string [,value]]) tuples"
            ));
        }
        Ok(Flag { direction, name, default })
    }

    fn direction(&self) -> u32 {
        self.direction as u32 & DIRECTION
    }
}

fn items(flags: &Obj) -> Result<&[&Obj]> {
    tuple_items(flags).ok_or_else(|| raise!(TypeError, "paramflags must be a tuple or None"))
}

#[cold]
fn wrong_length() -> Raised {
    raise!(ValueError, "paramflags must have the same length as argtypes")
}

/// Refuses flags that do not fit the class's declaration; without one they are looked at when it comes.
pub fn check(class: &Type, flags: Option<&Obj>) -> Result<()> {
    let arguments = require_info(class)?.function().and_then(|prototype| prototype.arguments());
    let (Some(flags), Some(types)) = (flags, arguments) else { return Ok(()) };
    let items = items(flags)?;
    if items.len() != types.len() {
        return Err(wrong_length());
    }
    for (index, item) in items.iter().enumerate() {
        let flag = Flag::read(item)?;
        match flag.direction() {
            0 | IN | IN_LCID | IN_OUT => {}
            OUT => check_out_type(&types.types()[index], index + 1)?,
            _ => return Err(raise!(TypeError, "paramflag value {} not supported", flag.direction)),
        }
    }
    Ok(())
}

/// Out-parameters are pointers, arrays, or the simple types that are addresses.
fn check_out_type(ty: &Obj, position: usize) -> Result<()> {
    use ScalarKind::{CharPointer, VoidPointer, WCharPointer};
    let metas = &state().metas;
    let is_pointer = ty.is_a(metas.pointer) || ty.is_a(metas.array);
    let simple = ty.as_type().and_then(info_of).and_then(|info| info.simple());
    let is_address =
        simple.is_some_and(|simple| matches!(simple.scalar.kind, VoidPointer | CharPointer | WCharPointer));
    if is_pointer || is_address {
        return Ok(());
    }
    let name = ty.as_type().unwrap_or(ty.ty()).name();
    Err(raise!(TypeError, "'out' parameter {position} must be a pointer type, not {name}"))
}

/// The argument tuple of a call: what was given, by position or name, defaults, and new objects for out-parameters.
pub fn arrange(
    flags: &Obj,
    types: &ArgumentTypes,
    given: &[&Obj],
    keywords: Option<&Obj>,
    outcome: &mut Outcome,
) -> Result<Own> {
    let mut source = Given { positional: given, keywords, used: 0 };
    let mut arguments = Vec::with_capacity(types.len());
    // The function's own `argtypes` may have fewer items than the flags were checked against, but not more.
    let items = items(flags)?.get(..types.len()).ok_or_else(wrong_length)?;
    for (index, item) in items.iter().enumerate() {
        let flag = Flag::read(item)?;
        arguments.push(match flag.direction() {
            IN_LCID => match flag.default {
                Some(default) => default.to_own(),
                None => int(0)?,
            },
            IN_OUT => {
                outcome.add(index, Direction::InOut);
                source.take(&flag)?
            }
            0 | IN => source.take(&flag)?,
            OUT => {
                outcome.add(index, Direction::Out);
                match flag.default {
                    Some(default) => default.to_own(),
                    None => new_out(&types.types()[index])?,
                }
            }
            _ => return Err(raise!(ValueError, "paramflag {} not yet implemented", flag.direction as u32)),
        });
    }
    source.finish()?;
    new_tuple(arguments.into_iter())
}

/// What an out-parameter of the type is passed: a new array, or a new object that a pointer can point to.
fn new_out(ty: &Obj) -> Result<Own> {
    let Some(info) = ty.as_type().and_then(info_of) else {
        return Err(raise!(RuntimeError, "NULL stgdict unexpected"));
    };
    match &info.kind {
        Kind::Array(_) => ty.call(&[]),
        Kind::Pointer(pointer) => match pointer.target.get() {
            Some(target) => target.call(&[]),
            None => Err(raise!(TypeError, "Cannot create instance: has no _type_")),
        },
        _ => {
            let name = ty.as_type().unwrap_or(ty.ty()).name();
            Err(raise!(TypeError, "{name} 'out' parameter must be passed as default value"))
        }
    }
}

/// The arguments of the caller, taken one by one.
struct Given<'a> {
    positional: &'a [&'a Obj],
    keywords: Option<&'a Obj>,
    used: usize,
}

impl Given<'_> {
    fn take(&mut self, flag: &Flag) -> Result<Own> {
        if let Some(value) = self.positional.get(self.used) {
            self.used += 1;
            return Ok(value.to_own());
        }
        if let (Some(keywords), Some(name)) = (self.keywords, flag.name)
            && let Some(value) = dict_get(keywords, name)?
        {
            self.used += 1;
            return Ok(value.to_own());
        }
        match (flag.default, flag.name) {
            (Some(default), _) => Ok(default.to_own()),
            (None, Some(name)) => {
                Err(raise!(TypeError, "required argument '{}' missing", name.str()?.to_text()?))
            }
            (None, None) => Err(raise!(TypeError, "not enough arguments")),
        }
    }

    /// Refuses arguments that no parameter took.
    fn finish(&self) -> Result<()> {
        // SAFETY: attached; keyword arguments are a dictionary.
        let named =
            self.keywords.map_or(0, |keywords| unsafe { ffi::PyDict_Size(keywords.as_ptr()) } as usize);
        let given = self.positional.len() + named;
        if given == self.used {
            return Ok(());
        }
        Err(raise!(TypeError, "call takes exactly {} arguments ({given} given)", self.used))
    }
}
