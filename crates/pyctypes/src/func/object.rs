//! The function object: its fields, its life, how it looks.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::rc::Rc;

use cpython::slot::Instance;
use cpython::{Obj, Own, OwnCell, Result, Type, ffi, slot, string, table, types};

use super::call::Target;
use super::plan::{Leading, Plan};
use super::platform::Method;
use super::rc_cell::RcCell;
use super::{ArgumentTypes, Prototype, ResultType, attributes, entry, new};
use crate::data::{self, CData};
use crate::kinds;
use crate::typeinfo::require_info;

/// An instance of `CFuncPtr`: a ctypes instance that shows a function's address. All-zero fields behind `data` are a valid
/// function that declares nothing itself.
#[repr(C)]
pub struct FuncObject {
    pub data: CData,
    /// Where the interpreter looks for the vectorcall entry; empty until the first call for objects that were not made by
    /// the constructor.
    pub vectorcall: Cell<Option<ffi::vectorcallfunc>>,
    /// What the next call follows; emptied when a declaration changes.
    plan: RcCell<Plan>,
    /// The class that the plan was made for, since `__class__` can be assigned. Compared, never followed.
    planned_class: Cell<*const Type>,
    /// The object's own declarations, before the class's.
    arguments: RcCell<ArgumentTypes>,
    result: RcCell<ResultType>,
    pub errcheck: OwnCell,
    pub paramflags: OwnCell,
    /// The callback that the address leads to.
    pub thunk: OwnCell,
    pub method: Method,
}

// SAFETY: `repr(C)` and begins with `CData`, which begins with the object header.
unsafe impl Instance for FuncObject {}

/// For `tp_vectorcall_offset`.
pub const VECTORCALL_OFFSET: usize = std::mem::offset_of!(FuncObject, vectorcall);

impl FuncObject {
    /// # Safety
    /// The object's type derives from `CFuncPtr`.
    #[inline(always)]
    pub unsafe fn of_unchecked(object: &Obj) -> &FuncObject {
        // SAFETY: the caller's promise; such objects have this layout.
        unsafe { &*object.as_ptr().cast::<FuncObject>() }
    }

    #[inline(always)]
    pub fn as_obj(&self) -> &Obj {
        self.data.as_obj()
    }

    /// The declaration of the class.
    pub fn prototype(&self) -> Result<&Prototype> {
        let info = require_info(self.as_obj().ty())?;
        info.function().ok_or_else(|| cpython::raise!(TypeError, "abstract class"))
    }

    /// The object's own `argtypes`, else the class's.
    pub fn argument_types(&self) -> Result<Option<Rc<ArgumentTypes>>> {
        Ok(self.arguments.get().or(self.prototype()?.arguments()))
    }

    pub fn set_argument_types(&self, arguments: Option<ArgumentTypes>) {
        self.plan.clear();
        self.arguments.set(arguments.map(Rc::new));
    }

    /// The object's own `restype`, else the class's.
    pub fn result_type(&self) -> Result<Option<Rc<ResultType>>> {
        Ok(self.result.get().or(self.prototype()?.result()))
    }

    pub fn set_result_type(&self, result: Option<ResultType>) {
        self.plan.clear();
        self.result.set(result.map(Rc::new));
    }

    /// The plan to call by.
    #[inline(always)]
    pub fn plan(&self) -> Result<Rc<Plan>> {
        match self.plan.get() {
            Some(plan) if std::ptr::eq(self.planned_class.get(), self.as_obj().ty()) => Ok(plan),
            _ => self.make_plan(),
        }
    }

    #[cold]
    fn make_plan(&self) -> Result<Rc<Plan>> {
        let prototype = self.prototype()?;
        let is_plain = !self.arguments.is_set() && !self.result.is_set() && !self.method.is_set();
        let plan = if is_plain {
            prototype.plan()?
        } else {
            let leading = match (self.method.is_set(), self.method.raises_com_error()) {
                (false, _) => Leading::Nothing,
                (true, false) => Leading::This,
                (true, true) => Leading::CheckedThis,
            };
            Rc::new(Plan::new(prototype.flags(), self.argument_types()?, self.result_type()?, leading)?)
        };
        self.planned_class.set(self.as_obj().ty());
        self.plan.set(Some(plan.clone()));
        Ok(plan)
    }

