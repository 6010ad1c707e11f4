//! The contract format: what is refused, and with which words.

use memory::families::{Catalogue, Mixing};

fn error(text: &str) -> String {
    Catalogue::with_shipped().add(text, "mine.toml").expect_err("it has a mistake").to_string()
}

fn function(lines: &str) -> String {
    format!(
        "version = 1\n[library]\nname = \"mine\"\n[family.thing]\nkind = \"object\"\n[[function]]\nnames = [\"f\"]\n{lines}\n"
    )
}

#[test]
fn mistakes_are_named_with_file_and_function() {
    for (text, words) in [
        ("version = 2\n[library]\nname = \"mine\"".to_owned(), "version 2 is not known"),
        (function("aquires = []"), "unknown field `aquires`"),
        (function("acquires = { family = \"thing\", block = \"arg\" }"), "f: \"arg\" is no place"),
        (function("acquires = { family = \"thong\", block = \"result\" }"), "there is no family \"thong\""),
        (function("releases = { family = \"thing\", block = \"result\" }"), "named before the call"),
        (function("writes = { block = \"arg0\", size = \"strlen(result)\" }"), "judged before the call"),
        (
            "version = 1\n[library]\nname = \"mine\"\n[family.malloc]\nkind = \"memory\"".to_owned(),
            "another contract",
        ),
        (
            "version = 1\n[library]\nname = \"mine\"\n[family.x]\nkind = \"heap\"".to_owned(),
            "unknown variant `heap`",
        ),
        ("not toml".to_owned(), "mine.toml"),
    ] {
        let error = error(&text);
        assert!(error.contains(words) && error.starts_with("mine.toml: "), "{error}");
    }
}

#[test]
fn a_contract_with_a_mistake_adds_nothing() {
    let catalogue = Catalogue::default();
    let text = function("acquires = { family = \"thong\", block = \"result\" }");
    assert!(catalogue.add(&text, "mine.toml").is_err());
    assert!(catalogue.named("thing").is_none());
}

#[test]
fn contracts_may_speak_of_the_c_library_s_families() {
    let catalogue = Catalogue::with_shipped();
    let text = function("acquires = { family = \"malloc\", block = \"result\", size = \"arg0\" }");
    catalogue.add(&text, "mine.toml").unwrap();
    assert_eq!(catalogue.named("thing").unwrap().library, "mine");
}

#[test]
fn families_know_their_release_functions_and_their_neighbours() {
    let catalogue = Catalogue::with_shipped();
    let info = |name: &str| catalogue.named(name).unwrap();
    assert_eq!(info("malloc").released_by[..2], ["free", "g_free"]);
    assert_eq!(info("FILE").released_by, ["fclose"]);
    assert_eq!(Mixing::of(&info("malloc"), &info("operator new[]")), Mixing::MismatchedFamily);
    assert_eq!(Mixing::of(&info("FILE"), &info("popen")), Mixing::MismatchedFamily);
    assert_eq!(Mixing::of(&info("malloc"), &info("sqlite3_malloc")), Mixing::WrongAllocator);
}
