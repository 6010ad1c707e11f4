//! What a ctypes type knows about itself: the data behind each class object.
//!
//! A class whose metatype is one of ours carries one word (see `cpython::types`) that points to its [`TypeInfo`], or is
//! NULL for the abstract bases (`Structure`, `_SimpleCData` …) and for classes under construction.

use std::cell::{Cell, RefCell};
use std::ffi::{CString, c_int, c_void};
use std::sync::Arc;

use cpython::{Own, OwnCell, Result, Type, ffi, raise};
use ctype::{CType, RecordType, Scalar, ScalarKind};

use crate::data::CData;
use crate::func::Prototype;
use crate::meta::array_types::ArrayTypes;

/// The data of one ctypes class.
pub struct TypeInfo {
    pub kind: Kind,
    /// Bytes of an instance.
    pub size: Cell<usize>,
    /// Alignment in bytes.
    pub align: Cell<usize>,
    /// Items of an array, fields of a record (those of the bases included).
    pub length: Cell<usize>,
    /// Set when the layout can no longer change: an instance, a subclass or another type depends on it.
    pub is_final: Cell<bool>,
    /// True for pointers and for aggregates that contain one: such objects cannot be pickled.
    pub has_pointer: Cell<bool>,
    /// The PEP 3118 text of one instance (of one item for arrays).
    pub format: RefCell<CString>,
    /// The lengths of an array's dimensions; empty for others.
    pub shape: Box<[isize]>,
    /// The live array types of this type.
    pub array_types: ArrayTypes,
    /// `POINTER(this type)`, once asked for.
    pub pointer_type: OwnCell,
    ctype: RefCell<CType>,
}

/// What is particular to each kind of type.
pub enum Kind {
    Simple(SimpleInfo),
    Record(RecordInfo),
    Array(ArrayInfo),
    Pointer(PointerInfo),
    Function(Prototype),
}

/// `_SimpleCData` subclasses.
pub struct SimpleInfo {
    pub scalar: Scalar,
    /// True for the other byte order than the host's.
    pub swapped: bool,
    /// True for a class derived from `_SimpleCData` itself, whose values are converted to plain Python objects; false
    /// for classes derived from such a class, whose values stay instances.
    pub unboxed: bool,
}

/// `Structure` and `Union` subclasses.
pub struct RecordInfo {
    pub is_union: bool,
    /// The layout, once `_fields_` is set. A class that inherits one may still set its own.
    pub layout: RefCell<Option<Arc<RecordType>>>,
}

/// `Array` subclasses.
pub struct ArrayInfo {
    pub element: OwnCell,
    pub element_size: usize,
    /// Elements that become plain Python objects: which scalar, and whether in the other byte order.
    pub plain: Option<(ScalarKind, bool)>,
}

/// `_Pointer` subclasses.
pub struct PointerInfo {
    /// The pointed-to type; unset for an incomplete pointer.
    pub target: OwnCell,
}

impl TypeInfo {
    /// A type of `kind` with the given shape in memory; not final, no pointer inside.
    pub fn new(kind: Kind, ctype: CType, format: CString) -> TypeInfo {
        TypeInfo {
            kind,
            size: Cell::new(ctype.size()),
            align: Cell::new(ctype.align()),
            length: Cell::new(0),
            is_final: Cell::new(false),
            has_pointer: Cell::new(false),
            format: RefCell::new(format),
            shape: Box::default(),
            array_types: ArrayTypes::default(),
            pointer_type: OwnCell::default(),
            ctype: RefCell::new(ctype),
        }
    }

    /// The type as the calling conventions see it.
    pub fn ctype(&self) -> CType {
        self.ctype.borrow().clone()
    }

    /// Replaces size, alignment and shape, when `_fields_` is set.
    pub fn set_ctype(&self, ctype: CType) {
        self.size.set(ctype.size());
        self.align.set(ctype.align());
        *self.ctype.borrow_mut() = ctype;
    }

    /// The simple type's facts, if this is one.
    #[inline(always)]
    pub fn simple(&self) -> Option<&SimpleInfo> {
        match &self.kind {
            Kind::Simple(simple) => Some(simple),
            _ => None,
        }
    }

    pub fn record(&self) -> Option<&RecordInfo> {
        match &self.kind {
            Kind::Record(record) => Some(record),
            _ => None,
        }
    }

