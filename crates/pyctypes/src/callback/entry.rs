//! The way in from C: any thread, any time.
//!
//! Exceptions cannot go through C: they end at `sys.unraisablehook`, and the C caller gets zeros. Once the interpreter is
//! going down, threads it does not know are turned away with zeros as well; waiting for the GIL would never end.

use std::ffi::{CStr, c_void};
use std::mem::MaybeUninit;

use call::{IncomingWords, ReturnKind, Returned};
use cpython::{Attached, Obj, Own, Raised, Result, compat, ffi, slot};

use super::context::Context;
use crate::func::errno;

const CALLING: &CStr = c"on calling ctypes callback function";
const CONVERTING: &CStr = c"on converting result of ctypes callback function";

/// Arguments that need no allocation.
const INLINE: usize = 8;

/// The handler behind every callback.
pub unsafe extern "C" fn enter(
    context: *mut c_void,
    incoming: &IncomingWords,
    returned: &mut Returned,
) -> ReturnKind {
    // SAFETY: a thunk calls with the context it was made with, which lives as long as the thunk.
    let context = unsafe { &*context.cast::<Context>() };
    let kind = context.plan.kind;
    if !compat::can_attach() {
        return kind;
    }
    let _attached = Attached::acquire();
    slot::infallible((), || {
        // Dropped last: with it, the context may go.
        let _held = context.hold();
        run(context, incoming, returned);
    });
    kind
}

fn run(context: &Context, incoming: &IncomingWords, returned: &mut Returned) {
    let plan = &*context.plan;
    // SAFETY: the plan is the context's own, by which the thunk was called.
    unsafe { plan.storer.prepare(&plan.places, incoming, returned) };
    let Some(callable) = context.callable.get() else { return };
    let mut arguments = Arguments::new(plan.loaders.len());
    for (loader, place) in plan.loaders.iter().zip(&plan.places.arguments) {
        // SAFETY: as above.
        match unsafe { loader.load(place, incoming) } {
            Ok(argument) => arguments.push(argument),
            Err(raised) => return print(raised),
        }
    }
    let uses_errno = errno::is_used(plan.flags);
    if uses_errno {
        errno::swap(plan.flags);
    }
    let result = arguments.call(&callable);
    if uses_errno {
        errno::swap(plan.flags);
    }
    drop(arguments);
    match result {
        Err(raised) => compat::write_unraisable(raised, CALLING, &callable),
        Ok(result) => {
            // SAFETY: as above.
            let stored = unsafe { plan.storer.store(&plan.places, incoming, returned, &result) };
            if let Err(raised) = stored {
                compat::write_unraisable(raised, CONVERTING, &callable);
            }
        }
    }
}

/// Argument objects with a free place before the first, which bound methods put their `self` in.
struct Arguments {
    inline: [MaybeUninit<*mut ffi::PyObject>; INLINE + 1],
    /// Used instead for more arguments.
    heap: Vec<MaybeUninit<*mut ffi::PyObject>>,
    /// How many are set, each with a count of ours.
    count: usize,
}

impl Arguments {
    /// Room for `room` arguments.
    #[inline]
    fn new(room: usize) -> Arguments {
        let mut heap = Vec::new();
        if room > INLINE {
            heap.resize(room + 1, MaybeUninit::uninit());
        }
        Arguments { inline: [MaybeUninit::uninit(); INLINE + 1], heap, count: 0 }
    }

    #[inline]
    fn row(&mut self) -> &mut [MaybeUninit<*mut ffi::PyObject>] {
        if self.heap.is_empty() { &mut self.inline } else { &mut self.heap }
    }

    #[inline]
    fn push(&mut self, argument: Own) {
        self.count += 1;
        let place = self.count;
        self.row()[place].write(argument.into_ptr());
    }

    #[inline]
    fn call(&mut self, callable: &Obj) -> Result<Own> {
        let count = self.count;
        let first = self.row()[1..].as_mut_ptr();
        // SAFETY: attached; the row holds `count` live objects from `first` on, and a place before them that the callee may
        // use.
        unsafe {
            Own::from_owned(compat::guarded::PyObject_VectorcallDict(
                callable.as_ptr(),
                first.cast(),
                count | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET,
                std::ptr::null_mut(),
            ))
        }
    }
}

impl Drop for Arguments {
    #[inline]
    fn drop(&mut self) {
        let count = self.count;
        for argument in &self.row()[1..=count] {
            // SAFETY: `push` wrote the first `count` places with a count that is given back here.
            drop(unsafe { Own::from_owned_or_none(argument.assume_init()) });
        }
    }
}

/// Prints the exception: what stock does where the arguments could not be made.
#[cold]
fn print(_raised: Raised) {
    // SAFETY: attached; an exception is set, which `Raised` stands for.
    unsafe { ffi::PyErr_Print() };
}
