//! `CData`: the memory of one C object, its owner, and how instances come to be.
//!
//! An instance either owns its bytes (inside itself up to 16, else from the interpreter's allocator), or shows bytes of
//! another instance (`base`), or bytes at an address that nobody of us owns.

use std::cell::{Cell, UnsafeCell};
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

use cpython::slot::Instance;
use cpython::{Obj, Own, OwnCell, Raised, Result, Type, ffi};

use crate::functions::audit;
use crate::state::state;
use crate::typeinfo::{TypeInfo, require_info};

/// Bytes that an instance holds inside itself.
const INLINE: usize = 16;

/// A ctypes instance. All-zero fields are a valid empty instance.
#[repr(C)]
pub struct CData {
    head: ffi::PyObject,
    /// The object's first byte.
    ptr: Cell<*mut u8>,
    /// True (1) if `ptr` is ours to free or lies inside the instance: Python sees it as `_b_needsfree_`.
    owned: Cell<c_int>,
    /// The instance whose memory this one shows: Python sees it as `_b_base_`.
    base: OwnCell,
    size: Cell<usize>,
    length: Cell<usize>,
    /// The place within `base`, part of the keys of kept objects.
    index: Cell<isize>,
    /// What must live as long as the memory: Python sees it as `_objects`.
    objects: OwnCell,
    inline: UnsafeCell<u128>,
}

// SAFETY: `repr(C)` with the object header first.
unsafe impl Instance for CData {}

pub(super) const OFFSET_BASE: usize = std::mem::offset_of!(CData, base);
pub(super) const OFFSET_OWNED: usize = std::mem::offset_of!(CData, owned);
pub(super) const OFFSET_OBJECTS: usize = std::mem::offset_of!(CData, objects);

impl CData {
    /// Sees `object` as a ctypes instance, if it is one.
    #[inline(always)]
    pub fn of(object: &Obj) -> Option<&CData> {
        if object.is_a(state().types.cdata) {
            // SAFETY: instances of `_CData` and its subclasses begin with this struct.
            Some(unsafe { &*object.as_ptr().cast::<CData>() })
        } else {
            None
        }
    }

    /// Sees `object` as a ctypes instance.
    ///
    /// # Safety
    /// The object's type derives from `_CData`.
    #[inline(always)]
    pub unsafe fn of_unchecked(object: &Obj) -> &CData {
        // SAFETY: the caller's promise.
        unsafe { &*object.as_ptr().cast::<CData>() }
    }

    #[inline(always)]
    pub fn as_obj(&self) -> &Obj {
        // SAFETY: the struct begins with the object header and `self` is alive.
        unsafe { Obj::from_ptr((&raw const *self).cast_mut().cast()) }
    }

    /// The address of the C object.
    #[inline(always)]
    pub fn ptr(&self) -> *mut u8 {
        self.ptr.get()
    }

    #[inline(always)]
    pub fn size(&self) -> usize {
        self.size.get()
    }

    #[inline(always)]
    pub fn length(&self) -> usize {
        self.length.get()
    }

    #[inline(always)]
    pub fn index(&self) -> isize {
        self.index.get()
    }

    /// True if the memory belongs to this instance.
    pub fn owns_memory(&self) -> bool {
        self.owned.get() != 0
    }

    /// The instance whose memory this one shows.
    pub fn base(&self) -> Option<Own> {
        self.base.get()
    }

    pub fn objects(&self) -> &OwnCell {
        &self.objects
    }

    fn inline_ptr(&self) -> *mut u8 {
        self.inline.get().cast()
    }

    /// True if the bytes lie in a block of the interpreter's allocator that this instance must free.
    fn has_block(&self) -> bool {
        self.owns_memory() && self.ptr() != self.inline_ptr()
    }

    /// Gives a fresh instance `size` zeroed bytes of its own.
    fn allocate_memory(&self, size: usize) -> Result<()> {
        let ptr = if size <= INLINE {
            self.inline_ptr()
        } else {
            // SAFETY: attached; the block is freed by `release`.
            let block = unsafe { ffi::PyMem_Calloc(1, size) }.cast::<u8>();
            if block.is_null() {
                return Err(Raised::no_memory());
            }
            block
        };
        self.ptr.set(ptr);
        self.owned.set(1);
        self.size.set(size);
        Ok(())
    }