    /// The address of the function; 0 also for an object that the collector has emptied.
    #[inline(always)]
    pub fn address(&self) -> usize {
        let ptr = self.data.ptr().cast::<usize>();
        // SAFETY: an instance of a function type shows an address, as long as it shows anything.
        if ptr.is_null() { 0 } else { unsafe { ptr.read_unaligned() } }
    }

    /// What a call without a COM method calls.
    #[inline(always)]
    pub fn target(&self) -> Result<Target> {
        Target::function(self.address())
    }

    /// True if a call needs no more than its plan.
    #[inline(always)]
    pub fn is_plain(&self) -> bool {
        !self.errcheck.is_set() && !self.paramflags.is_set() && !self.method.is_set()
    }

    fn traverse(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        // SAFETY: called by the traverse slot with its own arguments.
        unsafe {
            let mut status = self.data.traverse(visit, arg);
            for cell in [&self.errcheck, &self.paramflags, &self.thunk] {
                status = if status == 0 { cell.visit(visit, arg) } else { status };
            }
            // The plan is left out: it owns no reference but through the same declarations.
            if let Some(arguments) = self.arguments.get().filter(|_| status == 0) {
                status = arguments.traverse(visit, arg);
            }
            if let Some(result) = self.result.get().filter(|_| status == 0) {
                status = result.traverse(visit, arg);
            }
            status
        }
    }

    fn clear(&self) {
        self.plan.clear();
        self.arguments.clear();
        self.result.clear();
        self.errcheck.clear();
        self.paramflags.clear();
        self.data.release();
        self.thunk.clear();
    }
}

fn dealloc(this: &FuncObject) {
    let object = this.as_obj().as_ptr();
    // SAFETY: the reference count is zero; what the object holds is given back before its block, once.
    unsafe {
        ffi::PyObject_GC_UnTrack(object.cast());
        this.clear();
        if let Some(free) = (*ffi::Py_TYPE(object)).tp_free {
            free(object.cast());
        }
    }
}

fn repr(this: &FuncObject) -> Result<Own> {
    let name = this.as_obj().ty().name();
    match this.method.describe() {
        Some(method) => string(&format!("<{method}: {name} at {this:p}>")),
        None => string(&format!("<{name} object at {this:p}>")),
    }
}

fn truth(this: &FuncObject) -> Result<bool> {
    Ok(this.address() != 0 || this.method.is_set())
}

/// Makes `CFuncPtr`.
pub fn make_type(cdata: &Type, metatype: &Type) -> Result<&'static Type> {
    types::make_static(Some(metatype), |ty| {
        ty.tp_name = c"_ctypes.CFuncPtr".as_ptr();
        ty.tp_doc = c"The base of C function pointers; `CFUNCTYPE` and its siblings make the types.".as_ptr();
        ty.tp_base = cdata.as_ptr();
        ty.tp_flags = kinds::FLAGS | ffi::Py_TPFLAGS_HAVE_VECTORCALL;
        ty.tp_basicsize = size_of::<FuncObject>() as isize;
        ty.tp_vectorcall_offset = VECTORCALL_OFFSET as isize;
        ty.tp_dealloc = Some(slot!(dealloc FuncObject, dealloc));
        ty.tp_traverse = Some(slot!(traverse FuncObject, FuncObject::traverse));
        ty.tp_clear = Some(slot!(clear FuncObject, FuncObject::clear));
        ty.tp_call = Some(entry::CALL);
        ty.tp_new = Some(slot!(new new::new));
        ty.tp_repr = Some(slot!(unary FuncObject, repr));
        ty.tp_as_buffer = data::buffer_slots();
        ty.tp_as_number = kinds::number_slots(slot!(truth FuncObject, truth));
        ty.tp_getset = table::attributes(&attributes::TABLE);
    })
}

/// A zeroed instance, ready to be called.
pub fn fresh(class: &Type) -> Result<Own> {
    let object = data::new_default(class)?;
    // SAFETY: `class` derives from `CFuncPtr`: this is called by its `tp_new`.
    unsafe { FuncObject::of_unchecked(&object) }.vectorcall.set(Some(entry::VECTORCALL));
    Ok(object)
}
