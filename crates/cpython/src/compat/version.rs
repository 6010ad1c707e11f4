//! The version this was compiled for, as constants that ordinary code can branch on.

use crate::ffi;

pub const AT_LEAST_3_11: bool = cfg!(Py_3_11);
pub const AT_LEAST_3_12: bool = cfg!(Py_3_12);
pub const AT_LEAST_3_13: bool = cfg!(Py_3_13);

/// Heap types have `__module__` in their dictionary, static types compute it. Stock's `_ctypes` has heap types since
/// 3.13; ours are static on all versions and show the same.
pub const NAMES_MODULE_IN_DICT: bool = AT_LEAST_3_13;

/// The module slot by which a module says that it must not be loaded into a second interpreter; from 3.12 on, the
/// interpreter then refuses the import itself.
pub fn multiple_interpreters_slot() -> ffi::PyModuleDef_Slot {
    #[cfg(Py_3_12)]
    return ffi::PyModuleDef_Slot {
        slot: ffi::Py_mod_multiple_interpreters,
        value: ffi::Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED,
    };
    #[cfg(not(Py_3_12))]
    ffi::PyModuleDef_Slot { slot: 0, value: std::ptr::null_mut() }
}
