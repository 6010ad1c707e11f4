//! Where the System V rule puts a bit-field, as GCC applies it to `struct`, `union` and `#pragma pack`.
//!
//! System V psABI AMD64, 3.1.2 "Bit-Fields": bit-fields are allocated from right to left, a bit-field lies entirely in
//! a storage unit appropriate for its declared type, and unnamed bit-fields do not affect the alignment of the record.
//! Packing is outside the psABI: what GCC does is written at the code that does it, and the oracle test holds it true.

use super::{Placer, bits};
use crate::{BitRange, FieldSpec, Member};

/// Places a bit-field; `None` for one of no bits, which is no member.
pub(super) fn place_bits(placer: &mut Placer, field: &FieldSpec, width: u32) -> Option<Member> {
    let unit = bits(field.ty.size());
    if width == 0 {
        // The next field starts a new unit of this type. Packing does not weaken it.
        placer.next_bit = placer.next_bit.next_multiple_of(bits(field.ty.align()));
        placer.take(placer.next_bit, 0);
        return None;
    }
    let mut start = placer.next_bit;
    // A packing of any size, even one that limits no alignment, lets the field cross the end of its unit.
    if placer.pack.is_none() && start % unit + u128::from(width) > unit {
        start = start.next_multiple_of(unit);
    }
    if field.named {
        placer.align = placer.align.max(placer.field_align(&field.ty));
    }
    placer.take(start, width.into());
    let offset = (start / unit) as usize * field.ty.size();
    Some(Member {
        ty: field.ty.clone(),
        offset,
        bits: Some(BitRange { start: (start % unit) as u32, width }),
    })
}
