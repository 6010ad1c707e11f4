//! `argtypes`, `restype`, `errcheck`: reading and assigning.

use cpython::{Obj, Own, Result, ffi, none, raise, slot, table};

use super::object::FuncObject;
use super::{ArgumentTypes, ResultType};

/// The computed attributes of function objects.
pub const TABLE: [ffi::PyGetSetDef; 3] = [
    table::attribute(
        c"errcheck",
        slot!(get FuncObject, errcheck),
        Some(slot!(set FuncObject, set_errcheck)),
        c"a function to check for errors",
    ),
    table::attribute(
        c"restype",
        slot!(get FuncObject, restype),
        Some(slot!(set FuncObject, set_restype)),
        c"specify the result type",
    ),
    table::attribute(
        c"argtypes",
        slot!(get FuncObject, argtypes),
        Some(slot!(set FuncObject, set_argtypes)),
        c"specify the argument types",
    ),
];

fn or_none(object: Option<Own>) -> Result<Own> {
    Ok(object.unwrap_or_else(|| none().to_own()))
}

fn errcheck(this: &FuncObject) -> Result<Own> {
    or_none(this.errcheck.get())
}

fn set_errcheck(this: &FuncObject, value: Option<&Obj>) -> Result<()> {
    if value.is_some_and(|value| !value.is_callable()) {
        return Err(raise!(TypeError, "the errcheck attribute must be callable"));
    }
    this.errcheck.set(value.map(Obj::to_own));
    Ok(())
}

fn restype(this: &FuncObject) -> Result<Own> {
    or_none(this.result_type()?.map(|result| result.given().clone()))
}

fn set_restype(this: &FuncObject, value: Option<&Obj>) -> Result<()> {
    let result = value.map(|value| ResultType::read(value, "restype")).transpose()?;
    this.set_result_type(result);
    Ok(())
}

fn argtypes(this: &FuncObject) -> Result<Own> {
    or_none(this.argument_types()?.map(|arguments| arguments.given()))
}

fn set_argtypes(this: &FuncObject, value: Option<&Obj>) -> Result<()> {
    let arguments = value.filter(|value| !value.is_none()).map(ArgumentTypes::read).transpose()?;
    this.set_argument_types(arguments);
    Ok(())
}
