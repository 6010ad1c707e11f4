//! The attribute names this module looks up, interned once.

use cpython::{Name, Result};

macro_rules! names {
    ($($field:ident = $text:literal),+ $(,)?) => {
        /// Interned names, one field each.
        pub struct Names { $(pub $field: Name),+ }

        impl Names {
            /// Interns them all.
            pub fn new() -> Result<Names> {
                Ok(Names { $($field: Name::new($text)?),+ })
            }
        }
    };
}

names! {
    abstract_ = c"_abstract_",
    align = c"_align_",
    anonymous = c"_anonymous_",
    argtypes = c"_argtypes_",
    as_parameter = c"_as_parameter_",
    check_retval = c"_check_retval_",
    ctype_be = c"__ctype_be__",
    ctype_le = c"__ctype_le__",
    ctypes_from_outparam = c"__ctypes_from_outparam__",
    dict = c"__dict__",
    fields = c"_fields_",
    flags = c"_flags_",
    from_param = c"from_param",
    handle = c"_handle",
    length = c"_length_",
    new = c"__new__",
    pack = c"_pack_",
    set_state = c"__setstate__",
    restype = c"_restype_",
    swapped_bytes = c"_swappedbytes_",
    type_ = c"_type_",
}
