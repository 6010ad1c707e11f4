//! Instances: the object that holds or refers to C memory, and what all kinds of it share.

mod buffer;
mod keep;
mod object;
mod pickle;
mod types;

pub use keep::{keep, kept_objects};
pub use object::{CData, at_address, new_default, sub_object};
pub use pickle::make_unpickle;
pub use types::{buffer_slots, make_cdata_type, traverse};
