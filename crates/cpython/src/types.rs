//! Type objects: seeing them, making static ones, and the data word that lies behind each ctypes type.

use std::borrow::Cow;
use std::cell::{Cell, UnsafeCell};
use std::ffi::{CStr, c_int, c_void};

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

    /// The sequence slots of a class, which are part of it and may be set.
    #[allow(
        clippy::mut_from_ref,
        reason = "slots change only under the GIL, and no reference is kept over Python code"
    )]
    pub fn sequence_slots(&self) -> Option<&mut ffi::PySequenceMethods> {
        // SAFETY: the table is NULL or lives as long as the type.
        unsafe { (*self.as_ptr()).tp_as_sequence.as_mut() }
    }

    /// The mapping slots of a class, which are part of it and may be set.
    #[allow(
        clippy::mut_from_ref,
        reason = "slots change only under the GIL, and no reference is kept over Python code"
    )]
    pub fn mapping_slots(&self) -> Option<&mut ffi::PyMappingMethods> {
        // SAFETY: the table is NULL or lives as long as the type.
        unsafe { (*self.as_ptr()).tp_as_mapping.as_mut() }
    }

    /// An attribute of the class's own body, bases not searched.
    pub fn own_attr(&self, name: &Obj) -> Result<Option<Own>> {
        // SAFETY: the type is ready and its dictionary alive; only classes and types of this project come here, whose
        // `tp_dict` is set on every version.
        let dict = unsafe { Obj::from_ptr((*self.as_ptr()).tp_dict) };
        Ok(crate::dict_get(dict, name)?.map(Obj::to_own))
    }

    /// Adds computed attributes to a class, past its metatype's `__setattr__`.
    pub fn add_attributes(&self, table: *mut ffi::PyGetSetDef) -> Result<()> {
        let mut entry = table;
        // SAFETY: `table` ends with an entry without name and lives for ever; the class is alive; the descriptors are
        // new references that the dictionary takes its own counts of.
        unsafe {
            while !(*entry).name.is_null() {
                let descriptor = Own::from_owned(ffi::PyDescr_NewGetSet(self.as_ptr(), entry))?;
                check(ffi::PyDict_SetItemString(
                    (*self.as_ptr()).tp_dict,
                    (*entry).name,
                    descriptor.as_ptr(),
                ))?;
                entry = entry.add(1);
            }
        }
        self.modified();
        Ok(())
    }

    /// Sets `name` in the dictionary of a static type, before anybody uses it.
    pub fn set_dict_item(&self, name: &CStr, value: &Obj) -> Result<()> {
        let dict = compat::type_dict(self);
        // SAFETY: attached; the dictionary and the value are alive.
        check(unsafe { ffi::PyDict_SetItemString(dict.as_ptr(), name.as_ptr(), value.as_ptr()) })
    }

    /// The word behind the type object, if the metatype was made by [`make_metatype`] or derives from such a one.
    #[inline(always)]
    pub fn data_word(&self) -> Option<&Cell<*mut c_void>> {
        // SAFETY: a type's metatype is set and alive.
        let mark = unsafe { (*ffi::Py_TYPE(self.as_ptr().cast())).tp_is_gc };
        if !mark.is_some_and(|mark| std::ptr::fn_addr_eq(mark, is_gc as ffi::inquiry)) {
            return None;
        }
        // SAFETY: the mark is set by `make_metatype` and inherited by the metatypes derived from it. Types of such
        // metatypes are allocated with at least `METATYPE_SIZE` bytes: heap types by their metatype's `tp_basicsize`,
        // static types by `make_static`. The word is zero at first and accessed under the GIL only.
        Some(unsafe { &*self.as_ptr().cast::<u8>().add(compat::TYPE_DATA_OFFSET).cast() })
    }
}

/// The `tp_is_gc` of our metatypes. It answers as `type`'s does; being inherited along the method resolution order, it
/// also marks the metatypes whose types have a data word, at the price of one comparison.
unsafe extern "C" fn is_gc(ty: *mut ffi::PyObject) -> c_int {
    // SAFETY: the interpreter passes a live type object.
    let ty = unsafe { Type::from_ptr(ty.cast()) };
    c_int::from(ty.is_heap())
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
        let ty = Type::from_ptr(ptr);
        if compat::NAMES_MODULE_IN_DICT {
            name_module(ty)?;
        }
        Ok(ty)
    }
}

/// Sets `__module__` in the dictionary, from the part of the name before the dot.
fn name_module(ty: &Type) -> Result<()> {
    match ty.name().rsplit_once('.') {
        Some((module, _)) => ty.set_dict_item(c"__module__", &*crate::string(module)?),
        None => Ok(()),
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
        ty.tp_is_gc = Some(is_gc);
        fill(ty);
    })
}
