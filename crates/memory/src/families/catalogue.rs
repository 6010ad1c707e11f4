//! All families and rules, and the addresses of functions.
//!
//! Grows while the program runs: libraries are loaded, contracts are declared in code, pairs are inferred. Nothing is ever
//! removed, so family numbers are good for the process; a rule is handed out shared, for the caller to keep.

use super::contract;
use super::error::ContractError;
use super::family::{FamilyInfo, Storage};
use super::loader::Loader;
use super::rule::Rule;
use super::shipped;
use crate::hash::Numbers;
use crate::ledger::{Family, FamilyId};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// A rule with the names and libraries by which its function is found.
struct Named {
    rule: Arc<Rule>,
    names: Vec<String>,
    scope: Scope,
    /// The names are variables that hold function pointers.
    variable: bool,
}

/// In which libraries a contract's functions are looked for.
#[derive(Clone)]
pub(super) struct Scope {
    /// Patterns of file names; if there is none, every library and the global scope.
    pub(super) files: Vec<String>,
    /// The global scope as well.
    pub(super) global: bool,
}

#[derive(Default)]
struct Tables {
    families: Vec<Arc<FamilyInfo>>,
    functions: Vec<Named>,
    /// How many of `functions` each library has been asked for.
    asked: HashMap<String, usize>,
    by_address: HashMap<u64, Arc<Rule>, Numbers>,
}

/// All families and rules.
#[derive(Default)]
pub struct Catalogue(RwLock<Tables>);

/// A contract being added.
pub(super) struct Draft<'a> {
    tables: &'a Tables,
    library: &'a str,
    families: Vec<FamilyInfo>,
    functions: Vec<Named>,
}

impl Catalogue {
    /// With the contracts that come with the project.
    pub fn with_shipped() -> Catalogue {
        let catalogue = Catalogue::default();
        for (origin, text) in shipped::ALL {
            catalogue.add(text, origin).expect("shipped contracts are right: a test reads each");
        }
        catalogue
    }

    /// Adds a contract in TOML. `origin` names it in errors. [`Catalogue::resolve`] finds its functions.
    pub fn add(&self, text: &str, origin: &str) -> Result<(), ContractError> {
        contract::add(self, text, origin)
    }

    /// The family of that name, made if it is new: for pairs declared in code or inferred.
    pub fn family(&self, name: &str, noun: &str, storage: Storage, library: &str) -> Arc<FamilyInfo> {
        let mut tables = self.write();
        if let Some(known) = tables.families.iter().find(|family| family.name == name) {
            return known.clone();
        }
        let family = Arc::new(FamilyInfo {
            id: number(tables.families.len()),
            name: name.to_owned(),
            noun: noun.to_owned(),
            library: library.to_owned(),
            storage,
            domain: library.to_owned(),
            singleton: false,
            released_by: Vec::new(),
        });
        tables.families.push(family.clone());
        family
    }

    /// What is known of a family.
    pub fn info(&self, family: FamilyId) -> Option<Arc<FamilyInfo>> {
        self.read().families.get(usize::from(family.0)).cloned()
    }

    /// The family of that name.
    pub fn named(&self, name: &str) -> Option<Arc<FamilyInfo>> {
        self.read().families.iter().find(|family| family.name == name).cloned()
    }

    /// Gives the function at `address` a rule, in place of one that it had.
    pub fn bind(&self, address: u64, rule: Rule) -> Arc<Rule> {
        let rule = Arc::new(rule);
        let mut tables = self.write();
        tables.note_releases(&rule);
        tables.by_address.insert(address, rule.clone());
        rule
    }

    /// What the function at `address` does, if that is known.
    pub fn rule_at(&self, address: u64) -> Option<Arc<Rule>> {
        self.read().by_address.get(&address).cloned()
    }