    /// `resize()`: gives the instance a block of `size` bytes, its content kept.
    pub fn resize(&self, size: usize) -> Result<()> {
        if size <= INLINE {
            // The bytes at hand suffice.
        } else if !self.has_block() {
            // SAFETY: attached; the old bytes lie inside the instance, `self.size` of them.
            unsafe {
                let block = ffi::PyMem_Calloc(1, size).cast::<u8>();
                if block.is_null() {
                    return Err(Raised::no_memory());
                }
                std::ptr::copy_nonoverlapping(self.ptr(), block, self.size().min(size));
                self.ptr.set(block);
            }
        } else {
            // SAFETY: attached; the old block is ours.
            let block = unsafe { ffi::PyMem_Realloc(self.ptr().cast::<c_void>(), size) }.cast::<u8>();
            if block.is_null() {
                return Err(Raised::no_memory());
            }
            self.ptr.set(block);
        }
        self.size.set(size);
        Ok(())
    }

    /// Shows the references to the cyclic collector.
    ///
    /// # Safety
    /// `visit` and `arg` are those of a running `tp_traverse`.
    pub unsafe fn traverse(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        // SAFETY: the caller's promise.
        match unsafe { self.objects.visit(visit, arg) } {
            // SAFETY: the caller's promise.
            0 => unsafe { self.base.visit(visit, arg) },
            status => status,
        }
    }

    /// True if giving the references back can be the end of another object.
    pub fn ends_others(&self) -> bool {
        self.objects.is_set() || self.base.peek().is_some_and(|base| base.reference_count() == 1)
    }

    /// Gives memory and references back.
    pub fn release(&self) {
        self.objects.clear();
        self.release_memory();
        self.base.clear();
    }

    fn release_memory(&self) {
        if self.has_block() {
            // SAFETY: attached; the block came from `PyMem_Calloc` and nobody uses it after this line.
            unsafe { ffi::PyMem_Free(self.ptr().cast()) };
        }
        self.owned.set(0);
        self.ptr.set(null_mut());
    }
}

/// An instance of `class` without memory, its length set; the class becomes final.
fn allocate<'a>(class: &Type, info: &TypeInfo) -> Result<(Own, &'a CData)> {
    info.is_final.set(true);
    let object = class.allocate()?;
    // SAFETY: `class` is a ctypes class (it has `info`), whose instances begin with `CData`; the reference is used only
    // while `object` is alive.
    let data = unsafe { &*object.as_ptr().cast::<CData>() };
    data.length.set(info.length.get());
    Ok((object, data))
}

/// A zeroed instance that owns its memory: what `class()` starts from.
pub fn new_default(class: &Type) -> Result<Own> {
    let info = require_info(class)?;
    let (object, data) = allocate(class, info)?;
    data.allocate_memory(info.size.get())?;
    Ok(object)
}

/// An instance that shows the memory at `ptr` without owning it; raises the audit event `ctypes.cdata`.
///
/// The caller answers for `ptr`: as with `from_address`, a wrong address shows when the instance is used.
pub fn at_address(class: &Type, ptr: *mut u8) -> Result<Own> {
    audit::cdata(ptr)?;
    let info = require_info(class)?;
    let (object, data) = allocate(class, info)?;
    data.ptr.set(ptr);
    data.size.set(info.size.get());
    Ok(object)
}

/// An instance that shows the part of `base` at `ptr`, as its `index`-th part.
///
/// `info` is that of `class`.
#[inline]
pub fn sub_object(class: &Type, info: &TypeInfo, base: &Obj, index: isize, ptr: *mut u8) -> Result<Own> {
    let (object, data) = allocate(class, info)?;
    data.ptr.set(ptr);
    data.size.set(info.size.get());
    data.base.set(Some(base.to_own()));
    data.index.set(index);
    Ok(object)
}
