//! References to Python objects: `&Obj` is a borrowed one, `Own` a counted one.

use std::cell::UnsafeCell;
use std::ffi::c_int;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::compat::guarded;
use crate::{Name, Raised, Result, Type, compat, ffi};

/// A Python object. Only ever seen behind a reference; `&Obj` is what the C API calls a borrowed reference.
#[repr(transparent)]
pub struct Obj(UnsafeCell<ffi::PyObject>);

/// A counted reference to a Python object: it keeps the object alive and gives its count back when dropped.
#[repr(transparent)]
pub struct Own(NonNull<Obj>);

impl Obj {
    /// # Safety
    /// `ptr` is not NULL and the object stays alive for `'a`.
    #[inline(always)]
    pub unsafe fn from_ptr<'a>(ptr: *mut ffi::PyObject) -> &'a Obj {
        debug_assert!(!ptr.is_null());
        // SAFETY: the caller's promise; `Obj` has the layout of `PyObject`.
        unsafe { &*ptr.cast::<Obj>() }
    }

    /// # Safety
    /// `ptr` is NULL, or the object stays alive for `'a`.
    #[inline(always)]
    pub unsafe fn from_ptr_or_none<'a>(ptr: *mut ffi::PyObject) -> Option<&'a Obj> {
        // SAFETY: the caller's promise; `Obj` has the layout of `PyObject`.
        unsafe { ptr.cast::<Obj>().as_ref() }
    }

    #[inline(always)]
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.0.get()
    }

    /// A new counted reference.
    #[inline(always)]
    pub fn to_own(&self) -> Own {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::Py_INCREF(self.as_ptr()) };
        Own(NonNull::from(self))
    }

    /// Identity, Python's `is`.
    #[inline(always)]
    pub fn is(&self, other: &Obj) -> bool {
        std::ptr::eq(self, other)
    }

    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.is(none())
    }

    /// The object's type.
    #[inline(always)]
    pub fn ty(&self) -> &Type {
        // SAFETY: an object's type is set and outlives it.
        unsafe { Type::from_ptr(ffi::Py_TYPE(self.as_ptr())) }
    }

    /// True if the object's type is `class` or derives from it (no `__instancecheck__`).
    #[inline(always)]
    pub fn is_a(&self, class: &Type) -> bool {
        self.ty().is_subtype(class)
    }

    /// `isinstance(self, class)` with `__instancecheck__`.
    pub fn is_instance(&self, class: &Obj) -> Result<bool> {
        // SAFETY: attached; both objects are alive.
        truth(unsafe { guarded::PyObject_IsInstance(self.as_ptr(), class.as_ptr()) })
    }

    /// `issubclass(self, class)` with `__subclasscheck__`.
    pub fn is_subclass(&self, class: &Obj) -> Result<bool> {
        // SAFETY: attached; both objects are alive.
        truth(unsafe { guarded::PyObject_IsSubclass(self.as_ptr(), class.as_ptr()) })
    }

    /// The object as a type, if it is one.
    #[inline]
    pub fn as_type(&self) -> Option<&Type> {
        // SAFETY: the object is alive; a type object may be seen as `Type`.
        unsafe {
            if ffi::PyType_Check(self.as_ptr()) != 0 {
                Some(Type::from_ptr(self.as_ptr().cast()))
            } else {
                None
            }
        }
    }

    /// `getattr(self, name)`.
    pub fn attr(&self, name: &Name) -> Result<Own> {
        // SAFETY: attached; both objects are alive; the result is a new reference.
        unsafe { Own::from_owned(guarded::PyObject_GetAttr(self.as_ptr(), name.as_obj().as_ptr())) }
    }

    /// `getattr(self, name, None)`: an AttributeError is not raised at all.
    pub fn attr_opt(&self, name: &Name) -> Result<Option<Own>> {
        compat::attr_opt(self, name.as_obj())
    }

    /// `setattr(self, name, value)`.
    pub fn set_attr(&self, name: &Name, value: &Obj) -> Result<()> {
        // SAFETY: attached; the three objects are alive.
        check(unsafe { guarded::PyObject_SetAttr(self.as_ptr(), name.as_obj().as_ptr(), value.as_ptr()) })
    }

    /// `setattr(self, name, value)` with a name from the program.
    pub fn set_attr_obj(&self, name: &Obj, value: &Obj) -> Result<()> {
        // SAFETY: attached; the three objects are alive.
        check(unsafe { guarded::PyObject_SetAttr(self.as_ptr(), name.as_ptr(), value.as_ptr()) })
    }

    /// `getattr(self, name)` with a name from the program.
    pub fn attr_obj(&self, name: &Obj) -> Result<Own> {
        // SAFETY: attached; both objects are alive; the result is a new reference.
        unsafe { Own::from_owned(guarded::PyObject_GetAttr(self.as_ptr(), name.as_ptr())) }
    }

    /// `self(*arguments)`.
    pub fn call(&self, arguments: &[&Obj]) -> Result<Own> {
        // SAFETY: attached; `&[&Obj]` has the layout of an array of object pointers, all alive.
        unsafe {
            Own::from_owned(guarded::PyObject_VectorcallDict(
                self.as_ptr(),
                arguments.as_ptr().cast(),
                arguments.len(),
                std::ptr::null_mut(),
            ))
        }
    }

    /// `self(*tuple)`.
    pub fn call_tuple(&self, arguments: &Obj) -> Result<Own> {
        // SAFETY: attached; `arguments` is checked by the interpreter to be a tuple.
        unsafe {
            Own::from_owned(guarded::PyObject_Call(self.as_ptr(), arguments.as_ptr(), std::ptr::null_mut()))
        }
    }

    /// `self.name(*arguments)`.
    pub fn call_method(&self, name: &Name, arguments: &[&Obj]) -> Result<Own> {
        self.attr(name)?.call(arguments)
    }

    pub fn is_callable(&self) -> bool {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::PyCallable_Check(self.as_ptr()) != 0 }
    }

    /// `bool(self)`.
    pub fn is_true(&self) -> Result<bool> {
        // SAFETY: attached; the object is alive.
        truth(unsafe { guarded::PyObject_IsTrue(self.as_ptr()) })
    }

    /// `self OP other` as a truth value; `operator` is one of `Py_LT` … `Py_GE`.
    pub fn rich_compare(&self, other: &Obj, operator: c_int) -> Result<bool> {
        // SAFETY: attached; both objects are alive.
        truth(unsafe { guarded::PyObject_RichCompareBool(self.as_ptr(), other.as_ptr(), operator) })
    }

    /// `repr(self)` as text.
    pub fn repr(&self) -> Result<String> {
        // SAFETY: attached; the object is alive; the result is a new reference.
        let text = unsafe { Own::from_owned(guarded::PyObject_Repr(self.as_ptr())) }?;
        text.to_text()
    }

    /// `str(self)`.
    pub fn str(&self) -> Result<Own> {
        // SAFETY: attached; the object is alive; the result is a new reference.
        unsafe { Own::from_owned(guarded::PyObject_Str(self.as_ptr())) }
    }

    /// `len(self)` of a sequence.
    pub fn sequence_len(&self) -> Result<usize> {
        // SAFETY: attached; the object is alive.
        let length = unsafe { guarded::PySequence_Size(self.as_ptr()) };
        usize::try_from(length).map_err(|_| Raised::already_set())
    }

    /// `self[index]` of a sequence.
    pub fn sequence_item(&self, index: usize) -> Result<Own> {
        // SAFETY: attached; the object is alive; the result is a new reference.
        unsafe { Own::from_owned(guarded::PySequence_GetItem(self.as_ptr(), index as ffi::Py_ssize_t)) }
    }

    pub fn reference_count(&self) -> isize {
        // SAFETY: attached; the object is alive.
        unsafe { ffi::Py_REFCNT(self.as_ptr()) as isize }
    }
}

