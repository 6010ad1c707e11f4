//! The result of a callback: from the Python object to where the C caller looks for it.
//!
//! Simple types take what their `value` takes. Structures and unions, which stock refuses, are returned by value. The bytes
//! that a `char *` result points to are kept alive for ever, with a warning, as in stock: nobody tells when C is done with
//! them.

use call::{CallPlan, IncomingWords, Returned};
use cpython::{Obj, Own, Result, compat, exception::Exception, ffi, raise};
use ctype::{CType, DataModel, Primitive, ScalarKind};

use crate::convert;
use crate::data::CData;
use crate::func::{ResultType, Value, primitive_value};
use crate::typeinfo::{Kind, info_of};

/// How the result is stored.
pub struct Storer {
    rule: Rule,
    /// The declared type.
    class: Option<Own>,
}

enum Rule {
    Void,
    Scalar { kind: ScalarKind, swapped: bool, primitive: Primitive },
    Record { ctype: CType },
}

impl Storer {
    /// Refuses result types that cannot be returned; a function type that declares none returns an `int`.
    pub fn new(declared: Option<&ResultType>) -> Result<Storer> {
        let Some(declared) = declared else {
            let rule = Rule::Scalar { kind: ScalarKind::Int, swapped: false, primitive: Primitive::I32 };
            return Ok(Storer { rule, class: None });
        };
        let given = declared.given();
        if given.is_none() {
            return Ok(Storer { rule: Rule::Void, class: None });
        }
        let rule = match given.as_type().and_then(info_of).map(|info| (info, &info.kind)) {
            Some((_, Kind::Simple(simple))) => Rule::Scalar {
                kind: simple.scalar.kind,
                swapped: simple.swapped,
                primitive: simple.scalar.primitive(DataModel::HOST),
            },
            Some((info, Kind::Record(_))) => {
                // The places of this callback depend on the layout from here on.
                info.is_final.set(true);
                Rule::Record { ctype: info.ctype() }
            }
            _ => return Err(raise!(TypeError, "invalid result type for callback function")),
        };
        Ok(Storer { rule, class: Some(given.clone()) })
    }

    /// The type as the calling convention sees it; None is `void`.
    pub fn ctype(&self) -> Option<CType> {
        match &self.rule {
            Rule::Void => None,
            Rule::Scalar { primitive, .. } => Some(CType::Primitive(*primitive)),
            Rule::Record { ctype } => Some(ctype.clone()),
        }
    }

    pub fn class(&self) -> Option<&Obj> {
        self.class.as_deref()
    }

    /// Fills a record result in memory with zeros, so that a callback that fails returns something.
    ///
    /// # Safety
    /// `incoming` is a call of `plan`'s signature, which was made of this storer's type.
    pub unsafe fn prepare(&self, plan: &CallPlan, incoming: &IncomingWords, returned: &mut Returned) {
        if let (Some(_), Rule::Record { ctype }) = (plan.hidden, &self.rule) {
            let zeros = vec![0u8; ctype.size()];
            // SAFETY: the caller's promise; the source has the type's size.
            unsafe { plan.store_result(incoming, returned, zeros.as_ptr(), zeros.len()) };
        }
    }

    /// Stores a result.
    ///
    /// # Safety
    /// As [`Storer::prepare`].
    pub unsafe fn store(
        &self,
        plan: &CallPlan,
        incoming: &IncomingWords,
        returned: &mut Returned,
        value: &Obj,
    ) -> Result<()> {
        // What most callbacks return.
        if let (Rule::Scalar { kind: ScalarKind::Int, swapped: false, .. }, Some(number)) =
            (&self.rule, compat::small_int(value))
        {
            returned.integer[0] = number as u64;
            return Ok(());
        }
        match &self.rule {
            Rule::Void => Ok(()),

            Rule::Scalar { kind, swapped, primitive } => {
                let mut bytes = 0u128;
                let ptr = (&raw mut bytes).cast::<u8>();
                // SAFETY: 16 bytes hold every scalar.
                let kept = unsafe { convert::set(*kind, *swapped, ptr, value) }?;
                // SAFETY: as above, and the caller's promise.
                unsafe {
                    match primitive_value(*primitive, ptr) {
                        Value::Integer(bits) | Value::Narrow(bits) => returned.integer[0] = bits,
                        _ => plan.store_result(incoming, returned, ptr, primitive.size()),
                    }
                }
                match kept {
                    Some(object) => leave_alive(*kind, object),
                    None => Ok(()),
                }
            }
            Rule::Record { ctype } => {
                let Some(data) = self.instance(value)? else {
                    let expected = self.class().and_then(Obj::as_type).map(|class| class.name().into_owned());
                    return Err(raise!(
                        TypeError,
                        "expected {} instance, got {}",
                        expected.unwrap_or_default(),
                        value.ty().name()
                    ));
                };
                // SAFETY: an instance of the class has its size; the caller's promise.
                unsafe { plan.store_result(incoming, returned, data.ptr(), ctype.size()) };
                Ok(())
            }
        }
    }

    /// The value as an instance of the declared class.
    fn instance<'a>(&self, value: &'a Obj) -> Result<Option<&'a CData>> {
        let Some(class) = self.class().and_then(Obj::as_type) else { return Ok(None) };
        Ok(if value.is_a(class) { CData::of(value) } else { None })
    }
}

/// Gives a reference to C for good: a `py_object` result is the caller's; for everything else nobody will give it back.
fn leave_alive(kind: ScalarKind, object: Own) -> Result<()> {
    std::mem::forget(object);
    if kind == ScalarKind::Object {
        return Ok(());
    }
    let category = Exception::RuntimeWarning.as_obj();
    // SAFETY: attached; the category is immortal, the text NUL-terminated.
    let warned =
        unsafe { ffi::PyErr_WarnEx(category.as_ptr(), c"memory leak in callback function.".as_ptr(), 1) };
    if warned < 0 { Err(cpython::Raised::already_set()) } else { Ok(()) }
}
