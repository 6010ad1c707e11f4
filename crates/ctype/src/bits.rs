//! Reading and writing the bits of a bit-field in the bytes of its record.
//!
//! Owns [`BitRange`]'s arithmetic. Knows no record: it is handed the bytes from the member's offset on. Which bit comes
//! first is left to the ABI by C11 6.7.2.1 paragraph 11; the psABIs let the numbering follow the byte order.

use crate::BitRange;

/// The byte order of a record's fields, which also decides from which end bits are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// Bit 0 is the least significant bit of the first byte.
    Little,
    /// Bit 0 is the most significant bit of the first byte: what ctypes' `BigEndianStructure` stores.
    Big,
}

impl BitRange {
    /// Bytes from the member's offset up to and including the last one that holds a bit of the field.
    ///
    /// At most 9 where `start` is below 8, and never more than the record has.
    pub const fn byte_count(self) -> usize {
        (self.start + self.width).div_ceil(8) as usize
    }

    /// The position of the field's least significant bit as ctypes shows it (`ofs=0:29`, and in `Field.size`).
    ///
    /// For a big-endian field it is counted from the least significant bit of the storage unit of `unit_size` bytes.
    /// `None` where the field is big-endian and reaches over the end of that unit, as it may in a packed record.
    pub const fn low_bit(self, unit_size: usize, order: ByteOrder) -> Option<u32> {
        match order {
            ByteOrder::Little => Some(self.start),
            ByteOrder::Big => (unit_size as u32 * 8).checked_sub(self.start + self.width),
        }
    }

    /// The field's value, zero-extended. `bytes` begins at the member's offset.
    ///
    /// # Panics
    /// If `bytes` is shorter than [`byte_count`](BitRange::byte_count), or the range is wider than 64 bits.
    pub fn read_unsigned(self, bytes: &[u8], order: ByteOrder) -> u64 {
        let window = Window::of(self, order);
        (window.load(bytes) >> window.shift) as u64 & window.mask
    }

    /// The field's value, sign-extended from its highest bit. `bytes` begins at the member's offset.
    ///
    /// # Panics
    /// As [`read_unsigned`](BitRange::read_unsigned).
    pub fn read_signed(self, bytes: &[u8], order: ByteOrder) -> i64 {
        if self.width == 0 {
            return 0;
        }
        let unused = 64 - self.width;
        (self.read_unsigned(bytes, order) << unused) as i64 >> unused
    }

    /// Stores the low `width` bits of `value` and leaves every other bit as it is. Bytes that hold no bit of the field
    /// are not written.
    ///
    /// # Panics
    /// As [`read_unsigned`](BitRange::read_unsigned).
    pub fn write(self, bytes: &mut [u8], value: u64, order: ByteOrder) {
        let window = Window::of(self, order);
        let mask = u128::from(window.mask) << window.shift;
        let kept = window.load(bytes) & !mask;
        window.store(bytes, kept | (u128::from(value) << window.shift & mask));
    }
}

/// The bytes that hold a field's bits, and where in the integer they make up the bits are.
struct Window {
    first: usize,
    count: usize,
    /// Up to 7; the count of insignificant bits below the field.
    shift: u32,
    /// As many low bits as the field has.
    mask: u64,
    order: ByteOrder,
}

impl Window {
    fn of(range: BitRange, order: ByteOrder) -> Window {
        assert!(range.width <= 64, "a bit-field has at most 64 bits");
        let first = (range.start / 8) as usize;
        let count = range.byte_count().saturating_sub(first);
        let start = range.start % 8;
        let shift = match order {
            ByteOrder::Little => start,
            ByteOrder::Big => (count as u32 * 8).saturating_sub(start + range.width),
        };
        let mask = if range.width == 0 { 0 } else { u64::MAX >> (64 - range.width) };
        Window { first, count, shift, mask, order }
    }

    fn load(&self, bytes: &[u8]) -> u128 {
        let held = &bytes[self.first..self.first + self.count];
        let mut wide = [0; 16];
        match self.order {
            ByteOrder::Little => {
                wide[..self.count].copy_from_slice(held);
                u128::from_le_bytes(wide)
            }
            ByteOrder::Big => {
                wide[16 - self.count..].copy_from_slice(held);
                u128::from_be_bytes(wide)
            }
        }
    }

