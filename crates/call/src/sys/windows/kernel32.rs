//! The functions of `kernel32.dll` that this crate calls, as the Windows SDK declares them.

use std::ffi::{c_char, c_int, c_void};

pub(super) const MEM_COMMIT: u32 = 0x1000;
pub(super) const MEM_RESERVE: u32 = 0x2000;
pub(super) const MEM_RELEASE: u32 = 0x8000;
pub(super) const PAGE_READWRITE: u32 = 0x04;
pub(super) const PAGE_EXECUTE_READ: u32 = 0x20;
pub(super) const CP_UTF8: u32 = 65001;
pub(super) const FORMAT_MESSAGE_IGNORE_INSERTS: u32 = 0x200;
pub(super) const FORMAT_MESSAGE_FROM_SYSTEM: u32 = 0x1000;

#[link(name = "kernel32")]
unsafe extern "system" {
    pub(super) fn VirtualAlloc(address: *mut c_void, size: usize, kind: u32, protection: u32) -> *mut c_void;
    pub(super) fn VirtualProtect(address: *mut c_void, size: usize, protection: u32, old: *mut u32) -> c_int;
    pub(super) fn VirtualFree(address: *mut c_void, size: usize, kind: u32) -> c_int;
    pub(super) fn GetCurrentProcess() -> *mut c_void;
    pub(super) fn FlushInstructionCache(process: *mut c_void, address: *const c_void, size: usize) -> c_int;
    pub(super) fn GetModuleHandleW(name: *const u16) -> *mut c_void;
    pub(super) fn LoadLibraryExW(name: *const u16, file: *mut c_void, flags: u32) -> *mut c_void;
    pub(super) fn GetProcAddress(module: *mut c_void, name: *const c_char) -> *mut c_void;
    pub(super) fn FreeLibrary(module: *mut c_void) -> c_int;
    pub(super) fn MultiByteToWideChar(
        code_page: u32,
        flags: u32,
        source: *const c_char,
        source_length: c_int,
        dest: *mut u16,
        dest_length: c_int,
    ) -> c_int;
    pub(super) fn FormatMessageW(
        flags: u32,
        source: *const c_void,
        message: u32,
        language: u32,
        buffer: *mut u16,
        size: u32,
        arguments: *mut c_void,
    ) -> u32;
    pub(super) fn GetLastError() -> u32;
    pub(super) fn SetLastError(code: u32);
}
