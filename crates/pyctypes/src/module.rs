//! The module object `_ctypes`: its names, per version, and who may import it.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_int, c_void};

use cpython::{Obj, Own, Raised, Result, compat, ffi, raise, slot, string, table, uint};

use crate::func;
use crate::functions;
use crate::state::initialise;

/// `ctypes/__init__.py` refuses any other.
const VERSION: &str = "1.1.0";

/// Adds all names to a fresh module object.
fn fill(module: &Obj) -> Result<()> {
    refuse_subinterpreter()?;
    compat::check_layout()?;
    let state = initialise()?;
    let types = &state.types;
    for (name, ty) in [
        (c"Structure", types.structure),
        (c"Union", types.union),
        (c"_Pointer", types.pointer),
        (c"Array", types.array),
        (c"_SimpleCData", types.simple),
        (c"CFuncPtr", types.function),
    ] {
        add(module, name, ty.as_obj())?;
    }
    add(module, c"ArgumentError", &state.argument_error)?;
    add(module, c"_pointer_type_cache", &state.pointer_cache)?;
    add(module, c"_unpickle", &state.unpickle)?;
    add(module, c"__version__", &*string(VERSION)?)?;
    for (name, address) in [
        (c"_memmove_addr", functions::MEMMOVE as usize),
        (c"_memset_addr", functions::MEMSET as usize),
        (c"_string_at_addr", functions::STRING_AT as usize),
        (c"_wstring_at_addr", functions::WSTRING_AT as usize),
        (c"_cast_addr", functions::CAST as usize),
    ] {
        add(module, name, &*uint(address)?)?;
    }
    for (name, value) in constants() {
        add(module, name, &*cpython::int(value)?)?;
    }
    #[cfg(windows)]
    crate::windows::fill(module)?;
    Ok(())
}

fn constants() -> Vec<(&'static CStr, i64)> {
    let mut constants = vec![
        (c"FUNCFLAG_CDECL", func::FLAG_CDECL.into()),
        (c"FUNCFLAG_PYTHONAPI", func::FLAG_PYTHONAPI.into()),
        (c"FUNCFLAG_USE_ERRNO", func::FLAG_USE_ERRNO.into()),
        (c"FUNCFLAG_USE_LASTERROR", func::FLAG_USE_LASTERROR.into()),
        // `dlopen`'s flags; Windows' ctypes has the names too, both 0.
        (c"RTLD_LOCAL", 0),
        (c"RTLD_GLOBAL", if cfg!(unix) { 0x100 } else { 0 }),
    ];
    if compat::AT_LEAST_3_11 {
        constants.push((c"CTYPES_MAX_ARGCOUNT", func::MAX_ARGUMENTS as i64));
    }
    if compat::AT_LEAST_3_12 {
        constants.push((c"SIZEOF_TIME_T", 8));
    }
    constants
}

/// Adds a name to the module.
pub fn add(module: &Obj, name: &CStr, value: &Obj) -> Result<()> {
    // SAFETY: attached; the module and the value are alive; the function takes its own count.
    match unsafe { ffi::PyModule_AddObjectRef(module.as_ptr(), name.as_ptr(), value.as_ptr()) } {
        0 => Ok(()),
        _ => Err(Raised::already_set()),
    }
}

/// The types are process-wide, and objects must not be shared between interpreters.
fn refuse_subinterpreter() -> Result<()> {
    // SAFETY: attached; both functions only read.
    if unsafe { ffi::PyInterpreterState_Get() == ffi::PyInterpreterState_Main() } {
        return Ok(());
    }
    Err(raise!(
        ImportError,
        "ferrotypes' _ctypes works in the main interpreter only: import ctypes there, or run this subinterpreter \
         without ferrotypes"
    ))
}

/// Storage that C may write to; the interpreter serialises its accesses.
#[repr(transparent)]
struct Shared<T>(UnsafeCell<T>);

// SAFETY: written by `init` and the interpreter's import system only, under the GIL.
unsafe impl<T> Sync for Shared<T> {}

unsafe extern "C" fn execute(module: *mut ffi::PyObject) -> c_int {
    // SAFETY: the import system passes the module being made.
    let module = unsafe { Obj::from_ptr(module) };
    slot::status(|| fill(module))
}

static SLOTS: Shared<[ffi::PyModuleDef_Slot; 3]> =
    Shared(UnsafeCell::new([const { ffi::PyModuleDef_Slot { slot: 0, value: std::ptr::null_mut() } }; 3]));

static DEFINITION: Shared<ffi::PyModuleDef> = Shared(UnsafeCell::new(ffi::PyModuleDef {
    m_base: ffi::PyModuleDef_HEAD_INIT,
    m_name: c"_ctypes".as_ptr(),
    m_doc: c"Create and manipulate C compatible data types in Python.".as_ptr(),
    m_size: 0,
    m_methods: std::ptr::null_mut(),
    m_slots: std::ptr::null_mut(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
}));

/// The body of `PyInit__ctypes`: the definition, which the import system turns into a module.
///
/// # Safety
/// Called by the import system, with the GIL held.
pub unsafe fn init() -> *mut ffi::PyObject {
    let definition = DEFINITION.0.get();
    slot::object(|| {
        // SAFETY: the GIL orders these writes; they write the same values each time but for the method table, which is
        // made once.
        unsafe {
            *SLOTS.0.get() = [
                ffi::PyModuleDef_Slot { slot: ffi::Py_mod_exec, value: execute as *mut c_void },
                compat::multiple_interpreters_slot(),
                ffi::PyModuleDef_Slot { slot: 0, value: std::ptr::null_mut() },
            ];
            if (*definition).m_methods.is_null() {
                (*definition).m_methods = table::methods(&functions::methods());
                (*definition).m_slots = SLOTS.0.get().cast();
            }
            Own::from_owned(ffi::PyModuleDef_Init(definition)).map(|def| def.to_own())
        }
    })
}
