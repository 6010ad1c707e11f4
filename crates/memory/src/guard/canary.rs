//! The pattern around buffers: writing it, and finding what changed.

use std::ops::Range;

/// No text, no small number, no usual pointer byte.
const BYTE: u8 = 0xcb;

/// Fills with the pattern.
pub(super) fn fill(bytes: &mut [u8]) {
    bytes.fill(BYTE);
}

/// From the first to past the last byte that is no longer the pattern.
pub(super) fn changed(bytes: &[u8]) -> Option<Range<usize>> {
    // Nearly always nothing changed; this loop is compiled to vector instructions.
    if bytes.iter().fold(0, |difference, &byte| difference | (byte ^ BYTE)) == 0 {
        return None;
    }
    let first = bytes.iter().position(|&byte| byte != BYTE)?;
    let last = bytes.iter().rposition(|&byte| byte != BYTE)?;
    Some(first..last + 1)
}
