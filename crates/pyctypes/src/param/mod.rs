//! Python values on their way to a foreign function: `from_param`, `byref`, and the object both make.

mod argument;
pub mod foreign;
pub mod from_param;

pub use argument::{Argument, byref, make_argument_type};
