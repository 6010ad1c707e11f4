//! The C text of a batch: its declarations, and one constant object that tells the compiler's layout of all of them.
//!
//! The object begins with `facts`: for each record sizeof, alignment and the offset of each ordinary member. Then, for
//! each bit-field, a slot follows with a record in which that field alone is set. A slot has the record's sizeof rounded
//! up to [`SLOT`] bytes, more than any alignment, so that where each one begins follows from the facts alone.

use std::fmt::Write;

use ctype::RecordKind;

use crate::generator::{Declaration, TypeName};

/// The unit of the slots, in bytes; also the alignment of everything in the object.
pub const SLOT: usize = 128;

/// The section of an object file that holds the object, for compilers whose programs cannot run here.
pub const SECTION: &str = ".oracle";

/// Numbers in front of the slots, filled up to a whole slot.
pub fn fact_count(batch: &[Declaration]) -> usize {
    batch.iter().map(|record| 2 + record.own_members().count() - record.bit_fields().count()).sum()
}

/// The C file of a batch; a whole program that writes the object to its standard output, or the object alone.
pub fn batch_text(batch: &[Declaration], is_program: bool) -> String {
    let mut text = String::from("typedef void *pointer;\ntypedef void (*function)(void);\n");
    let mut facts = String::new();
    let mut slots = String::new();
    let mut values = String::new();
    for (index, record) in batch.iter().enumerate() {
        text.push_str(&record_text(record, index));
        write!(facts, "sizeof(R{index}), _Alignof(R{index}),").unwrap();
        for (member, field, _) in record.own_members().filter(|(_, field, _)| field.bits.is_none()) {
            debug_assert!(field.named);
            write!(facts, " __builtin_offsetof(R{index}, m{member}),").unwrap();
        }
        facts.push('\n');
        let count = record.bit_fields().count();
        if count > 0 {
            let size = format!("(sizeof(R{index}) + {SLOT} - 1) / {SLOT} * {SLOT}");
            writeln!(slots, "  union {{ unsigned char raw[{size}]; R{index} record; }} s{index}[{count}];")
                .unwrap();
            values.push_str("  {");
            for (member, field, _) in record.bit_fields() {
                let ones = if matches!(field.ty, TypeName::Scalar("_Bool", _)) { "1" } else { "-1" };
                write!(values, " {{.record = {{.m{member} = {ones}}}}},").unwrap();
            }
            values.push_str(" },\n");
        }
    }
    let fact_bytes = (fact_count(batch) * 8).next_multiple_of(SLOT);
    let facts_declared = fact_bytes / 8;
    write!(
        text,
        "struct Oracle {{\n  unsigned long long facts[{facts_declared}];\n{slots}}};\n\
         const struct Oracle __attribute__((used, section(\"{SECTION}\"), aligned({SLOT}))) oracle = {{\n  {{\n\
         {facts}  }},\n{values}}};\n"
    )
    .unwrap();
    if is_program {
        text.push_str(
            "#include <stdio.h>\n\
             int main(void) { return fwrite(&oracle, sizeof oracle, 1, stdout) != 1 || fflush(stdout); }\n",
        );
    }
    text
}

/// The declarations of one record and of all it is made of.
pub fn closure_text(batch: &[Declaration], index: usize) -> String {
    let mut needed = vec![false; index + 1];
    needed[index] = true;
    for record in
        (0..=index).rev().filter(|&record| batch[record].base.is_some() || !batch[record].fields.is_empty())
    {
        if needed[record] {
            let parts = batch[record].fields.iter().filter_map(|field| field.ty.record());
            parts.chain(batch[record].base).for_each(|part| needed[part] = true);
        }
    }
    (0..=index).filter(|&record| needed[record]).map(|record| record_text(&batch[record], record)).collect()
}

fn record_text(record: &Declaration, index: usize) -> String {
    let mut text = String::new();
    if let Some(pack) = record.pack {
        writeln!(text, "#pragma pack(push, {pack})").unwrap();
    }
    let keyword = match record.kind {
        RecordKind::Struct => "struct",
        RecordKind::Union => "union",
    };
    write!(text, "typedef {keyword} ").unwrap();
    if let Some(align) = record.min_align {
        write!(text, "__attribute__((aligned({align}))) ").unwrap();
    }
    text.push_str("{\n");
    if let Some(base) = record.base {
        writeln!(text, "  R{base} base;").unwrap();
    }
    for (number, field) in record.fields.iter().enumerate() {
        let mut lengths = String::new();
        let mut element = &field.ty;
        while let TypeName::Array(inner, length) = element {
            write!(lengths, "[{length}]").unwrap();
            element = inner;
        }
        match element {
            TypeName::Scalar(name, _) => write!(text, "  {name}").unwrap(),
            TypeName::Record(nested, _) => write!(text, "  R{nested}").unwrap(),
            TypeName::Array(..) => unreachable!("the loop above ends at the element"),
        }
        if field.named {
            write!(text, " m{number}{lengths}").unwrap();
        }
        if let Some(bits) = field.bits {
            write!(text, " : {bits}").unwrap();
        }
        text.push_str(";\n");
    }
    writeln!(text, "}} R{index};").unwrap();
    if record.pack.is_some() {
        text.push_str("#pragma pack(pop)\n");
    }
    text
}
