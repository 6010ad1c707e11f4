//! The path of one call: convert, jump, return.
//!
//! No tuple and no per-argument object is made here for the values that `converter.rs` has short ways for. The jump itself
//! is the call crate's.

use std::ffi::c_void;

use call::{ArgPlace, Placer, ResultPlace, Returned, invoke, invoke_long_double};
use cpython::{Obj, Own, Raised, Result, detached, raise};

use super::frame::Frame;
use super::plan::{Plan, Step};
use super::value::{Kept, Value};
use super::{FLAG_PYTHONAPI, MAX_ARGUMENTS, arguments, errno, platform};
use crate::data::CData;
use crate::error;
use crate::state::state;

/// What is called.
#[derive(Clone, Copy)]
pub struct Target {
    pub address: usize,
    /// The interface pointer of a COM method.
    pub this: usize,
}

impl Target {
    /// A function at an address; calling NULL, which would stop the program, is refused.
    #[inline(always)]
    pub fn function(address: usize) -> Result<Target> {
        if address == 0 {
            return Err(null_function());
        }
        Ok(Target { address, this: 0 })
    }
}

#[cold]
fn null_function() -> Raised {
    raise!(ValueError, "attempt to call a NULL function pointer")
}

/// Calls the target with arguments whose number was checked against the plan.
#[inline]
pub fn call(plan: &Plan, target: Target, arguments: &[&Obj]) -> Result<Own> {
    if arguments.len() > MAX_ARGUMENTS {
        return Err(arguments::too_many("too many arguments", arguments.len()));
    }
    let mut frame = Frame::new();
    let mut kept = Kept::default();
    let mut placer = plan.placer;
    frame.reserve(placer.words());
    let mut done = plan.fixed;
    for (index, (step, value)) in plan.steps[..plan.fixed].iter().zip(arguments).enumerate() {
        match (&step.place, step.converter.word(value)) {
            (ArgPlace::Word(word) | ArgPlace::Float(word), Some(bits)) => frame.set(*word, bits),
            _ => {
                if let Some(value) = fixed_step(step, value, index, &mut frame, &mut kept)? {
                    placer = plan.placer_before(index);
                    append(&mut frame, &mut placer, &value, index)?;
                    done = index + 1;
                    break;
                }
            }
        }
    }
    if done < arguments.len() {
        open_steps(plan, &arguments[done..], done, &mut frame, &mut placer, &mut kept)?;
    }
    let destination = match plan.hidden {
        None => None,
        Some(word) => {
            let destination = plan.result.destination()?;
            // SAFETY: a fresh ctypes instance.
            frame.set(word, unsafe { CData::of_unchecked(&destination) }.ptr() as u64);
            Some(destination)
        }
    };
    if let Some(word) = plan.this {
        frame.set(word, target.this as u64);
    }
    let mut returned = Returned::ZERO;
    jump(plan, target, &frame, placer, &mut returned)?;
    if plan.returns_hresult() {
        platform::check_hresult(returned.integer[0] as i32)?;
    }
    plan.result.convert(&returned, destination)
}

/// A fixed argument the short way failed for. A value that does not fit the planned place comes back: an instance of a class
/// derived from the declared one may be something else in C.
#[inline(never)]
fn fixed_step(
    step: &Step,
    value: &Obj,
    index: usize,
    frame: &mut Frame,
    kept: &mut Kept,
) -> Result<Option<Value>> {
    if let Some((source, size)) = step.converter.record(value) {
        // SAFETY: the source is an instance of the declared class, whose size was placed: the class is final.
        unsafe { frame.store(&step.place, source, size) };
        return Ok(None);
    }
    let value = step.converter.value(value, index + 1, kept).map_err(|raised| wrong(raised, index))?;
    match (&step.place, &value) {
        (ArgPlace::Word(word), Value::Integer(bits) | Value::Narrow(bits))
        | (ArgPlace::Float(word), Value::Float(bits) | Value::Double(bits)) => {
            frame.set(*word, *bits);
            Ok(None)
        }
        (ArgPlace::LongDouble(_), Value::LongDouble(bytes)) => {
            // SAFETY: 16 bytes, those of a `long double`.
            unsafe { frame.store(&step.place, bytes.as_ptr(), bytes.len()) };
            Ok(None)
        }
        _ => Ok(Some(value)),
    }
}

/// The arguments without a planned place, from `first` on.
#[inline(never)]
fn open_steps(
    plan: &Plan,
    arguments: &[&Obj],
    first: usize,
    frame: &mut Frame,
    placer: &mut Placer,
    kept: &mut Kept,
) -> Result<()> {
    let declared = plan.steps.len();
    let mut is_promoted = false;
    for (index, value) in (first..).zip(arguments) {
        let value = match plan.steps.get(index) {
            Some(step) => step.converter.value(value, index + 1, kept),
            None => Value::of(value, index + 1, kept),
        };
        let value = value.map_err(|raised| wrong(raised, index))?;
        if index >= declared && declared > 0 {
            placer.variadic();
            is_promoted |= value.is_promoted();
        }
        append(frame, placer, &value, index)?;
    }
    if is_promoted {
        return Err(raise!(RuntimeError, "ffi_prep_cif_var failed"));
    }
    Ok(())
}

fn append(frame: &mut Frame, placer: &mut Placer, value: &Value, index: usize) -> Result<()> {
    frame.append(placer, value).map_err(|error| wrong(raise!(ValueError, "{error}"), index))?;
    frame.reserve(placer.words());
    Ok(())
}

/// `ArgumentError: argument N: …`.
#[cold]
fn wrong(raised: Raised, index: usize) -> Raised {
    error::extend(raised, &state().argument_error, &format!("argument {}: ", index + 1))
}

/// Leaves Python, calls, and comes back.
#[inline]
fn jump(plan: &Plan, target: Target, frame: &Frame, placer: Placer, returned: &mut Returned) -> Result<()> {
    let words = &frame.words()[..placer.words()];
    let floats = placer.float_registers();
    let address = target.address as *const c_void;
    let is_long_double = matches!(plan.result.place(), ResultPlace::LongDouble);
    let mut jump = || {
        if errno::is_used(plan.flags) {
            errno::swap(plan.flags);
        }
        // SAFETY: the program declares by its prototype that such a function is at the address; the words are those
        // that the placer handed out for the arguments, all initialised, and the hidden pointer is an instance's memory.
        let outcome = unsafe {
            if is_long_double {
                invoke_long_double(address, words, floats, returned)
            } else {
                invoke(address, words, floats, returned)
            }
        };
        if errno::is_used(plan.flags) {
            errno::swap(plan.flags);
        }
        outcome
    };
    if plan.flags & FLAG_PYTHONAPI == 0 {
        return detached(jump).map_err(platform::fault_error);
    }
    jump().map_err(platform::fault_error)?;
    match Raised::occurred() {
        Some(raised) => Err(raised),
        None => Ok(()),
    }
}

/// `_ctypes.call_function`: calls an address without a declaration.
pub fn call_address(address: usize, arguments: &[&Obj], flags: u32) -> Result<Own> {
    call(&Plan::undeclared(flags)?, Target::function(address)?, arguments)
}
