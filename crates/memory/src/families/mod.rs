//! Which functions acquire and release what: families of blocks and handles, as data.
//!
//! | file | owns |
//! |---|---|
//! | [`FamilyInfo`], [`Mixing`] (`family.rs`) | what blocks of a family are, and how bad it is to mix two |
//! | [`Rule`] (`rule.rs`) | what one function does with blocks |
//! | [`Place`], [`Size`] (`place.rs`, `size.rs`) | where a call's block is, and how many bytes it has |
//! | [`Peek`] (`peek.rs`) | reading what arguments point to |
//! | `contract.rs` | the TOML format of contracts |
//! | [`shipped`] (`shipped.rs`) | the contracts that come with the project: the C library and well-known others |
//! | [`Catalogue`] (`catalogue.rs`) | all families and rules, and the addresses of functions |
//! | [`Loader`] (`loader.rs`) | the libraries of the process |
//! | [`Few`] (`few.rs`) | a list of nearly always one item |
//! | [`Observed`] (`observe.rs`) | a call with a rule, told to the ledger |
//!
//! Must not know Python, or how a call is made: it sees argument and result words. The format is described for users in
//! `docs/contracts.md`.

mod catalogue;
mod contract;
mod error;
mod family;
mod few;
mod loader;
mod observe;
mod peek;
mod place;
mod rule;
pub mod shipped;
mod size;

pub use catalogue::Catalogue;
pub use error::ContractError;
pub use family::{FamilyInfo, Mixing, Storage};
pub use few::Few;
pub use loader::{Loader, Module};
#[cfg(unix)]
pub use loader::{Process, Symbols};
pub use observe::{Fault, Made, Observed, Outcome};
pub use peek::{Peek, ProcessMemory};
pub use place::{Place, Words};
pub use rule::{Acquires, Failure, Releases, Rule, Span};
pub use size::Size;
