//! The TOML format of contracts, version 1, and its way into a [`Catalogue`].
//!
//! The structures here are the format; `docs/contracts.md` describes it for users. Unknown keys are errors: a contract with
//! a misspelt key would silently say less than it should.

use super::catalogue::{Catalogue, Draft, Scope};
use super::error::ContractError;
use super::family::Storage;
use super::rule::{Acquires, Failure, Releases, Rule, Span};
use crate::ledger::{self, FamilyKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::str::FromStr;

const VERSION: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contract {
    version: u32,
    library: Library,
    #[serde(default)]
    family: BTreeMap<String, Family>,
    #[serde(default)]
    function: Vec<Function>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Library {
    name: String,
    /// File names; `*` stands for any characters. Empty: every library, and the global scope.
    #[serde(default)]
    files: Vec<String>,
    /// The global scope as well.
    #[serde(default)]
    global: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    kind: Kind,
    #[serde(default)]
    noun: Option<String>,
    #[serde(default)]
    domain: Option<String>,
    #[serde(default)]
    singleton: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Memory,
    Object,
    Counted,
    Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Function {
    names: Vec<String>,
    /// The names are variables that hold function pointers.
    #[serde(default)]
    variable: bool,
    #[serde(default)]
    acquires: OneOrMore<Acquiring>,
    #[serde(default)]
    releases: OneOrMore<Releasing>,
    #[serde(default)]
    moves: bool,
    #[serde(default)]
    fails: Option<Fails>,
    #[serde(default)]
    unless_zero: Option<String>,
    #[serde(default)]
    consumes: Vec<String>,
    #[serde(default)]
    retains: Vec<String>,
    #[serde(default)]
    borrows: Option<String>,
    #[serde(default)]
    writes: OneOrMore<Spanning>,
    #[serde(default)]
    reads: OneOrMore<Spanning>,
}

/// A single table may stand without the brackets of a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

impl<T> Default for OneOrMore<T> {
    fn default() -> OneOrMore<T> {
        OneOrMore::More(Vec::new())
    }
}

impl<T> OneOrMore<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            OneOrMore::One(one) => vec![one],
            OneOrMore::More(more) => more,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Acquiring {
    family: String,
    block: String,
    #[serde(default)]
    size: Option<String>,
    #[serde(default)]
    unless: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Releasing {
    family: String,
    block: String,
    #[serde(default)]
    accepts: Vec<String>,
    #[serde(default)]
    length: Option<String>,
    #[serde(default)]
    always: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spanning {
    block: String,
    size: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fails {
    Never,
    Null,
    MinusOne,
    Negative,
    NonZero,
}

/// Adds a contract to the catalogue, or nothing of it if it has a mistake.
pub(super) fn add(catalogue: &Catalogue, text: &str, origin: &str) -> Result<(), ContractError> {
    let contract: Contract =
        toml::from_str(text).map_err(|problem| ContractError::new(origin, None, problem))?;
    if contract.version != VERSION {
        let problem = format!("version {} is not known: this is version {VERSION}", contract.version);
        return Err(ContractError::new(origin, None, problem));
    }
    let scope = Scope { files: contract.library.files, global: contract.library.global };
    catalogue.draft(&contract.library.name, |draft| {
        for (name, family) in contract.family {
            let noun = family.noun.unwrap_or_else(|| "block".to_owned());
            let domain = family.domain.unwrap_or_else(|| contract.library.name.clone());
            draft
                .family(&name, &noun, family.kind.storage(), &domain, family.singleton)
                .map_err(|problem| ContractError::new(origin, name, problem))?;
        }
        for function in contract.function {
            let subject = function.names.join(", ");
            let (names, variable) = (function.names.clone(), function.variable);
            function
                .rule(draft)
                .map(|rule| draft.function(rule, names, &scope, variable))
                .map_err(|problem| ContractError::new(origin, subject, problem))?;
        }
        Ok(())
    })
}

impl Kind {
    fn storage(&self) -> Storage {
        match self {
            Kind::Memory => Storage::Address(FamilyKind::Memory),
            Kind::Object => Storage::Address(FamilyKind::Object),
            Kind::Counted => Storage::Address(FamilyKind::Counted),
            Kind::Number => Storage::Number,
        }
    }
}

impl Function {
    fn rule(self, draft: &Draft<'_>) -> Result<Rule, String> {
        let first = self.names.first().ok_or("names is empty")?;
        let mut rule = Rule::new(first, draft.library());
        for acquiring in self.acquires.into_vec() {
            rule.acquires.push(acquiring.read(draft)?);
        }
        for releasing in self.releases.into_vec() {
            rule.releases.push(releasing.read(draft)?);
        }
        for span in self.writes.into_vec() {
            rule.writes.push(span.read()?);
        }
        for span in self.reads.into_vec() {
            rule.reads.push(span.read()?);
        }
        rule.consumes = self.consumes.iter().map(|place| place.parse()).collect::<Result<_, _>>()?;
        rule.retains = self.retains.iter().map(|place| place.parse()).collect::<Result<_, _>>()?;
        rule.borrows = optional(self.borrows)?;
        rule.unless_zero = optional(self.unless_zero)?;
        rule.moves = self.moves;
        // Acquiring functions that do not say otherwise return NULL when they fail, as nearly all do.
        let usual = if rule.acquires.is_empty() { Fails::Never } else { Fails::Null };
        rule.fails = match self.fails.unwrap_or(usual) {
            Fails::Never => Failure::Never,
            Fails::Null => Failure::Null,
            Fails::MinusOne => Failure::MinusOne,
            Fails::Negative => Failure::Negative,
            Fails::NonZero => Failure::NonZero,
        };
        Ok(rule)
    }
}

impl Acquiring {
    fn read(self, draft: &Draft<'_>) -> Result<Acquires, String> {
        let (family, storage) = known(draft, &self.family)?;
        Ok(Acquires {
            family,
            storage,
            block: self.block.parse()?,
            size: optional(self.size)?,
            unless: optional(self.unless)?,
        })
    }
}

impl Releasing {
    fn read(self, draft: &Draft<'_>) -> Result<Releases, String> {
        let block = self.block.parse()?;
        if block == super::Place::Result {
            return Err("a block to release is named before the call: the result cannot be it".to_owned());
        }
        let (family, storage) = known(draft, &self.family)?;
        let accepted = self.accepts.iter().map(|name| known(draft, name).map(|(family, _)| family.id));
        Ok(Releases {
            family,
            storage,
            accepts: accepted.collect::<Result<_, _>>()?,
            block,
            length: optional(self.length)?,
            always: self.always,
        })
    }
}

impl Spanning {
    fn read(self) -> Result<Span, String> {
        let span = Span { block: self.block.parse()?, size: self.size.parse()? };
        if span.block.is_before() && span.size.is_before() {
            return Ok(span);
        }
        Err("what a function reads and writes is judged before the call: the result cannot be used"
            .to_owned())
    }
}

fn known(draft: &Draft<'_>, name: &str) -> Result<(ledger::Family, Storage), String> {
    draft.named(name).ok_or_else(|| format!("there is no family {name:?}: define it as [family.{name}]"))
}

fn optional<T: FromStr<Err = String>>(text: Option<String>) -> Result<Option<T>, String> {
    text.map(|text| text.parse()).transpose()
}
