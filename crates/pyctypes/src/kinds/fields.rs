//! Laying a record class out: from `_fields_`, `_pack_` and `_align_` to offsets, descriptors and the format text.
//!
//! The decisions are `ctype::lay_out`'s; this file reads the declaration, in the order and with the words of stock, and
//! puts the result in place.

use std::sync::Arc;

use cpython::{Obj, Own, Raised, Result, Type, compat, exception::Exception, raise, tuple_items};
use ctype::{
    CType, FieldSpec, LayoutError, LayoutRule, OPAQUE_FORMAT, RecordFormat, RecordFormatStyle, RecordKind,
    RecordSpec, RecordType, ScalarKind, lay_out,
};

use super::anonymous::add_anonymous_fields;
use crate::field::{Field, FieldPlan};
use crate::state::state;
use crate::typeinfo::{TypeInfo, format_text, info_of};

/// One entry of `_fields_`, checked.
struct Declared {
    name: Own,
    class: Own,
    bits: Option<u32>,
}

impl Declared {
    fn info(&self) -> Result<&TypeInfo> {
        self.class.as_type().and_then(info_of).ok_or_else(|| raise!(TypeError, "abstract class"))
    }
}

/// Lays out a record class by its `_fields_` and gives it a descriptor per field.
pub fn set_fields(class: &Type, fields: &Obj) -> Result<()> {
    let names = &state().names;
    let swapped = class.as_obj().attr_opt(&names.swapped_bytes)?.is_some();
    let pack = limit(class, &names.pack, "_pack_")?;
    let align = if compat::AT_LEAST_3_13 { limit(class, &names.align, "_align_")? } else { None };
    let count = fields.sequence_len().map_err(|raised| {
        if raised.matches(Exception::TypeError) {
            raised.clear();
            return raise!(TypeError, "'_fields_' must be a sequence of pairs");
        }
        raised
    })?;
    let Some((info, record)) = info_of(class).and_then(|info| Some((info, info.record()?))) else {
        return Err(raise!(TypeError, "ctypes state is not initialized"));
    };
    if info.is_final.get() {
        return Err(raise!(AttributeError, "_fields_ is final"));
    }
    // Held: the entries run code that could give the class another base.
    let base_class = class.base().map(|base| base.as_obj().to_own());
    let base = base_class.as_deref().and_then(Obj::as_type).and_then(info_of);
    if let Some(base) = base {
        info.has_pointer.set(base.has_pointer.get());
    }
    let declared = declarations(info, fields, count)?;
    let specs = declared
        .iter()
        .map(|field| {
            let ty = field.info()?.ctype();
            Ok(FieldSpec { ty, bits: field.bits, named: true })
        })
        .collect::<Result<Vec<_>>>()?;
    let base_layout = base.and_then(|base| base.record()).and_then(|base| base.layout.borrow().clone());
    let kind = if record.is_union { RecordKind::Union } else { RecordKind::Struct };
    let mut spec = RecordSpec::new(kind, LayoutRule::HOST, &specs);
    spec.pack = pack;
    spec.min_align = align.filter(|align| align.is_power_of_two());
    spec.base = base_layout.as_deref();
    let mut layout = lay_out(&spec).map_err(layout_error)?;
    let odd_align = odd_alignment(&layout, base, &specs, pack, align);
    if let Some(align) = odd_align {
        layout.size = layout.size.next_multiple_of(align);
    }

    let inherited = layout.members.len() - declared.len();
    let base_length = base.map_or(0, |base| base.length.get());
    for (place, (field, member)) in declared.iter().zip(&layout.members[inherited..]).enumerate() {
        let descriptor = Field::make(&FieldPlan {
            class: &field.class,
            info: field.info()?,
            index: place,
            offset: member.offset,
            bits: member.bits,
            swapped,
        })?;
        class.as_obj().set_attr_obj(&field.name, &descriptor)?;
    }
    // Setting attributes ran code that could have used the class already, in itself among others.
    if info.is_final.get() {
        return Err(raise!(AttributeError, "Structure or union cannot contain itself"));
    }
    let has_pack = class.as_obj().attr_opt(&names.pack)?.is_some();
    *info.format.borrow_mut() = if record.is_union {
        format_text(OPAQUE_FORMAT.to_owned())
    } else {
        format_text(format(&declared, &layout, inherited, base.map_or(0, |base| base.size.get()), has_pack)?)
    };
    finish(info, layout, base_length + declared.len());
    if let Some(align) = odd_align {
        info.align.set(align);
    }
    add_anonymous_fields(class)
}

/// The alignment of a record whose `_pack_` or `_align_` is no power of two, which C does not know and stock accepts: the
/// largest of `_align_` and the fields' alignments, each limited by the packing. `None` where C's own alignment holds.
fn odd_alignment(
    layout: &RecordType,
    base: Option<&TypeInfo>,
    fields: &[FieldSpec],
    pack: Option<usize>,
    align: Option<usize>,
) -> Option<usize> {
    let is_odd = |limit: Option<usize>| limit.filter(|&limit| limit > 0 && !limit.is_power_of_two());
    if let Some(align) = is_odd(align).filter(|&align| align > layout.align) {
        return Some(align);
    }
    let pack = is_odd(pack)?;
    let base = base.map_or(1, |base| base.align.get().max(1));
    Some(fields.iter().map(|field| field.ty.align().min(pack)).fold(base, usize::max))
}

