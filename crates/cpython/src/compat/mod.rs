//! Everything that differs between CPython 3.10, 3.11, 3.12 and 3.13: the only files with `cfg(Py_3_x)`.

mod attribute;
mod finalizing;
pub mod guarded;
mod small_int;
mod type_data;
mod unraisable;
mod version;
mod weak;

pub use attribute::attr_opt;
pub use finalizing::{can_attach, is_finalizing};
pub use small_int::small_int;
pub use type_data::{TYPE_DATA_OFFSET, check_layout, fill_in_new, type_dict};
pub use unraisable::write_unraisable;
pub use version::{
    AT_LEAST_3_11, AT_LEAST_3_12, AT_LEAST_3_13, NAMES_MODULE_IN_DICT, multiple_interpreters_slot,
};
pub use weak::{weak_reference, weak_target};
