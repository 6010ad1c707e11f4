//! Calls with something around them: out-parameters, `errcheck`, COM methods.

use cpython::{Obj, Own, Result, new_tuple, tuple_items};

use super::call::call;
use super::object::FuncObject;
use super::paramflags;
use crate::state::state;

/// What a call returns besides, or instead of, its result.
#[derive(Default)]
pub struct Outcome {
    /// Places in the argument tuple, in order.
    returned: Vec<(usize, Direction)>,
}

/// How an argument comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// As it was passed.
    InOut,
    /// As what its `__ctypes_from_outparam__` says.
    Out,
}

impl Outcome {
    pub fn add(&mut self, index: usize, direction: Direction) {
        self.returned.push((index, direction));
    }

    /// The result, or the one out-parameter, or a tuple of them.
    fn of(&self, result: Own, arguments: &[&Obj]) -> Result<Own> {
        let value = |&(index, direction): &(usize, Direction)| match direction {
            Direction::InOut => Ok(arguments[index].to_own()),
            Direction::Out => arguments[index].call_method(&state().names.ctypes_from_outparam, &[]),
        };
        match &*self.returned {
            [] => Ok(result),
            [one] => value(one),
            all => new_tuple(all.iter().map(value).collect::<Result<Vec<_>>>()?.into_iter()),
        }
    }
}

/// A call with all that can be around it.
pub fn call_fully(this: &FuncObject, given: &[&Obj], keywords: Option<&Obj>) -> Result<Own> {
    let plan = this.plan()?;
    let (target, given) = match this.method.target(given)? {
        Some((target, given)) => (target, given),
        None => (this.target()?, given),
    };
    let mut outcome = Outcome::default();
    let flags = this.paramflags.get();
    let arguments = match (plan.arguments(), &flags) {
        (Some(types), Some(flags)) if types.len() > 0 => {
            paramflags::arrange(flags, types, given, keywords, &mut outcome)?
        }
        _ => new_tuple(given.iter().map(|argument| argument.to_own()))?,
    };
    let items = tuple_items(&arguments).unwrap_or_default();
    plan.check_count(items.len())?;
    let result = this.method.check(call(&plan, target, items)?, target)?;
    if let Some(errcheck) = this.errcheck.get() {
        let checked = errcheck.call(&[&result, this.as_obj(), &arguments])?;
        // The argument tuple given back unchanged means: go on as without a check.
        if !checked.is(&arguments) {
            return Ok(checked);
        }
    }
    outcome.of(result, items)
}
