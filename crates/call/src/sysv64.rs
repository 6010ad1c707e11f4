//! Classification of aggregates under System V x86-64: AMD64 psABI 3.2.3, "Classification".
//!
//! Pure: a type goes in, the classes of its eightbytes come out. Knows nothing of registers that are already taken.
//! Vector types (`__m128` and up) and `_Complex` are not in the type model, so their classes (SSEUP, COMPLEX_X87) are absent.
//!
//! The document says that an object with unaligned fields is MEMORY, and leaves open what that means inside packed records.
//! GCC and Clang differ there; this does as GCC does, which compiled the libraries of the systems with this ABI:
//!
//! - only scalars count, not a record that is less aligned than its type asks for;
//! - of an array only the first element is looked at;
//! - a bit-field counts in a union, as the smallest integer of its width, and does not count in a structure.

use ctype::{ArrayType, CType, Member, Primitive, RecordKind, RecordType};

/// The class of one eightbyte. MEMORY belongs to a whole argument and is the `None` of [`classify`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// NO_CLASS: padding, or beyond the end.
    None,
    Integer,
    Sse,
    /// The 64-bit mantissa of a `long double`.
    X87,
    /// Its sign and exponent.
    X87Up,
}

/// The classes of the two eightbytes of `ty`, or `None` for class MEMORY.
pub(crate) fn classify(ty: &CType) -> Option<[Class; 2]> {
    // "If the size of an object is larger than eight eightbytes ... it has class MEMORY", and the post merger cleanup
    // (rule c) sends all above two eightbytes there that are not one vector.
    if ty.size() > 16 {
        return None;
    }
    let mut classes = [Class::None; 2];
    merge_type(ty, 0, &mut classes)?;
    Some(classes)
}

/// Merges the classes of an object of type `ty` at byte `offset`; `None` when it makes the whole MEMORY.
fn merge_type(ty: &CType, offset: usize, classes: &mut [Class; 2]) -> Option<()> {
    match ty {
        CType::Primitive(primitive) => merge_primitive(*primitive, offset, classes),
        CType::Array(array) => merge_array(array, offset, classes),
        CType::Record(record) => merge_record(record, offset, classes),
    }
}

/// The classes of the first element, over and over.
fn merge_array(array: &ArrayType, offset: usize, classes: &mut [Class; 2]) -> Option<()> {
    let size = array.element.size();
    // No elements, like C's flexible array member, or empty ones.
    if size * array.length == 0 {
        return Some(());
    }
    let mut own = [Class::None; 2];
    merge_type(&array.element, offset, &mut own)?;
    let (first, within) = (offset / 8, offset % 8);
    let period = (within + size).div_ceil(8);
    for index in 0..(within + size * array.length).div_ceil(8) {
        merge_class(classes.get_mut(first + index)?, own[first + index % period])?;
    }
    Some(())
}

fn merge_record(record: &RecordType, offset: usize, classes: &mut [Class; 2]) -> Option<()> {
    let mut own = [Class::None; 2];
    for Member { ty, offset: member, bits } in &record.members {
        let start = offset + member;
        let Some(bits) = bits else {
            merge_type(ty, start, &mut own)?;
            continue;
        };
        if record.kind == RecordKind::Union
            && !start.is_multiple_of(bits.width.div_ceil(8).next_power_of_two() as usize)
        {
            return None;
        }
        if bits.width > 0 {
            let first = start * 8 + bits.start as usize;
            let last = first + bits.width as usize - 1;
            for eightbyte in first / 64..=last / 64 {
                merge_class(own.get_mut(eightbyte)?, Class::Integer)?;
            }
        }
    }
    // Post merger cleanup, rule b. Like the whole algorithm it is recursive: a member that is MEMORY by itself makes its
    // record MEMORY, whatever it is merged with.
    if own[1] == Class::X87Up && own[0] != Class::X87 {
        return None;
    }
    own.into_iter().zip(classes).try_for_each(|(class, into)| merge_class(into, class))
}

fn merge_primitive(primitive: Primitive, offset: usize, classes: &mut [Class; 2]) -> Option<()> {
    // "... or it contains unaligned fields, it has class MEMORY".
    if !offset.is_multiple_of(primitive.size()) {
        return None;
    }
    let eightbyte = offset / 8;
    let class = match primitive {
        Primitive::F32 | Primitive::F64 => Class::Sse,
        Primitive::F80 => {
            merge_class(classes.get_mut(eightbyte + 1)?, Class::X87Up)?;
            Class::X87
        }
        _ => Class::Integer,
    };
    merge_class(classes.get_mut(eightbyte)?, class)
}

