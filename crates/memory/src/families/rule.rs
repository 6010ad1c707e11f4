//! What one function does with blocks and handles.

use super::family::Storage;
use super::place::Place;
use super::size::Size;
use crate::ledger::{Family, FamilyId};

/// How a function says that it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    Never,
    /// The result is NULL or 0.
    Null,
    /// The result is all ones: `MAP_FAILED`, or -1 as a pointer.
    MinusOne,
    /// The result is a negative C `int`.
    Negative,
    /// The result is a C `int` other than 0.
    NonZero,
}

impl Failure {
    /// Whether the result means failure.
    pub fn is(self, result: u64) -> bool {
        // A C int is in the low half of the register; the upper half is undefined.
        let int = result as u32 as i32;
        match self {
            Failure::Never => false,
            Failure::Null => result == 0,
            Failure::MinusOne => result == u64::MAX,
            Failure::Negative => int < 0,
            Failure::NonZero => int != 0,
        }
    }

    /// A result that says so: what an injected failure returns.
    pub fn result(self) -> Option<u64> {
        match self {
            Failure::Never => None,
            Failure::Null => Some(0),
            Failure::MinusOne | Failure::Negative => Some(u64::MAX),
            Failure::NonZero => Some(1),
        }
    }
}

/// A block that a successful call leaves with the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acquires {
    pub family: Family,
    pub storage: Storage,
    pub block: Place,
    pub size: Option<Size>,
    /// Not if it is the same as this: the function gave back what it was given.
    pub unless: Option<Place>,
}

/// A block that a call takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Releases {
    pub family: Family,
    pub storage: Storage,
    /// Further families that the function takes.
    pub accepts: Vec<FamilyId>,
    /// Known before the call.
    pub block: Place,
    /// The bytes that go, for functions that may take a part (`munmap`).
    pub length: Option<Size>,
    /// Also if the call fails (`fclose`).
    pub always: bool,
}

/// Memory that the function reads or writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Known before the call.
    pub block: Place,
    pub size: Size,
}

/// What a function does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// As in the contract; aliases share a rule.
    pub name: String,
    pub library: String,
    pub acquires: Vec<Acquires>,
    pub releases: Vec<Releases>,
    /// What is acquired is what was released, perhaps elsewhere (`realloc`).
    pub moves: bool,
    pub fails: Failure,
    /// A result that says failure means success if this argument is 0 (`realloc(p, 0)`).
    pub unless_zero: Option<Place>,
    /// Blocks that C answers for after the call.
    pub consumes: Vec<Place>,
    /// Pointers that C keeps after the call.
    pub retains: Vec<Place>,
    /// The result lies in, or lives as long as, this block.
    pub borrows: Option<Place>,
    pub writes: Vec<Span>,
    pub reads: Vec<Span>,
}

impl Rule {
    /// A rule that does nothing yet.
    pub fn new(name: impl Into<String>, library: impl Into<String>) -> Rule {
        Rule {
            name: name.into(),
            library: library.into(),
            acquires: Vec::new(),
            releases: Vec::new(),
            moves: false,
            fails: Failure::Never,
            unless_zero: None,
            consumes: Vec::new(),
            retains: Vec::new(),
            borrows: None,
            writes: Vec::new(),
            reads: Vec::new(),
        }
    }
}
