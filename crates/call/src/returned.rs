//! The registers a C function can return a value in.

/// What a call left in the result registers, or what a thunk's handler wants in them.
///
/// The machine code in `arch/` reads and writes this by offset, so the layout is fixed (checked below).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C, align(16))]
pub struct Returned {
    /// rax, rdx. The bits above a narrow result's width are not defined.
    pub integer: [u64; 2],
    /// The low 8 bytes of xmm0, xmm1.
    pub float: [u64; 2],
    /// st0 in memory format: 10 bytes of value, 6 of nothing.
    pub long_double: [u8; 16],
}

const _: () = {
    assert!(std::mem::offset_of!(Returned, integer) == 0);
    assert!(std::mem::offset_of!(Returned, float) == 16);
    assert!(std::mem::offset_of!(Returned, long_double) == 32);
    assert!(size_of::<Returned>() == 48);
};

impl Returned {
    /// All registers zero.
    pub const ZERO: Returned = Returned { integer: [0; 2], float: [0; 2], long_double: [0; 16] };
}
