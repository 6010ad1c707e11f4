//! C bytes to Python values and back, one scalar at a time.

mod bits;
mod get;
mod long_double;
mod set;
mod text;

pub use bits::{get_bits, set_bits};
pub use get::get;
pub use long_double::{f64_from_long_double, long_double_from_f64};
pub use set::{set, wide_copy};
pub use text::{get_chars, get_wide_chars, set_chars, set_wide_chars};