    pub fn array(&self) -> Option<&ArrayInfo> {
        match &self.kind {
            Kind::Array(array) => Some(array),
            _ => None,
        }
    }

    pub fn pointer(&self) -> Option<&PointerInfo> {
        match &self.kind {
            Kind::Pointer(pointer) => Some(pointer),
            _ => None,
        }
    }

    pub fn function(&self) -> Option<&Prototype> {
        match &self.kind {
            Kind::Function(prototype) => Some(prototype),
            _ => None,
        }
    }

    /// What stock calls the type's *proto*: an array's element type, a pointer's target.
    pub fn item_type(&self) -> Option<Own> {
        match &self.kind {
            Kind::Array(array) => array.element.get(),
            Kind::Pointer(pointer) => pointer.target.get(),
            _ => None,
        }
    }

    /// Shows the references to the cyclic collector.
    ///
    /// # Safety
    /// `visit` and `arg` are those of a running `tp_traverse`.
    pub unsafe fn traverse(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        let own = match &self.kind {
            Kind::Array(array) => Some(&array.element),
            Kind::Pointer(pointer) => Some(&pointer.target),
            _ => None,
        };
        for cell in [Some(&self.pointer_type), own].into_iter().flatten() {
            // SAFETY: the caller's promise.
            let status = unsafe { cell.visit(visit, arg) };
            if status != 0 {
                return status;
            }
        }
        match &self.kind {
            // SAFETY: the caller's promise.
            Kind::Function(prototype) => unsafe { prototype.traverse(visit, arg) },
            _ => 0,
        }
    }

    /// Gives back the references that can form cycles.
    pub fn clear(&self) {
        self.pointer_type.clear();
        match &self.kind {
            Kind::Array(array) => array.element.clear(),
            Kind::Pointer(pointer) => pointer.target.clear(),
            Kind::Function(prototype) => prototype.clear(),
            Kind::Simple(_) | Kind::Record(_) => {}
        }
    }
}

impl Drop for TypeInfo {
    fn drop(&mut self) {
        self.clear();
    }
}

/// The type's information, if it is a ctypes type that is not abstract.
#[inline(always)]
pub fn info_of(ty: &Type) -> Option<&TypeInfo> {
    let word = ty.data_word()?;
    // SAFETY: the word is NULL or points to a `TypeInfo` that lives as long as the type (`set_info`, and the metatypes'
    // `tp_dealloc`).
    unsafe { word.get().cast::<TypeInfo>().as_ref() }
}

/// The information of the type of a ctypes instance, or `TypeError: abstract class` where an assignment to `__class__`
/// gave the instance a type without any.
#[inline(always)]
pub fn info_of_instance(instance: &CData) -> Result<&TypeInfo> {
    require_info(instance.as_obj().ty())
}

/// Attaches the information to a class under construction.
pub fn set_info(ty: &Type, info: TypeInfo) -> Result<()> {
    let word = data_word(ty)?;
    if !word.get().is_null() {
        return Err(raise!(SystemError, "StgInfo of '{}' is already initialized.", ty.name()));
    }
    word.set(Box::into_raw(Box::new(info)).cast());
    Ok(())
}

fn data_word(ty: &Type) -> Result<&Cell<*mut c_void>> {
    ty.data_word().ok_or_else(|| raise!(SystemError, "'{}' is not a ctypes type", ty.name()))
}

/// Takes the information off a type that is being deallocated.
pub fn take_info(ty: &Type) -> Option<Box<TypeInfo>> {
    let info = ty.data_word()?.replace(std::ptr::null_mut()).cast::<TypeInfo>();
    // SAFETY: the word was NULL or set by `set_info` from a box, and is NULL from now on.
    if info.is_null() { None } else { Some(unsafe { Box::from_raw(info) }) }
}

/// The information of `ty`, or `TypeError: abstract class`.
pub fn require_info(ty: &Type) -> Result<&TypeInfo> {
    info_of(ty).ok_or_else(|| raise!(TypeError, "abstract class"))
}

/// A format text as C sees it. Field names may hold a NUL in Python, not in C: it is left out.
pub fn format_text(text: String) -> CString {
    let mut bytes = text.into_bytes();
    bytes.retain(|&byte| byte != 0);
    CString::new(bytes).unwrap_or_default()
}
