//! The function named by `(name, library)`: reading the pair, asking the loader.

use std::ffi::CString;

use cpython::{Obj, Own, Raised, Result, new_tuple, raise, string, tuple_items};

use super::platform::ordinal;
use crate::functions::{audit, dl};

/// A function's address and the library object it came from.
pub struct Symbol {
    pub address: usize,
    pub library: Own,
}

/// Looks up what a `(name, library)` pair names; raises the audit event `ctypes.dlsym`.
pub fn look_up(pair: &Obj) -> Result<Symbol> {
    let Some(&[name, library]) = tuple_items(pair) else {
        return Err(raise!(TypeError, "illegal func_spec argument"));
    };
    let address = match ordinal(name)? {
        Some(ordinal) => ordinal.look_up(library)?,
        None => by_name(&text(name)?, library)?,
    };
    Ok(Symbol { address, library: library.to_own() })
}

/// The name as C sees it: up to the first NUL.
fn text(name: &Obj) -> Result<CString> {
    let bytes = if let Some(bytes) = name.as_bytes() {
        bytes
    } else if name.is_str() {
        name.as_text()?.as_bytes()
    } else {
        return Err(raise!(TypeError, "function name must be string, bytes object or integer"));
    };
    let length = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    Ok(CString::new(&bytes[..length]).unwrap_or_default())
}

fn by_name(name: &CString, library: &Obj) -> Result<usize> {
    // SAFETY: the C API decodes the NUL-terminated name and sets an exception where it is not UTF-8.
    let shown = unsafe { Own::from_owned(cpython::ffi::PyUnicode_FromString(name.as_ptr())) }?;
    audit::dlsym(&*new_tuple([library.to_own(), shown].into_iter())?)?;
    match dl::symbol(dl::handle_of(library)?, name) {
        Ok(0) => Err(not_found(&dl::missing("function", name, None))),
        Ok(address) => Ok(address),
        Err(error) => Err(not_found(&dl::missing("function", name, Some(error)))),
    }
}

/// `AttributeError`, as a library's attribute look-up is expected to raise.
fn not_found(message: &str) -> Raised {
    match string(message) {
        Ok(message) => Raised::with_value(cpython::exception::Exception::AttributeError.as_obj(), &message),
        Err(raised) => raised,
    }
}
