//! One level of a stack, and the number of a whole one.

/// One level of a stack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Frame {
    /// The caller's number of the code object.
    pub code: u32,
    /// A line or an instruction, as the caller counts.
    pub position: u32,
}

/// A stack that was interned; the default is the empty one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StackId(pub u32);

impl StackId {
    /// No frames, or not known.
    pub const EMPTY: StackId = StackId(0);
}
