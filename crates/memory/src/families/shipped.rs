//! The contracts that come with the project.
//!
//! The C library's comes first: the others may speak of its families. They are text, so that users find every example of
//! the format in `crates/memory/contracts/`.

/// Where a contract is from, and its text.
pub const ALL: &[(&str, &str)] = &[
    ("libc.toml", include_str!("../../contracts/libc.toml")),
    ("glib.toml", include_str!("../../contracts/glib.toml")),
    ("libcurl.toml", include_str!("../../contracts/libcurl.toml")),
    ("libpng.toml", include_str!("../../contracts/libpng.toml")),
    ("libxml2.toml", include_str!("../../contracts/libxml2.toml")),
    ("openssl.toml", include_str!("../../contracts/openssl.toml")),
    ("sqlite3.toml", include_str!("../../contracts/sqlite3.toml")),
    ("zlib.toml", include_str!("../../contracts/zlib.toml")),
];