/// Puts the layout in place.
fn finish(info: &TypeInfo, layout: RecordType, length: usize) {
    let layout = Arc::new(layout);
    info.set_ctype(CType::Record(layout.clone()));
    info.length.set(length);
    info.is_final.set(true);
    if let Some(record) = info.record() {
        record.layout.replace(Some(layout));
    }
}

/// `_pack_` or `_align_`: a non-negative C int.
fn limit(class: &Type, name: &cpython::Name, text: &str) -> Result<Option<usize>> {
    let Some(value) = class.as_obj().attr_opt(name)? else { return Ok(None) };
    match value.to_c_int() {
        Ok(number) if number >= 0 => return Ok(Some(number as usize)),
        Ok(_) => {}
        Err(raised) if raised.matches(Exception::TypeError) || raised.matches(Exception::OverflowError) => {
            raised.clear();
        }
        Err(raised) => return Err(raised),
    }
    Err(raise!(ValueError, "{text} must be a non-negative integer"))
}

/// Reads and checks the entries; the types they name become final.
fn declarations(info: &TypeInfo, fields: &Obj, count: usize) -> Result<Vec<Declared>> {
    let mut declared = Vec::new();
    for index in 0..count {
        let pair = fields.sequence_item(index).map_err(|raised| {
            raised.clear();
            malformed()
        })?;
        declared.push(declaration(info, &pair, index)?);
    }
    Ok(declared)
}

fn malformed() -> Raised {
    raise!(TypeError, "'_fields_' must be a sequence of (name, C type) pairs")
}

fn declaration(info: &TypeInfo, pair: &Obj, index: usize) -> Result<Declared> {
    let (name, class, bits) = match tuple_items(pair) {
        Some(&[name, class]) => (name, class, None),
        Some(&[name, class, bits]) => (name, class, Some(bits)),
        _ => return Err(malformed()),
    };
    if !name.is_str() {
        return Err(malformed());
    }
    let bits = match bits.map(Obj::to_c_int).transpose() {
        Ok(bits) => bits,
        Err(raised) => {
            raised.clear();
            return Err(malformed());
        }
    };
    let Some(field) = class.as_type().and_then(info_of) else {
        return Err(raise!(TypeError, "second item in _fields_ tuple (index {index}) must be a C type"));
    };
    if field.has_pointer.get() {
        info.has_pointer.set(true);
    }
    field.is_final.set(true);
    let bits = match bits {
        None => None,
        Some(width) => Some(check_width(class, field, width)?),
    };
    Ok(Declared { name: name.to_own(), class: class.to_own(), bits })
}

/// Bit-fields are of integer types, and not wider than them.
fn check_width(class: &Obj, field: &TypeInfo, width: i32) -> Result<u32> {
    use ScalarKind::*;
    let is_integer = field.simple().is_some_and(|simple| {
        matches!(
            simple.scalar.kind,
            SChar | UChar | Short | UShort | Int | UInt | Long | ULong | LongLong | ULongLong | Bool
        )
    });
    if !is_integer {
        let name = class.as_type().map(|ty| ty.name().into_owned()).unwrap_or_default();
        return Err(raise!(TypeError, "bit fields not allowed for type {name}"));
    }
    match u32::try_from(width) {
        Ok(bits) if bits > 0 && bits as usize <= field.size.get() * 8 => Ok(bits),
        _ => Err(raise!(ValueError, "number of bits invalid for bit field")),
    }
}

fn layout_error(error: LayoutError) -> Raised {
    match error {
        LayoutError::TooLarge => raise!(OverflowError, "{error}"),
        _ => raise!(ValueError, "{error}"),
    }
}

/// The PEP 3118 text of a structure.
fn format(
    declared: &[Declared],
    layout: &RecordType,
    inherited: usize,
    base_size: usize,
    has_pack: bool,
) -> Result<String> {
    let style = if compat::AT_LEAST_3_12 {
        RecordFormatStyle::WithPadding
    } else {
        RecordFormatStyle::WithoutPadding
    };
    let mut text = RecordFormat::new(style, base_size);
    for (field, member) in declared.iter().zip(&layout.members[inherited..]) {
        let info = field.info()?;
        let format = info.format.borrow();
        let format = format.to_str().unwrap_or(OPAQUE_FORMAT);
        let shape: Vec<usize> = info.shape.iter().map(|&length| length as usize).collect();
        let format = if shape.is_empty() { format.to_owned() } else { ctype::array_format(&shape, format) };
        text.field(member.offset, info.size.get(), &format, field.name.as_text()?);
    }
    Ok(text.finish(layout.size, has_pack))
}