    fn store(&self, bytes: &mut [u8], value: u128) {
        let held = &mut bytes[self.first..self.first + self.count];
        match self.order {
            ByteOrder::Little => held.copy_from_slice(&value.to_le_bytes()[..self.count]),
            ByteOrder::Big => held.copy_from_slice(&value.to_be_bytes()[16 - self.count..]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bit `index` of a record, counted as the byte order counts.
    fn bit(bytes: &[u8], index: u32, order: ByteOrder) -> bool {
        let within = match order {
            ByteOrder::Little => index % 8,
            ByteOrder::Big => 7 - index % 8,
        };
        bytes[(index / 8) as usize] >> within & 1 == 1
    }

    /// The field's value, one bit after the other.
    fn value(bytes: &[u8], range: BitRange, order: ByteOrder) -> u64 {
        (0..range.width).fold(0, |value, index| {
            let significance = match order {
                ByteOrder::Little => index,
                ByteOrder::Big => range.width - 1 - index,
            };
            value | u64::from(bit(bytes, range.start + index, order)) << significance
        })
    }

    fn every_range() -> impl Iterator<Item = (BitRange, ByteOrder)> {
        let ranges = (0..64).flat_map(|start| (0..=64).map(move |width| BitRange { start, width }));
        ranges.flat_map(|range| [(range, ByteOrder::Little), (range, ByteOrder::Big)])
    }

    #[test]
    fn reading_agrees_with_reading_bit_by_bit() {
        let bytes: Vec<u8> = (0..16u8).map(|index| index.wrapping_mul(0x9d) ^ 0x5a).collect();
        for (range, order) in every_range() {
            let expected = value(&bytes, range, order);
            let held = &bytes[..range.byte_count()];
            assert_eq!(range.read_unsigned(held, order), expected, "{range:?} {order:?}");
            let negative = range.width > 0 && expected >> (range.width - 1) == 1;
            let sign = if negative && range.width < 64 { u64::MAX << range.width } else { 0 };
            assert_eq!(range.read_signed(held, order), (expected | sign) as i64, "{range:?} {order:?}");
        }
    }

    #[test]
    fn writing_changes_the_field_and_nothing_else() {
        for (range, order) in every_range() {
            for (before, written) in [(0x00, u64::MAX), (0xff, 0), (0xa5, 0x0123_4567_89ab_cdef)] {
                let mut bytes = [before; 16];
                range.write(&mut bytes[..range.byte_count()], written, order);
                let kept = if range.width == 64 { u64::MAX } else { (1 << range.width) - 1 };
                assert_eq!(value(&bytes, range, order), written & kept, "{range:?} {order:?}");
                let outside =
                    (0..128).filter(|index| !(range.start..range.start + range.width).contains(index));
                for index in outside {
                    assert_eq!(
                        bit(&bytes, index, order),
                        bit(&[before; 16], index, order),
                        "{range:?} {order:?}"
                    );
                }
            }
        }
    }

    /// What CPython 3.10-3.13 stores and shows for `BigEndianStructure` on x86-64, all four alike: the fields, each
    /// set to -1 and to 1, and the position in `repr(Field)`.
    #[test]
    fn big_endian_records_are_stored_as_ctypes_stores_them() {
        let int = [(0, 3, 29), (3, 4, 25), (7, 25, 0)];
        let stored = [
            ([0xe0, 0, 0, 0], [0x20, 0, 0, 0]),
            ([0x1e, 0, 0, 0], [0x02, 0, 0, 0]),
            ([0x01, 0xff, 0xff, 0xff], [0, 0, 0, 1]),
        ];
        for ((start, width, low), (ones, one)) in int.into_iter().zip(stored) {
            let range = BitRange { start, width };
            assert_eq!(range.low_bit(4, ByteOrder::Big), Some(low));
            for (number, expected) in [(u64::MAX, ones), (1, one)] {
                let mut bytes = [0; 4];
                range.write(&mut bytes, number, ByteOrder::Big);
                assert_eq!(bytes, expected);
            }
        }
    }

    #[test]
    fn low_bit_tells_that_a_field_leaves_its_unit() {
        let range = BitRange { start: 4, width: 32 };
        assert_eq!(range.low_bit(4, ByteOrder::Little), Some(4));
        assert_eq!(range.low_bit(4, ByteOrder::Big), None);
    }

    #[test]
    #[should_panic(expected = "out of range")]
    fn too_few_bytes_are_refused() {
        BitRange { start: 4, width: 8 }.read_unsigned(&[0], ByteOrder::Little);
    }
}
