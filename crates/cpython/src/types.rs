//! Type objects: seeing them, making static ones, and the data word that lies behind each ctypes type.

use std::borrow::Cow;
use std::cell::UnsafeCell;
use std::ffi::{CStr, c_void};

use crate::object::check;
use crate::{Obj, Own, Result, compat, ffi};

/// A Python type object. Only ever seen behind a reference.
#[repr(transparent)]
pub struct Type(UnsafeCell<ffi::PyTypeObject>);

impl Type {
    /// # Safety
    /// `ptr` is not NULL and the type stays alive for `'a`.
    #[inline(always)]
    pub unsafe fn from_ptr<'a>(ptr: *mut ffi::PyTypeObject) -> &'a Type {
        // SAFETY: the caller's promise; `Type` has the layout of `PyTypeObject`.
        unsafe { &*ptr.cast::<Type>() }
    }

    #[inline(always)]
    pub fn as_ptr(&self) -> *mut ffi::PyTypeObject {
        self.0.get()
    }

    #[inline(always)]
    pub fn as_obj(&self) -> &Obj {
        // SAFETY: a type object is an object and `self` keeps it alive.
        unsafe { Obj::from_ptr(self.as_ptr().cast()) }
    }

    #[inline(always)]
    pub fn is(&self, other: &Type) -> bool {
        std::ptr::eq(self, other)
    }

    /// True if this type is `other` or derives from it, by the method resolution order.
    #[inline(always)]
    pub fn is_subtype(&self, other: &Type) -> bool {
        // SAFETY: attached; both types are alive.
        self.is(other) || unsafe { ffi::PyType_IsSubtype(self.as_ptr(), other.as_ptr()) != 0 }
    }

    /// `tp_name`: `module.name` for static types, the bare name for classes.
    pub fn name(&self) -> Cow<'_, str> {
        // SAFETY: `tp_name` is NUL-terminated and lives as long as the type's name is not assigned; callers format
        // it at once.
        unsafe { CStr::from_ptr((*self.as_ptr()).tp_name) }.to_string_lossy()
    }

    /// The type this one was derived from first, its *solid* line of descent.
    #[inline]
    pub fn base(&self) -> Option<&Type> {
        // SAFETY: `tp_base` is NULL or a type that this one keeps alive.
        unsafe { (*self.as_ptr()).tp_base.cast::<Type>().as_ref() }
    }

    #[inline(always)]
    pub fn flags(&self) -> std::ffi::c_ulong {
        // SAFETY: attached; flags change only under the GIL.
        unsafe { (*self.as_ptr()).tp_flags }
    }

    /// True for classes made by a `class` statement or `type()`.
    pub fn is_heap(&self) -> bool {
        self.flags() & ffi::Py_TPFLAGS_HEAPTYPE != 0
    }

    /// A fresh zeroed instance, tracked by the collector if the type is.
    #[inline]
    pub fn allocate(&self) -> Result<Own> {
        // SAFETY: attached; a ready type has `tp_alloc`; the result is a new reference.
        unsafe {
            let allocate = (*self.as_ptr()).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc);
            Own::from_owned(allocate(self.as_ptr(), 0))
        }
    }

    /// Tells the interpreter that the type's attributes changed behind its back.
    pub fn modified(&self) {
        // SAFETY: attached; the type is alive.
        unsafe { ffi::PyType_Modified(self.as_ptr()) };
    }

    /// Sets `name` in the dictionary of a static type, before anybody uses it.
    pub fn set_dict_item(&self, name: &CStr, value: &Obj) -> Result<()> {
        let dict = compat::type_dict(self);
        // SAFETY: attached; the dictionary and the value are alive.
        check(unsafe { ffi::PyDict_SetItemString(dict.as_ptr(), name.as_ptr(), value.as_ptr()) })
    }

    /// The word behind the type object that belongs to its metatype, if the metatype derives from one made by
    /// [`make_metatype`] and the type's block therefore has the word.
    ///
    /// # Safety
    /// The type's metatype derives from a type made by [`make_metatype`].
    #[inline(always)]
    pub unsafe fn data_word(&self) -> *mut *mut c_void {
        // SAFETY: such types are allocated with at least `METATYPE_SIZE` bytes (heap types by their metatype's
        // `tp_basicsize`, static types by `make_static`).
        unsafe { self.as_ptr().cast::<u8>().add(compat::TYPE_DATA_OFFSET).cast() }
    }
}

/// `tp_basicsize` of a metatype whose types carry one data word.
pub const METATYPE_SIZE: usize = compat::TYPE_DATA_OFFSET + size_of::<*mut c_void>();

/// Makes a static type. `fill` sets the slots; name, base and flags are its business, reference count, metatype and
/// readiness are not.
///
/// The block is as large as a heap type of the metatype and is never freed: the types of this module are process-wide.
pub fn make_static(
    metatype: Option<&Type>,
    fill: impl FnOnce(&mut ffi::PyTypeObject),
) -> Result<&'static Type> {
    let words = (METATYPE_SIZE + size_of::<ffi::PyHeapTypeObject>()).div_ceil(16);
    let block: &'static mut [u128] = Box::leak(vec![0u128; words].into_boxed_slice());
    let ptr = block.as_mut_ptr().cast::<ffi::PyTypeObject>();
    // SAFETY: the block is zeroed, 16-byte aligned, larger than a type object and ours alone; all-zero is a valid
    // `PyTypeObject`; the header is written before the reference count is used.
    unsafe {
        (*ptr).ob_base.ob_base = ffi::PyObject_HEAD_INIT;
        (*ptr).ob_base.ob_base.ob_type =
            metatype.map_or(&raw mut ffi::PyType_Type, |metatype| metatype.as_ptr());
        fill(&mut *ptr);
        check(ffi::PyType_Ready(ptr))?;
        Ok(Type::from_ptr(ptr))
    }
}

/// Makes a static metatype: a subclass of `base` (by default `type`) whose types carry a data word.
pub fn make_metatype(
    base: Option<&Type>,
    fill: impl FnOnce(&mut ffi::PyTypeObject),
) -> Result<&'static Type> {
    make_static(None, |ty| {
        ty.tp_base = base.map_or(&raw mut ffi::PyType_Type, Type::as_ptr);
        ty.tp_basicsize = METATYPE_SIZE as isize;
        // SAFETY: `type` is a ready static type of the interpreter.
        ty.tp_itemsize = unsafe { ffi::PyType_Type.tp_itemsize };
        fill(ty);
    })
}

/// `type`, the metatype of metatypes.
pub fn type_type() -> &'static Type {
    // SAFETY: the interpreter's own static type.
    unsafe { Type::from_ptr(&raw mut ffi::PyType_Type) }
}