    /// Looks for the functions of all contracts in libraries that were not asked for them yet, and says how many addresses
    /// it found. An address that has a rule keeps it: aliases across libraries are the function that was found first.
    pub fn resolve(&self, loader: &impl Loader) -> usize {
        let modules = loader.modules();
        let mut found = Vec::new();
        {
            let tables = self.read();
            for module in &modules {
                let asked = tables.asked.get(&module.path).copied().unwrap_or(0);
                for function in &tables.functions[asked..] {
                    if function.scope.has(module.file_name()) {
                        let addresses =
                            function.names.iter().filter_map(|name| module.find(name, function.variable));
                        found.extend(addresses.map(|address| (address, function.rule.clone())));
                    }
                }
            }
        }
        let mut tables = self.write();
        let count = tables.functions.len();
        tables.asked.extend(modules.into_iter().map(|module| (module.path, count)));
        let before = tables.by_address.len();
        for (address, rule) in found {
            tables.by_address.entry(address).or_insert(rule);
        }
        tables.by_address.len() - before
    }

    /// Lets `fill` compose an addition, and makes it if that succeeds.
    pub(super) fn draft<E>(
        &self,
        library: &str,
        fill: impl FnOnce(&mut Draft<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut tables = self.write();
        let mut draft = Draft { tables: &tables, library, families: Vec::new(), functions: Vec::new() };
        fill(&mut draft)?;
        let Draft { families, functions, .. } = draft;
        tables.families.extend(families.into_iter().map(Arc::new));
        for function in functions {
            tables.note_releases(&function.rule);
            tables.functions.push(function);
        }
        Ok(())
    }

    fn read(&self) -> RwLockReadGuard<'_, Tables> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Tables> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
impl crate::fork::AcrossFork for Catalogue {
    fn hold(&'static self) -> Box<dyn std::any::Any> {
        Box::new(self.write())
    }
}

impl Tables {
    fn note_releases(&mut self, rule: &Rule) {
        // What moves a block is not how one gets rid of it.
        let released: HashSet<FamilyId> = rule.releases.iter().map(|releases| releases.family.id).collect();
        for family in released.into_iter().filter(|_| !rule.moves) {
            let family = Arc::make_mut(&mut self.families[usize::from(family.0)]);
            if !family.released_by.contains(&rule.name) {
                family.released_by.push(rule.name.clone());
            }
        }
    }
}

impl Scope {
    fn has(&self, file_name: &str) -> bool {
        match file_name {
            _ if self.files.is_empty() => true,
            // The global scope has no file.
            "" => self.global,
            name => self.files.iter().any(|pattern| matches(pattern, name)),
        }
    }
}

impl Draft<'_> {
    pub(super) fn library(&self) -> &str {
        self.library
    }

    pub(super) fn family(
        &mut self,
        name: &str,
        noun: &str,
        storage: Storage,
        domain: &str,
        singleton: bool,
    ) -> Result<(), String> {
        if self.named(name).is_some() {
            return Err("another contract defines this family: choose another name".to_owned());
        }
        self.families.push(FamilyInfo {
            id: number(self.tables.families.len() + self.families.len()),
            name: name.to_owned(),
            noun: noun.to_owned(),
            library: self.library.to_owned(),
            storage,
            domain: domain.to_owned(),
            singleton,
            released_by: Vec::new(),
        });
        Ok(())
    }

    pub(super) fn function(&mut self, rule: Rule, names: Vec<String>, scope: &Scope, variable: bool) {
        self.functions.push(Named { rule: Arc::new(rule), names, scope: scope.clone(), variable });
    }

    pub(super) fn named(&self, name: &str) -> Option<(Family, Storage)> {
        let known = self.tables.families.iter().map(Arc::as_ref);
        let family = self.families.iter().chain(known).find(|family| family.name == name)?;
        Some((family.family(), family.storage))
    }
}

/// Family 0 is the first one; there is room for 65,536.
fn number(count: usize) -> FamilyId {
    FamilyId(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Whether `name` is as `pattern` says, in which `*` stands for any characters.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (pattern, name, expected) in [
            ("libz.so*", "libz.so.1", true),
            ("libz.so*", "libz.so", true),
            ("libz.so*", "libzstd.so.1", false),
            ("*", "", true),
            ("lib*.so*", "libm.so.6", true),
            ("lib*-*.so", "libx-1.so", true),
            ("lib*-*.so", "libx.so", false),
            ("exact", "exact", true),
            ("exact", "exactly", false),
            ("aa*a", "aa", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
