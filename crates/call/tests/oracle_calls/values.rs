//! Random values of a type, and which of their bits the language promises to keep.

use crate::random::Random;
use crate::types::Type;
use ctype::{CType, Primitive};

/// A value as bytes, and a mask of the bits that are not padding.
#[derive(Clone, Debug)]
pub struct Value {
    pub bytes: Vec<u8>,
    pub mask: Vec<u8>,
}

impl Value {
    pub fn random(random: &mut Random, ty: &Type) -> Value {
        let size = ty.ctype.size();
        let mut value = Value { bytes: vec![0; size], mask: vec![0; size] };
        // Padding is not zero, so that code which relies on it fails.
        value.bytes.fill_with(|| random.bits() as u8);
        value.fill(random, &ty.ctype, 0);
        if ty.is_bool {
            value.bytes[0] &= 1;
        }
        value
    }

    fn fill(&mut self, random: &mut Random, ty: &CType, offset: usize) {
        match ty {
            CType::Primitive(Primitive::F80) => {
                // Any bits would not do: a `long double` that passes st0 must have its integer bit.
                let mantissa = random.bits() | 1 << 63;
                let sign_and_exponent = random.between(1, 0x7ffe) as u16 | (random.bits() as u16 & 0x8000);
                self.bytes[offset..offset + 8].copy_from_slice(&mantissa.to_le_bytes());
                self.bytes[offset + 8..offset + 10].copy_from_slice(&sign_and_exponent.to_le_bytes());
                self.mask[offset..offset + 10].fill(0xff);
            }
            CType::Primitive(primitive) => self.mask[offset..offset + primitive.size()].fill(0xff),
            CType::Array(array) => {
                for index in 0..array.length {
                    self.fill(random, &array.element, offset + index * array.element.size());
                }
            }
            CType::Record(record) => {
                for member in &record.members {
                    let start = offset + member.offset;
                    match member.bits {
                        None => self.fill(random, &member.ty, start),
                        Some(bits) => {
                            for bit in bits.start..bits.start + bits.width {
                                self.mask[start + bit as usize / 8] |= 1 << (bit % 8);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Compares what arrived with this value, padding aside.
    pub fn differs_from(&self, arrived: &[u8]) -> bool {
        self.bytes
            .iter()
            .zip(arrived)
            .zip(&self.mask)
            .any(|((sent, arrived), mask)| (sent ^ arrived) & mask != 0)
    }
}