impl Own {
    /// Takes over a new reference; NULL means that an exception is set.
    ///
    /// # Safety
    /// `ptr` is NULL with an exception set, or a reference that the caller gives away.
    #[inline(always)]
    pub unsafe fn from_owned(ptr: *mut ffi::PyObject) -> Result<Own> {
        match NonNull::new(ptr.cast::<Obj>()) {
            Some(object) => Ok(Own(object)),
            None => Err(Raised::already_set()),
        }
    }

    /// # Safety
    /// `ptr` is NULL or a reference that the caller gives away.
    #[inline(always)]
    pub unsafe fn from_owned_or_none(ptr: *mut ffi::PyObject) -> Option<Own> {
        NonNull::new(ptr.cast::<Obj>()).map(Own)
    }

    /// Gives the reference to the caller, for C to own.
    #[inline(always)]
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        let ptr = self.as_ptr();
        std::mem::forget(self);
        ptr
    }
}

impl Deref for Own {
    type Target = Obj;
    #[inline(always)]
    fn deref(&self) -> &Obj {
        // SAFETY: the count that this value holds keeps the object alive.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for Own {
    #[inline(always)]
    fn drop(&mut self) {
        // The last count brings the object's end, which may run a program's code.
        if self.reference_count() == 1 {
            return release(self);
        }
        // SAFETY: attached; the count given back is the one this value holds.
        unsafe { ffi::Py_DECREF(self.as_ptr()) };
    }
}

#[inline(never)]
fn release(last: &Own) {
    // SAFETY: attached; the count given back is the one that `last`, which is being dropped, holds.
    unsafe { guarded::Py_DecRef(last.as_ptr()) };
}

impl Clone for Own {
    #[inline(always)]
    fn clone(&self) -> Own {
        self.to_own()
    }
}

/// `None`.
#[inline(always)]
pub fn none() -> &'static Obj {
    // SAFETY: the singleton lives as long as the interpreter.
    unsafe { Obj::from_ptr(ffi::Py_None()) }
}

/// `True`.
pub fn true_() -> &'static Obj {
    // SAFETY: the singleton lives as long as the interpreter.
    unsafe { Obj::from_ptr(ffi::Py_True()) }
}

/// `False`.
pub fn false_() -> &'static Obj {
    // SAFETY: the singleton lives as long as the interpreter.
    unsafe { Obj::from_ptr(ffi::Py_False()) }
}

/// The C API's "0 is success, -1 is an exception".
#[inline]
pub(crate) fn check(status: c_int) -> Result<()> {
    if status < 0 { Err(Raised::already_set()) } else { Ok(()) }
}

/// The C API's "1, 0, or -1 for an exception".
#[inline]
pub(crate) fn truth(status: c_int) -> Result<bool> {
    if status < 0 { Err(Raised::already_set()) } else { Ok(status != 0) }
}
