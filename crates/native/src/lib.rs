//! The shared library of the Python package. It holds two modules: `_ctypes`, made by `pyctypes`, which
//! `ferrotypes/_engine.py` loads from this file under that name, and `_native`, the package's own interface.

use std::cell::UnsafeCell;
use std::ffi::c_int;

use cpython::{Obj, Own, Raised, ffi, slot, string};

/// The module `_ctypes`.
///
/// # Safety
/// Called by the import system, with the GIL held.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInit__ctypes() -> *mut ffi::PyObject {
    // SAFETY: the contract is the same.
    unsafe { pyctypes::init() }
}

/// Storage that C may write to; the interpreter serialises its accesses.
struct Shared<T>(UnsafeCell<T>);

// SAFETY: written by the interpreter's import system only, under the GIL.
unsafe impl<T> Sync for Shared<T> {}

static NATIVE: Shared<ffi::PyModuleDef> = Shared(UnsafeCell::new(ffi::PyModuleDef {
    m_base: ffi::PyModuleDef_HEAD_INIT,
    m_name: c"_native".as_ptr(),
    m_doc: c"The Rust side of ferrotypes.".as_ptr(),
    m_size: 0,
    m_methods: std::ptr::null_mut(),
    m_slots: std::ptr::null_mut(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
}));

static NATIVE_SLOTS: Shared<[ffi::PyModuleDef_Slot; 2]> = Shared(UnsafeCell::new([
    ffi::PyModuleDef_Slot { slot: ffi::Py_mod_exec, value: fill_native as *mut _ },
    ffi::PyModuleDef_Slot { slot: 0, value: std::ptr::null_mut() },
]));

/// `_native.__version__`: the version of the library, to be compared with the Python package's.
unsafe extern "C" fn fill_native(module: *mut ffi::PyObject) -> c_int {
    slot::status(|| {
        let version = string(env!("CARGO_PKG_VERSION"))?;
        // SAFETY: attached; the import system passes the module being made; the function takes its own count.
        match unsafe { ffi::PyModule_AddObjectRef(module, c"__version__".as_ptr(), version.as_ptr()) } {
            0 => Ok(()),
            _ => Err(Raised::already_set()),
        }
    })
}

/// The module `ferrotypes._native`.
///
/// # Safety
/// Called by the import system, with the GIL held.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInit__native() -> *mut ffi::PyObject {
    slot::object(|| {
        let definition = NATIVE.0.get();
        // SAFETY: the GIL orders the write, which is the same each time; the result is the definition itself, whose
        // storage is static.
        unsafe {
            (*definition).m_slots = NATIVE_SLOTS.0.get().cast();
            Own::from_owned(ffi::PyModuleDef_Init(definition)).map(|def: Own| Obj::to_own(&def))
        }
    })
}
