//! What a function class declares for all its instances: `_flags_`, `_argtypes_`, `_restype_`.

use std::ffi::{c_int, c_void};
use std::rc::Rc;

use cpython::{Result, Type, ffi, raise};

use super::plan::{Leading, Plan};
use super::rc_cell::RcCell;
use super::{ArgumentTypes, ResultType};
use crate::callback::CallbackPlan;
use crate::state::state;

/// The declaration of one class. It never changes, so the plan made from it is kept.
pub struct Prototype {
    flags: u32,
    arguments: RcCell<ArgumentTypes>,
    result: RcCell<ResultType>,
    plan: RcCell<Plan>,
    callback_plan: RcCell<CallbackPlan>,
}

impl Prototype {
    /// Reads the class's own body; what its bases declare does not count.
    pub fn of_class(class: &Type) -> Result<Prototype> {
        let names = &state().names;
        let flags = class.own_attr(names.flags.as_obj())?.filter(|flags| flags.is_int());
        let Some(flags) = flags else {
            return Err(raise!(TypeError, "class must define _flags_ which must be an integer"));
        };
        let arguments = class.own_attr(names.argtypes.as_obj())?;
        let arguments = arguments.map(|given| ArgumentTypes::read(&given)).transpose()?;
        let result = class.own_attr(names.restype.as_obj())?;
        let result = result.map(|given| ResultType::read(&given, "_restype_")).transpose()?;
        Ok(Prototype {
            flags: flags.int_bits()? as u32,
            arguments: RcCell::new(arguments),
            result: RcCell::new(result),
            plan: RcCell::new(None),
            callback_plan: RcCell::new(None),
        })
    }

    /// The `FLAG_*` bits.
    #[inline(always)]
    pub fn flags(&self) -> u32 {
        self.flags
    }

    pub fn arguments(&self) -> Option<Rc<ArgumentTypes>> {
        self.arguments.get()
    }

    pub fn result(&self) -> Option<Rc<ResultType>> {
        self.result.get()
    }

    /// The plan for instances that declare nothing themselves.
    pub fn plan(&self) -> Result<Rc<Plan>> {
        if let Some(plan) = self.plan.get() {
            return Ok(plan);
        }
        let plan = Rc::new(Plan::new(self.flags, self.arguments(), self.result(), Leading::Nothing)?);
        self.plan.set(Some(plan.clone()));
        Ok(plan)
    }

    /// The plan for callbacks; TypeError where the class does not say what arguments they take.
    pub fn callback_plan(&self) -> Result<Rc<CallbackPlan>> {
        if let Some(plan) = self.callback_plan.get() {
            return Ok(plan);
        }
        let Some(arguments) = self.arguments() else {
            return Err(raise!(TypeError, "cannot construct instance of this class: no argtypes"));
        };
        let plan = Rc::new(CallbackPlan::new(&arguments, self.result().as_deref(), self.flags)?);
        // A record that has no fields yet may still get them.
        if arguments.are_final() {
            self.callback_plan.set(Some(plan.clone()));
        }
        Ok(plan)
    }

    /// Shows the references to the cyclic collector.
    ///
    /// # Safety
    /// `visit` and `arg` are those of a running `tp_traverse`.
    pub unsafe fn traverse(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        // SAFETY: the caller's promise.
        let status = self.arguments().map_or(0, |arguments| unsafe { arguments.traverse(visit, arg) });
        if status != 0 {
            return status;
        }
        // SAFETY: the caller's promise.
        let status = self.result().map_or(0, |result| unsafe { result.traverse(visit, arg) });
        if status != 0 {
            return status;
        }
        // SAFETY: the caller's promise.
        self.callback_plan.get().map_or(0, |plan| unsafe { plan.traverse(visit, arg) })
    }

    /// Gives back the references that can form cycles. Instances that are still called take any argument.
    pub fn clear(&self) {
        self.plan.clear();
        self.callback_plan.clear();
        self.arguments.clear();
        self.result.clear();
    }
}
