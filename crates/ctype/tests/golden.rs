//! Golden layouts: `tests/golden/*.txt` holds declarations and, below each, its layout by both rules.
//!
//! Owns the reader of that small language and the writer of the layouts. `UPDATE_GOLDEN=1` rewrites the layouts; the
//! change is then reviewed as a diff. A declaration reads like C, with three additions in its head:
//! `struct Name : Base pack(n) align(n) {`.

use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use ctype::{
    CType, DataModel, FieldSpec, LayoutError, LayoutRule, RecordKind, RecordSpec, RecordType, Scalar, lay_out,
};

/// The targets a declaration is laid out for, as the files name them.
const TARGETS: &[(&str, LayoutRule, DataModel)] = &[
    ("gcc  lp64 ", LayoutRule::Gcc, DataModel::Lp64),
    ("msvc llp64", LayoutRule::Msvc, DataModel::Llp64),
    ("msvc ilp32", LayoutRule::Msvc, DataModel::Ilp32),
];

/// What marks a line as a result, not a declaration.
const RESULT: &str = "= ";

const TYPES: &[(&str, u8)] = &[
    ("char", b'c'),
    ("signed char", b'b'),
    ("unsigned char", b'B'),
    ("bool", b'?'),
    ("short", b'h'),
    ("unsigned short", b'H'),
    ("int", b'i'),
    ("unsigned int", b'I'),
    ("long", b'l'),
    ("unsigned long", b'L'),
    ("long long", b'q'),
    ("unsigned long long", b'Q'),
    ("float", b'f'),
    ("double", b'd'),
    ("long double", b'g'),
    ("wchar_t", b'u'),
    ("void *", b'P'),
];

#[test]
fn layouts_are_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "there are golden files");
    for path in paths {
        let written = fs::read_to_string(&path).unwrap();
        let computed = with_results(&written);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, computed).unwrap();
            continue;
        }
        for (number, (written, computed)) in written.lines().zip(computed.lines()).enumerate() {
            assert_eq!(written, computed, "{}:{} (UPDATE_GOLDEN=1 rewrites it)", path.display(), number + 1);
        }
        assert_eq!(written.lines().count(), computed.lines().count(), "{}: missing results", path.display());
    }
}

/// The text with its result lines replaced by what the layout engine says now.
fn with_results(text: &str) -> String {
    let mut output = String::new();
    let mut worlds: Vec<World> = TARGETS.iter().map(|_| World::new()).collect();
    let mut lines = text.lines().filter(|line| !line.starts_with(RESULT));
    while let Some(line) = lines.next() {
        writeln!(output, "{line}").unwrap();
        if !line.starts_with("struct ") && !line.starts_with("union ") {
            assert!(line.is_empty() || line.starts_with('#'), "neither a record nor a comment: {line}");
            continue;
        }
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "}").collect();
        for field in &body {
            writeln!(output, "{field}").unwrap();
        }
        writeln!(output, "}}").unwrap();
        for ((name, rule, model), world) in TARGETS.iter().zip(&mut worlds) {
            writeln!(output, "{RESULT}{name}  {}", world.declare(line, &body, *rule, *model)).unwrap();
        }
    }
    output
}

/// The records of a file on one target.
type World = HashMap<String, Arc<RecordType>>;

trait Declare {
    fn declare(&mut self, head: &str, body: &[&str], rule: LayoutRule, model: DataModel) -> String;
    fn field(&self, text: &str, model: DataModel) -> Result<(String, FieldSpec), LayoutError>;
}

impl Declare for World {
    fn declare(&mut self, head: &str, body: &[&str], rule: LayoutRule, model: DataModel) -> String {
        let words: Vec<&str> = head.strip_suffix(" {").expect("a head ends with {").split(' ').collect();
        let kind = if words[0] == "union" { RecordKind::Union } else { RecordKind::Struct };
        let option = |name: &str| {
            let word = words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('('))?;
            Some(word.strip_suffix(')').unwrap().parse().unwrap())
        };
        let base =
            words.iter().position(|word| *word == ":").map(|colon| Arc::clone(&self[words[colon + 1]]));
        let fields: Result<Vec<_>, _> = body.iter().map(|line| self.field(line, model)).collect();
        let laid_out = fields.and_then(|fields| {
            let (names, specs): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
            let spec = RecordSpec {
                kind,
                rule,
                pack: option("pack"),
                min_align: option("align"),
                base: base.as_deref(),
                fields: &specs,
            };
            let named = names.into_iter().zip(&specs).filter(|(_, spec)| spec.named);
            Ok((lay_out(&spec)?, named.map(|(name, _)| name).collect::<Vec<_>>()))
        });
        match laid_out {
            Ok((record, names)) => {
                let inherited = base.map_or(0, |base| base.members.len());
                let text = described(&record, inherited, &names);
                self.insert(words[1].to_owned(), Arc::new(record));
                text
            }
            Err(error) => error.to_string(),
        }
    }

    /// `  type name[2][3] : bits;`
    fn field(&self, text: &str, model: DataModel) -> Result<(String, FieldSpec), LayoutError> {
        let text = text.trim().strip_suffix(';').expect("a field ends with ;");
        let (declarator, bits) = match text.split_once(" : ") {
            Some((declarator, bits)) => (declarator, Some(bits.parse().expect("a bit width"))),
            None => (text, None),
        };
        let (declarator, lengths) = declarator.split_at(declarator.find('[').unwrap_or(declarator.len()));
        let named = !TYPES.iter().any(|(name, _)| *name == declarator);
        let split = if named {
            declarator.rfind([' ', '*']).expect("a type and a name") + 1
        } else {
            declarator.len()
        };
        let (type_name, name) = declarator.split_at(split);
        let type_name = type_name.trim_end();
        let mut ty = match TYPES.iter().find(|(name, _)| *name == type_name) {
            Some(&(_, code)) => CType::Primitive(Scalar::from_code(code).unwrap().primitive(model)),
            None => CType::Record(Arc::clone(&self[type_name])),
        };
        for length in lengths.split(['[', ']']).filter(|length| !length.is_empty()).rev() {
            ty = CType::array(ty, length.parse().expect("an array length"))?;
        }
        Ok((name.to_owned(), FieldSpec { ty, bits, named }))
    }
}

/// `size 8 align 4   a 0   b 4 bits 3..7`
fn described(record: &RecordType, inherited: usize, names: &[String]) -> String {
    let mut text = format!("size {} align {}", record.size, record.align);
    for (index, member) in record.members.iter().enumerate() {
        let name = index.checked_sub(inherited).map_or("(base)", |own| &names[own]);
        write!(text, "   {name} {}", member.offset).unwrap();
        if let Some(bits) = member.bits {
            write!(text, " bits {}..{}", bits.start, bits.start + bits.width).unwrap();
        }
    }
    text
}
