//! A declaration made ready for calls: converters, places and the result, worked out once.
//!
//! The arguments whose types are known whatever is passed come first and have their places planned (the *fixed* steps). From
//! the first one on that only its value tells (a `from_param` of the program's own), and for arguments beyond the
//! declaration, places are taken in the call. A call holds its plan by reference count: converters, `errcheck` or other
//! threads may change the prototype meanwhile.

use std::rc::Rc;

use call::{ArgPlace, Convention, Placer, ResultPlace};
use cpython::{Raised, Result, raise};

use super::converter::Converter;
use super::result::ResultConverter;
use super::{ArgumentTypes, FLAG_CDECL, ResultType, platform};

/// What comes before the first argument.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Leading {
    Nothing,
    /// A COM method's interface pointer.
    This,
    /// The same, and the method's `HRESULT` is looked at after the call.
    CheckedThis,
}

/// One declared argument.
pub struct Step {
    pub converter: Converter,
    /// Where it is written; [`ArgPlace::Ignored`] beyond the fixed steps.
    pub place: ArgPlace,
}

/// See the module's documentation.
pub struct Plan {
    pub flags: u32,
    pub steps: Box<[Step]>,
    /// How many of the steps are fixed.
    pub fixed: usize,
    /// The words taken so far: the hidden pointer, the interface pointer and the fixed steps.
    pub placer: Placer,
    /// The word of the pointer through which the callee writes a result in memory.
    pub hidden: Option<usize>,
    /// The word of the interface pointer.
    pub this: Option<usize>,
    pub result: ResultConverter,
    leading: Leading,
    /// Holds what the converters borrow.
    arguments: Option<Rc<ArgumentTypes>>,
}

impl Plan {
    pub fn new(
        flags: u32,
        arguments: Option<Rc<ArgumentTypes>>,
        result: Option<Rc<ResultType>>,
        leading: Leading,
    ) -> Result<Plan> {
        let is_raw = leading == Leading::CheckedThis || platform::returns_hresult(flags);
        let mut plan = Plan {
            flags,
            steps: Box::default(),
            fixed: 0,
            placer: Placer::new(Convention::HOST),
            hidden: None,
            this: None,
            result: ResultConverter::new(result.filter(|_| !is_raw)),
            leading,
            arguments,
        };
        (plan.placer, plan.hidden, plan.this) = plan.start();
        let mut steps = Vec::new();
        for converter in plan.arguments.iter().flat_map(|arguments| arguments.converters()) {
            let converter = Converter::new(converter);
            let shape = if steps.len() == plan.fixed { converter.shape() } else { None };
            let place = match shape {
                Some(shape) => {
                    plan.fixed += 1;
                    plan.placer.place(&shape)
                }
                None => ArgPlace::Ignored,
            };
            plan.placer.check().map_err(|error| raise!(ValueError, "{error}"))?;
            steps.push(Step { converter, place });
        }
        plan.steps = steps.into();
        Ok(plan)
    }

    /// The plan of a function without any declaration: `int` result, arguments by their values.
    pub fn undeclared(flags: u32) -> Result<Plan> {
        Plan::new(flags, None, None, Leading::Nothing)
    }

    /// A placer before the first argument, and the words taken for what comes before it.
    fn start(&self) -> (Placer, Option<usize>, Option<usize>) {
        let mut placer = Placer::new(Convention::HOST);
        // Microsoft x64 passes the interface pointer of a method before the hidden pointer, System V after it.
        let has_this = self.leading != Leading::Nothing;
        let this_first = has_this && Convention::HOST == Convention::Win64;
        let mut this = this_first.then(|| placer.integer());
        let hidden = (*self.result.place() == ResultPlace::Memory).then(|| placer.hidden_result());
        if has_this && !this_first {
            this = Some(placer.integer());
        }
        (placer, hidden, this)
    }

    /// True if a failed `HRESULT` raises OSError.
    #[inline(always)]
    pub fn returns_hresult(&self) -> bool {
        platform::returns_hresult(self.flags) && self.leading != Leading::CheckedThis
    }

    /// The declaration this was made of.
    pub fn arguments(&self) -> Option<&ArgumentTypes> {
        self.arguments.as_deref()
    }

    /// The words taken before the fixed step `index`: for a call that leaves the plan there.
    #[cold]
    pub fn placer_before(&self, index: usize) -> Placer {
        let (mut placer, ..) = self.start();
        for shape in self.steps[..index].iter().filter_map(|step| step.converter.shape()) {
            placer.place(&shape);
        }
        placer
    }

    /// Refuses a wrong number of arguments: C functions take more than declared, others do not.
    #[inline(always)]
    pub fn check_count(&self, given: usize) -> Result<()> {
        let declared = self.steps.len();
        if self.arguments.is_none() || declared == given || (declared < given && self.flags & FLAG_CDECL != 0)
        {
            return Ok(());
        }
        Err(self.wrong_count(given))
    }

    #[cold]
    fn wrong_count(&self, given: usize) -> Raised {
        let declared = self.steps.len();
        let least = if self.flags & FLAG_CDECL != 0 { "at least " } else { "" };
        let plural = if declared == 1 { "" } else { "s" };
        raise!(TypeError, "this function takes {least}{declared} argument{plural} ({given} given)")
    }
}
