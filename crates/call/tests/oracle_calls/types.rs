//! Random C types, each as the C text that declares it and as the `CType` that the engine is given.
//!
//! The layout comes from `ctype::lay_out`; the C text asserts size and alignment, so a wrong one does not compile.

use crate::random::Random;
use ctype::{
    ArrayType, CType, DataModel, FieldSpec, LayoutRule, Primitive, RecordKind, RecordSpec, Scalar,
    ScalarKind, lay_out,
};
use std::fmt::Write;
use std::sync::Arc;

/// A type that a parameter or a result can have.
#[derive(Clone, Debug)]
pub struct Type {
    /// How C names it.
    pub name: String,
    pub ctype: CType,
    /// Values of it are 0 or 1.
    pub is_bool: bool,
}

const SCALARS: &[(&str, ScalarKind)] = &[
    ("char", ScalarKind::Char),
    ("signed char", ScalarKind::SChar),
    ("unsigned char", ScalarKind::UChar),
    ("short", ScalarKind::Short),
    ("unsigned short", ScalarKind::UShort),
    ("int", ScalarKind::Int),
    ("unsigned int", ScalarKind::UInt),
    ("long", ScalarKind::Long),
    ("unsigned long", ScalarKind::ULong),
    ("long long", ScalarKind::LongLong),
    ("unsigned long long", ScalarKind::ULongLong),
    ("float", ScalarKind::Float),
    ("double", ScalarKind::Double),
    ("long double", ScalarKind::LongDouble),
    ("_Bool", ScalarKind::Bool),
    ("wchar_t", ScalarKind::WChar),
    ("void *", ScalarKind::VoidPointer),
];

fn scalar(row: &(&str, ScalarKind)) -> Type {
    // The code plays no part in `primitive`.
    let primitive = Scalar { code: 0, kind: row.1 }.primitive(DataModel::Lp64);
    Type { name: row.0.to_owned(), ctype: CType::Primitive(primitive), is_bool: row.1 == ScalarKind::Bool }
}

/// Makes the types of one case and collects their declarations.
pub struct Generator<'a> {
    pub random: &'a mut Random,
    /// Names are unique in a batch.
    pub prefix: String,
    pub declarations: String,
    records: usize,
}

impl Generator<'_> {
    pub fn new(random: &mut Random, prefix: String) -> Generator<'_> {
        Generator { random, prefix, declarations: String::new(), records: 0 }
    }

    pub fn any(&mut self) -> Type {
        if self.random.one_in(3) { self.record(2) } else { self.scalar() }
    }

    pub fn scalar(&mut self) -> Type {
        // Floats would be rare among so many integers.
        let row = if self.random.one_in(3) {
            self.random.pick(&SCALARS[11..14])
        } else {
            self.random.pick(SCALARS)
        };
        scalar(row)
    }

    /// A type that can match `...`: what the default argument promotions leave as it is.
    pub fn promoted(&mut self) -> Type {
        loop {
            let ty = self.any();
            match &ty.ctype {
                CType::Primitive(primitive) if primitive.size() < 4 || *primitive == Primitive::F32 => {}
                // GCC's `va_arg` of an empty record is not worth knowing.
                ctype if ctype.size() == 0 => {}
                _ => return ty,
            }
        }
    }

    /// A record whose members are nested up to `depth` records deep.
    fn record(&mut self, depth: usize) -> Type {
        let kind = if self.random.one_in(4) { RecordKind::Union } else { RecordKind::Struct };
        let pack = self.random.one_in(5).then(|| *self.random.pick(&[1, 2, 4]));
        let min_align = self.random.one_in(12).then(|| *self.random.pick(&[8, 16, 32, 64]));
        // Most records small enough for registers: those are the hard ones.
        let count = if self.random.one_in(30) { 0 } else { self.random.between(1, 4) };
        let mut body = String::new();
        let mut fields = Vec::new();
        for index in 0..count {
            let (text, field) = self.member(index, depth);
            body += &text;
            fields.push(field);
        }
        let spec = RecordSpec { pack, min_align, ..RecordSpec::new(kind, LayoutRule::Gcc, &fields) };
        let record = lay_out(&spec).expect("a declaration that C accepts has a layout");

        let tag = if kind == RecordKind::Union { "union" } else { "struct" };
        let name = format!("{tag} {}_{}", self.prefix, self.records);
        self.records += 1;
        let attribute =
            min_align.map_or(String::new(), |align| format!(" __attribute__((aligned({align})))"));
        if let Some(pack) = pack {
            writeln!(self.declarations, "#pragma pack(push, {pack})").unwrap();
        }
        writeln!(self.declarations, "{name} {{{body} }}{attribute};").unwrap();
        if pack.is_some() {
            writeln!(self.declarations, "#pragma pack(pop)").unwrap();
        }
        writeln!(
            self.declarations,
            "_Static_assert(sizeof({name}) == {} && _Alignof({name}) == {}, \"layout\");",
            record.size, record.align
        )
        .unwrap();
        Type { name, ctype: CType::Record(Arc::new(record)), is_bool: false }
    }

    fn member(&mut self, index: usize, depth: usize) -> (String, FieldSpec) {
        if self.random.one_in(6) {
            return self.bit_field(index);
        }
        let ty = if depth > 0 && self.random.one_in(4) { self.record(depth - 1) } else { self.scalar() };
        if self.random.one_in(5) {
            let length = self.random.between(1, 3);
            let array = CType::Array(Arc::new(ArrayType { element: ty.ctype, length }));
            return (format!(" {} m{index}[{length}];", ty.name), FieldSpec::plain(array));
        }
        (format!(" {} m{index};", ty.name), FieldSpec::plain(ty.ctype))
    }

    fn bit_field(&mut self, index: usize) -> (String, FieldSpec) {
        // The integers, without `_Bool` and `wchar_t`.
        let ty = scalar(self.random.pick(&SCALARS[1..11]));
        let width = self.random.between(1, ty.ctype.size() * 8);
        (format!(" {} m{index} : {width};", ty.name), FieldSpec::bit_field(ty.ctype, width as u32))
    }
}
