//! The result of a call: from the registers to the Python object.
//!
//! What `restype` may be and what becomes of it follows the documentation of ctypes, "Return types".

use std::rc::Rc;

use call::{Convention, ResultPlace, Returned};
use cpython::{Obj, Own, Raised, Result, Type, int, none, raise};
use ctype::{CType, Primitive, ScalarKind};

use super::ResultType;
use super::value::travelling_type;
use crate::convert;
use crate::data::{self, CData};
use crate::typeinfo::{Kind, info_of};

/// How a result is converted.
pub struct ResultConverter {
    rule: Rule,
    place: ResultPlace,
    declared: Option<Rc<ResultType>>,
}

enum Rule {
    Void,
    /// `c_int`, and functions without a declaration.
    Int,
    Double,
    /// A simple type's plain Python value.
    Scalar {
        kind: ScalarKind,
        swapped: bool,
    },
    /// `py_object`: the function gives its reference away.
    Object,
    /// An instance of the type with `size` bytes that travel.
    Instance {
        size: usize,
    },
    /// A Python callable that is given the C `int`.
    Callable,
}

impl ResultConverter {
    /// `None` is a function that declares nothing and so returns an `int`.
    pub fn new(declared: Option<Rc<ResultType>>) -> ResultConverter {
        let (rule, ctype) = match declared.as_deref().map(|declared| &**declared.given()) {
            None => (Rule::Int, Some(CType::Primitive(Primitive::I32))),
            Some(given) if given.is_none() => (Rule::Void, None),
            Some(given) => rule(given),
        };
        ResultConverter { rule, place: ResultPlace::new(Convention::HOST, ctype.as_ref()), declared }
    }

    /// Where the callee puts the result.
    #[inline(always)]
    pub fn place(&self) -> &ResultPlace {
        &self.place
    }

    fn class(&self) -> Result<&Type> {
        let class = self.declared.as_deref().and_then(|declared| declared.given().as_type());
        class.ok_or_else(|| raise!(TypeError, "abstract class"))
    }

    /// The instance that the callee writes its result to, for a result in memory.
    #[cold]
    pub fn destination(&self) -> Result<Own> {
        data::new_default(self.class()?)
    }

    /// Converts what came back; `destination` is what [`ResultConverter::destination`] made.
    #[inline]
    pub fn convert(&self, returned: &Returned, destination: Option<Own>) -> Result<Own> {
        let result = match &self.rule {
            Rule::Int => int((returned.integer[0] as i32).into()),
            Rule::Void => return Ok(none().to_own()),
            Rule::Double => cpython::float(f64::from_bits(returned.float[0])),
            // SAFETY: the source holds 8 bytes, or 16 for a long double: a scalar of the kind.
            Rule::Scalar { kind, swapped } => unsafe { convert::get(*kind, *swapped, self.source(returned)) },
            Rule::Object => self.object(returned),
            Rule::Instance { size } => self.instance(returned, destination, *size),
            // A callable is its own check.
            Rule::Callable => return self.call(returned),
        }?;
        match self.declared.as_deref().and_then(ResultType::check) {
            None => Ok(result),
            Some(check) => check.call(&[&result]),
        }
    }

    /// The first byte of a scalar result.
    #[inline]
    fn source(&self, returned: &Returned) -> *const u8 {
        match self.place {
            ResultPlace::Float32 | ResultPlace::Float64 => returned.float.as_ptr().cast(),
            ResultPlace::LongDouble => returned.long_double.as_ptr(),
            _ => returned.integer.as_ptr().cast(),
        }
    }

    fn object(&self, returned: &Returned) -> Result<Own> {
        // SAFETY: a function declared to return `py_object` returns NULL or a reference it gives away.
        let object = unsafe { Own::from_owned_or_none(returned.integer[0] as *mut _) };
        object.ok_or_else(|| Raised::occurred().unwrap_or_else(|| raise!(ValueError, "PyObject is NULL")))
    }

    #[inline(never)]
    fn instance(&self, returned: &Returned, destination: Option<Own>, size: usize) -> Result<Own> {
        if let Some(destination) = destination {
            return Ok(destination);
        }
        let instance = data::new_default(self.class()?)?;
        // SAFETY: a fresh instance of a ctypes class, which has at least the `size` bytes that travel.
        unsafe {
            let data = CData::of_unchecked(&instance);
            self.place.load(returned, data.ptr(), size.min(data.size()));
        }
        Ok(instance)
    }

    #[inline(never)]
    fn call(&self, returned: &Returned) -> Result<Own> {
        let number = int((returned.integer[0] as i32).into())?;
        match &self.declared {
            Some(declared) => declared.given().call(&[&number]),
            None => Ok(number),
        }
    }
}

/// The rule and the C type of a declared result that is not None.
fn rule(given: &Obj) -> (Rule, Option<CType>) {
    let Some(info) = given.as_type().and_then(info_of) else {
        return (Rule::Callable, Some(CType::Primitive(Primitive::I32)));
    };
    let rule = match &info.kind {
        Kind::Simple(simple) if simple.unboxed => match simple.scalar.kind {
            ScalarKind::Int if !simple.swapped => Rule::Int,
            ScalarKind::Double if !simple.swapped => Rule::Double,
            ScalarKind::Object => Rule::Object,
            kind => Rule::Scalar { kind, swapped: simple.swapped },
        },
        _ => {
            // The plan is made for a call, whose result is about to depend on the layout.
            info.is_final.set(true);
            Rule::Instance { size: travelling_type(info).size() }
        }
    };
    (rule, Some(travelling_type(info)))
}
