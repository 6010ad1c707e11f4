//! The C compiler is the oracle: random records, laid out by this crate and by a compiler, must agree in everything.
//!
//! For each record sizeof, alignment and every offset are compared, and every bit of every bit-field: the field is set
//! to all ones in a zeroed object and the object's bytes are read back. The compilers asked are the host's `cc`
//! (`FERROTYPES_CC` names another), the same with `-mms-bitfields`, and where they are installed mingw and Clang for
//! MSVC. `FERROTYPES_ORACLE_CASES` sets the number of records, `FERROTYPES_ORACLE_SEED` repeats a run.

mod compiler;
mod generator;
mod random;
mod source;
mod verdict;

use compiler::Compiler;
use generator::{Declaration, Dialect};
use random::Random;

/// Records per C file: large enough that starting the compiler costs nothing, small enough for its memory.
const BATCH: usize = 1000;

fn variable(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} must be a number, not {text:?}")),
        Err(_) => default,
    }
}

fn compare_with(compiler: &Compiler, dialect: &Dialect) {
    if let Err(reason) = compiler.find() {
        println!("skipped: {reason}");
        return;
    }
    let cases = variable("FERROTYPES_ORACLE_CASES", 10_000) as usize;
    let seed = variable("FERROTYPES_ORACLE_SEED", 0x5eed_c7e9);
    let mut mismatches = Vec::new();
    let mut bit_fields = 0;
    for (number, first) in (0..cases).step_by(BATCH).enumerate() {
        let mut random = Random::new(seed.rotate_left(32) ^ number as u64);
        let batch = Declaration::batch(&mut random, dialect, BATCH.min(cases - first));
        bit_fields += batch.iter().map(|record| record.bit_fields().count()).sum::<usize>();
        let image = compiler
            .image(&source::batch_text(&batch, compiler.runs_here), &format!("{}-{number}", compiler.name))
            .unwrap_or_else(|error| {
                panic!("{} refused batch {number} of seed {seed}: {error}", compiler.name)
            });
        mismatches.extend(verdict::mismatches(&batch, dialect, &image));
    }
    println!("{}: {cases} records, {bit_fields} bit-fields, seed {seed}", compiler.name);
    let count = mismatches.len();
    if let Some(smallest) = mismatches.into_iter().min_by_key(|mismatch| mismatch.text.len()) {
        panic!(
            "{count} of {cases} records differ from {} (seed {seed}); the smallest:\n{}\n{}",
            compiler.name, smallest.text, smallest.differences
        );
    }
}

/// Asks the host's compiler, if its ABI is the one that the dialect names.
fn compare_with_host(compiler: &Compiler, dialect: &Dialect) {
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        compare_with(compiler, dialect);
    } else {
        println!("skipped: the host is not x86-64 Linux, so its compiler follows another ABI");
    }
}

#[test]
fn gcc_rule_agrees_with_the_host_compiler() {
    compare_with_host(&Compiler::host(), &Dialect::SYSTEM_V);
}

#[test]
fn msvc_rule_agrees_with_the_host_compiler() {
    compare_with_host(&Compiler::host_with_ms_bit_fields(), &Dialect::MS_BIT_FIELDS);
}

#[test]
fn msvc_rule_agrees_with_mingw() {
    compare_with(&Compiler::mingw(), &Dialect::MINGW);
}

#[test]
fn msvc_rule_agrees_with_clang_for_msvc() {
    compare_with(&Compiler::clang_msvc(), &Dialect::MSVC);
}

/// What [`ctype::Member::bits`] promises to whoever reads a field, for every generated bit-field.
#[test]
fn bit_ranges_stay_inside_unit_and_record_where_they_can() {
    for dialect in [&Dialect::SYSTEM_V, &Dialect::MSVC] {
        let batch = Declaration::batch(&mut Random::new(1), dialect, 5000);
        for record in &batch {
            for (_, _, member) in record.bit_fields() {
                let (range, unit, size) = (member.bits.unwrap(), member.ty.size(), record.layout.size);
                let covered = |offset: usize, start: usize| {
                    start + range.width as usize <= unit * 8 && offset + unit <= size
                };
                assert!(member.offset + range.byte_count() <= size);
                if record.pack.is_none() || dialect.rule == ctype::LayoutRule::Msvc {
                    assert!(covered(member.offset, range.start as usize));
                }
                if covered(member.offset, range.start as usize) {
                    continue;
                }
                assert!(range.start < 8 && range.start + range.width <= 71);
                let first_bit = member.offset * 8 + range.start as usize;
                assert!((0..=member.offset).all(|offset| !covered(offset, first_bit - offset * 8)));
            }
        }
    }
}
