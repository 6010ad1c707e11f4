//! `COMError`: a failed COM method, with what the object says about it.
//!
//! The details come through `ISupportErrorInfo` and `IErrorInfo` (Microsoft, "Error Handling in COM"). The functions of COM
//! are called through their tables; what they return is freed as they say.

use std::ffi::c_void;
use std::ptr::null_mut;

use cpython::{Own, Raised, Result, detached, int, new_tuple, none, string_from_wide};

use super::method::Guid;
use crate::windows;

/// The first methods of every interface.
#[repr(C)]
struct Unknown {
    query_interface: unsafe extern "system" fn(*mut c_void, *const Guid, *mut *mut c_void) -> i32,
    add_reference: unsafe extern "system" fn(*mut c_void) -> u32,
    release: unsafe extern "system" fn(*mut c_void) -> u32,
}

#[repr(C)]
struct SupportErrorInfo {
    unknown: Unknown,
    interface_supports_error_info: unsafe extern "system" fn(*mut c_void, *const Guid) -> i32,
}

type GetText = unsafe extern "system" fn(*mut c_void, *mut *mut u16) -> i32;

#[repr(C)]
struct ErrorInfo {
    unknown: Unknown,
    get_guid: unsafe extern "system" fn(*mut c_void, *mut Guid) -> i32,
    get_source: GetText,
    get_description: GetText,
    get_help_file: GetText,
    get_help_context: unsafe extern "system" fn(*mut c_void, *mut u32) -> i32,
}

#[link(name = "oleaut32")]
unsafe extern "system" {
    fn GetErrorInfo(reserved: u32, info: *mut *mut c_void) -> i32;
    fn SysFreeString(text: *mut u16);
}

#[link(name = "ole32")]
unsafe extern "system" {
    fn ProgIDFromCLSID(class: *const Guid, text: *mut *mut u16) -> i32;
    fn CoTaskMemFree(memory: *mut c_void);
}

/// `ISupportErrorInfo`, {DF0B3D60-548F-101B-8E65-08002B2BD119}.
const SUPPORT_ERROR_INFO: Guid =
    [0x60, 0x3D, 0x0B, 0xDF, 0x8F, 0x54, 0x1B, 0x10, 0x8E, 0x65, 0x08, 0x00, 0x2B, 0x2B, 0xD1, 0x19];

/// What the object says: texts are NULL where it says nothing.
struct Details {
    description: *mut u16,
    source: *mut u16,
    help_file: *mut u16,
    help_context: u32,
    program: *mut u16,
}

/// Sets `COMError(code, text, (description, source, help file, help context, program id))`.
///
/// # Safety
/// `unknown` is a live interface pointer.
pub unsafe fn raise(code: i32, interface: &Guid, unknown: *mut c_void) -> Raised {
    // The object may live in another apartment: its thread may need the GIL to answer.
    // SAFETY: the caller's promise.
    let details = detached(|| unsafe { details(interface, unknown) });
    let arguments = arguments(code, &details);
    // SAFETY: the texts belong to us, or are NULL, which both functions accept.
    unsafe {
        for text in [details.description, details.source, details.help_file] {
            SysFreeString(text);
        }
        CoTaskMemFree(details.program.cast());
    }
    let raised = arguments.and_then(|arguments| Ok(Raised::with_value(windows::com_error()?, &arguments)));
    raised.unwrap_or_else(|raised| raised)
}

fn arguments(code: i32, details: &Details) -> Result<Own> {
    let text = |text: *mut u16| match text.is_null() {
        true => Ok(none().to_own()),
        // SAFETY: COM's texts are NUL-terminated.
        false => unsafe { string_from_wide(text.cast(), -1) },
    };
    let inner = [
        text(details.description)?,
        text(details.source)?,
        text(details.help_file)?,
        int(details.help_context.into())?,
        text(details.program)?,
    ];
    let message = windows::format_error(code as u32)?;
    new_tuple([int(code.into())?, message, new_tuple(inner.into_iter())?].into_iter())
}

/// The table of an interface.
///
/// # Safety
/// `interface` is a live interface pointer of an interface that begins with `T`'s methods.
unsafe fn table<'a, T>(interface: *mut c_void) -> &'a T {
    // SAFETY: the caller's promise; an interface pointer points to the pointer to its table.
    unsafe { &**interface.cast::<*const T>() }
}

/// Adds a count to the object behind an interface pointer (`IUnknown::AddRef`).
///
/// # Safety
/// `unknown` is a live interface pointer.
pub unsafe fn add_reference(unknown: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { (table::<Unknown>(unknown).add_reference)(unknown) };
}

/// # Safety
/// As [`raise`].
unsafe fn details(interface: &Guid, unknown: *mut c_void) -> Details {
    let mut details = Details {
        description: null_mut(),
        source: null_mut(),
        help_file: null_mut(),
        help_context: 0,
        program: null_mut(),
    };
    // SAFETY: the caller's promise for `unknown`; every other interface pointer was just filled in by a call that
    // succeeded, and is released once.
    unsafe {
        let mut support = null_mut();
        if (table::<Unknown>(unknown).query_interface)(unknown, &SUPPORT_ERROR_INFO, &mut support) < 0 {
            return details;
        }
        let supported =
            (table::<SupportErrorInfo>(support).interface_supports_error_info)(support, interface);
        (table::<Unknown>(support).release)(support);
        let mut info = null_mut();
        // S_OK alone says that there is an object: S_FALSE is "none".
        if supported < 0 || GetErrorInfo(0, &mut info) != 0 {
            return details;
        }
        let methods = table::<ErrorInfo>(info);
        let mut class = Guid::default();
        (methods.get_description)(info, &mut details.description);
        (methods.get_guid)(info, &mut class);
        (methods.get_help_context)(info, &mut details.help_context);
        (methods.get_help_file)(info, &mut details.help_file);
        (methods.get_source)(info, &mut details.source);
        (methods.unknown.release)(info);
        ProgIDFromCLSID(&class, &mut details.program);
    }
    details
}
