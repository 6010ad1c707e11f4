//! The few instructions in front of every thunk on x86-64, the same under both conventions.
//!
//! Encodings: *Intel 64 and IA-32 Architectures Software Developer's Manual*, volume 2. r10 is the register both
//! conventions leave to such code (SysV64: "static chain pointer"; Win64: volatile, unused for arguments).

/// Bytes from one stub to the next; equal to the size of a slot, so that every stub has the same distance to its slot.
pub(crate) const SIZE: usize = 32;

/// Position-independent code that puts the address of its slot, `distance` bytes ahead of the stub's start, into r10 and
/// jumps to the address in the slot's first word.
///
/// ```text
/// f3 0f 1e fa        endbr64
/// 4c 8d 15 <rel32>   lea r10, [rip + distance - 11]
/// 41 ff 22           jmp qword ptr [r10]
/// cc ...             int3
/// ```
pub(crate) fn code(distance: i32) -> [u8; SIZE] {
    let mut code = [0xcc; SIZE];
    code[..7].copy_from_slice(&[0xf3, 0x0f, 0x1e, 0xfa, 0x4c, 0x8d, 0x15]);
    // The displacement counts from the end of the `lea`, 11 bytes into the stub.
    code[7..11].copy_from_slice(&(distance - 11).to_le_bytes());
    code[11..14].copy_from_slice(&[0x41, 0xff, 0x22]);
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displacement_leads_to_the_slot() {
        let code = code(4096);
        let displacement = i32::from_le_bytes(code[7..11].try_into().unwrap());
        assert_eq!(displacement + 11, 4096);
        assert!(code[14..].iter().all(|&byte| byte == 0xcc), "what follows the jump must trap");
    }
}
