//! Where Microsoft's rule puts a bit-field.
//!
//! "C Bit Fields" in Microsoft's C language reference, and GCC's description of `-mms-bitfields`: a bit-field takes a
//! whole storage unit of its declared type; the next one shares it if its type has the same size and the bits left
//! suffice. A bit-field of no bits ends the unit if it directly follows one that has bits, and is ignored otherwise.
//! MSVC's unions differ from mingw's; the rule is MSVC's, as Clang reproduces it for `*-windows-msvc`.

use super::{Placer, Unit, bits};
use crate::{BitRange, FieldSpec, Member, RecordKind};

/// Places a bit-field; `None` for one of no bits, which is no member.
pub(super) fn place_bits(placer: &mut Placer, field: &FieldSpec, width: u32) -> Option<Member> {
    let size = field.ty.size();
    if width == 0 {
        if placer.unit.is_some() {
            placer.end_unit();
            // In a structure this aligns what follows and reserves nothing; a union has only its size to give.
            let reserved = if placer.kind == RecordKind::Union { bits(size) } else { 0 };
            reserve(placer, field, reserved);
        }
        return None;
    }
    let shared = placer.unit.as_ref().filter(|unit| {
        placer.kind == RecordKind::Struct
            && unit.size == size
            && placer.next_bit + u128::from(width) <= unit.start_bit + bits(size)
    });
    let start_bit = match shared {
        Some(unit) => unit.start_bit,
        None => {
            placer.end_unit();
            let start_bit = reserve(placer, field, bits(size));
            placer.next_bit = start_bit;
            placer.unit = Some(Unit { size, start_bit });
            start_bit
        }
    };
    let start = (placer.next_bit - start_bit) as u32;
    placer.next_bit += u128::from(width);
    let range = BitRange { start, width };
    Some(Member { ty: field.ty.clone(), offset: (start_bit / 8) as usize, bits: Some(range) })
}

/// Takes `width` bits at the alignment of the field's type and returns where they start.
///
/// MSVC leaves the bit-fields of a union out of the union's alignment; mingw does not.
fn reserve(placer: &mut Placer, field: &FieldSpec, width: u128) -> u128 {
    let align = placer.field_align(&field.ty);
    if placer.kind == RecordKind::Struct {
        placer.align = placer.align.max(align);
    }
    let start = placer.next_bit.next_multiple_of(bits(align));
    placer.take(start, width);
    start
}
