//! The shipped contracts: each reads, and names functions that exist where the library is installed.

use memory::families::{Catalogue, shipped};

#[test]
fn every_contract_reads() {
    let catalogue = Catalogue::with_shipped();
    for family in [
        "malloc",
        "sqlite3 database",
        "gzFile",
        "xmlDoc",
        "EVP_PKEY",
        "GObject",
        "curl easy handle",
        "png info",
    ] {
        let info = catalogue.named(family).unwrap_or_else(|| panic!("no family {family}"));
        assert!(!info.released_by.is_empty(), "nothing releases {family}");
    }
    assert_eq!(shipped::ALL[0].0, "libc.toml", "the others may use its families");
}

/// A library that is installed has the functions that its contract names; a few are older or younger than this version.
#[cfg(target_os = "linux")]
#[test]
fn named_functions_exist() {
    use memory::families::{Loader, Process, Symbols};
    use std::ffi::CStr;

    let libraries: [(&str, &[&CStr]); 8] = [
        ("libc.toml", &[c"libc.so.6", c"libstdc++.so.6"]),
        ("glib.toml", &[c"libglib-2.0.so.0", c"libgobject-2.0.so.0"]),
        ("libcurl.toml", &[c"libcurl.so.4"]),
        ("libpng.toml", &[c"libpng16.so.16"]),
        ("libxml2.toml", &[c"libxml2.so.2"]),
        ("openssl.toml", &[c"libcrypto.so.3", c"libssl.so.3"]),
        ("sqlite3.toml", &[c"libsqlite3.so.0"]),
        ("zlib.toml", &[c"libz.so.1"]),
    ];
    for (contract, files) in libraries {
        // SAFETY: initialisers of well-known libraries run; they stay loaded until the process ends.
        let opened =
            files.iter().all(|file| !unsafe { libc::dlopen(file.as_ptr(), libc::RTLD_LAZY) }.is_null());
        if !opened {
            eprintln!("{contract}: not installed here, not compared");
            continue;
        }
        let text = shipped::ALL.iter().find(|(name, _)| *name == contract).expect("it is shipped").1;
        let table: toml::Table = text.parse().unwrap();
        let names: Vec<&str> = table["function"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|function| function["names"].as_array().unwrap())
            .map(|name| name.as_str().unwrap())
            .collect();
        let symbols: Vec<Symbols> = files.iter().map(|file| Symbols::loaded(file).unwrap()).collect();
        let missing: Vec<_> =
            names.iter().filter(|name| symbols.iter().all(|symbols| symbols.find(name).is_none())).collect();
        assert!(missing.len() * 10 <= names.len(), "{contract}: {missing:?} are missing");
        // And the catalogue finds them under their files' names.
        let catalogue = Catalogue::with_shipped();
        catalogue.resolve(&Process);
        let bound = names
            .iter()
            .filter_map(|name| symbols.iter().find_map(|symbols| symbols.find(name)))
            .filter(|&address| catalogue.rule_at(address).is_some())
            .count();
        let modules: Vec<String> = Process.modules().into_iter().map(|module| module.path).collect();
        assert!(
            bound + table["function"].as_array().unwrap().len() / 10 + missing.len() >= names.len() - 1,
            "{contract}: {bound} of {} in {modules:?}",
            names.len()
        );
    }
}
