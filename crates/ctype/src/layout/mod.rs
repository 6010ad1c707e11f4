//! From a declared record to the place of each member.
//!
//! Owns the order of the steps and what both rules share: checking the declaration, placing ordinary fields, the size
//! and alignment of the whole. The two files beside this one differ in bit-fields alone. Positions are counted in bits
//! and in `u128`, so that no declaration, however large, can overflow before it is refused.

mod gcc;
mod msvc;

use crate::{
    BitRange, CType, FieldSpec, LayoutError, LayoutRule, Member, RecordKind, RecordSpec, RecordType,
};

/// The largest size of a C object: pointer differences within it must fit `ptrdiff_t`.
pub(crate) const MAX_SIZE: usize = isize::MAX as usize;

/// Lays out a record: the base's members first, then one member for each named field, in order of declaration.
///
/// # Errors
/// See [`LayoutError`]; the declaration is checked before anything is placed.
///
/// # Examples
/// ```
/// use ctype::{CType, FieldSpec, LayoutRule, Primitive, RecordKind, RecordSpec, lay_out};
///
/// let fields = [
///     FieldSpec::plain(CType::Primitive(Primitive::U8)),
///     FieldSpec::bit_field(CType::Primitive(Primitive::U32), 24),
/// ];
/// let record = lay_out(&RecordSpec::new(RecordKind::Struct, LayoutRule::Gcc, &fields)).unwrap();
/// assert_eq!((record.size, record.align), (4, 4));
/// let bits = record.members[1].bits.unwrap();
/// assert_eq!((record.members[1].offset, bits.start, bits.width), (0, 8, 24));
/// ```
pub fn lay_out(spec: &RecordSpec<'_>) -> Result<RecordType, LayoutError> {
    let min_align = spec.min_align.unwrap_or(1);
    if !min_align.is_power_of_two() {
        return Err(LayoutError::AlignNotPowerOfTwo { align: min_align });
    }
    let mut placer = Placer::new(spec);
    for (index, field) in spec.fields.iter().enumerate() {
        check(index, field)?;
        let member = match (field.bits, spec.rule) {
            (None, _) => {
                placer.end_unit();
                Some(placer.place_plain(&field.ty))
            }
            (Some(width), LayoutRule::Gcc) => gcc::place_bits(&mut placer, field, width),
            (Some(width), LayoutRule::Msvc) => msvc::place_bits(&mut placer, field, width),
        };
        placer.members.extend(member.filter(|_| field.named));
        placer.end_field()?;
    }
    placer.finish(spec, min_align)
}

/// Refuses what C and ctypes refuse, so that the rules need not think of it.
fn check(index: usize, field: &FieldSpec) -> Result<(), LayoutError> {
    let Some(width) = field.bits else {
        return if field.named { Ok(()) } else { Err(LayoutError::UnnamedMember { field: index }) };
    };
    let CType::Primitive(primitive) = field.ty else {
        return Err(LayoutError::BitFieldType { field: index });
    };
    if !primitive.is_integer() {
        return Err(LayoutError::BitFieldType { field: index });
    }
    let limit = primitive.size() as u32 * 8;
    if width > limit {
        return Err(LayoutError::BitFieldWidth { field: index, width, limit });
    }
    if width == 0 && field.named {
        return Err(LayoutError::NamedZeroWidth { field: index });
    }
    Ok(())
}

/// The state of a layout under way.
struct Placer {
    kind: RecordKind,
    pack: Option<usize>,
    /// The next free bit of a structure; always 0 between the fields of a union.
    next_bit: u128,
    /// One past the last bit taken so far.
    end_bit: u128,
    /// The alignment of the record so far, in bytes; a multiple of ctypes' odd packings, else a power of two.
    align: usize,
    /// Microsoft's rule only: the storage unit of the field before, if that was a bit-field that has bits.
    unit: Option<Unit>,
    members: Vec<Member>,
}

/// A storage unit: Microsoft's rule reserves a whole one at its first bit-field.
struct Unit {
    /// Bytes of the declared type, which a later bit-field must match to share the unit.
    size: usize,
    /// Bits from the start of the record.
    start_bit: u128,
}

impl Placer {
    fn new(spec: &RecordSpec<'_>) -> Placer {
        let (base_bits, base_align) = spec.base.map_or((0, 1), |base| (bits(base.size), base.align));
        Placer {
            kind: spec.kind,
            pack: spec.pack.filter(|&pack| pack != 0),
            next_bit: if spec.kind == RecordKind::Union { 0 } else { base_bits },
            end_bit: base_bits,
            align: base_align,
            unit: None,
            members: spec.base.map_or_else(Vec::new, |base| base.members.to_vec()),
        }
    }

    /// The alignment of a field of this type: the type's own, limited by the packing.
    fn field_align(&self, ty: &CType) -> usize {
        self.pack.map_or(ty.align(), |pack| pack.min(ty.align()))
    }

    /// An ordinary field: the next byte that its alignment allows (System V psABI 3.1.2; the same in Microsoft's rule).
    fn place_plain(&mut self, ty: &CType) -> Member {
        let align = self.field_align(ty);
        let start = self.next_bit.next_multiple_of(bits(align));
        self.align = self.align.max(align);
        self.take(start, bits(ty.size()));
        Member { ty: ty.clone(), offset: (start / 8) as usize, bits: None }
    }

    /// Marks bits as used.
    fn take(&mut self, start: u128, width: u128) {
        self.next_bit = start + width;
        self.end_bit = self.end_bit.max(self.next_bit);
    }

    /// After this no bit-field shares the open unit, and the next field of a structure starts behind it.
    fn end_unit(&mut self) {
        if let Some(unit) = self.unit.take()
            && self.kind == RecordKind::Struct
        {
            self.next_bit = unit.start_bit + bits(unit.size);
        }
    }

