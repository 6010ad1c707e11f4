//! `_anonymous_`: fields of a nested record that are reached as if they were the outer record's own.

use cpython::{Obj, Result, Type, ffi, raise, tuple_items};

use crate::field::Field;
use crate::state::state;

/// Gives the class a descriptor for each field of the records named in its `_anonymous_`.
pub fn add_anonymous_fields(class: &Type) -> Result<()> {
    let Some(names) = class.as_obj().attr_opt(&state().names.anonymous)? else { return Ok(()) };
    let names = fast_sequence(&names, c"_anonymous_ must be a sequence")?;
    for place in 0..names.sequence_len()? {
        let name = names.sequence_item(place)?;
        let descriptor = class.as_obj().attr_obj(&name)?;
        let Some(field) = Field::of(&descriptor) else {
            return Err(raise!(
                AttributeError,
                "'{}' is specified in _anonymous_ but not in _fields_",
                name.str()?.to_text()?
            ));
        };
        field.set_anonymous();
        add_fields_of(class, field, field.index(), field.offset())?;
    }
    Ok(())
}

/// Copies the descriptors of the record type of `outer` into `class`, moved to their place in it.
fn add_fields_of(class: &Type, outer: &Field, index: isize, offset: isize) -> Result<()> {
    let record = outer.class()?;
    let fields = record.attr(&state().names.fields)?;
    let fields = fast_sequence(&fields, c"_fields_ must be a sequence")?;
    for place in 0..fields.sequence_len()? {
        let pair = fields.sequence_item(place)?;
        let Some(&[name, ..]) = tuple_items(&pair).filter(|items| matches!(items.len(), 2 | 3)) else {
            return Err(raise!(TypeError, "_fields_ must be a sequence of pairs"));
        };
        let descriptor = record.attr_obj(name)?;
        let Some(field) = Field::of(&descriptor) else {
            return Err(raise!(TypeError, "unexpected type"));
        };
        if field.is_anonymous() {
            add_fields_of(class, field, index + field.index(), offset + field.offset())?;
        } else {
            class.as_obj().set_attr_obj(name, &*field.shifted(index, offset)?)?;
        }
    }
    Ok(())
}

/// A list or tuple with the items of any iterable, TypeError with `message` for other objects.
fn fast_sequence(object: &Obj, message: &std::ffi::CStr) -> Result<cpython::Own> {
    // SAFETY: attached; the text is NUL-terminated; the result is a new reference.
    unsafe { cpython::Own::from_owned(ffi::PySequence_Fast(object.as_ptr(), message.as_ptr())) }
}
