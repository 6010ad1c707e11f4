//! Random record declarations, and what of C each compiler is asked.
//!
//! Owns the generator. A batch is a list in which records nest and extend earlier ones. What a [`Dialect`] leaves out is
//! left out for the reason given there, never because the layout was wrong.

use std::sync::Arc;

use ctype::{
    CType, DataModel, FieldSpec, LayoutRule, Primitive, RecordKind, RecordSpec, RecordType, Scalar, lay_out,
};

use crate::random::Random;

/// One compiler's C: its rule, its data model, and the declarations on which it has no say.
pub struct Dialect {
    pub rule: LayoutRule,
    pub model: DataModel,
    /// False where a record without members has a size of its own (4 in MSVC's C); ctypes gives it 0 everywhere.
    pub empty_records: bool,
    /// False where an alignment attribute outranks the packing of a record around it (MSVC's `__declspec(align)`);
    /// ctypes has no such rank.
    pub aligned_in_packed: bool,
    /// False where the bit-fields of a union are placed by a third rule: GCC's for Microsoft are as short as their bits and count
    /// for the union's alignment, which is neither MSVC's nor the System V rule.
    pub bit_fields_in_unions: bool,
}

impl Dialect {
    pub const SYSTEM_V: Dialect = Dialect {
        rule: LayoutRule::Gcc,
        model: DataModel::Lp64,
        empty_records: true,
        aligned_in_packed: true,
        bit_fields_in_unions: true,
    };
    /// GCC on the host with `-mms-bitfields`.
    pub const MS_BIT_FIELDS: Dialect =
        Dialect { rule: LayoutRule::Msvc, bit_fields_in_unions: false, ..Dialect::SYSTEM_V };
    pub const MINGW: Dialect = Dialect { model: DataModel::Llp64, ..Dialect::MS_BIT_FIELDS };
    pub const MSVC: Dialect = Dialect {
        empty_records: false,
        aligned_in_packed: false,
        bit_fields_in_unions: true,
        ..Dialect::MINGW
    };
}

/// The scalar types: what C calls them, and the ctypes code that is the same type.
const SCALARS: &[(&str, u8)] = &[
    ("char", b'c'),
    ("signed char", b'b'),
    ("unsigned char", b'B'),
    ("short", b'h'),
    ("unsigned short", b'H'),
    ("int", b'i'),
    ("unsigned int", b'I'),
    ("long", b'l'),
    ("unsigned long", b'L'),
    ("long long", b'q'),
    ("unsigned long long", b'Q'),
    ("_Bool", b'?'),
    ("float", b'f'),
    ("double", b'd'),
    ("long double", b'g'),
    ("pointer", b'P'),
    ("function", b'P'),
];

/// How many of [`SCALARS`], from the first on, a bit-field may have.
const INTEGERS: usize = 12;

/// A type in a declaration.
#[derive(Clone)]
pub enum TypeName {
    Scalar(&'static str, Primitive),
    /// An earlier record of the batch.
    Record(usize, Arc<RecordType>),
    Array(Box<TypeName>, usize),
}

impl TypeName {
    fn scalar(random: &mut Random, dialect: &Dialect, choices: usize) -> TypeName {
        let (name, code) = *random.pick(&SCALARS[..choices]);
        // mingw keeps the x87 format where Microsoft's `long double` is a double; the data model follows Microsoft.
        let name = if name == "long double" && dialect.model != DataModel::Lp64 { "double" } else { name };
        let scalar = Scalar::from_code(code).expect("the table holds known codes");
        TypeName::Scalar(name, scalar.primitive(dialect.model))
    }

    fn ctype(&self) -> CType {
        match self {
            TypeName::Scalar(_, primitive) => CType::Primitive(*primitive),
            TypeName::Record(_, record) => CType::Record(Arc::clone(record)),
            TypeName::Array(element, length) => {
                CType::array(element.ctype(), *length).expect("generated arrays are small")
            }
        }
    }

    /// The earlier record that this type is made of.
    pub fn record(&self) -> Option<usize> {
        match self {
            TypeName::Scalar(..) => None,
            TypeName::Record(index, _) => Some(*index),
            TypeName::Array(element, _) => element.record(),
        }
    }
}

pub struct Field {
    pub ty: TypeName,
    pub bits: Option<u32>,
    pub named: bool,
}

/// A declared record with the layout this crate gives it.
pub struct Declaration {
    pub kind: RecordKind,
    pub pack: Option<usize>,
    pub min_align: Option<usize>,
    pub base: Option<usize>,
    pub fields: Vec<Field>,
    pub layout: Arc<RecordType>,
    /// The members that `base` brought along.
    pub inherited: usize,
    /// True if an alignment attribute is on this record or on one within it.
    over_aligned: bool,
}

impl Declaration {
    /// So many records, each of which may contain the ones before it.
    pub fn batch(random: &mut Random, dialect: &Dialect, count: usize) -> Vec<Declaration> {
        let mut records = Vec::with_capacity(count);
        while records.len() < count {
            let record = Declaration::random(random, dialect, &records);
            if dialect.empty_records || record.layout.size > 0 {
                records.push(record);
            }
        }
        records
    }

