//! What the module keeps for the life of the process: its static types, interned names and a few singletons.
//!
//! There is one of it, whatever number of module objects the import system makes: the types are process-wide, and a
//! second interpreter is refused (see `module.rs`).

use std::sync::OnceLock;

use cpython::{Own, Result, Type};

use crate::names::Names;
use crate::{callback, data, field, func, functions, kinds, meta, param};

/// The metatypes: `type(Structure)` and its siblings.
pub struct Metas {
    pub structure: &'static Type,
    pub union: &'static Type,
    pub array: &'static Type,
    pub pointer: &'static Type,
    pub simple: &'static Type,
    pub function: &'static Type,
}

/// The static types that Python sees.
pub struct Types {
    pub cdata: &'static Type,
    pub structure: &'static Type,
    pub union: &'static Type,
    pub array: &'static Type,
    pub pointer: &'static Type,
    pub simple: &'static Type,
    pub function: &'static Type,
    pub field: &'static Type,
    pub argument: &'static Type,
    pub thunk: &'static Type,
    pub pointer_cache: &'static Type,
}

/// See the module's documentation.
pub struct State {
    pub names: Names,
    pub metas: Metas,
    pub types: Types,
    pub argument_error: Own,
    pub pointer_cache: Own,
    /// `_ctypes._unpickle`, which pickles refer to.
    pub unpickle: Own,
}

struct Shared(State);

// SAFETY: every use of the state is attached (see the `cpython` crate), so the GIL orders all accesses; what it refers
// to lives as long as the process.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

static STATE: OnceLock<Shared> = OnceLock::new();

/// The state; the module's initialisation has made it before any other code of this crate runs.
#[inline(always)]
pub fn state() -> &'static State {
    match STATE.get() {
        Some(shared) => &shared.0,
        None => missing(),
    }
}

#[cold]
fn missing() -> ! {
    unreachable!("a ctypes object exists before the module was initialised")
}

/// Makes the state on the first import in the process.
pub fn initialise() -> Result<&'static State> {
    if STATE.get().is_none() {
        let metas = meta::make_metas()?;
        let types = make_types(&metas)?;
        let state = State {
            names: Names::new()?,
            argument_error: functions::make_argument_error()?,
            pointer_cache: functions::make_pointer_cache(types.pointer_cache)?,
            unpickle: data::make_unpickle()?,
            metas,
            types,
        };
        // Making the state ran no Python code that could have imported the module again, and the GIL was held.
        let _ = STATE.set(Shared(state));
    }
    Ok(state())
}

fn make_types(metas: &Metas) -> Result<Types> {
    let cdata = data::make_cdata_type()?;
    Ok(Types {
        cdata,
        structure: kinds::record::make_structure_type(cdata, metas.structure)?,
        union: kinds::record::make_union_type(cdata, metas.union)?,
        array: kinds::array::make_type(cdata, metas.array)?,
        pointer: kinds::pointer::make_type(cdata, metas.pointer)?,
        simple: kinds::simple::make_type(cdata, metas.simple)?,
        function: func::make_type(cdata, metas.function)?,
        field: field::make_type()?,
        argument: param::make_argument_type()?,
        thunk: callback::make_thunk_type()?,
        pointer_cache: functions::make_pointer_cache_type()?,
    })
}
