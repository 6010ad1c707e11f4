//! What one C function made of a callable knows: the callable, and the plan it shares with its class.

use std::ffi::{c_int, c_void};
use std::ptr::NonNull;
use std::rc::Rc;

use call::{CallError, Thunk};
use cpython::{Obj, Own, OwnCell, Raised, Result, Type, compat, ffi, raise};

use super::entry;
use super::plan::CallbackPlan;

/// The context that the call engine hands to the handler.
pub struct Context {
    /// Emptied by the cyclic collector; a call that comes after that returns zeros.
    pub callable: OwnCell,
    pub plan: Rc<CallbackPlan>,
    /// The function class, whose declaration shows the plan's references to the collector.
    class: Own,
    thunk: Option<Thunk>,
    /// The thunk object that owns this context.
    owner: Option<NonNull<Obj>>,
}

impl Context {
    /// The context of a callback of `class`. There is no C function yet.
    pub fn new(callable: &Obj, class: &Type, plan: Rc<CallbackPlan>) -> Box<Context> {
        let (callable, class) = (OwnCell::new(Some(callable.to_own())), class.as_obj().to_own());
        Box::new(Context { callable, plan, class, thunk: None, owner: None })
    }

    /// Makes the C function and returns its address.
    ///
    /// # Safety
    /// `this` stays valid until the returned function is destroyed with it, and `owner` is the object that owns it.
    pub unsafe fn connect(this: *mut Context, owner: &Obj) -> Result<usize> {
        let thunk = Thunk::new(entry::enter, this.cast()).map_err(refused)?;
        let address = thunk.code() as usize;
        // SAFETY: the caller's promise; C code does not know the function yet, so nobody else uses the context.
        unsafe {
            (*this).thunk = Some(thunk);
            (*this).owner = Some(NonNull::from(owner));
        }
        Ok(address)
    }

    /// A reference to the owner, for the time of a call: the callable may drop the last one that the program has.
    pub fn hold(&self) -> Option<Own> {
        // SAFETY: the owner owns this context and so is alive when it is entered.
        self.owner.map(|owner| unsafe { owner.as_ref() }.to_own())
    }

    /// Shows the references to the cyclic collector.
    ///
    /// # Safety
    /// `visit` and `arg` are those of a running `tp_traverse`.
    pub unsafe fn traverse(&self, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
        // SAFETY: the caller's promise; the class is alive.
        match unsafe { visit(self.class.as_ptr(), arg) } {
            // SAFETY: the caller's promise.
            0 => unsafe { self.callable.visit(visit, arg) },
            status => status,
        }
    }

    /// Gives back the reference that most cycles go through.
    pub fn clear(&self) {
        self.callable.clear();
    }

    /// Gives everything back with the owner. While the interpreter goes down the C function stays, without a callable.
    pub fn discard(mut self: Box<Context>) {
        self.callable.clear();
        if compat::is_finalizing() {
            self.owner = None;
            Box::leak(self);
        }
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // The C function goes first: from here on, calling it is the program's mistake.
        self.thunk = None;
        self.callable.clear();
    }
}

/// The exception for what the call engine refuses.
pub fn refused(error: CallError) -> Raised {
    match error {
        CallError::Pages { .. } => raise!(MemoryError, "{error}"),
        _ => raise!(ValueError, "{error}"),
    }
}
