//! A signature placed once, to be used for every call and every callback of that type.

use crate::{ArgPlace, CallError, IncomingWords, Placer, ResultPlace, Returned, Signature};
use std::fmt;

/// Where everything of one function type lives.
///
/// To call: take `words` zeroed words (more do no harm), write the hidden pointer and each argument, pass exactly `words`
/// of them to [`invoke`](crate::invoke) with `float_registers`, read the result with [`ResultPlace::load`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallPlan {
    pub arguments: Box<[ArgPlace]>,
    pub result: ResultPlace,
    /// The word of the pointer through which a [`ResultPlace::Memory`] result is written.
    pub hidden: Option<usize>,
    /// Words of the frame.
    pub words: usize,
    /// Vector registers in use.
    pub float_registers: u8,
}

impl CallPlan {
    /// Places every argument and the result. Fails only when the frame is larger than any stack.
    pub fn new(signature: &Signature) -> Result<CallPlan, CallError> {
        let mut placer = Placer::new(signature.convention);
        let result = ResultPlace::new(signature.convention, signature.result.as_ref());
        let hidden = (result == ResultPlace::Memory).then(|| placer.hidden_result());
        let mut arguments = Vec::with_capacity(signature.arguments.len());
        for (index, ty) in signature.arguments.iter().enumerate() {
            if signature.variadic && index == signature.fixed {
                placer.variadic();
            }
            arguments.push(placer.place(ty));
            placer.check()?;
        }
        Ok(CallPlan {
            arguments: arguments.into(),
            result,
            hidden,
            words: placer.words(),
            float_registers: placer.float_registers(),
        })
    }

    /// Puts a handler's result where the caller of its thunk looks for it, in memory or in registers.
    ///
    /// # Safety
    /// `source` is readable for `size` bytes, `size` is that of the result type, and `incoming` is a call made with this
    /// plan's signature.
    pub unsafe fn store_result(
        &self,
        incoming: &IncomingWords,
        returned: &mut Returned,
        source: *const u8,
        size: usize,
    ) {
        let hidden = match self.hidden {
            // SAFETY: the plan says that the caller passed the hidden pointer in this word.
            Some(word) => unsafe { incoming.word(word) as *mut u8 },
            None => std::ptr::null_mut(),
        };
        // SAFETY: by the contract; the caller's memory behind the hidden pointer holds the result type.
        unsafe { self.result.store(returned, hidden, source, size) };
    }
}

impl fmt::Display for CallPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(word) = self.hidden {
            writeln!(f, "hidden: word {word}")?;
        }
        for (index, place) in self.arguments.iter().enumerate() {
            writeln!(f, "argument {index}: {place}")?;
        }
        writeln!(f, "result: {}", self.result)?;
        writeln!(f, "frame: {} words, {} float registers", self.words, self.float_registers)
    }
}