/// Rule 4 of the classification: (a) equal, (b) NO_CLASS yields, (d) INTEGER wins, (e) x87 with anything else is MEMORY, (f) SSE.
fn merge_class(into: &mut Class, class: Class) -> Option<()> {
    *into = match (*into, class) {
        (a, b) if a == b => a,
        (Class::None, other) | (other, Class::None) => other,
        (Class::Integer, _) | (_, Class::Integer) => Class::Integer,
        (Class::X87 | Class::X87Up, _) | (_, Class::X87 | Class::X87Up) => return None,
        _ => Class::Sse,
    };
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctype::{FieldSpec, LayoutRule, RecordSpec, lay_out};
    use std::sync::Arc;

    const I8: CType = CType::Primitive(Primitive::I8);
    const I16: CType = CType::Primitive(Primitive::I16);
    const I32: CType = CType::Primitive(Primitive::I32);
    const I64: CType = CType::Primitive(Primitive::I64);
    const F32: CType = CType::Primitive(Primitive::F32);
    const F64: CType = CType::Primitive(Primitive::F64);
    const F80: CType = CType::Primitive(Primitive::F80);

    fn record(kind: RecordKind, pack: Option<usize>, fields: &[FieldSpec]) -> CType {
        let spec = RecordSpec { pack, ..RecordSpec::new(kind, LayoutRule::Gcc, fields) };
        CType::Record(Arc::new(lay_out(&spec).unwrap()))
    }

    fn structure(members: &[CType]) -> CType {
        record(RecordKind::Struct, None, &members.iter().cloned().map(FieldSpec::plain).collect::<Vec<_>>())
    }

    fn packed(members: &[CType]) -> CType {
        record(
            RecordKind::Struct,
            Some(1),
            &members.iter().cloned().map(FieldSpec::plain).collect::<Vec<_>>(),
        )
    }

    fn union(members: &[CType]) -> CType {
        record(RecordKind::Union, None, &members.iter().cloned().map(FieldSpec::plain).collect::<Vec<_>>())
    }

    fn array(element: CType, length: usize) -> CType {
        CType::Array(Arc::new(ArrayType { element, length }))
    }

    #[test]
    fn integer_wins_within_an_eightbyte() {
        assert_eq!(classify(&structure(&[F32, I32, F64])), Some([Class::Integer, Class::Sse]));
        assert_eq!(classify(&structure(&[F32, F32, I8])), Some([Class::Sse, Class::Integer]));
    }

    #[test]
    fn unions_merge_all_members() {
        assert_eq!(classify(&union(&[F64, I32])), Some([Class::Integer, Class::None]));
        assert_eq!(classify(&union(&[F64, F32])), Some([Class::Sse, Class::None]));
        assert_eq!(classify(&union(&[array(F64, 2), I64])), Some([Class::Integer, Class::Sse]));
    }

    #[test]
    fn more_than_two_eightbytes_are_memory() {
        assert_eq!(classify(&array(I8, 16)), Some([Class::Integer; 2]));
        assert_eq!(classify(&array(I8, 17)), None);
        assert_eq!(classify(&array(F32, 5)), None);
    }

    #[test]
    fn unaligned_scalars_are_memory() {
        assert_eq!(classify(&packed(&[I8, I32])), None);
        assert_eq!(classify(&packed(&[I32, I8])), Some([Class::Integer, Class::None]));
        assert_eq!(classify(&structure(&[I16, packed(&[I32])])), None);
    }

    #[test]
    fn only_the_first_element_of_an_array_counts_as_unaligned() {
        let element = packed(&[I16, I8]);
        assert_eq!(classify(&array(element, 2)), Some([Class::Integer, Class::None]));
    }

    #[test]
    fn x87_needs_both_halves() {
        assert_eq!(classify(&structure(&[F80])), Some([Class::X87, Class::X87Up]));
        // The integer wins the first eightbyte, and X87UP without X87 is MEMORY.
        assert_eq!(classify(&union(&[F80, I32])), None);
        // A double does not win.
        assert_eq!(classify(&union(&[F80, F64])), None);
        // Integers win both.
        assert_eq!(classify(&union(&[F80, array(I8, 16)])), Some([Class::Integer; 2]));
        // But not over a member that is MEMORY by itself.
        assert_eq!(classify(&union(&[union(&[F80, I32]), array(I8, 16)])), None);
    }

    #[test]
    fn bit_fields_are_integers_wherever_they_lie() {
        let fields = [FieldSpec::plain(F32), FieldSpec::bit_field(I64, 40)];
        let ty = record(RecordKind::Struct, Some(1), &fields);
        assert_eq!(ty.size(), 9);
        assert_eq!(classify(&ty), Some([Class::Integer; 2]));
    }

    #[test]
    fn empty_members_add_nothing() {
        let empty = structure(&[]);
        assert_eq!(classify(&empty), Some([Class::None; 2]));
        assert_eq!(classify(&structure(&[F64, array(empty, usize::MAX)])), Some([Class::Sse, Class::None]));
        // A flexible array member; `float` at offset 4 would not change an integer, `int` would change a float.
        assert_eq!(classify(&structure(&[F32, array(I32, 0)])), Some([Class::Sse, Class::None]));
    }
}