    /// The named fields' members, without those of the base.
    pub fn own_members(&self) -> impl Iterator<Item = (usize, &Field, &ctype::Member)> {
        let named = self.fields.iter().enumerate().filter(|(_, field)| field.named);
        named
            .zip(&self.layout.members[self.inherited..])
            .map(|((index, field), member)| (index, field, member))
    }

    pub fn bit_fields(&self) -> impl Iterator<Item = (usize, &Field, &ctype::Member)> {
        self.own_members().filter(|(_, field, _)| field.bits.is_some())
    }

    fn random(random: &mut Random, dialect: &Dialect, earlier: &[Declaration]) -> Declaration {
        let kind = if random.one_in(4) { RecordKind::Union } else { RecordKind::Struct };
        let base = if random.one_in(12) { nestable(random, earlier) } else { None };
        // C has no bases: the oracle writes the base as a first member, which packing would move and shrink.
        let pack =
            if base.is_none() && random.one_in(3) { Some(*random.pick(&[1, 2, 4, 8, 16])) } else { None };
        let min_align = if random.one_in(10) { Some(1 << random.below(7)) } else { None };
        let bit_heavy = random.one_in(2);
        let fields: Vec<Field> = (0..random.below(9))
            .map(|_| {
                let bits_wanted = if bit_heavy { !random.one_in(5) } else { random.one_in(5) };
                if bits_wanted && (kind == RecordKind::Struct || dialect.bit_fields_in_unions) {
                    bit_field(random, dialect)
                } else {
                    let usable = |record: &Declaration| {
                        dialect.aligned_in_packed || pack.is_none() || !record.over_aligned
                    };
                    plain_field(random, dialect, earlier, &usable)
                }
            })
            .collect();
        let specs: Vec<FieldSpec> = fields
            .iter()
            .map(|field| FieldSpec { ty: field.ty.ctype(), bits: field.bits, named: field.named })
            .collect();
        let base_layout = base.map(|index| &*earlier[index].layout);
        let spec =
            RecordSpec { kind, rule: dialect.rule, pack, min_align, base: base_layout, fields: &specs };
        let layout = Arc::new(lay_out(&spec).expect("generated records have a layout"));
        let parts = fields.iter().filter_map(|field| field.ty.record()).chain(base);
        let over_aligned = min_align.is_some() || parts.into_iter().any(|index| earlier[index].over_aligned);
        let inherited = base_layout.map_or(0, |base| base.members.len());
        Declaration { kind, pack, min_align, base, fields, layout, inherited, over_aligned }
    }
}

/// An earlier record small enough that records do not grow without end.
fn nestable(random: &mut Random, earlier: &[Declaration]) -> Option<usize> {
    let index = (!earlier.is_empty()).then(|| random.below(earlier.len()))?;
    (earlier[index].layout.size <= 512).then_some(index)
}

fn bit_field(random: &mut Random, dialect: &Dialect) -> Field {
    let ty = TypeName::scalar(random, dialect, INTEGERS);
    let limit = match &ty {
        TypeName::Scalar("_Bool", _) => 1,
        other => other.ctype().size() * 8,
    };
    let named = !random.one_in(6);
    let bits = match random.below(6) {
        0 if !named => 0,
        // Narrow fields share units; wide ones end them.
        0..=3 => 1 + random.below(limit.min(9)),
        _ => 1 + random.below(limit),
    };
    Field { ty, bits: Some(bits as u32), named }
}

fn plain_field(
    random: &mut Random,
    dialect: &Dialect,
    earlier: &[Declaration],
    usable: &dyn Fn(&Declaration) -> bool,
) -> Field {
    let nested = if random.one_in(4) { nestable(random, earlier) } else { None };
    let mut ty = match nested {
        Some(index) if usable(&earlier[index]) => TypeName::Record(index, Arc::clone(&earlier[index].layout)),
        _ => TypeName::scalar(random, dialect, SCALARS.len()),
    };
    while random.one_in(5) {
        ty = TypeName::Array(Box::new(ty), random.below(4));
    }
    Field { ty, bits: None, named: true }
}
