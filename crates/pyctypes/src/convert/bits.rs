//! Bit-fields as Python values.

use cpython::{Obj, Own, Result, false_, int, int_from_u64, true_};
use ctype::{BitRange, ByteOrder, DataModel, Scalar, ScalarKind};

fn order(swapped: bool) -> ByteOrder {
    if swapped { ByteOrder::Big } else { ByteOrder::Little }
}

/// The value of the bit-field whose unit starts at `ptr`.
///
/// # Safety
/// `ptr` points to `range.byte_count()` readable bytes.
pub unsafe fn get_bits(scalar: Scalar, swapped: bool, range: BitRange, ptr: *const u8) -> Result<Own> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { std::slice::from_raw_parts(ptr, range.byte_count()) };
    if scalar.kind == ScalarKind::Bool {
        let set = range.read_unsigned(bytes, order(swapped)) != 0;
        Ok(if set { true_() } else { false_() }.to_own())
    } else if scalar.primitive(DataModel::HOST).is_signed() {
        int(range.read_signed(bytes, order(swapped)))
    } else {
        int_from_u64(range.read_unsigned(bytes, order(swapped)))
    }
}

/// Stores the low bits of `value` in the bit-field whose unit starts at `ptr`.
///
/// # Safety
/// `ptr` points to `range.byte_count()` writable bytes.
pub unsafe fn set_bits(
    scalar: Scalar,
    swapped: bool,
    range: BitRange,
    ptr: *mut u8,
    value: &Obj,
) -> Result<()> {
    let bits = if scalar.kind == ScalarKind::Bool { value.is_true()?.into() } else { value.int_bits()? };
    // SAFETY: the caller's promise.
    let bytes = unsafe { std::slice::from_raw_parts_mut(ptr, range.byte_count()) };
    range.write(bytes, bits, order(swapped));
    Ok(())
}
