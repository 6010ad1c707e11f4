//! What one C function made of a callable knows: the callable, how its arguments come in, how its result goes out.

use std::ffi::{c_int, c_void};
use std::ptr::NonNull;

use call::{CallError, CallPlan, ResultPlace, ReturnKind, Signature, Thunk};
use cpython::{Obj, Own, OwnCell, Raised, Result, compat, ffi, raise};

use super::entry;
use super::loader::Loader;
use super::storer::Storer;
use crate::func::{ArgumentTypes, ResultType};

/// The context that the call engine hands to the handler.
pub struct Context {
    /// Emptied by the cyclic collector; a call that comes after that returns zeros.
    pub callable: OwnCell,
    pub loaders: Box<[Loader]>,
    pub storer: Storer,
    /// Places of arguments and result.
    pub plan: CallPlan,
    pub flags: u32,
    pub kind: ReturnKind,
    thunk: Option<Thunk>,
    /// The thunk object that owns this context.
    owner: Option<NonNull<Obj>>,
}

impl Context {
    /// Works out places and conversions. There is no C function yet.
    pub fn new(
        callable: &Obj,
        arguments: &ArgumentTypes,
        result: Option<&ResultType>,
        flags: u32,
    ) -> Result<Box<Context>> {
        let loaders: Box<[Loader]> = arguments.types().iter().map(|ty| Loader::new(ty)).collect();
        let storer = Storer::new(result)?;
        let types: Box<[_]> = loaders.iter().map(Loader::ctype).collect();
        let plan = CallPlan::new(&Signature::new(types, storer.ctype())).map_err(refused)?;
        let kind = match plan.result {
            ResultPlace::LongDouble => ReturnKind::LongDouble,
            _ => ReturnKind::Registers,
        };
        let callable = OwnCell::new(Some(callable.to_own()));
        Ok(Box::new(Context { callable, loaders, storer, plan, flags, kind, thunk: None, owner: None }))
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
        let classes = self.loaders.iter().filter_map(Loader::class).chain(self.storer.class());
        for object in classes.chain(self.callable.peek()) {
            // SAFETY: the caller's promise; the object is alive.
            let status = unsafe { visit(object.as_ptr(), arg) };
            if status != 0 {
                return status;
            }
        }
        0
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

fn refused(error: CallError) -> Raised {
    match error {
        CallError::Pages { .. } => raise!(MemoryError, "{error}"),
        _ => raise!(ValueError, "{error}"),
    }
}
