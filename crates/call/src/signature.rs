//! A function type as the calling conventions see it.

use crate::Convention;
use ctype::CType;

/// What a C prototype says, or what the caller of an unprototyped function assumes.
///
/// Arguments that match `...` are listed with the others, after the default argument promotions (`float` to `double`,
/// small integers to `int`): the promotion is the caller's, since it changes values, not places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub convention: Convention,
    pub arguments: Box<[CType]>,
    /// `None` is `void`.
    pub result: Option<CType>,
    /// Arguments before the `...`; all of them when the function is not variadic.
    pub fixed: usize,
    pub variadic: bool,
}

impl Signature {
    /// A function of this machine's convention without `...`.
    pub fn new(arguments: impl Into<Box<[CType]>>, result: Option<CType>) -> Signature {
        let arguments = arguments.into();
        let fixed = arguments.len();
        Signature { convention: Convention::HOST, arguments, result, fixed, variadic: false }
    }

    /// The same function with `...` after the first `fixed` arguments.
    pub fn with_variadic(self, fixed: usize) -> Signature {
        Signature { fixed: fixed.min(self.arguments.len()), variadic: true, ..self }
    }

    /// The same function under another convention.
    pub fn with_convention(self, convention: Convention) -> Signature {
        Signature { convention, ..self }
    }
}
