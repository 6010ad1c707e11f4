//! The metatype of function types: `_flags_`, `_argtypes_`, `_restype_`.

use cpython::{Obj, Result, Type, types};
use ctype::{CType, FUNCTION_FORMAT, Primitive};

use super::base::{class_slots, fill_metatype};
use crate::func::{self, Prototype};
use crate::typeinfo::{Kind, TypeInfo, format_text, set_info};

fn fill(class: &Type, _arguments: &Obj) -> Result<()> {
    let prototype = Prototype::of_class(class)?;
    let format = format_text(FUNCTION_FORMAT.to_owned());
    let info = TypeInfo::new(Kind::Function(prototype), CType::Primitive(Primitive::Pointer), format);
    info.length.set(1);
    info.has_pointer.set(true);
    set_info(class, info)?;
    func::enable_vectorcall(class);
    Ok(())
}

/// Makes `PyCFuncPtrType`.
pub fn make(base: &Type) -> Result<&'static Type> {
    types::make_metatype(Some(base), |ty| {
        ty.tp_name = c"_ctypes.PyCFuncPtrType".as_ptr();
        ty.tp_doc = c"The metatype of C function pointers.".as_ptr();
        fill_metatype(ty, &[]);
        class_slots!(ty, fill);
    })
}