    /// In a union each field starts anew.
    fn end_field(&mut self) -> Result<(), LayoutError> {
        if self.end_bit > bits(MAX_SIZE) {
            return Err(LayoutError::TooLarge);
        }
        if self.kind == RecordKind::Union {
            self.next_bit = 0;
        }
        Ok(())
    }

    fn finish(self, spec: &RecordSpec<'_>, min_align: usize) -> Result<RecordType, LayoutError> {
        let align = self.align.max(min_align);
        let size = self.end_bit.div_ceil(8).next_multiple_of(align as u128);
        if size > MAX_SIZE as u128 {
            return Err(LayoutError::TooLarge);
        }
        let size = size as usize;
        let mut members = self.members;
        let inherited = spec.base.map_or(0, |base| base.members.len());
        members[inherited..].iter_mut().for_each(|member| settle_bits(member, size));
        // What ctypes calls the alignment of a record packed to an odd number is not one; the power of two in it is.
        let align = 1 << align.trailing_zeros();
        Ok(RecordType { kind: spec.kind, size, align, members: members.into_boxed_slice() })
    }
}

/// Bits in so many bytes.
const fn bits(bytes: usize) -> u128 {
    bytes as u128 * 8
}

/// Chooses the byte that a bit-field's range counts from, now that the size of the record is known.
///
/// The rules leave the aligned storage unit there. In a packed record a field may reach over the end of its unit, or
/// the unit over the end of the record; then the offset becomes the last byte from which an access as wide as the
/// declared type covers the field and stays inside the record. Where there is none (the field spans more bytes than its
/// type has, or the record is smaller than the type) it becomes the byte of the field's first bit.
fn settle_bits(member: &mut Member, record_size: usize) {
    let Some(range) = member.bits else { return };
    let unit = member.ty.size();
    let covers = |offset: usize, start: u128| {
        start + u128::from(range.width) <= bits(unit) && offset as u128 + unit as u128 <= record_size as u128
    };
    if covers(member.offset, range.start.into()) {
        return;
    }
    let first_bit = bits(member.offset) + u128::from(range.start);
    let first_byte = (first_bit / 8) as usize;
    let last_access = record_size.saturating_sub(unit).min(first_byte);
    let offset = if covers(last_access, first_bit - bits(last_access)) { last_access } else { first_byte };
    member.offset = offset;
    member.bits = Some(BitRange { start: (first_bit - bits(offset)) as u32, width: range.width });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Primitive;

    const INT: CType = CType::Primitive(Primitive::I32);

    #[test]
    fn a_base_keeps_its_members_as_they_are() {
        let base_fields = [FieldSpec::bit_field(INT, 20), FieldSpec::bit_field(INT, 20)];
        let packed = RecordSpec {
            pack: Some(1),
            ..RecordSpec::new(RecordKind::Struct, LayoutRule::Gcc, &base_fields)
        };
        let base = lay_out(&packed).unwrap();
        let fields = [FieldSpec::plain(INT)];
        let extending =
            RecordSpec { base: Some(&base), ..RecordSpec::new(RecordKind::Struct, LayoutRule::Gcc, &fields) };
        let record = lay_out(&extending).unwrap();
        assert_eq!(record.members[..2], *base.members);
        assert_eq!((base.size, record.members[2].offset, record.size), (5, 8, 12));
    }

    #[test]
    fn the_declaration_is_checked_whatever_the_rule() {
        let pointer = CType::Primitive(Primitive::Pointer);
        let unnamed = FieldSpec { named: false, ..FieldSpec::plain(INT) };
        let refused = [
            (FieldSpec::bit_field(pointer, 1), LayoutError::BitFieldType { field: 1 }),
            (FieldSpec::bit_field(CType::array(INT, 2).unwrap(), 1), LayoutError::BitFieldType { field: 1 }),
            (FieldSpec::bit_field(INT, 33), LayoutError::BitFieldWidth { field: 1, width: 33, limit: 32 }),
            (FieldSpec::bit_field(INT, 0), LayoutError::NamedZeroWidth { field: 1 }),
            (unnamed, LayoutError::UnnamedMember { field: 1 }),
        ];
        for rule in [LayoutRule::Gcc, LayoutRule::Msvc] {
            for (field, error) in &refused {
                let fields = [FieldSpec::plain(INT), field.clone()];
                assert_eq!(lay_out(&RecordSpec::new(RecordKind::Struct, rule, &fields)).as_ref(), Err(error));
            }
        }
    }

    #[test]
    fn hostile_numbers_are_refused_and_do_not_overflow() {
        let huge = CType::array(CType::Primitive(Primitive::U8), MAX_SIZE).unwrap();
        assert_eq!(CType::array(INT, usize::MAX), Err(LayoutError::TooLarge));
        assert_eq!(CType::array(INT, MAX_SIZE / 4 + 1), Err(LayoutError::TooLarge));
        for rule in [LayoutRule::Gcc, LayoutRule::Msvc] {
            let fields = [FieldSpec::plain(huge.clone()), FieldSpec::bit_field(INT, 1)];
            let spec = RecordSpec::new(RecordKind::Struct, rule, &fields);
            assert_eq!(lay_out(&spec), Err(LayoutError::TooLarge));
            let aligned =
                RecordSpec { min_align: Some(1 << (usize::BITS - 1)), fields: &fields[..1], ..spec.clone() };
            assert_eq!(lay_out(&aligned), Err(LayoutError::TooLarge));
            let packed = RecordSpec { pack: Some(usize::MAX), fields: &fields[1..], ..spec };
            assert_eq!(lay_out(&packed).unwrap().size, 4);
        }
    }
}
