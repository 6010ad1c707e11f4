//! Comparing the compiler's layout of a batch with this crate's.
//!
//! Owns the reading of the oracle object that `source` describes, and the words in which a difference is told.

use crate::generator::{Declaration, Dialect};
use crate::source::{SLOT, closure_text, fact_count};

/// A record on which the two disagree.
pub struct Mismatch {
    /// The C text of the record and of all it is made of.
    pub text: String,
    pub differences: String,
}

pub fn mismatches(batch: &[Declaration], dialect: &Dialect, image: &[u8]) -> Vec<Mismatch> {
    let mut facts = image.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().unwrap()) as usize);
    let mut slot_start = (fact_count(batch) * 8).next_multiple_of(SLOT);
    let mut found = Vec::new();
    for (index, record) in batch.iter().enumerate() {
        let mut differences = Vec::new();
        let mut compare = |what: String, compiler: usize, ours: usize| {
            if compiler != ours {
                differences.push(format!("{what}: the compiler has {compiler}, we have {ours}"));
            }
        };
        let size = facts.next().expect("a size for each record");
        compare(String::from("sizeof"), size, record.layout.size);
        compare(
            String::from("alignment"),
            facts.next().expect("an alignment for each record"),
            record.layout.align,
        );
        for (number, _, member) in record.own_members().filter(|(_, field, _)| field.bits.is_none()) {
            compare(
                format!("offset of m{number}"),
                facts.next().expect("an offset for each member"),
                member.offset,
            );
        }
        let slot_size = size.next_multiple_of(SLOT);
        for (number, _, member) in record.bit_fields() {
            let slot = &image[slot_start..slot_start + slot_size];
            slot_start += slot_size;
            let range = member.bits.expect("a bit-field's member has bits");
            let start = member.offset * 8 + range.start as usize;
            let expected: Vec<usize> = (start..start + range.width as usize).collect();
            let ones: Vec<usize> =
                (0..slot_size * 8).filter(|bit| slot[bit / 8] >> (bit % 8) & 1 == 1).collect();
            if ones != expected {
                differences
                    .push(format!("bits of m{number}: the compiler has {ones:?}, we have {expected:?}"));
            }
        }
        if !differences.is_empty() {
            let text = format!("// {:?}, {:?}\n{}", dialect.rule, dialect.model, closure_text(batch, index));
            found.push(Mismatch { text, differences: differences.join("\n") });
        }
    }
    assert_eq!(slot_start, image.len(), "the whole object was read");
    found
}
