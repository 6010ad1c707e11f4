//! Golden plans: `tests/golden/*.txt` holds C prototypes and, below each, its plan under both conventions.
//!
//! Owns the reader of that small language. `UPDATE_GOLDEN=1` rewrites the plans; the change is then reviewed as a diff.
//!
//! ```text
//! struct Pair { double x; int n; }
//! int sum(struct Pair, ...; double)
//! ```
//!
//! Types are the scalars of the table below and records declared before in the same file; a record has plain members and
//! arrays. What follows `...;` matches the `...`.

use call::{CallPlan, Convention, Signature};
use ctype::{ArrayType, CType, FieldSpec, LayoutRule, Primitive, RecordKind, RecordSpec, lay_out};
use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// What marks a line as a result, not a declaration.
const RESULT: &str = "    ";

const SCALARS: &[(&str, Primitive)] = &[
    ("char", Primitive::I8),
    ("bool", Primitive::U8),
    ("short", Primitive::I16),
    ("int", Primitive::I32),
    ("long long", Primitive::I64),
    ("float", Primitive::F32),
    ("double", Primitive::F64),
    ("long double", Primitive::F80),
    ("void *", Primitive::Pointer),
];

#[test]
fn plans_are_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "there are golden files");
    for path in paths {
        let written = fs::read_to_string(&path).unwrap();
        let computed = with_plans(&written);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, computed).unwrap();
            continue;
        }
        for (number, (written, computed)) in written.lines().zip(computed.lines()).enumerate() {
            assert_eq!(written, computed, "{}:{} (UPDATE_GOLDEN=1 rewrites it)", path.display(), number + 1);
        }
        assert_eq!(written.lines().count(), computed.lines().count(), "{}: missing plans", path.display());
    }
}

/// The text with its result lines replaced by what the engine says now.
fn with_plans(text: &str) -> String {
    let mut records = HashMap::new();
    let mut output = String::new();
    for line in text.lines().filter(|line| !line.starts_with(RESULT)) {
        writeln!(output, "{line}").unwrap();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.ends_with('}') {
            declare(&mut records, line);
            continue;
        }
        for convention in [Convention::SysV64, Convention::Win64] {
            let signature = prototype(&records, line).with_convention(convention);
            writeln!(output, "{RESULT}{}", convention.name()).unwrap();
            for line in CallPlan::new(&signature).unwrap().to_string().lines() {
                writeln!(output, "{RESULT}  {line}").unwrap();
            }
        }
    }
    output
}

/// `struct Name { type member; type member[3]; }`
fn declare(records: &mut HashMap<String, CType>, line: &str) {
    let (head, body) = line.split_once('{').unwrap();
    let fields: Vec<FieldSpec> = (body.trim_end_matches('}').split(';'))
        .map(str::trim)
        .filter(|member| !member.is_empty())
        .map(|member| FieldSpec::plain(member_type(records, member)))
        .collect();
    let (kind, pack) = match head.split_whitespace().collect::<Vec<_>>()[..] {
        ["struct", _] => (RecordKind::Struct, None),
        ["union", _] => (RecordKind::Union, None),
        ["struct", _, "packed"] => (RecordKind::Struct, Some(1)),
        _ => panic!("not a record: {line}"),
    };
    let spec = RecordSpec { pack, ..RecordSpec::new(kind, LayoutRule::Gcc, &fields) };
    let name = head.trim().trim_end_matches(" packed").to_owned();
    records.insert(name, CType::Record(Arc::new(lay_out(&spec).unwrap())));
}

fn member_type(records: &HashMap<String, CType>, member: &str) -> CType {
    let Some((declaration, length)) = member.trim_end_matches(']').split_once('[') else {
        return type_named(records, member.rsplit_once(' ').unwrap().0);
    };
    let element = type_named(records, declaration.rsplit_once(' ').unwrap().0);
    CType::Array(Arc::new(ArrayType { element, length: length.parse().unwrap() }))
}

/// `result name(type, type, ...; type)`
fn prototype(records: &HashMap<String, CType>, line: &str) -> Signature {
    let (head, parameters) = line.trim_end_matches(')').split_once('(').unwrap();
    let result = match head.rsplit_once(' ').unwrap().0 {
        "void" => None,
        name => Some(type_named(records, name)),
    };
    let types = |list: &str| -> Vec<CType> {
        (list.split(',').map(str::trim))
            .filter(|name| !name.is_empty())
            .map(|name| type_named(records, name))
            .collect()
    };
    let Some((fixed, variadic)) = parameters.split_once("...;") else {
        return Signature::new(types(parameters), result);
    };
    let mut arguments = types(fixed);
    let fixed = arguments.len();
    arguments.extend(types(variadic));
    Signature::new(arguments, result).with_variadic(fixed)
}

fn type_named(records: &HashMap<String, CType>, name: &str) -> CType {
    if let Some((_, primitive)) = SCALARS.iter().find(|row| row.0 == name) {
        return CType::Primitive(*primitive);
    }
    records.get(name).unwrap_or_else(|| panic!("no type {name:?}")).clone()
}
