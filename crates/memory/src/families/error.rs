//! What can be wrong with a contract.

use std::fmt;

/// A contract that cannot be used. `Display` names the file and says what to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractError {
    /// The file, or what stands for it.
    pub origin: String,
    /// The function or family, where it is one.
    pub subject: Option<String>,
    /// What is wrong, and what is expected.
    pub problem: String,
}

impl ContractError {
    pub(super) fn new(
        origin: &str,
        subject: impl Into<Option<String>>,
        problem: impl fmt::Display,
    ) -> ContractError {
        ContractError { origin: origin.to_owned(), subject: subject.into(), problem: problem.to_string() }
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Some(subject) => write!(f, "{}: {subject}: {}", self.origin, self.problem),
            None => write!(f, "{}: {}", self.origin, self.problem.trim_end()),
        }
    }
}

impl std::error::Error for ContractError {}
